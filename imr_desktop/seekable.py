"""Read-only files that can be read anywhere: what they have in common, wherever their bytes come from."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:

    class _Raw(io.RawIOBase, BinaryIO):
        """What is read raw is a binary file to whoever is handed it."""

else:
    _Raw = io.RawIOBase


class SeekableReader(_Raw):
    """Position and seeking over `size` bytes; a subclass gives the bytes from a position on (`_piece`)."""

    size: int = 0

    def __init__(self) -> None:
        super().__init__()
        self._position = 0

    def _piece(self, position: int, most: int) -> bytes | memoryview:
        """Some bytes from a position before the end on, at most so many; none where there are none after all."""
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a position. Raises ValueError for one before the start."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("a position before the start")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as the bytes go."""
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view) and self._position < self.size:
            piece = self._piece(self._position, min(len(view) - done, self.size - self._position))
            if not piece:
                break
            view[done : done + len(piece)] = piece
            done += len(piece)
            self._position += len(piece)
        return done
