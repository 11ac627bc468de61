"""The vault: one folder with keys, database and sealed files, opened with one secret and held by one program."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from imr_desktop.errors import StoreError
from imr_desktop.paths import Home, private_dir
from imr_desktop.store import keys as keyring
from imr_desktop.store.atomic import explained, sync_folder
from imr_desktop.store.attachments import Attachments
from imr_desktop.store.audit import AuditTrail
from imr_desktop.store.engine import Engine
from imr_desktop.store.faults import damaged
from imr_desktop.store.keys import Protection, VaultKeys
from imr_desktop.store.lock import VaultLock
from imr_desktop.store.repository import Repository
from imr_desktop.store.restoring import restored_note
from imr_desktop.store.versions import Keep

DATABASE = "cases.db"


class Vault:
    """An open vault. Its parts: `keys`, `engine`, `trail`, `repository`, `attachments`."""

    def __init__(self, home: Home, keys: VaultKeys, lock: VaultLock, keep: Keep | None = None) -> None:
        """Open the database with keys at hand; `create` and `open` are the ways in. Raises StoreDamaged."""
        self.home, self.keys, self._lock = home, keys, lock
        self._closed = False
        self.engine = Engine(home.vault / DATABASE, bytes(keys.database), bytes(keys.head))
        self.trail = AuditTrail(self.engine, keys)
        self.attachments = Attachments(home.vault, self.engine, keys)
        self.repository = Repository(self.engine, self.trail, keep)

    @staticmethod
    def protection(home: Home) -> Protection:
        """How a home's vault is protected; ``none`` where there is no vault. Raises StoreDamaged."""
        return keyring.protection(home.vault)

    @classmethod
    def create(cls, home: Home, passphrase: str | None, *, keep: Keep | None = None, fast: bool = False) -> tuple[Vault, str]:
        """Make and open a vault, protected by a passphrase or, with None, by the system account; its recovery words.

        A crash leaves a whole vault or none. `fast` makes the passphrase cheap to try: for tests. Raises StoreError, also
        where there is a vault already.
        """
        lock = _locked(home)
        try:
            if cls.protection(home) != "none":
                raise StoreError(f"There is a vault in {home.root} already; choose another folder with --home.")
            keys, words = _stage(home, passphrase, fast)
            vault = cls(home, keys, lock, keep)
            vault.trail.append("vault created", detail={"protection": cls.protection(home)})
        except BaseException:
            lock.release()
            raise
        return vault, words

    @classmethod
    def open(cls, home: Home, passphrase: str | None, *, keep: Keep | None = None) -> Vault:
        """Open the vault of a home. Raises StoreLocked, PassphraseNeeded, WrongPassphrase, StoreDamaged."""
        lock = _locked(home)
        try:
            keys = keyring.unlock(home.vault, passphrase)
            _empty(home.vault / "temp")
            vault = cls(home, keys, lock, keep)
        except BaseException:
            lock.release()
            raise
        try:
            vault.trail.append("unlocked")
            restored = restored_note(home.vault)
            if restored is not None:
                vault.trail.append("vault restored", detail=restored)
        except BaseException:
            vault.close()
            raise
        return vault

    @property
    def identity(self) -> str:
        """The vault's secret key for packages addressed to it, made on first use."""
        known = self.engine.get("exchange.identity")
        if known is None:
            from imr_desktop.store.exchange.sealing import new_identity

            known, public = new_identity()
            with self.engine.transaction():
                self.engine.put("exchange.identity", known)
                self.engine.put("exchange.recipient", public)
        return str(known)

    @property
    def recipient(self) -> str:
        """The public key that others address packages to."""
        return self.identity and str(self.engine.get("exchange.recipient"))

    @property
    def temp(self) -> Path:
        """The folder for everything temporary; emptied whenever the vault is opened and closed."""
        return private_dir(self.home.vault / "temp")

    def close(self) -> None:
        """Close the database, forget the keys, free the lock. Closing twice is harmless."""
        if self._closed:
            return
        self._closed = True
        with suppress(StoreError):  # what is damaged was said already
            self.trail.append("locked")
            self.trail.checkpoint()
        self.engine.close()
        self.keys.wipe()
        _empty(self.home.vault / "temp")
        self._lock.release()

    def __enter__(self) -> Vault:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _locked(home: Home) -> VaultLock:
    try:
        return VaultLock(private_dir(home.root))
    except OSError:
        raise StoreError(f"The folder {home.root} cannot be used for cases; correct its permissions, "
                         "or choose another with --home.") from None


def _stage(home: Home, passphrase: str | None, fast: bool) -> tuple[VaultKeys, str]:
    """Make the vault beside its place and move it there whole."""
    staging = home.vault.with_name(f".{home.vault.name}.new")
    with explained():
        shutil.rmtree(staging, ignore_errors=True)
        private_dir(staging)
        keys, words = keyring.create(staging, passphrase, fast=fast)
        Engine.create(staging / DATABASE, bytes(keys.database), bytes(keys.head)).close()
        if home.vault.exists():
            _put_aside(home.vault)
        os.rename(staging, home.vault)
        sync_folder(home.root)
    return keys, words


def _put_aside(folder: Path) -> None:
    """A folder in the vault's place that is none: an empty one goes, another is kept under a name of its own."""
    with suppress(OSError):
        folder.rmdir()
        return
    if (folder / DATABASE).exists():
        raise damaged("The vault's key file keys.json")
    number = 1
    while folder.with_name(f"{folder.name}.before-{number}").exists():
        number += 1
    folder.rename(folder.with_name(f"{folder.name}.before-{number}"))


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
