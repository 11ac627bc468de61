"""The integrity check of a PKCS#12 file, made as slow to try as the vault's passphrase.

Whoever steals a key file tries passphrases on what is cheapest in it: the MAC, for which common libraries take 2,048 rounds
whatever the encryption takes. The key derivation is that of RFC 7292, appendix B; every reader follows the number of rounds
that stands in the file.
"""

from __future__ import annotations

import hashlib
import hmac
import os

_BLOCK = 64  # bytes SHA-256 works on
_FOR_MAC = 3  # the purpose's number in the derivation
_SALT = 16


def with_slow_mac(data: bytes, passphrase: str, rounds: int) -> bytes:
    """A PKCS#12 file with its MAC (HMAC-SHA-256) computed anew over so many rounds."""
    from asn1crypto import pkcs12

    pfx, salt = pkcs12.Pfx.load(data), os.urandom(_SALT)
    digest = hmac.digest(_key(passphrase, salt, rounds), pfx["auth_safe"]["content"].native, "sha256")
    pfx["mac_data"] = {
        "mac": {"digest_algorithm": {"algorithm": "sha256"}, "digest": digest},
        "mac_salt": salt,
        "iterations": rounds,
    }
    return bytes(pfx.dump(force=True))


def _key(passphrase: str, salt: bytes, rounds: int) -> bytes:
    words = passphrase.encode("utf-16-be") + b"\0\0"
    found = bytes([_FOR_MAC]) * _BLOCK + _filled(salt) + _filled(words)
    for _ in range(rounds):
        found = hashlib.sha256(found).digest()
    return found


def _filled(data: bytes) -> bytes:
    """The bytes repeated to whole blocks."""
    length = -(-len(data) // _BLOCK) * _BLOCK
    return (data * (length // len(data) + 1))[:length]
