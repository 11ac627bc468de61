"""The parties of each case, in a table of their own: beside the case, never in it, so that nothing a case goes into holds
them. They are encrypted as all of the vault is; the audit trail says that they changed, never what they are.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import UTC, datetime
from typing import Any

from imr_desktop.case import parties as codec
from imr_desktop.case.parties import Parties
from imr_desktop.errors import StoreConflict
from imr_desktop.store.audit import AuditTrail
from imr_desktop.store.engine import Engine
from imr_desktop.store.packing import pack, unpack
from imr_desktop.store.schema import PARTIES

CHANGED = "parties changed"
_THERE = "SELECT 1 FROM sqlite_master WHERE type='table' AND name='parties'"
_UPSERT = (
    "INSERT INTO parties VALUES(?, ?, ?, ?) ON CONFLICT(case_id) DO UPDATE SET version=excluded.version, "
    "saved_at=excluded.saved_at, body=excluded.body"
)


class PartiesTable:
    """The parties of the stored cases; safe to call from several threads of one program."""

    def __init__(self, engine: Engine, trail: AuditTrail) -> None:
        self._engine, self._trail = engine, trail

    def of(self, case_id: str) -> Parties:
        """A case's parties; an empty list where none were entered. Raises CaseInvalid where they cannot be read."""
        return self.stored(case_id)[0]

    def stored(self, case_id: str) -> tuple[Parties, int]:
        """A case's parties, and how often they were kept: 0 where they never were. Raises CaseInvalid, StoreDamaged."""
        rows = self._engine.execute("SELECT body, version FROM parties WHERE case_id=?", (case_id,)) if self._is_there else []
        if not rows:
            return Parties(), 0
        return codec.decode(unpack(rows[0][0]), "What the vault holds of the parties"), int(rows[0][1])

    def keep(self, case_id: str, parties: Parties, based_on: int | None = None) -> int:
        """Keep these in place of the former; how often they were kept now. Durable on return.

        `based_on` is the number that was read: StoreConflict where they were kept anew since. Raises StoreError.
        """
        with self._engine.transaction():
            self._engine.execute(PARTIES)
            version = self._version(case_id)
            if based_on is not None and based_on != version:
                raise StoreConflict("Not saved: the parties were changed elsewhere meanwhile. Open them anew.")
            now = datetime.now(UTC).isoformat()
            self._engine.execute(_UPSERT, (case_id, version + 1, now, pack(codec.encode(parties))))
            self._trail.append(CHANGED, case_id, {"version": version + 1})
        return version + 1

    def forget(self, case_id: str) -> None:
        """Remove a case's parties; joins a running transaction."""
        if self._is_there:
            self._engine.execute("DELETE FROM parties WHERE case_id=?", (case_id,))

    def take_over(self, rows: Mapping[str, tuple[Any, ...]], cases: Container[str]) -> int:
        """Take rows of the table out of a copy of this vault where they are newer and their case is there; how many."""
        newer = [row for case_id, row in rows.items() if case_id in cases and row[1] > self._version(case_id)]
        with self._engine.transaction():
            if newer:
                self._engine.execute(PARTIES)
                self._engine.executemany(_UPSERT, newer)
        return len(newer)

    @property
    def _is_there(self) -> bool:
        """A vault made by an older version has the table from the first time that parties are kept."""
        return bool(self._engine.execute(_THERE))

    def _version(self, case_id: str) -> int:
        rows = self._engine.execute("SELECT version FROM parties WHERE case_id=?", (case_id,)) if self._is_there else []
        return int(rows[0][0]) if rows else 0
