"""The vault's keys: a random data key that never changes, wrapped once for each way in.

Each *slot* of ``keys.json`` wraps the data key (AES-256-GCM, bound to vault and slot) under a key of its own: Argon2id of the
passphrase, HKDF of 256 random bits written as words, or a random key kept for the system account. A new passphrase wraps
anew and rewrites no data. What encrypts is never the data key itself but keys derived from it (HKDF-SHA256), one a purpose.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from imr_desktop.errors import PassphraseNeeded, StoreDamaged, StoreError, UsageError, WrongPassphrase
from imr_desktop.store import account, attempts, recovery
from imr_desktop.store.argon2 import Argon2, derive, tuned
from imr_desktop.store.atomic import write_atomically
from imr_desktop.store.faults import RESTORE

Protection = Literal["none", "passphrase", "account"]
SlotKind = Literal["passphrase", "recovery", "account"]
FILE, COPY = "keys.json", "keys.json.bak"
FILES = (FILE, COPY, account.FILE)
"""The files that open a vault."""
SHORTEST = 8
LONGEST = 10_000
_FORMAT = 1
_MOST_BYTES = 64 * 1024
_KEY = 32
_NONCE = 12


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One way in: `wrapped` is nonce and ciphertext of the data key; `argon2` says how a passphrase becomes a key."""

    kind: SlotKind
    wrapped: bytes
    argon2: Argon2 | None = None


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of ``keys.json``."""

    format: int
    vault: str
    slots: tuple[Slot, ...]


@dataclass
class VaultKeys:
    """The keys of an open vault, 32 bytes each; `wipe` zeroes them. `audit` is the seed of an Ed25519 key."""

    vault_id: str
    data: bytearray = field(repr=False)
    database: bytearray = field(repr=False)
    files: bytearray = field(repr=False)
    names: bytearray = field(repr=False)
    head: bytearray = field(repr=False)
    audit: bytearray = field(repr=False)

    def wipe(self) -> None:
        """Zero all keys; Python may hold copies it made on the way, which this cannot reach."""
        for name in ("data", *_PURPOSES):
            key: bytearray = getattr(self, name)
            key[:] = bytes(len(key))


_NAMES = ("database", "files", "names", "head", "audit")
_PURPOSES = MappingProxyType({name: b"imr-desktop " + name.encode() for name in _NAMES})


def protection(folder: Path) -> Protection:
    """How the vault in a folder is protected, ``none`` where there is none. Raises StoreDamaged."""
    if not _exists(folder):
        return "none"
    return "account" if any(slot.kind == "account" for slot in _read(folder).slots) else "passphrase"


def vault_id(folder: Path) -> str:
    """Which vault the keys in a folder are of, empty where they cannot be read."""
    return next((envelope.vault for name in (FILE, COPY) if (envelope := _decoded(folder / name))), "")


def create(folder: Path, passphrase: str | None, *, fast: bool = False) -> tuple[VaultKeys, str]:
    """Make the keys of a new vault, protected by a passphrase or, with None, by the system account; the recovery words.

    `fast` takes the least memory and time for Argon2id that is allowed: for tests. Raises UsageError for a passphrase that is
    too short, StoreError.
    """
    data, vault = os.urandom(_KEY), os.urandom(16).hex()
    words, secret = recovery.new()
    slots = (_opening_slot(folder, vault, data, passphrase, fast), _wrap(vault, "recovery", secret, data))
    _write(folder, Envelope(_FORMAT, vault, slots))
    return _keys(vault, data), words


def unlock(folder: Path, passphrase: str | None) -> VaultKeys:
    """Open the keys with the passphrase or the recovery words; None: with the system account's key.

    Raises PassphraseNeeded, WrongPassphrase (also while one has to wait), StoreDamaged.
    """
    envelopes = _read_all(folder)
    if passphrase is None:
        return _by_account(folder, envelopes)
    attempts.require_patience(folder)
    found = _opened(envelopes, lambda envelope: (_by_words(envelope, passphrase) if recovery.looks_like(passphrase) else None)
                    or _by_passphrase(envelope, passphrase))
    if found is None:
        raise attempts.failed(folder)
    attempts.clear(folder)
    return found


def change_passphrase(folder: Path, keys: VaultKeys, new: str | None) -> None:
    """Protect the vault by another passphrase, or (None) by the system account; the recovery words go on working.

    A crash leaves the old way in or the new one. Raises UsageError, StoreError.
    """
    if new is None and _opens_by_account(folder):  # a new key would lie in two files, which no crash changes together
        return
    envelope = _read(folder)
    slot = _opening_slot(folder, envelope.vault, bytes(keys.data), new)
    _write(folder, msgspec.structs.replace(
        envelope, slots=(slot, *(one for one in envelope.slots if one.kind == "recovery"))))
    if new is not None:
        account.forget(folder)


def new_recovery(folder: Path, keys: VaultKeys) -> str:
    """Make new recovery words; the old ones no longer open the vault. Raises StoreError."""
    envelope = _read(folder)
    words, secret = recovery.new()
    _write(folder, msgspec.structs.replace(envelope, slots=(
        *(one for one in envelope.slots if one.kind != "recovery"),
        _wrap(envelope.vault, "recovery", secret, bytes(keys.data)))))
    return words


# ----- ways in


def _opening_slot(folder: Path, vault: str, data: bytes, passphrase: str | None, fast: bool = False) -> Slot:
    if passphrase is None:
        return _wrap(vault, "account", account.make(folder), data)
    text = normalized(passphrase)
    cost = tuned(fast=fast)
    return _wrap(vault, "passphrase", derive(text, cost), data, cost)


def normalized(passphrase: str) -> bytes:
    """A passphrase as the bytes that are hashed: the same however a keyboard composes it (NFKC).

    Raises UsageError where it is shorter than 8 characters, longer than 10,000, or broken text.
    """
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text) < SHORTEST:
        raise UsageError(f"The passphrase is too short; take at least {SHORTEST} characters, better several words.")
    if len(text) > LONGEST:
        raise UsageError(f"The passphrase is longer than {LONGEST:,} characters; take a shorter one.")
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise UsageError("The passphrase holds characters that cannot be stored; take others.") from None


def _by_passphrase(envelope: Envelope, passphrase: str) -> bytes | None:
    try:
        text = normalized(passphrase)
    except UsageError:
        return None
    return _first(envelope, "passphrase", lambda slot: derive(text, slot.argon2) if slot.argon2 else b"")


def _by_words(envelope: Envelope, words: str) -> bytes | None:
    secret = recovery.secret(words)
    return _first(envelope, "recovery", lambda _: secret)


def _opened(envelopes: Iterable[Envelope], data_of: Callable[[Envelope], bytes | None]) -> VaultKeys | None:
    """The keys from the first envelope that opens: the copy serves where the file itself does not."""
    for envelope in envelopes:
        data = data_of(envelope)
        if data is not None:
            return _keys(envelope.vault, data)
    return None


def _by_account(folder: Path, envelopes: tuple[Envelope, ...]) -> VaultKeys:
    if not any(slot.kind == "account" for slot in envelopes[0].slots):
        raise PassphraseNeeded("The vault is protected by a passphrase; enter it, or name a file with --passphrase-file.")
    secret = account.read(folder)
    found = _opened(envelopes, lambda envelope: _first(envelope, "account", lambda _: secret))
    if found is None:
        raise WrongPassphrase("The system account's key does not open this vault: it belongs to another account or "
                              "another vault. Enter the recovery words.")
    return found


def _opens_by_account(folder: Path) -> bool:
    try:
        unlock(folder, None).wipe()
    except StoreError:
        return False
    return True


def _first(envelope: Envelope, kind: SlotKind, secret: Callable[[Slot], bytes]) -> bytes | None:
    found = (_unwrap(envelope.vault, slot, secret(slot)) for slot in envelope.slots if slot.kind == kind)
    return next((data for data in found if data is not None), None)


# ----- wrapping


def _wrap(vault: str, kind: SlotKind, secret: bytes, data: bytes, cost: Argon2 | None = None) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return Slot(kind, nonce + AESGCM(_wrapping_key(secret, vault, kind)).encrypt(nonce, data, _bound_to(vault, kind)), cost)


def _unwrap(vault: str, slot: Slot, secret: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_wrapping_key(secret, vault, slot.kind)).decrypt(
            slot.wrapped[:_NONCE], slot.wrapped[_NONCE:], _bound_to(vault, slot.kind))
    except (InvalidTag, ValueError):
        return None


def _wrapping_key(secret: bytes, vault: str, kind: SlotKind) -> bytes:
    return _hkdf(secret, vault, b"imr-desktop wrap " + kind.encode())


def _bound_to(vault: str, kind: SlotKind) -> bytes:
    return f"imr-desktop vault {vault} {kind}".encode()


def _keys(vault: str, data: bytes) -> VaultKeys:
    derived = {name: bytearray(_hkdf(data, vault, purpose)) for name, purpose in _PURPOSES.items()}
    return VaultKeys(vault, bytearray(data), **derived)


def _hkdf(secret: bytes, vault: str, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), _KEY, salt=vault.encode(), info=purpose).derive(secret)


# ----- the file


def _exists(folder: Path) -> bool:
    return any((folder / name).exists() for name in (FILE, COPY, "cases.db"))


def _write(folder: Path, envelope: Envelope) -> None:
    """Write the file, then its copy: at every moment one of them is whole, and the newer one comes first."""
    data = msgspec.json.format(msgspec.json.encode(envelope), indent=2) + b"\n"
    write_atomically(folder / FILE, data)
    write_atomically(folder / COPY, data)


def _read(folder: Path) -> Envelope:
    return _read_all(folder)[0]


def _read_all(folder: Path) -> tuple[Envelope, ...]:
    """The file and, where it says otherwise, its copy. Raises StoreDamaged where neither holds."""
    found = [envelope for name in (FILE, COPY) if (envelope := _decoded(folder / name)) is not None]
    if not found:
        raise StoreDamaged(f"The vault's key file {FILE} is missing or damaged, and so is its copy; nothing can be opened "
                           f"without it. {RESTORE}.")
    return tuple(found if found[0] != found[-1] else found[:1])


def _decoded(path: Path) -> Envelope | None:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        envelope = msgspec.json.decode(data, type=Envelope)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    holds = len(data) <= _MOST_BYTES and envelope.format == _FORMAT and re.fullmatch(r"[0-9a-f]{32}", envelope.vault)
    return envelope if holds and envelope.slots and all(_plausible(slot) for slot in envelope.slots) else None


def _plausible(slot: Slot) -> bool:
    return len(slot.wrapped) == _NONCE + _KEY + 16 and (slot.kind != "passphrase" or (
        slot.argon2 is not None and slot.argon2.allowed))
