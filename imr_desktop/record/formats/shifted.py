"""A PDF behind bytes that are none of its own, as if they were not there. Runs in the limited process."""

from __future__ import annotations

import os
from typing import IO, BinaryIO

from imr_desktop.record.formats.detect import pdf_start
from imr_desktop.seekable import SeekableReader

_HEADER = b"%PDF-"


class Shifted(SeekableReader):
    """What of a file stands from a place on."""

    def __init__(self, file: IO[bytes], start: int) -> None:
        super().__init__()
        self._file, self._start = file, start
        self.size = file.seek(0, os.SEEK_END) - start

    def _piece(self, position: int, most: int) -> bytes:
        self._file.seek(self._start + position)
        return self._file.read(most)


def from_header(file: BinaryIO) -> BinaryIO:
    """The file from its PDF header on; itself where it stands at its start, or nowhere."""
    file.seek(0)
    if file.read(len(_HEADER)) == _HEADER:
        return file
    start = pdf_start(file)
    return Shifted(file, start) if start else file
