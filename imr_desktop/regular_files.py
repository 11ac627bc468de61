"""Files that a person names: a pipe or a device is refused, since it would be waited for, or read, without end."""

from __future__ import annotations

import errno
import stat
from pathlib import Path
from typing import BinaryIO


class FileTooLarge(OSError):
    """A file holds more than it may; as much as it may was read to find that out."""


def open_regular(path: Path) -> BinaryIO:
    """A regular file to read from. Raises OSError, its `strerror` fit for a sentence."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "a device or a pipe, not a file", str(path))
    return path.open("rb")


def read_regular(path: Path, most: int) -> bytes:
    """All bytes of a regular file. Raises FileTooLarge where it has more than `most`, OSError as `open_regular`."""
    with open_regular(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise FileTooLarge(errno.EFBIG, f"larger than {most:,} bytes", str(path))
    return data
