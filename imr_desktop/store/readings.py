"""What a machine read on the pages of the originals, so that no page is read twice.

A reading is named by the original's digest, the page's number in it and the settings it was read with. It is encrypted as all
of the vault's database is, goes with its original, and can always be made again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from imr_desktop.errors import StoreError
from imr_desktop.store.engine import Engine
from imr_desktop.store.packing import pack, unpack
from imr_desktop.store.schema import READINGS

_THERE = "SELECT 1 FROM sqlite_master WHERE type='table' AND name='readings'"
_NEWEST = "SELECT page, body, settings=? AS same, read_at FROM readings WHERE digest=? ORDER BY page, same, read_at"


class Readings:
    """The machine readings of an open vault; safe to call from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, digest: str, page: int, settings: str, reading: bytes) -> None:
        """Keep what was read on a page, in place of what the same settings gave. Durable on return. Raises StoreError."""
        with self._engine.transaction():
            self._engine.execute(READINGS)
            self._engine.execute(
                "INSERT INTO readings VALUES(?,?,?,?,?) ON CONFLICT(digest, page, settings) DO UPDATE SET "
                "read_at=excluded.read_at, body=excluded.body",
                (digest, page, settings, datetime.now(UTC).isoformat(), pack(reading)),
            )

    def of(self, digest: str, settings: str) -> dict[int, bytes]:
        """The readings of an original by page: those of these settings, else the newest. Raises StoreError.

        One that is damaged is left out: the page is read again.
        """
        rows = self._engine.execute(_NEWEST, (settings, digest)) if self._is_there else []
        found: dict[int, bytes] = {}
        for page, body, _same, _read_at in rows:
            try:
                found[page] = unpack(body)
            except StoreError:
                continue
        return found

    def forget(self, digests: Iterable[str]) -> None:
        """Remove the readings of originals so that they are in no free page of the database. Raises StoreError."""
        gone = [(digest,) for digest in digests]
        if not gone or not self._is_there:
            return
        self._engine.execute("PRAGMA secure_delete=ON")
        try:
            with self._engine.transaction():
                self._engine.executemany("DELETE FROM readings WHERE digest=?", gone)
        finally:
            self._engine.execute("PRAGMA secure_delete=FAST")

    @property
    def _is_there(self) -> bool:
        return bool(self._engine.execute(_THERE))
