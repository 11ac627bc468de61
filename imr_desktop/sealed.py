"""Sealed files: encrypted and authenticated in chunks, so that any part can be read without the rest.

AES-256-GCM in the STREAM construction: each chunk's nonce holds its number and whether it is the last, and the header is
bound to each, so that no chunk can be changed, moved, taken away or added unseen. Each file has a random key of its own. It
stands below the rooms that parse files, so that the limited process opens an original without a readable copy on disk.

    header   magic "IMRSEAL1" (8 bytes), size of a plain chunk (4, big-endian), random nonce prefix (7)
    chunks   AES-256-GCM(chunk) with its tag (16); nonce = prefix (7), number (4, big-endian), 1 for the last, else 0 (1)
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING

from imr_desktop.atomic import written
from imr_desktop.errors import StoreDamaged
from imr_desktop.seekable import SeekableReader

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
CHUNK = 256 * 1024
_CHUNKS_AT_ONCE = 4
_MAGIC = b"IMRSEAL1"
_PREFIX = 7
_HEADER = len(_MAGIC) + 4 + _PREFIX
_TAG = 16
_KEPT = 4
_MOST_CHUNK = 16 * 1024 * 1024


class Tampered(StoreDamaged):
    """A sealed file is not as it was written."""


def write_sealed(source: IO[bytes], target: Path, key: bytes) -> tuple[str, int]:
    """Seal all of `source` into the new file `target`, synced to disk; the SHA-256 (hex) and size of what was read.

    Holds some chunks at a time, whatever the size. Raises OSError; the caller removes the target then.
    """
    digest, size = hashlib.sha256(), 0
    with written(target) as file, ThreadPoolExecutor(1, "hashing") as hashing:
        seal = _Sealing(file, key)
        hashed = None
        for piece, last in _pieces(source, CHUNK * _CHUNKS_AT_ONCE):
            if hashed:
                hashed.result()
            hashed = hashing.submit(digest.update, piece)  # takes longer than sealing, and lets other threads run meanwhile
            seal.write(piece, last)
            size += len(piece)
    return digest.hexdigest(), size


class _Sealing:
    """Writes the header, then chunks."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        self._file, self._cipher, self._number = file, _cipher(key), 0
        self._prefix = os.urandom(_PREFIX)
        self._header = _MAGIC + CHUNK.to_bytes(4, "big") + self._prefix
        file.write(self._header)

    def write(self, piece: bytes, last: bool) -> None:
        """Seal a run of whole chunks; of the last run the last chunk may be short."""
        view = memoryview(piece)
        for start in range(0, len(piece) or 1, CHUNK):
            nonce = _nonce(self._prefix, self._number, last and start + CHUNK >= len(piece))
            self._file.write(self._cipher.encrypt(nonce, view[start : start + CHUNK], self._header))
            self._number += 1


class SealedWriter:
    """Seals what is written to it, into an open file; `finish` makes it whole. Holds a chunk."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        self._seal, self._waiting = _Sealing(file, key), bytearray()

    def write(self, data: bytes) -> int:
        """Take more; what may still be the last chunk waits."""
        self._waiting += data
        whole = (len(self._waiting) - 1) // CHUNK * CHUNK
        if whole > 0:
            self._seal.write(bytes(self._waiting[:whole]), False)
            del self._waiting[:whole]
        return len(data)

    def finish(self) -> None:
        """Seal the last chunk."""
        self._seal.write(bytes(self._waiting), True)


def _pieces(source: IO[bytes], length: int) -> Iterator[tuple[bytes, bool]]:
    """All of a stream in pieces of one length, and whether it ends there; one piece where it is empty."""
    piece = _filled(source, length)
    while True:
        following = _filled(source, length) if len(piece) == length else b""
        yield piece, not following
        if not following:
            return
        piece = following


def _filled(source: IO[bytes], length: int) -> bytes:
    """That many bytes, less only where the stream ends: pipes and archives give less than asked before their end."""
    piece = source.read(length)
    while piece and len(piece) < length:
        more = source.read(length - len(piece))
        if not more:
            break
        piece += more
    return piece


class SealedFile(SeekableReader):
    """A sealed file to read from, anywhere in it; every chunk is verified before any byte of it is handed out.

    `size` is the number of plain bytes. `fault` is what went wrong in the first reading that failed: libraries that read
    through a file object swallow what it raises and show what they have. Raises Tampered on opening or reading, OSError.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Open and verify header and last chunk, which fixes the size."""
        super().__init__()
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self.fault: Exception | None = None
        self._cipher = _cipher(key)
        self._file = path.open("rb", buffering=0)
        try:
            self._header, self._step = _read_header(self._file)
            body = self._file.seek(0, os.SEEK_END) - _HEADER
            self._chunks = max(1, -(-body // self._step))
            self.size = body - self._chunks * _TAG
            self._chunk(self._chunks - 1)
        except BaseException:
            self.close()
            raise

    def readall(self) -> bytes:
        rest = bytearray(max(0, self.size - self._position))
        self.readinto(rest)
        return bytes(rest)

    def _piece(self, position: int, most: int) -> bytes:
        number, start = divmod(position, self._step - _TAG)
        return self._chunk(number)[start : start + most]

    def close(self) -> None:
        self._kept.clear()
        if hasattr(self, "_file"):  # not where the file could not be opened
            self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if number not in self._kept:
            try:
                self._kept[number] = self._decrypted(number)
            except Exception as error:
                self.fault = self.fault or error
                raise
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


def _read_header(file: IO[bytes]) -> tuple[bytes, int]:
    """The header, and how many bytes a chunk takes with its tag."""
    header = file.read(_HEADER)
    step = int.from_bytes(header[len(_MAGIC) : len(_MAGIC) + 4], "big") + _TAG
    if len(header) != _HEADER or not header.startswith(_MAGIC) or not _TAG < step <= _MOST_CHUNK:
        raise _tampered()
    return header, step


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(key) != KEY_BYTES:  # shorter ones would be taken for AES-128 or AES-192
        raise ValueError("the key of a sealed file has 32 bytes")
    return AESGCM(bytes(key))


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _tampered() -> Tampered:
    return Tampered("A sealed file of the vault is damaged; `imr-desktop vault scrub --from BACKUP` takes it from a backup.")
