"""The vault's database: one SQLCipher connection, one writer, every commit durable.

SQLCipher encrypts and authenticates each page (AES-256-CBC, HMAC-SHA-256). The write-ahead log has no such guard against
being cut short: SQLite takes the first frame that does not fit as its end, and what came after would be lost in silence. So
the number of committed changes also stands in a small file beside it (`head`), written after each commit; a database that
holds fewer is damaged.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imr_desktop.errors import StoreDamaged, StoreError, StoreLocked
from imr_desktop.paths import PRIVATE_FILE, sync_folder
from imr_desktop.store.faults import RESTORE, damaged, explained_sql
from imr_desktop.store.head import Head
from imr_desktop.store.schema import TABLES, VERSION

if TYPE_CHECKING:
    from sqlite3 import Connection  # SQLCipher's has no types and the same methods

KEY_BYTES = 32
_PAGE = 4096
_PATIENCE = 60.0
_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=FAST",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA wal_autocheckpoint=1000",
    "PRAGMA cache_size=-8000",
)


class Engine:
    """An open vault database; safe to call from several threads, which wait for each other."""

    def __init__(self, path: Path, key: bytes, head_key: bytes = b"", head: str = "head") -> None:
        """Open an existing database with its 32-byte `key`. Raises StoreDamaged where it is missing or altered.

        `head` names the file beside it with the number of changes.
        """
        if not path.exists():
            raise StoreDamaged(f"The vault's database {path.name} is missing. {RESTORE}.")
        if path.stat().st_size < _PAGE:  # SQLite takes that for a new, empty database
            raise StoreDamaged(f"The vault's database {path.name} is empty or cut short. {RESTORE}.")
        self.path, self._key = path, key
        self._guard = threading.RLock()
        self._idle = threading.Condition(self._guard)
        self._depth = self._streams = 0
        self._suspect = False
        self._head = Head(path.with_name(head), bytes(head_key or key))
        self._connection = connect(path, key)
        try:
            self.sequence = self._read_sequence()
            self.head_missing = self.sequence > 0 and not self._head.last()
            self._head.require(self.sequence)
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, path: Path, key: bytes, head_key: bytes = b"") -> Engine:
        """Make an empty database; nothing of it is visible before it is whole. Raises StoreError."""
        temporary = path.with_name(f".{path.name}.new")
        with explained_sql():
            for old in (temporary, *(temporary.with_name(f"{temporary.name}{end}") for end in ("-wal", "-shm"))):
                old.unlink(missing_ok=True)
            os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE))
            connection = connect(temporary, key)
            try:
                connection.executescript(
                    f"BEGIN;{TABLES}PRAGMA user_version={VERSION};INSERT INTO meta VALUES('sequence', 0);COMMIT;"
                )
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()
            temporary.rename(path)
            sync_folder(path.parent)
        return cls(path, key, head_key)

    # ----- reading and writing

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows. Outside `transaction` a change is refused (StoreError)."""
        with self._guard, self._watched():
            rows: list[tuple[Any, ...]] = self._connection.execute(sql, parameters).fetchall()
            return rows

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters."""
        with self._guard, self._watched():
            self._connection.executemany(sql, rows)

    def stream(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a few hundred at a time; the caller may write between them."""
        with self._guard, self._watched():
            cursor = self._connection.execute(sql, parameters)
            self._streams += 1
        try:
            while True:
                with self._guard, explained_sql():
                    rows = cursor.fetchmany(256)
                if not rows:
                    return
                yield from rows
        finally:
            with self._guard:
                self._streams -= 1
                self._idle.notify_all()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Inside the block no other thread reads or writes: they wait. Raises StoreLocked where one reads for too long."""
        with self._guard:
            if self._depth or not self._idle.wait_for(lambda: not self._streams, _PATIENCE):
                raise StoreLocked("The cases are being read by another act of this program; try again when it is done.")
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside become durable together when the outermost block ends, or none where it raises.

        Raises StoreError where the commit fails: nothing stored was changed.
        """
        with self._guard:
            if self._depth:
                with self._nested():
                    yield
                return
            with self._watched():
                self._connection.execute("BEGIN IMMEDIATE")
                before = self._connection.total_changes
            try:
                with self._nested():
                    yield
                self._commit(before)
            except BaseException:
                self._roll_back()
                raise
            self._head.note(self.sequence)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Explain what goes wrong; after that, the next use outside a transaction has a new connection.

        SQLCipher answers nothing more on a connection that once met an error while reading, even when the disk is well again.
        """
        try:
            with explained_sql():
                if self._suspect and not self._depth and not self._connection.in_transaction:
                    self._renew()
                yield
        except StoreError:
            self._suspect = True
            raise

    def _renew(self) -> None:
        """Take a new connection where one can be had; the old one serves on where not. Raises StoreDamaged."""
        try:
            old, self._connection = self._connection, connect(self.path, self._key)
        except StoreError:
            return
        with suppress(Exception):
            old.close()
        self.sequence = self._read_sequence()
        self._head.require(self.sequence)
        self._suspect = False

    @contextmanager
    def _nested(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def _commit(self, before: int) -> None:
        with self._watched():
            if self._connection.total_changes == before:
                self._connection.execute("ROLLBACK")
                return
            self._connection.execute("UPDATE meta SET value=? WHERE key='sequence'", (self.sequence + 1,))
            self._connection.execute("COMMIT")
        self.sequence += 1

    def _roll_back(self) -> None:
        with suppress(Exception):  # SQLite itself rolls back after a failed commit
            self._connection.execute("ROLLBACK")

    def _read_sequence(self) -> int:
        with explained_sql():
            if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name='meta'").fetchall():
                raise damaged(f"The database {self.path.name}")
            rows = self._connection.execute("SELECT value FROM meta WHERE key='sequence'").fetchall()
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StoreError("The vault was written by a newer version of IMR Desktop; update the program, then open it.")
        if len(rows) != 1 or not isinstance(rows[0][0], int):
            raise damaged("The database's counter")
        return rows[0][0]

    # ----- upkeep

    def get(self, key: str) -> Any:
        """A value of the table `meta`, None where there is none."""
        rows = self.execute("SELECT value FROM meta WHERE key=?", (key,))
        return rows[0][0] if rows else None

    def put(self, key: str, value: str | int | bytes) -> None:
        """Set a value of the table `meta`; joins the running transaction or makes one."""
        with self.transaction():
            self.execute("INSERT INTO meta VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value=excluded.value", (key, value))

    def backup_to(self, path: Path) -> None:
        """Write a consistent, encrypted copy under the same key to `path`; saving goes on meanwhile. Raises StoreError.

        A connection of its own reads one moment in one step: with smaller ones each save would make it start anew.
        """
        with explained_sql(path.name):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE))
            with closing(connect(self.path, self._key)) as source, closing(connect(path, self._key)) as copy:
                source.backup(copy)

    def copy_under(self, key: bytes, path: Path) -> None:
        """Write all of it into a new database at `path` under another 32-byte key, row by row. Raises StoreError.

        Nothing of the old file's free pages goes along. The copy is durable after return.
        """
        if len(key) != KEY_BYTES:
            raise ValueError("the database key has 32 bytes")
        with self._guard, explained_sql(path.name):
            path.unlink(missing_ok=True)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
            self._connection.execute(f"ATTACH DATABASE ? AS next KEY \"x'{key.hex()}'\"", (str(path),))
            try:
                self._connection.execute("PRAGMA next.synchronous=OFF")  # it is synced whole at the end
                self._connection.execute("SELECT sqlcipher_export('next')").fetchall()
                self._connection.execute(f"PRAGMA next.user_version={VERSION}")
            finally:
                self._connection.execute("DETACH DATABASE next")
            _sync(path)

    def move(self, key: bytes, head_key: bytes, swap: Callable[[], None]) -> None:
        """Close the database, have it replaced by one under another key, and go on with that; for use inside `exclusive`.

        Where `swap` raises, the database is as it was and goes on being used. Raises StoreError.
        """
        self.fold()
        self._connection.close()
        self._head.close()
        try:
            self._clear_log()
            swap()
        except BaseException:
            self._connection = connect(self.path, self._key)
            raise
        self._key, self._head = key, Head(self.path.with_name("head"), head_key)
        self._connection = connect(self.path, key)
        self.sequence = self._read_sequence()
        self._head.require(self.sequence)

    def _clear_log(self) -> None:
        """Remove the empty log: pages under the old key must never be folded into what comes in its place."""
        with explained_sql():
            log = self.path.with_name(f"{self.path.name}-wal")
            if log.exists() and log.stat().st_size:
                raise StoreLocked("The cases are being read by another act of this program; try again when it is done.")
            for end in ("-wal", "-shm"):
                self.path.with_name(f"{self.path.name}{end}").unlink(missing_ok=True)
            sync_folder(self.path.parent)

    def compact(self) -> None:
        """Write the database anew without its free pages, where deleted rows linger; takes some seconds for a large one."""
        with self._guard, explained_sql():
            self._connection.execute("VACUUM")
        self.fold()

    def fold(self) -> None:
        """Write the log back into the database and empty it, so that nothing deleted lingers there."""
        with self._guard, explained_sql():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def check(self) -> list[str]:
        """What is wrong with the database: pages that fail authentication, then structure. Empty where all is well.

        The log is folded in before: a power cut may leave pages half written that stand whole in the log.
        """
        with self._guard:
            try:
                self.fold()
                pages = [row[0] for row in self._connection.execute("PRAGMA cipher_integrity_check").fetchall()]
                structure = [row[0] for row in self._connection.execute("PRAGMA integrity_check(50)").fetchall()]
            except Exception as error:  # noqa: BLE001  a damaged database may fail in any way
                return [f"could not be checked to its end ({type(error).__name__})"]
        return [*pages, *(line for line in structure if line != "ok")]

    def close(self) -> None:
        """Close the database; the log is folded in. Closing twice is harmless."""
        with self._guard, suppress(Exception):
            self._head.close()
            self._connection.close()


def opens(path: Path, key: bytes) -> bool:
    """Whether a database's first page is one under this key; nothing is written beside it, whatever disk it is on."""
    from sqlcipher3 import dbapi2

    try:
        with closing(dbapi2.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            _unlock(connection, key)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except (OSError, dbapi2.Error):
        return False
    return True


def _unlock(connection: Connection, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute("PRAGMA cipher_default_hmac_algorithm=HMAC_SHA256")
    connection.execute(f"PRAGMA key=\"x'{bytes(key).hex()}'\"")


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def connect(path: Path, key: bytes) -> Connection:
    """A connection to a database under its 32-byte key, set up as the vault needs it. Raises StoreError."""
    from sqlcipher3 import dbapi2  # 10 ms: only once a vault is opened

    if len(key) != KEY_BYTES:
        raise ValueError("the database key has 32 bytes")
    with explained_sql():
        connection: Connection = dbapi2.connect(str(path), check_same_thread=False, isolation_level=None, timeout=2)
        try:
            _unlock(connection, key)
            for setting in _SETTINGS:
                connection.execute(setting).fetchall()
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except BaseException:
            connection.close()
            raise
    return connection
