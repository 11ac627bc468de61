"""What went wrong in the database, as a sentence: SQLite's error codes and the operating system's."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType

from imr_desktop.atomic import not_saved
from imr_desktop.errors import StoreDamaged, StoreError, StoreLocked

RESTORE = (
    "`imr-desktop vault scrub --from BACKUP` repairs it, `imr-desktop vault restore BACKUP --home NEW` brings "
    "a backup back beside it"
)
_CLOSED = -1  # no code of SQLite's
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_ERRNO = MappingProxyType(
    {
        sqlite3.SQLITE_FULL: errno.ENOSPC,
        sqlite3.SQLITE_IOERR: errno.EIO,
        sqlite3.SQLITE_READONLY: errno.EROFS,
        sqlite3.SQLITE_CANTOPEN: errno.EACCES,
        sqlite3.SQLITE_PERM: errno.EACCES,
        sqlite3.SQLITE_AUTH: errno.EACCES,
    }
)

_MESSAGES = MappingProxyType(
    {
        "disk I/O error": sqlite3.SQLITE_IOERR,
        "database or disk is full": sqlite3.SQLITE_FULL,
        "attempt to write a readonly": sqlite3.SQLITE_READONLY,
        "unable to open database": sqlite3.SQLITE_CANTOPEN,
        "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
        "file is not a database": sqlite3.SQLITE_NOTADB,
        "database is locked": sqlite3.SQLITE_BUSY,
        "Cannot operate on a closed database": _CLOSED,
    }
)


def damaged(what: str) -> StoreDamaged:
    """The refusal to go on with damaged data; `what` names it ("The database cases.db")."""
    return StoreDamaged(f"{what} is damaged and was left as it is. {RESTORE}.")


@contextmanager
def explained_sql(name: str = "cases.db") -> Iterator[None]:
    """Turn what SQLite or the system raises inside the block into the StoreError that explains it."""
    try:
        yield
    except OSError as error:
        raise not_saved(error) from error
    except Exception as error:
        explained = _explained(_code(error), name)
        if explained is None:  # a mistake of the program's own is not the disk's fault
            raise
        raise explained from error


def _code(error: Exception) -> int:
    """SQLite's primary code; the error of a backup or an export carries none, only the message that belongs to it."""
    told = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if told > sqlite3.SQLITE_ERROR:
        return told
    return next((code for message, code in _MESSAGES.items() if str(error).startswith(message)), told)


def _explained(code: int, name: str) -> StoreError | None:
    if code == _CLOSED:
        return StoreError("The cases were locked meanwhile, and this was not done. Open them, then do it again.")
    if code in _DAMAGED:
        return damaged(f"The database {name}")
    if code in _LOCKED:
        return StoreLocked(f"Another program has {name} open. Close it, then try again.")
    return not_saved(OSError(_ERRNO[code], "")) if code in _ERRNO else None
