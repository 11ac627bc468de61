"""The sealed data of an age file: ChaCha20-Poly1305 in chunks of 64 KiB, written in one go, read from anywhere in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Protocol

from imr_desktop.errors import FileUnreadable
from imr_desktop.seekable import SeekableReader
from imr_desktop.store.exchange.age_header import derived

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

CHUNK = 64 * 1024
_TAG = 16
_NONCE = 16


def sealed_chunks(source: Readable, key: bytes) -> Iterator[bytes]:
    """All of a source, sealed under a file's key, piece by piece."""
    nonce = os.urandom(_NONCE)
    cipher, number = _cipher(key, nonce), 0
    yield nonce
    chunk = source.read(CHUNK)
    while True:
        following = source.read(CHUNK) if len(chunk) == CHUNK else b""
        yield cipher.encrypt(_counter(number, not following), chunk, None)
        if not following:
            return
        chunk, number = following, number + 1


class Readable(Protocol):
    """What can be read to its end."""

    def read(self, size: int, /) -> bytes:
        """As many bytes as asked for; fewer only at the end."""


class SealedReader(SeekableReader):
    """The plain bytes of an age file, in memory only and a chunk at a time; each is verified before it is handed out.

    `size` is their number. The last chunk is verified on opening: a file that was cut off is refused before anything is
    read. Raises FileUnreadable, on opening and on reading.
    """

    def __init__(self, file: IO[bytes], start: int, key: bytes, where: str) -> None:
        """Use an open, seekable file whose sealed data begins at `start`; `where` names it. Closes it in the end."""
        super().__init__()
        self._file, self._start, self._where = file, start + _NONCE, where
        body = file.seek(0, os.SEEK_END) - self._start
        self._chunks = max(1, -(-body // (CHUNK + _TAG)))
        self.size = body - self._chunks * _TAG
        if self.size < 0:
            raise self._damaged()
        file.seek(start)
        self._cipher = _cipher(key, file.read(_NONCE))
        self._at, self._kept = -1, b""
        if not self._chunk(self._chunks - 1) and self._chunks > 1:
            raise self._damaged()

    def _piece(self, position: int, most: int) -> bytes:
        number, start = divmod(position, CHUNK)
        return self._chunk(number)[start : start + most]

    def close(self) -> None:
        """Let go of the file and of what was decrypted."""
        self._kept, self._at = b"", -1
        self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        if number != self._at:
            try:
                self._file.seek(self._start + number * (CHUNK + _TAG))
                sealed = self._file.read(CHUNK + _TAG)
                self._kept = self._cipher.decrypt(_counter(number, number == self._chunks - 1), sealed, None)
            except (InvalidTag, ValueError):
                raise self._damaged() from None
            except OSError:
                raise FileUnreadable(
                    f"{self._where} cannot be read any more; copy it to this computer, then open it again."
                ) from None
            self._at = number
        return self._kept

    def _damaged(self) -> FileUnreadable:
        return FileUnreadable(f"{self._where} is incomplete or damaged; nothing was taken from it. Ask for it again.")


def _cipher(key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(derived(key, nonce, b"payload"))


def _counter(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
