"""The key that a vault without passphrase is opened with, kept for the system account.

It lies in a file that only the account may read, or in the system's keyring (Secret Service, macOS Keychain, Windows
Credential Manager, which DPAPI encrypts), under an entry of its own for each key. It never goes into a backup.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from imr_desktop.atomic import write_atomically
from imr_desktop.errors import StoreDamaged, StoreError
from imr_desktop.store.faults import RESTORE

FILE, NEXT = "account.key", "account.key.next"
_KEY = 32
_SERVICE = "IMR Desktop"
_KEYRINGS = {
    "SecretService": "the system's keyring (Secret Service)",
    "libsecret": "the system's keyring (Secret Service)",
    "kwallet": "KDE Wallet",
    "macOS": "the macOS Keychain",
    "Windows": "the Windows Credential Manager",
}


def secrets(folder: Path, entry: str) -> tuple[bytes, ...]:
    """The keys at hand: in the keyring's `entry`, else in the folder's file, and while keys are changed the one to come."""
    if entry:
        found = _from_keyring(entry)
        return (found,) if found else ()
    files = tuple(secret for name in (FILE, NEXT) if (secret := _in_file(folder / name)))
    before = _from_keyring(str(folder.resolve().parent)) if not files else None  # earlier versions named it by its folder
    return (*files, *((before,) if before else ()))


def gone(entry: str) -> StoreDamaged:
    """The refusal where no key is at hand."""
    if entry:
        return StoreDamaged(
            "The vault's key is in the system's keyring, which does not give it: it is locked, or another "
            "account's. Unlock the keyring and try again, or enter the recovery words."
        )
    return StoreDamaged(
        f"The system account's key {FILE} of the vault is missing or damaged. Enter the recovery words, or: {RESTORE}."
    )


def forget_file(path: Path) -> None:
    """Overwrite and remove a file with a key; harmless where there is none. Raises OSError where it cannot be removed."""
    if not path.is_symlink():
        with suppress(OSError), path.open("r+b") as file:
            file.write(os.urandom(_KEY))
            file.flush()
            os.fsync(file.fileno())
    path.unlink(missing_ok=True)


def keep(path: Path, secret: bytes) -> None:
    """Write a key into its file. Raises StoreError."""
    write_atomically(path, secret)


def _in_file(path: Path) -> bytes | None:
    with suppress(OSError):
        secret = path.read_bytes()
        return secret if len(secret) == _KEY else None
    return None


# ----- the system's keyring


def keyring_name() -> str:
    """How people call this system's keyring, empty where there is none that is locked with the account."""
    backend = _backend()
    return _KEYRINGS[_kind(backend)] if backend is not None else ""


def to_keyring(secret: bytes, folder: Path) -> str:
    """Keep the key of a vault in the keyring; the name of its new entry, which says in which home it was made.

    Raises StoreError where the keyring does not take it.
    """
    entry = f"vault {os.urandom(8).hex()} {_mark(folder)}"
    backend = _backend()
    with suppress(Exception):  # a keyring may fail in any way: locked, refused, not answering
        backend.set_password(_SERVICE, entry, secret.hex())
        if backend.get_password(_SERVICE, entry) == secret.hex():
            return entry
    raise StoreError(
        "The system's keyring did not take the key, so nothing was changed. Unlock the keyring and try again, "
        "or choose a passphrase."
    )


def forget_entry(entry: str, folder: Path) -> None:
    """Remove a key from the keyring, harmless where it is not there; that of the home this one is a copy of stays."""
    if not entry.endswith(_mark(folder)):
        return
    backend = _backend()
    for name in (entry, f"{entry} changes"):
        with suppress(Exception):
            backend.delete_password(_SERVICE, name)


def note_count(entry: str, told: str) -> None:
    """Keep the vault's number of changes beside its key; harmless where the keyring does not take it."""
    with suppress(Exception):
        _backend().set_password(_SERVICE, f"{entry} changes", told)


def count(entry: str) -> str:
    """What `note_count` kept, empty where nothing is."""
    with suppress(Exception):
        return str(_backend().get_password(_SERVICE, f"{entry} changes") or "")
    return ""


def _from_keyring(entry: str) -> bytes | None:
    with suppress(Exception):
        return bytes.fromhex(_backend().get_password(_SERVICE, entry) or "") or None
    return None


def _backend() -> Any:
    """The system's own keyring; programs that only call themselves one, such as plain files, do not count."""
    with suppress(Exception):
        import keyring
        from keyring.backends import chainer

        first = keyring.get_keyring()
        found = first.backends if isinstance(first, chainer.ChainerBackend) else [first]
        return next((one for one in found if _kind(one) in _KEYRINGS and one.priority >= 1), None)
    return None


def _mark(folder: Path) -> str:
    return hashlib.sha256(str(folder.resolve().parent).encode()).hexdigest()[:8]


def _kind(backend: Any) -> str:
    return type(backend).__module__.rpartition(".")[2]
