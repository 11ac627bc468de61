"""The indexes of the stored cases' records: encrypted databases beside the vault's own, one a case.

They hold nothing that cannot be made again from the record, so no backup has them, and one that is damaged is thrown away.
The key of each is random and stands in the vault's database alone: deleting that row shreds the file.
"""

from __future__ import annotations

import hmac
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from imr_desktop.errors import StoreError
from imr_desktop.paths import PRIVATE_FILE, private_dir
from imr_desktop.store.engine import KEY_BYTES, Engine, connect

if TYPE_CHECKING:
    from sqlite3 import Connection

_ROW = "index."
_ENDS = ("", "-journal", "-wal", "-shm")


class _NamingKeys(Protocol):
    names: bytearray


class Indexes:
    """The databases of indexes of an open vault; safe to call from several threads."""

    def __init__(self, vault: Path, engine: Engine, keys: _NamingKeys) -> None:
        self._folder, self._engine, self._keys = vault / "index", engine, keys
        self._guard = threading.RLock()
        self._open: dict[str, Connection] = {}

    def open(self, case_id: str) -> Connection:
        """The database for a case's index, empty where there was none that could be opened. Raises StoreError."""
        with self._guard:
            self._close(case_id)
            path, key = self._path(case_id), self._engine.get(_ROW + case_id)
            if key is not None and path.exists():
                with suppress(StoreError):
                    return self._connected(case_id, path, key)
            self.forget(case_id)
            key = os.urandom(KEY_BYTES)
            self._engine.put(_ROW + case_id, key)
            private_dir(self._folder)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
            return self._connected(case_id, path, key)

    def _connected(self, case_id: str, path: Path, key: bytes) -> Connection:
        """Its journal is a file of its own, encrypted too, and gone after each step; nothing goes into a plain one."""
        connection = connect(path, key)
        for setting in ("journal_mode=DELETE", "synchronous=NORMAL", "cache_size=-4000"):
            connection.execute(f"PRAGMA {setting}").fetchall()
        self._open[case_id] = connection
        return connection

    def forget(self, case_id: str) -> None:
        """Remove a case's index, its key first, which makes it unreadable. Raises StoreError."""
        with self._guard:
            self._close(case_id)
            if self._engine.get(_ROW + case_id) is not None:
                self._shred(_ROW + case_id)
            self._remove(self._path(case_id))

    def clear(self) -> None:
        """Remove all indexes: after a change of the keys nothing stays under earlier ones. Raises StoreError."""
        with self._guard:
            for case_id in list(self._open):
                self._close(case_id)
            self._shred(f"{_ROW}*")
            self.sweep()

    def sweep(self) -> None:
        """Remove files that have no key any more: what a crash left behind."""
        if not self._folder.is_dir():
            return
        rows = self._engine.execute("SELECT key FROM meta WHERE key GLOB ?", (f"{_ROW}*",))
        known = {self._path(str(key).removeprefix(_ROW)).name for (key,) in rows}
        for path in list(self._folder.iterdir()):
            if path.name.partition("-")[0] not in known:
                with suppress(OSError):
                    path.unlink()

    def close(self) -> None:
        """Close what is open."""
        with self._guard:
            for case_id in list(self._open):
                self._close(case_id)

    def _close(self, case_id: str) -> None:
        connection = self._open.pop(case_id, None)
        if connection is not None:
            with suppress(Exception):
                connection.close()

    def _shred(self, keys: str) -> None:
        """Delete keys so that they are in no free page of the database and not in its log either."""
        self._engine.execute("PRAGMA secure_delete=ON")
        try:
            with self._engine.transaction():
                self._engine.execute("DELETE FROM meta WHERE key GLOB ?", (keys,))
        finally:
            self._engine.execute("PRAGMA secure_delete=FAST")
        self._engine.fold()

    def _remove(self, path: Path) -> None:
        for end in _ENDS:
            with suppress(OSError):
                path.with_name(path.name + end).unlink(missing_ok=True)

    def _path(self, case_id: str) -> Path:
        name = hmac.digest(bytes(self._keys.names), f"{_ROW}{case_id}".encode(), "sha256").hex()
        return self._folder / f"{name}.db"
