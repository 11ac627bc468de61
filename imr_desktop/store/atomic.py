"""Files that are either the old or the new, whole: written beside, synced, renamed, and the folder synced."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from imr_desktop.errors import StoreError
from imr_desktop.paths import PRIVATE_FILE

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


def write_atomically(path: Path, data: bytes) -> None:
    """Replace `path` by `data` durably: after return the new bytes survive a power cut, before it the old ones do.

    The file is private (0600). Raises StoreError with the reason; the old file is untouched then.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise not_saved(error) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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
