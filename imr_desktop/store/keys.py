"""The vault's keys: a random data key, wrapped for each way in, and the keys derived from it.

What encrypts is never the data key itself but keys derived from it (HKDF-SHA256), one a purpose. Every set, change or removal
of a passphrase makes a new data key (`fresh`), new recovery words, and writes the database anew under it (`rekeying`): what
an older key file or an older passphrase gives opens nothing that is written from then on.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from imr_desktop.atomic import write_atomically
from imr_desktop.errors import PassphraseNeeded, StoreError, UsageError, WrongPassphrase
from imr_desktop.passphrases import LONGEST, require_long_enough
from imr_desktop.store import account, attempts, envelope, recovery
from imr_desktop.store.argon2 import derive, tuned
from imr_desktop.store.envelope import COPY, FILE, FORMAT, KEY, Envelope, Slot, unwrap, wrap

__all__ = ["COPY", "FILE", "NewKeys", "Protection", "VaultKeys", "create", "fresh", "protection", "unlock", "vault_id"]

Protection = Literal["none", "passphrase", "account", "keyring"]


@dataclass
class VaultKeys:
    """The keys of an open vault, 32 bytes each; `wipe` zeroes them. `audit` is the seed of an Ed25519 key.

    `outer` is the newer data key that the key file's slots give, where the database is still under an earlier one: that of a
    backup. `source` is the file the keys were taken from.
    """

    vault_id: str
    data: bytearray = field(repr=False)
    database: bytearray = field(repr=False)
    files: bytearray = field(repr=False)
    names: bytearray = field(repr=False)
    head: bytearray = field(repr=False)
    audit: bytearray = field(repr=False)
    outer: bytearray = field(repr=False, default_factory=bytearray)
    source: str = FILE

    def wipe(self) -> None:
        """Zero all keys; Python may hold copies it made on the way, which this cannot reach."""
        for name in ("data", "outer", *_PURPOSES):
            key: bytearray = getattr(self, name)
            key[:] = bytes(len(key))

    def become(self, other: VaultKeys) -> None:
        """Take over other keys in place: everyone who holds these uses those from now on."""
        for name in ("data", "outer", *_PURPOSES):
            getattr(self, name)[:] = getattr(other, name)


_NAMES = ("database", "files", "names", "head", "audit")
_PURPOSES = MappingProxyType({name: b"imr-desktop " + name.encode() for name in _NAMES})


@dataclass(frozen=True)
class NewKeys:
    """A new data key with its envelope and recovery words, not written yet.

    `account_key` is what the file ``account.key`` has to hold, empty where nothing has to.
    """

    keys: VaultKeys
    envelope: Envelope
    words: str = field(repr=False)
    account_key: bytes = field(repr=False, default=b"")


def protection(folder: Path) -> Protection:
    """How the vault in a folder is protected, ``none`` where there is none. Raises StoreDamaged, StoreError."""
    if not any((folder / name).exists() for name in (FILE, COPY, "cases.db")):
        return "none"
    slots = envelope.read(folder).of("account")
    return ("keyring" if slots[0].entry else "account") if slots else "passphrase"


def vault_id(folder: Path) -> str:
    """Which vault the keys in a folder are of, empty where they cannot be read."""
    return next((found.vault for name in (FILE, COPY) if (found := envelope.decoded(folder / name))), "")


def fresh(folder: Path, vault: str, passphrase: str | None, *, in_keyring: bool = False) -> NewKeys:
    """New keys for a folder's vault, protected by a passphrase or, with None, by the system account: its keyring or a file.

    Raises UsageError for a passphrase that is too short, StoreError where the keyring does not take the key.
    """
    data = os.urandom(KEY)
    words, secret = recovery.new()
    slot, account_key = _opening_slot(folder if in_keyring else None, vault, data, passphrase)
    slots = (slot, wrap(vault, "recovery", secret, data))
    return NewKeys(derived(vault, data), Envelope(FORMAT, vault, slots), words, account_key)


def create(folder: Path, passphrase: str | None, *, in_keyring: bool = False) -> tuple[VaultKeys, str]:
    """Make the keys of a new vault in a folder; the recovery words. See `fresh`."""
    made = fresh(folder, os.urandom(16).hex(), passphrase, in_keyring=in_keyring)
    if made.account_key:
        write_atomically(folder / account.FILE, made.account_key)
    envelope.write(folder, made.envelope)
    return made.keys, made.words


def unlock(folder: Path, passphrase: str | None) -> VaultKeys:
    """Open the keys with the passphrase or the recovery words; None: with the system account's key.

    Raises PassphraseNeeded, WrongPassphrase (also while one has to wait), StoreDamaged, StoreError.
    """
    envelopes = envelope.read_all(folder)
    if passphrase is None:
        return _by_account(folder, envelopes)
    attempts.require_patience(folder)
    found = _opened(
        envelopes,
        lambda one: (
            (_by_words(one, passphrase) if recovery.looks_like(passphrase) else None) or _by_passphrase(one, passphrase)
        ),
    )
    if found is None:
        raise attempts.failed(folder)
    attempts.clear(folder)
    return found


def derived(vault: str, data: bytes, outer: bytes = b"", source: str = FILE) -> VaultKeys:
    """The keys that follow from a data key."""
    made = {name: bytearray(envelope.hkdf(data, vault.encode(), purpose)) for name, purpose in _PURPOSES.items()}
    return VaultKeys(vault, bytearray(data), **made, outer=bytearray(outer), source=source)


# ----- ways in


def _opening_slot(for_keyring: Path | None, vault: str, data: bytes, passphrase: str | None) -> tuple[Slot, bytes]:
    if passphrase is not None:
        text = _chosen(passphrase)
        cost = tuned()
        return wrap(vault, "passphrase", derive(text, cost), data, cost), b""
    secret = os.urandom(KEY)
    if for_keyring is None:
        return wrap(vault, "account", secret, data), secret
    return wrap(vault, "account", secret, data, entry=account.to_keyring(secret, for_keyring)), b""


def _chosen(passphrase: str) -> bytes:
    """A new passphrase as the bytes that are hashed. Raises UsageError where it will not do."""
    require_long_enough(unicodedata.normalize("NFKC", passphrase))
    text = normalized(passphrase)
    if text is None:
        raise UsageError("The passphrase holds characters that cannot be stored; take others.")
    return text


def normalized(passphrase: str) -> bytes | None:
    """A passphrase as the bytes that are hashed: the same however a keyboard composes it (NFKC); None for broken text."""
    try:
        return unicodedata.normalize("NFKC", passphrase).encode() if len(passphrase) <= LONGEST else None
    except UnicodeEncodeError:
        return None


def _by_passphrase(one: Envelope, passphrase: str) -> bytes | None:
    text = normalized(passphrase)
    return _first(one, one.of("passphrase"), lambda slot: derive(text, slot.argon2) if slot.argon2 else b"") if text else None


def _by_words(one: Envelope, words: str) -> bytes | None:
    secret = recovery.secret(words)
    return _first(one, one.of("recovery"), lambda _: secret)


def _opened(envelopes: dict[str, Envelope], data_of: Callable[[Envelope], bytes | None]) -> VaultKeys | None:
    """The keys from the first envelope that opens: the copy serves where the file itself does not."""
    for name, one in envelopes.items():
        data = data_of(one)
        inner = envelope.unwrap_inner(one, data) if data is not None else None
        if data is not None and (inner is not None or not one.inner):
            return derived(one.vault, inner or data, data if inner else b"", name)
    return None


def _by_account(folder: Path, envelopes: dict[str, Envelope]) -> VaultKeys:
    if not next(iter(envelopes.values())).of("account"):
        raise PassphraseNeeded("The vault is protected by a passphrase; enter it, or name a file with --passphrase-file.")
    entries = [slot.entry for one in envelopes.values() for slot in one.of("account")]
    asked = [secret for entry in entries for secret in account.secrets(folder, entry)]
    if found := _opened(envelopes, partial(_by_secrets, secrets=asked)):
        return found
    if not asked:
        raise account.gone(entries[0])
    raise WrongPassphrase(
        "The system account's key does not open this vault: it belongs to another account or "
        "another vault. Enter the recovery words."
    )


def _by_secrets(one: Envelope, secrets: Sequence[bytes]) -> bytes | None:
    tried = (unwrap(one.vault, slot, secret) for secret in secrets for slot in one.of("account"))
    return next((data for data in tried if data is not None), None)


def _first(one: Envelope, slots: tuple[Slot, ...], secret: Callable[[Slot], bytes]) -> bytes | None:
    return next((data for slot in slots if (data := unwrap(one.vault, slot, secret(slot))) is not None), None)


def opens(folder: Path, passphrase: str | None) -> bool:
    """Whether a passphrase or words, or with None the system account, open the vault.

    Raises WrongPassphrase only where one has to wait.
    """
    try:
        unlock(folder, passphrase).wipe()
    except WrongPassphrase as error:
        if error.wait:
            raise
        return False
    except StoreError:
        return False
    return True
