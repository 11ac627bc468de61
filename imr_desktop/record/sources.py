"""Runs in the limited process: opening the file that is asked for, as it was dropped or sealed in the vault."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from imr_desktop.errors import FileUnreadable, ImrError
from imr_desktop.sealed import SealedFile

Source = Path | SealedFile


def source(path: bytes, key: bytes) -> Source:
    """The file itself, or with a key what is sealed in it. Raises FileUnreadable, Tampered."""
    place = Path(os.fsdecode(path))
    try:
        return SealedFile(place, key) if key else place
    except OSError as error:
        raise FileUnreadable(f"The file cannot be opened ({(error.strerror or 'no reason given').lower()}).") from None


def stream(opened: Source) -> IO[bytes]:
    """A source as a stream from its start."""
    if isinstance(opened, Path):
        return opened.open("rb")
    opened.seek(0)
    return opened


@contextmanager
def unharmed(opened: Source) -> Iterator[None]:
    """Let nothing through that was made from a sealed file with parts that failed: libraries leave out what they cannot read.

    Raises the fault, whatever the block raised.
    """
    try:
        yield
    finally:
        fault = None if isinstance(opened, Path) else opened.fault
        if fault is not None:
            raise fault if isinstance(fault, ImrError) else FileUnreadable("The disk reports an error.") from None
