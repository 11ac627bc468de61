"""What pyrage leaves to do of the age format (age-encryption.org/v1): limits on a header, and passphrases on a stream.

A parser that looks at every recipient in turn can be kept busy for minutes by a header of thousands, and a passphrase's cost
is the sender's to choose; so stanzas are counted, the header's size and the cost are capped, and nothing is tried before.
pyrage knows passphrases only for data held whole in memory: their one stanza, and the chunks behind it (ChaCha20-Poly1305
over 64 KiB), are read and written here, on the ciphers of `cryptography`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from imr_desktop.errors import FileUnreadable, UsageError
from imr_desktop.store.envelope import hkdf

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

INTRO = b"age-encryption.org/v1\n"
MOST_HEADER = 64 * 1024
MOST_STANZAS = 64
MOST_WORK = 18
"""The dearest passphrase that is tried: 2^18 rounds, 256 MB for half a second."""
WORK = 17
"""What our own passphrases cost to try: 2^17 rounds, 128 MB."""
_CHUNK = 64 * 1024
_TAG = 16
_KEY = 16
"""Bytes of a file's key, of the salt beside it, and of the nonce that its chunks begin with."""
_SCRYPT = b"-> scrypt "
_PASSPHRASE = re.compile(
    re.escape(INTRO + _SCRYPT) + rb"([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n"
)


class Readable(Protocol):
    """What can be read to its end."""

    def read(self, size: int, /) -> bytes:
        """As many bytes as asked for; fewer only at the end."""


# --- the header -----------------------------------------------------------------------------------------------------------


def read_header(start: bytes, where: str) -> bytes:
    """The header that a file's first `MOST_HEADER` bytes hold; `where` names the file. Raises FileUnreadable, at once."""
    if not start.startswith(INTRO):
        raise FileUnreadable(f"{where} is no IMR package (.imrcase); choose the file that was sent to you.")
    if start.count(b"\n-> ") > MOST_STANZAS:
        raise FileUnreadable(
            f"{where} names more than {MOST_STANZAS} recipients and was not opened; ask the sender for "
            "a package of this program."
        )
    last = start.find(b"\n--- ")
    end = start.find(b"\n", last + 1)
    if last < 0 or end < 0:
        raise FileUnreadable(f"{where} has a damaged or oversized header; ask for the package again.")
    return start[: end + 1]


def by_passphrase(header: bytes) -> bool:
    """Whether the file is sealed by a passphrase rather than for recipients."""
    return b"\n" + _SCRYPT in header


def passphrase_key(header: bytes, passphrase: str, where: str) -> bytes:
    """The key of the file. Raises UsageError where the passphrase does not give it, FileUnreadable for a broken header."""
    found = _PASSPHRASE.fullmatch(header)
    if not found:
        raise FileUnreadable(f"{where} has a damaged header; ask for the package again.")
    salt, work, body, check = found.groups()
    if int(work) > MOST_WORK:
        raise FileUnreadable(
            f"{where} asks for more computing than this program allows and was not opened; ask the sender "
            "for a package of this program."
        )
    if not passphrase:
        raise UsageError(f"{where} is sealed by a passphrase; enter the one the sender told you.")
    key = _unwrapped(_scrypt(passphrase, _decoded(salt), int(work)), _decoded(body))
    if key is None:
        raise UsageError(f"The passphrase does not open {where}; check it with the sender and try again.")
    if not hmac.compare_digest(_check(key, header[: header.rindex(b" ")]), _decoded(check)):
        raise FileUnreadable(f"{where} was changed on its way; ask for the package again.")
    return key


def passphrase_header(passphrase: str) -> tuple[bytes, bytes]:
    """A header for one passphrase, and the fresh key of the file."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    key, salt = os.urandom(_KEY), os.urandom(_KEY)
    body = ChaCha20Poly1305(_scrypt(passphrase, salt, WORK)).encrypt(bytes(12), key, None)
    covered = INTRO + _SCRYPT + b"%s %d\n%s\n---" % (_encoded(salt), WORK, _encoded(body))
    return covered + b" " + _encoded(_check(key, covered)) + b"\n", key


def _unwrapped(key: bytes, body: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(key).decrypt(bytes(12), body, None)
    except InvalidTag:
        return None


def _check(key: bytes, covered: bytes) -> bytes:
    return hmac.digest(hkdf(key, b"", b"header"), covered, "sha256")


def _scrypt(passphrase: str, salt: bytes, work: int) -> bytes:
    """The wrapping key of a passphrase, composed as most systems type it (NFC)."""
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace")
    most = (1 << work) * 1024 + (1 << 20)
    return hashlib.scrypt(words, salt=b"age-encryption.org/v1/scrypt" + salt, n=1 << work, r=8, p=1, maxmem=most, dklen=32)


def _decoded(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def _encoded(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


# --- what follows it ------------------------------------------------------------------------------------------------------


def sealed_chunks(source: Readable, key: bytes) -> Iterator[bytes]:
    """All of a source, sealed under a file's key, piece by piece."""
    nonce = os.urandom(_KEY)
    yield nonce
    cipher = _cipher(key, nonce)
    for counter, chunk in _counted(source, _CHUNK):
        yield cipher.encrypt(counter, chunk, None)


def opened_chunks(source: Readable, key: bytes, where: str) -> Iterator[bytes]:
    """The plain data behind a header, each chunk verified; that it is all, only the end tells. Raises FileUnreadable."""
    from cryptography.exceptions import InvalidTag

    cipher = _cipher(key, source.read(_KEY))
    try:
        for counter, chunk in _counted(source, _CHUNK + _TAG):
            if len(chunk) == _TAG and any(counter[:-1]):
                raise ValueError("an empty chunk follows others")
            yield cipher.decrypt(counter, chunk, None)
    except (InvalidTag, ValueError):
        raise damaged(where) from None


def damaged(where: str) -> FileUnreadable:
    """The refusal of a file whose chunks are not all there, or not as they were sealed."""
    return FileUnreadable(f"{where} is incomplete or damaged; nothing was taken from it. Ask for it again.")


def _cipher(key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(hkdf(key, nonce, b"payload"))


def _counted(source: Readable, size: int) -> Iterator[tuple[bytes, bytes]]:
    """A source in chunks, each with the nonce that holds its number and whether it is the last."""
    chunk, number, following = source.read(size), 0, b""
    while chunk or not number:
        following = source.read(size) if len(chunk) == size else b""
        yield number.to_bytes(11, "big") + (b"\x00" if following else b"\x01"), chunk
        chunk, number = following, number + 1
