"""Files that are either the old or the new, whole: written beside, synced, renamed, and the folder synced."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from imr_desktop.errors import StoreError
from imr_desktop.paths import PRIVATE_FILE, sync_folder

_REASONS = {
    errno.ENOSPC: "the disk is full; free some space and save again",
    errno.EDQUOT: "the disk quota is used up; free some space and save again",
    errno.EFBIG: "the file would be larger than this account may write; ask for a higher limit and save again",
    errno.EROFS: "the disk is read-only; make it writable and save again",
    errno.EACCES: "this account may not write there; correct the folder's permissions and save again",
    errno.EPERM: "this account may not write there; correct the folder's permissions and save again",
    errno.EIO: "the disk reports an error; keep the program open and save to another disk",
}
_UNKNOWN = "the operating system refused; try again, or choose another folder with --home"


def private_file(path: Path, how: int = os.O_EXCL) -> BinaryIO:
    """A private file (0600) to write: a new one, or with `os.O_TRUNC` one that may be there. Raises OSError."""
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | how, PRIVATE_FILE), "wb")


@contextmanager
def written(path: Path, how: int = os.O_EXCL) -> Iterator[BinaryIO]:
    """A private file to write, durable when the block ends. Raises OSError; the caller removes the file then."""
    with private_file(path, how) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A private file to write that takes the place of `path` when the block ends, and durably; else the old one stays.

    Raises OSError; nothing is left beside it then.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with written(temporary, os.O_TRUNC) as file:
            yield file
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace `path` by `data` durably: after return the new bytes survive a power cut, before it the old ones do.

    The file is private (0600). Raises StoreError with the reason; the old file is untouched then.
    """
    with explained(), replaced(path) as file:
        file.write(data)


def not_saved(error: OSError) -> StoreError:
    """The sentence for a failed write."""
    reason = _REASONS.get(error.errno or 0, _UNKNOWN)
    return StoreError(f"Not saved: {reason}. Nothing stored was changed.")


@contextmanager
def explained() -> Iterator[None]:
    """Turn an OSError inside the block into the StoreError that explains it."""
    try:
        yield
    except OSError as error:
        raise not_saved(error) from error
