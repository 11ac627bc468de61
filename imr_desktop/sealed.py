"""Sealed files: encrypted and authenticated in chunks, so that any part can be read without the rest.

AES-256-GCM in the STREAM construction: each chunk's nonce holds its number and whether it is the last, and the header is
bound to each, so that no chunk can be changed, moved, taken away or added unseen. Each file has a random key of its own. It
stands below the rooms that parse files, so that the limited process opens an original without a readable copy on disk.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections import OrderedDict
from pathlib import Path
from typing import IO

from imr_desktop.errors import ImrError
from imr_desktop.paths import PRIVATE_FILE

KEY_BYTES = 32
CHUNK = 256 * 1024
_MAGIC = b"IMRSEAL1"
_PREFIX = 7
_HEADER = len(_MAGIC) + 4 + _PREFIX
_TAG = 16
_KEPT = 4
_MOST_CHUNK = 16 * 1024 * 1024


class Tampered(ImrError):
    """A sealed file is not as it was written."""


def write_sealed(source: IO[bytes], target: Path, key: bytes) -> tuple[str, int]:
    """Seal all of `source` into the new file `target`, synced to disk; the SHA-256 (hex) and size of what was read.

    Holds one chunk at a time, whatever the size. Raises OSError; the caller removes the target then.
    """
    prefix = os.urandom(_PREFIX)
    header = _MAGIC + CHUNK.to_bytes(4, "big") + prefix
    cipher, digest, size, number = _cipher(key), hashlib.sha256(), 0, 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with open(handle, "wb") as file:
        file.write(header)
        chunk = source.read(CHUNK)
        while True:
            following = source.read(CHUNK) if len(chunk) == CHUNK else b""
            digest.update(chunk)
            size += len(chunk)
            file.write(cipher.encrypt(_nonce(prefix, number, not following), chunk, header))
            if not following:
                break
            chunk, number = following, number + 1
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


class SealedFile(io.RawIOBase):
    """A sealed file to read from, anywhere in it; every chunk is verified before any byte of it is handed out.

    `size` is the number of plain bytes. Raises Tampered on opening or reading, FileNotFoundError.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Open and verify header and last chunk, which fixes the size."""
        super().__init__()
        self._cipher = _cipher(key)
        self._file = path.open("rb", buffering=0)
        self._position = 0
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        try:
            self._header = self._file.read(_HEADER)
            self._step = int.from_bytes(self._header[len(_MAGIC):len(_MAGIC) + 4], "big") + _TAG
            if len(self._header) != _HEADER or not self._header.startswith(_MAGIC) or not _TAG < self._step <= _MOST_CHUNK:
                raise _tampered()
            body = self._file.seek(0, os.SEEK_END) - _HEADER
            self._chunks = max(1, -(-body // self._step))
            self.size = body - self._chunks * _TAG
            self._chunk(self._chunks - 1)
        except BaseException:
            self.close()
            raise

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The position, in plain bytes."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a position in plain bytes."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("a position before the start")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as the file goes."""
        view = memoryview(buffer).cast("B")
        done = 0
        plain = self._step - _TAG
        while done < len(view) and self._position < self.size:
            number, start = divmod(self._position, plain)
            piece = self._chunk(number)[start:start + len(view) - done]
            view[done:done + len(piece)] = piece
            done += len(piece)
            self._position += len(piece)
        return done

    def close(self) -> None:
        """Let go of the file and of what was decrypted."""
        self._kept.clear()
        self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if number not in self._kept:
            self._kept[number] = self._decrypted(number)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return self._kept[number]

    def _decrypted(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        self._file.seek(_HEADER + number * self._step)
        sealed = self._file.read(self._step)
        nonce = _nonce(self._header[-_PREFIX:], number, number == self._chunks - 1)
        try:
            return self._cipher.decrypt(nonce, sealed, self._header)
        except (InvalidTag, ValueError):
            raise _tampered() from None


def _cipher(key: bytes):  # noqa: ANN202  AESGCM is imported late
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(bytes(key))


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _tampered() -> Tampered:
    return Tampered("A sealed file of the vault is damaged; `imr-desktop vault scrub --from BACKUP` takes it from a backup.")
