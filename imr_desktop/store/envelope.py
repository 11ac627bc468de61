"""The vault's key file ``keys.json``: the data key, wrapped once for each way in.

Each *slot* wraps the data key (AES-256-GCM, bound to vault and slot) under a key of its own: Argon2id of the passphrase, HKDF
of 256 random bits written as words, or a random key kept for the system account. A backup made under an earlier data key has
the vault's present slots and that earlier key as `inner`, wrapped under the present one: it opens with today's secrets alone.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Literal

import msgspec

from imr_desktop.atomic import write_atomically
from imr_desktop.errors import StoreDamaged, StoreError
from imr_desktop.store.argon2 import Argon2
from imr_desktop.store.faults import RESTORE

SlotKind = Literal["passphrase", "recovery", "account"]
FILE, COPY, NEXT = "keys.json", "keys.json.bak", "keys.json.next"
NEXT_DATABASE = ".cases.db.next"
"""The database under the next data key, while keys are changed; renaming it to its place is what changes them."""
FORMAT = 1
KEY = 32
_MOST_BYTES = 64 * 1024
_NONCE = 12
_WRAPPED = _NONCE + KEY + 16


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One way in: `wrapped` is nonce and ciphertext of the data key; `argon2` says how a passphrase becomes a key.

    `entry` names the entry of the system's keyring that holds an account's key, empty where a file holds it.
    """

    kind: SlotKind
    wrapped: bytes
    argon2: Argon2 | None = None
    entry: str = ""


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The content of ``keys.json``. `inner` is an earlier data key wrapped under the one in the slots, where there is one."""

    format: int
    vault: str
    slots: tuple[Slot, ...]
    inner: bytes = b""

    def of(self, kind: SlotKind) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.kind == kind)


class _Head(msgspec.Struct):
    """What every format says."""

    format: int
    vault: str
    slots: list[msgspec.Raw]


# ----- wrapping


def wrap(vault: str, kind: SlotKind, secret: bytes, data: bytes, cost: Argon2 | None = None, entry: str = "") -> Slot:
    """A slot that gives the data key to whoever has `secret`."""
    return Slot(kind, _sealed(_wrapping_key(secret, vault, kind), data, _bound_to(vault, kind)), cost, entry)


def unwrap(vault: str, slot: Slot, secret: bytes) -> bytes | None:
    """The data key of a slot, None where the secret is not its own."""
    return _opened(_wrapping_key(secret, vault, slot.kind), slot.wrapped, _bound_to(vault, slot.kind))


def wrap_inner(vault: str, outer: bytes, data: bytes) -> bytes:
    """An earlier data key, wrapped under the present one (`outer`)."""
    return _sealed(_wrapping_key(outer, vault, "earlier"), data, _bound_to(vault, "earlier"))


def unwrap_inner(envelope: Envelope, outer: bytes) -> bytes | None:
    """The earlier data key of an envelope, None where there is none or `outer` does not open it."""
    key = _wrapping_key(outer, envelope.vault, "earlier")
    return _opened(key, envelope.inner, _bound_to(envelope.vault, "earlier")) if envelope.inner else None


def hkdf(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    """A 32-byte key for one purpose (HKDF-SHA256)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY, salt=salt, info=purpose).derive(secret)


def _sealed(key: bytes, data: bytes, bound_to: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, bound_to)


def _opened(key: bytes, sealed: bytes, bound_to: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except (InvalidTag, ValueError):
        return None


def _wrapping_key(secret: bytes, vault: str, kind: str) -> bytes:
    return hkdf(secret, vault.encode(), b"imr-desktop wrap " + kind.encode())


def _bound_to(vault: str, kind: str) -> bytes:
    return f"imr-desktop vault {vault} {kind}".encode()


# ----- the file


def encoded(envelope: Envelope) -> bytes:
    """The file's bytes."""
    return msgspec.json.format(msgspec.json.encode(envelope), indent=2) + b"\n"


def write(folder: Path, envelope: Envelope) -> None:
    """Write the file, then its copy: at every moment one of them is whole, and the newer one comes first."""
    for name in (FILE, COPY):
        write_atomically(folder / name, encoded(envelope))


def changing(folder: Path) -> bool:
    """Whether a change of the keys took place and its last renames are still to come."""
    return (folder / NEXT).exists() and not (folder / NEXT_DATABASE).exists()


def read_all(folder: Path) -> dict[str, Envelope]:
    """The envelopes by file name, the one in force first: after a change, the file, where it says otherwise, its copy.

    Raises StoreDamaged where none holds, StoreError where a newer program wrote it.
    """
    names = (*((NEXT,) if changing(folder) else ()), FILE, COPY)
    found: dict[str, Envelope] = {}
    for name in names:
        envelope = decoded(folder / name)
        if envelope is not None and envelope not in found.values():
            found[name] = envelope
    if found:
        return found
    if any(_is_newer(folder / name) for name in names):
        raise StoreError(
            f"The vault's key file {FILE} was written by a newer version of IMR Desktop; update the program, then open it."
        )
    raise StoreDamaged(
        f"The vault's key file {FILE} is missing or damaged, and so is its copy; nothing can be opened without it. {RESTORE}."
    )


def read(folder: Path) -> Envelope:
    """The envelope in force. Raises StoreDamaged, StoreError."""
    return next(iter(read_all(folder).values()))


def decoded(path: Path) -> Envelope | None:
    """The envelope in a file, None where it is not there or damaged."""
    try:
        envelope = msgspec.json.decode(_bytes(path), type=Envelope)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    holds = (
        envelope.format == FORMAT and re.fullmatch(r"[0-9a-f]{32}", envelope.vault) and len(envelope.inner) in (0, _WRAPPED)
    )
    return envelope if holds and envelope.slots and all(_plausible(slot) for slot in envelope.slots) else None


def slots_digest(envelope: Envelope) -> str:
    """The mark of an envelope's ways in, by which a backup's is known as one that a vault had."""
    return hashlib.sha256(b"".join(slot.wrapped for slot in envelope.slots)).hexdigest()


def _is_newer(path: Path) -> bool:
    try:
        return msgspec.json.decode(_bytes(path), type=_Head).format > FORMAT
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return False


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    return data if len(data) <= _MOST_BYTES else b""


def _plausible(slot: Slot) -> bool:
    return len(slot.wrapped) == _WRAPPED and (slot.kind != "passphrase" or (slot.argon2 is not None and slot.argon2.allowed))
