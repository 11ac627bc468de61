"""The header of an age file (age-encryption.org/v1): who may open it, read with limits before any key is tried.

A parser that looks at every recipient in turn can be kept busy for minutes by a header of thousands, and a passphrase's cost
is the sender's to choose; so stanzas are counted, the header's size and the cost are capped, and nothing is tried before.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import IO, NamedTuple

from imr_desktop.errors import FileUnreadable, UsageError

INTRO = b"age-encryption.org/v1\n"
MOST_HEADER = 64 * 1024
MOST_STANZAS = 64
MOST_WORK = 18
"""The dearest passphrase that is tried: 2^18 rounds, 256 MB for half a second."""
WORK = 17
"""What our own passphrases cost to try: 2^17 rounds, 128 MB."""
KEY = 16
_LINE = 64
_SECRET = re.compile("AGE-SECRET-KEY-1([02-9AC-HJ-NP-Z]{58})")
_LETTERS = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"


class Stanza(NamedTuple):
    """One way to the file's key: its kind, its arguments, and the wrapped key."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes


class Header(NamedTuple):
    """A header as it was read: its stanzas, what its check covers, the check, and where the sealed data begins."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    check: bytes
    end: int


# --- reading --------------------------------------------------------------------------------------------------------------


def read_header(file: IO[bytes], where: str) -> Header:
    """Read the header at a file's beginning; `where` names the file. Raises FileUnreadable, in milliseconds."""
    data = file.read(MOST_HEADER)
    if not data.startswith(INTRO):
        raise FileUnreadable(f"{where} is no IMR package (.imrcase); choose the file that was sent to you.")
    if data.count(b"\n-> ") > MOST_STANZAS:
        raise FileUnreadable(
            f"{where} names more than {MOST_STANZAS} recipients and was not opened; ask the sender for "
            "a package of this program."
        )
    end = data.find(b"\n--- ")
    stop = data.find(b"\n", end + 1)
    if end < 0 or stop < 0:
        raise FileUnreadable(f"{where} has a damaged or oversized header; ask for the package again.")
    try:
        return Header(
            tuple(_stanzas(data[len(INTRO) : end].split(b"\n"))), data[: end + 4], _decoded(data[end + 5 : stop]), stop + 1
        )
    except (ValueError, UnicodeDecodeError, binascii.Error):
        raise FileUnreadable(f"{where} has a damaged header; ask for the package again.") from None


def _stanzas(lines: Sequence[bytes]) -> Iterable[Stanza]:
    number = 0
    while number < len(lines):
        words = lines[number].decode("ascii").split(" ")
        if words[0] != "->" or len(words) < 2:
            raise ValueError("a stanza begins with an arrow")
        body, number = bytearray(), number + 1
        while True:
            if number >= len(lines):
                raise ValueError("a stanza ends with a short line")
            line, number = lines[number], number + 1
            body += _decoded(line)
            if len(line) < _LINE:
                break
        yield Stanza(words[1], tuple(words[2:]), bytes(body))


def _decoded(text: bytes) -> bytes:
    """Base64 without padding, in its one canonical form. Raises ValueError."""
    if len(text) > _LINE:
        raise ValueError("a line is too long")
    made = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if base64.b64encode(made).rstrip(b"=") != text:
        raise ValueError("not canonical")
    return made


# --- the file's key -------------------------------------------------------------------------------------------------------


def file_key(header: Header, identities: Iterable[str], passphrase: str, where: str) -> bytes:
    """The key of the file, by an identity (``AGE-SECRET-KEY-1…``) or by a passphrase.

    Raises UsageError where neither opens it, FileUnreadable where the header was changed.
    """
    key = _by_passphrase(header, passphrase, where) if _scrypt(header) else _by_identity(header, identities, where)
    check = hmac.digest(derived(key, b"", b"header"), header.covered, "sha256")
    if not hmac.compare_digest(check, header.check):
        raise FileUnreadable(f"{where} was changed on its way; ask for the package again.")
    return key


def _scrypt(header: Header) -> bool:
    return any(stanza.kind == "scrypt" for stanza in header.stanzas)


