"""What can still be read in a damaged database, row by row. It works on a copy; the database itself is left as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from imr_desktop.case import codec
from imr_desktop.case.model import Case
from imr_desktop.errors import ImrError
from imr_desktop.store.engine import connect
from imr_desktop.store.manifest import DATABASE
from imr_desktop.store.packing import StoredCase, unpack

if TYPE_CHECKING:
    from sqlite3 import Connection

_MOST_IDS = 200_000
_CASES = "SELECT id FROM documents WHERE tbl='cases' ORDER BY id"
_LINES = "SELECT doc_id FROM summaries ORDER BY case_id"


class SalvagedCase(msgspec.Struct, frozen=True):
    """A stored case that still reads, and which version it was."""

    case: Case
    version: int
    saved_at: datetime


class Salvaged:
    """A copy of a damaged database, open to be read as far as it goes."""

    def __init__(self, vault: Path, copy: Path, key: bytes) -> None:
        """Copy database and log from a vault's folder into the folder `copy`. Raises OSError."""
        self._path, self._key = copy / DATABASE, key
        self._connection: Connection | None = None
        for end in ("", "-wal"):
            if (vault / f"{DATABASE}{end}").exists():
                shutil.copyfile(vault / f"{DATABASE}{end}", copy / f"{DATABASE}{end}")

    def damaged_pages(self) -> int:
        """How many pages are not as they were written; what stands whole in the log counts as whole."""
        self._some("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(self._some("PRAGMA cipher_integrity_check"))

    def cases(self) -> Iterator[SalvagedCase]:
        """The newest versions that still read."""
        for doc_id in self._ids():
            rows = self._some("SELECT body FROM documents WHERE tbl='cases' AND id=?", (doc_id,))
            with suppress(ImrError, msgspec.MsgspecError):
                for (body,) in rows:
                    stored = msgspec.json.decode(unpack(body), type=StoredCase)
                    yield SalvagedCase(codec.decode(bytes(stored.case)), stored.version, stored.saved_at)

    def rows(self, table: str, order: str) -> dict[Any, tuple[Any, ...]]:
        """The rows of a table that still read, from its start and from its end, by their first column."""
        found = self._both(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608  both are names of ours
        return {row[0]: row for row in found}

    def close(self) -> None:
        with suppress(Exception):
            if self._connection:
                self._connection.close()
        self._connection = None

    def _ids(self) -> Iterable[int]:
        known = {row[0] for query in (_CASES, _LINES) for row in self._both(query) if isinstance(row[0], int)}
        last = max(known, default=0)
        return range(1, last + 1) if last <= _MOST_IDS else sorted(known)

    def _both(self, query: str) -> list[tuple[Any, ...]]:
        return [*self._some(query), *self._some(f"{query} DESC")]

    def _some(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows up to the first error; after one, SQLCipher needs a new connection."""
        rows: list[tuple[Any, ...]] = []
        try:
            if self._connection is None:
                self._connection = connect(self._path, self._key)
            for row in self._connection.execute(query, parameters):
                rows.append(row)  # noqa: PERF402  what came before an error counts
        except Exception:  # noqa: BLE001  a damaged database may fail in any way
            self.close()
        return rows
