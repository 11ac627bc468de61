"""The child's side of a file: bytes asked of the parent, kept for a while. A function that is called uses `current`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from imr_desktop.seekable import SeekableReader

CHUNK = 256 * 1024
_KEPT_CHUNKS = 16
_KEPT_FILES = 2

Ask = Callable[[int, int], bytes]
Tell = Callable[[bytes], None]


class GivenFile(SeekableReader):
    """The file a request is about. `number` stays the same for the same file as long as the process lives."""

    def __init__(self, number: int, size: int) -> None:
        super().__init__()
        self.number, self.size = number, size
        self._chunks: OrderedDict[int, bytes] = OrderedDict()

    def _piece(self, position: int, most: int) -> bytes | memoryview:
        at, start = divmod(position, CHUNK)
        return memoryview(self._chunk(at))[start : start + most]

    def _chunk(self, at: int) -> bytes:
        if at not in self._chunks:
            start = at * CHUNK
            self._chunks[at] = _desk.ask(self.number, start, min(CHUNK, self.size - start))
            if len(self._chunks) > _KEPT_CHUNKS:
                self._chunks.popitem(last=False)
        self._chunks.move_to_end(at)
        return self._chunks[at]


class _Desk:
    """Which file is on the desk, and whom to ask for its bytes."""

    def __init__(self) -> None:
        self.file: GivenFile | None = None
        self.password = ""
        self.asked: Ask | None = None
        self.told: Tell | None = None
        self._files: OrderedDict[int, GivenFile] = OrderedDict()

    def lay(self, number: int, size: int, asked: Ask, told: Tell | None = None) -> None:
        """Put a request's file on the desk; 0 clears it."""
        self.asked, self.told, self.file, self.password = asked, told, None, ""
        if number:
            self.file = self._files.setdefault(number, GivenFile(number, size))
            self._files.move_to_end(number)
            while len(self._files) > _KEPT_FILES:
                self._files.popitem(last=False)

    def ask(self, number: int, start: int, length: int) -> bytes:
        """Bytes of the file on the desk. Raises OSError for another file's: only a request's own are given."""
        if self.file is None or self.asked is None or self.file.number != number:
            raise OSError("the file is not the request's")
        return self.asked(start, length)


_desk = _Desk()
lay = _desk.lay


def current() -> GivenFile:
    """The file of the request that is being answered, from its start. Raises OSError where it has none."""
    if _desk.file is None:
        raise OSError("the request has no file")
    _desk.file.seek(0)
    return _desk.file


def tell(value: bytes) -> None:
    """Say a part of the answer to the request before the answer: what is said is kept, whatever becomes of the rest."""
    if _desk.told is not None:
        _desk.told(value)


def unlock(password: str) -> None:
    """The password of the file of the request that is being answered; forgotten with the request."""
    _desk.password = password


def password() -> str:
    """The password that the request gave; empty where it gave none."""
    return _desk.password
