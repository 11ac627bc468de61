"""The key that a vault without passphrase is opened with: kept for the system account, in a file only it may read.

With the optional extra ``keyring`` installed, and a keyring of the system at hand, it is kept there instead.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from imr_desktop.errors import StoreDamaged
from imr_desktop.store.atomic import write_atomically
from imr_desktop.store.faults import RESTORE

FILE = "account.key"
_KEY = 32
_SERVICE = "IMR Desktop"

MEANING = ("Anyone who can use this account on this computer, or read its files, can open the cases. "
           "A passphrase protects them also when the computer is stolen.")


def make(folder: Path) -> bytes:
    """Make the key and keep it. Raises StoreError."""
    secret = os.urandom(_KEY)
    if not _to_keyring(folder, secret):
        write_atomically(folder / FILE, secret)
    return secret


def read(folder: Path) -> bytes:
    """The key. Raises StoreDamaged where it is gone."""
    with suppress(OSError):
        secret = (folder / FILE).read_bytes()
        if len(secret) == _KEY:
            return secret
    return _from_keyring(folder) or _gone()


def forget(folder: Path) -> None:
    """Remove the key: the vault has a passphrase now."""
    with suppress(OSError):
        path = folder / FILE
        path.write_bytes(os.urandom(_KEY))
        path.unlink()
    keyring = _keyring()
    if keyring is not None:
        with suppress(Exception):
            keyring.delete_password(_SERVICE, _name(folder))


def _gone() -> bytes:
    raise StoreDamaged(f"The system account's key {FILE} of the vault is missing or damaged. Enter the recovery words, "
                       f"or: {RESTORE}.")


def _keyring() -> Any:
    try:
        import keyring
    except ImportError:
        return None
    return keyring if getattr(keyring.get_keyring(), "priority", 0) >= 1 else None


def _to_keyring(folder: Path, secret: bytes) -> bool:
    keyring = _keyring()
    if keyring is None:
        return False
    with suppress(Exception):  # whatever the keyring's reason, the file will do
        keyring.set_password(_SERVICE, _name(folder), secret.hex())
        return bool(keyring.get_password(_SERVICE, _name(folder)) == secret.hex())
    return False


def _from_keyring(folder: Path) -> bytes | None:
    keyring = _keyring()
    if keyring is None:
        return None
    with suppress(Exception):
        return bytes.fromhex(keyring.get_password(_SERVICE, _name(folder)) or "") or None
    return None


def _name(folder: Path) -> str:
    return str(folder.resolve().parent)