def _by_passphrase(header: Header, passphrase: str, where: str) -> bytes:
    stanza = header.stanzas[0]
    salt, work = _scrypt_arguments(header, where)
    if not passphrase:
        raise UsageError(f"{where} is sealed by a passphrase; enter the one the sender told you.")
    key = _unwrapped(scrypt_key(passphrase, salt, work), stanza.body)
    if key is None:
        raise UsageError(f"The passphrase does not open {where}; check it with the sender and try again.")
    return key


def _scrypt_arguments(header: Header, where: str) -> tuple[bytes, int]:
    try:
        (stanza,), (salt, work) = header.stanzas, header.stanzas[0].arguments
        found = _decoded(salt.encode()), int(work) if re.fullmatch("[1-9][0-9]?", work, re.ASCII) else 0
        if len(found[0]) != KEY or not found[1]:
            raise ValueError(stanza.kind)
    except ValueError:
        raise FileUnreadable(f"{where} has a damaged header; ask for the package again.") from None
    if found[1] > MOST_WORK:
        raise FileUnreadable(
            f"{where} asks for more computing than this program allows and was not opened; ask the sender "
            "for a package of this program."
        )
    return found


def _by_identity(header: Header, identities: Iterable[str], where: str) -> bytes:
    secrets = [secret_bytes(identity) for identity in identities]
    for stanza in header.stanzas:
        for secret in secrets if stanza.kind == "X25519" else ():
            key = _exchanged(stanza, secret)
            if key is not None:
                return key
    raise UsageError(f"{where} is sealed for others; send the sender your own key and ask for the package again.")


def _exchanged(stanza: Stanza, secret: bytes) -> bytes | None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    own = X25519PrivateKey.from_private_bytes(secret)
    try:
        share = _decoded(stanza.arguments[0].encode())
        shared = own.exchange(X25519PublicKey.from_public_bytes(share))
    except (ValueError, IndexError):
        return None
    return _unwrapped(
        derived(shared, share + own.public_key().public_bytes_raw(), b"age-encryption.org/v1/X25519"), stanza.body
    )


def _unwrapped(key: bytes, body: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if len(body) != KEY + 16:
        return None
    try:
        return ChaCha20Poly1305(key).decrypt(bytes(12), body, None)
    except InvalidTag:
        return None


def derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA256 to 32 bytes."""
    first = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(first, purpose + b"\x01", "sha256")


def scrypt_key(passphrase: str, salt: bytes, work: int) -> bytes:
    """The wrapping key of a passphrase, composed as most systems type it (NFC)."""
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace")
    return hashlib.scrypt(
        words,
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << work,
        r=8,
        p=1,
        maxmem=(1 << work) * 1024 + (1 << 20),
        dklen=32,
    )


def secret_bytes(identity: str) -> bytes:
    """The 32 bytes of an identity (Bech32). Raises UsageError."""
    import pyrage

    try:
        found = _SECRET.fullmatch(str(pyrage.x25519.Identity.from_str(identity)))
    except pyrage.IdentityError:
        found = None
    if not found:
        raise UsageError("The vault's own key for packages is damaged; `imr-desktop vault scrub` shows more.")
    bits = 0
    for letter in found[1][:52]:
        bits = bits << 5 | _LETTERS.index(letter)
    return (bits >> 4).to_bytes(32, "big")


# --- writing --------------------------------------------------------------------------------------------------------------


def passphrase_header(passphrase: str) -> tuple[bytes, bytes]:
    """A header for one passphrase, and the fresh key of the file."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    key, salt = os.urandom(KEY), os.urandom(KEY)
    body = ChaCha20Poly1305(scrypt_key(passphrase, salt, WORK)).encrypt(bytes(12), key, None)
    covered = INTRO + b"-> scrypt %s %d\n%s\n---" % (_encoded(salt), WORK, _encoded(body))
    check = hmac.digest(derived(key, b"", b"header"), covered, "sha256")
    return covered + b" " + _encoded(check) + b"\n", key


def _encoded(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")
