"""The saved versions of a case: the newest is its document, each older one what differed from the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from imr_desktop.errors import UsageError
from imr_desktop.store.engine import Engine
from imr_desktop.store.faults import damaged
from imr_desktop.store.packing import pack, pack_delta, unpack, unpack_delta

_PRUNE_EVERY = 25


class VersionLine(msgspec.Struct, frozen=True):
    """One saved version: its number (from 1), when it was saved (UTC), by which act, and the SHA-256 of the case's JSON."""

    version: int
    saved_at: datetime
    act: str
    digest: str
    signed: bool


class Retention(msgspec.Struct, frozen=True):
    """How long versions are kept: so many days, and at most so many of a case. Signed ones are kept as long as the case."""

    days: int = 90
    most: int = 500


class Versions:
    """The table `versions`; every change joins the running transaction."""

    def __init__(self, engine: Engine, keep: Retention) -> None:
        self._engine, self._keep = engine, keep

    def add(self, case_id: str, line: VersionLine, before: bytes | None, after: bytes, *, instead: bool = False) -> str:
        """Note the newest version; `before` and `after` are the document's JSON of the one before and of this one.

        With `instead` the one before is not kept. The digest of the version before, empty where this is the first.
        """
        settle = self._give_way if instead else self._settle
        digest = settle(case_id, line.version - 1, before, after) if before is not None else ""
        self._engine.execute(
            "INSERT INTO versions(case_id, version, saved_at, act, digest, signed, base, body) VALUES(?,?,?,?,?,?,NULL,x'')",
            (case_id, line.version, line.saved_at.isoformat(), line.act, line.digest, line.signed),
        )
        if line.version % _PRUNE_EVERY == 0:
            self.prune(case_id, line.saved_at)
        return digest

    def _settle(self, case_id: str, version: int, data: bytes, newer: bytes) -> str:
        """Keep the version that was the newest: a signed one whole, so that those around it may go."""
        rows = self._engine.execute("SELECT signed, digest FROM versions WHERE case_id=? AND version=?", (case_id, version))
        whole, digest = rows[0] if rows else (True, "")
        self._engine.execute(
            "UPDATE versions SET base=?, body=? WHERE case_id=? AND version=?",
            (None if whole else version + 1, pack(data) if whole else pack_delta(data, newer), case_id, version),
        )
        return str(digest)

    def _give_way(self, case_id: str, version: int, data: bytes, newer: bytes) -> str:
        """Let the version go that was the newest, and bind the one before it to the newer one."""
        digest = self._settle(case_id, version, data, newer)
        gone = self._engine.execute(
            "DELETE FROM versions WHERE case_id=? AND version=? AND signed=0 RETURNING version", (case_id, version)
        )
        older = self._engine.execute("SELECT version, body FROM versions WHERE case_id=? AND base=?", (case_id, version))
        if gone and older:
            body = pack_delta(unpack_delta(older[0][1], data), newer)
            self._engine.execute(
                "UPDATE versions SET base=?, body=? WHERE case_id=? AND version=?", (version + 1, body, case_id, older[0][0])
            )
        return digest

    def lines(self, case_id: str) -> tuple[VersionLine, ...]:
        """The versions that are kept, the newest first."""
        rows = self._engine.execute(
            "SELECT version, saved_at, act, digest, signed FROM versions WHERE case_id=? ORDER BY version DESC", (case_id,)
        )
        return tuple(
            VersionLine(version, datetime.fromisoformat(saved_at), act, digest, bool(signed))
            for version, saved_at, act, digest, signed in rows
        )

    def json(self, case_id: str, version: int, newest: bytes) -> bytes:
        """The document of a version; `newest` is that of the newest. Raises UsageError, StoreDamaged."""
        for number, _, data in self.each(case_id, newest, version):
            if number == version:
                return data
        raise UsageError(f"Version {version} is not kept; `imr-desktop vault history` shows those that are.")

    def each(self, case_id: str, newest: bytes, least: int = 0) -> Iterator[tuple[int, str, bytes]]:
        """Number, digest and document of the versions from the newest down to `least`. Raises StoreDamaged."""
        rows = self._engine.execute(
            "SELECT version, digest, base, body FROM versions WHERE case_id=? AND version>=? ORDER BY version DESC",
            (case_id, least),
        )
        data, newer = newest, None
        for number, digest, base, body in rows:
            if newer is not None:
                if base not in (None, newer) or not body:
                    raise damaged(f"Version {number} of a case")
                data = unpack(body) if base is None else unpack_delta(body, data)
            newer = number
            yield number, digest, data

    def prune(self, case_id: str, now: datetime) -> int:
        """Remove what need not be kept; how many."""
        oldest = (now - timedelta(days=self._keep.days)).isoformat()
        newest, young = self._engine.execute(
            "SELECT max(version), min(version) FILTER (WHERE saved_at>=?) FROM versions WHERE case_id=?", (oldest, case_id)
        )[0]
        if newest is None:
            return 0
        most = self._engine.execute(
            "SELECT version FROM versions WHERE case_id=? ORDER BY version DESC LIMIT 1 OFFSET ?",
            (case_id, self._keep.most - 1),
        )
        first = max(newest if young is None else young, most[0][0] if most else 0)
        return len(
            self._engine.execute(
                "DELETE FROM versions WHERE case_id=? AND signed=0 AND version<? RETURNING version", (case_id, first)
            )
        )

    def forget(self, case_id: str) -> None:
        """Remove all versions of a case."""
        self._engine.execute("DELETE FROM versions WHERE case_id=?", (case_id,))
