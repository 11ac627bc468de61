"""The vault: one folder with keys, database and sealed files, opened with one secret and held by one program."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path

import msgspec

from imr_desktop.atomic import explained
from imr_desktop.errors import StoreError
from imr_desktop.paths import Home, private_dir, sync_folder, tighten
from imr_desktop.store import account, envelope, rekeying
from imr_desktop.store import keys as keyring
from imr_desktop.store.attachments import Attachments
from imr_desktop.store.audit import AuditTrail
from imr_desktop.store.engine import Engine
from imr_desktop.store.faults import damaged
from imr_desktop.store.indexes import Indexes
from imr_desktop.store.keys import Protection, VaultKeys
from imr_desktop.store.lock import VaultLock
from imr_desktop.store.readings import Readings
from imr_desktop.store.repository import Repository
from imr_desktop.store.restoring import restored_note
from imr_desktop.store.versions import Retention

DATABASE = "cases.db"
LINE = "line"


class Vault:
    """An open vault. Its parts: `keys`, `engine`, `trail`, `repository`, `attachments`, `readings`."""

    def __init__(self, home: Home, keys: VaultKeys, lock: VaultLock, keep: Retention | None = None) -> None:
        """Open the database with keys at hand; `create` and `open` are the ways in. Raises StoreDamaged."""
        self.home, self.keys, self._lock = home, keys, lock
        self._closed = False
        self.still = threading.RLock()
        """Held while a backup is made or the keys are changed: neither may see the other half done."""
        self.engine = Engine(home.vault / DATABASE, bytes(keys.database), bytes(keys.head))
        self.opened_at = self.engine.sequence
        """The number of changes as it was when the vault was opened."""
        self.own_backups: set[Path] = set()
        """The backups made since then, which know of later changes."""
        keys.names[:] = self.engine.get(rekeying.NAMES) or keys.names  # sealed files keep their names
        self.trail = AuditTrail(self.engine, keys)
        self.attachments = Attachments(home.vault, self.engine, keys)
        self.readings = Readings(self.engine)
        self.repository = Repository(self.engine, self.trail, keep)
        self.indexes = Indexes(home.vault, self.engine, keys)
        self.indexes.sweep()

    @staticmethod
    def protection(home: Home) -> Protection:
        """How a home's vault is protected; ``none`` where there is no vault. Raises StoreDamaged."""
        return keyring.protection(home.vault)

    @classmethod
    def create(
        cls, home: Home, passphrase: str | None, *, in_keyring: bool = False, keep: Retention | None = None
    ) -> tuple[Vault, str]:
        """Make and open a vault, protected by a passphrase or, with None, by the system account; its recovery words.

        `in_keyring`: the account's key goes into the system's keyring rather than into a file. A crash leaves a whole
        vault or none. Raises StoreError, also where there is a vault already.
        """
        lock = _locked(home)
        try:
            if cls.protection(home) != "none":
                raise StoreError(f"There is a vault in {home.root} already; choose another folder with --home.")
            keys, words = _stage(home, passphrase, in_keyring)
            vault = cls(home, keys, lock, keep)
            vault.trail.append("vault created", detail={"protection": cls.protection(home)})
        except BaseException:
            lock.release()
            raise
        return vault, words

    @classmethod
    def open(cls, home: Home, passphrase: str | None, *, keep: Retention | None = None) -> Vault:
        """Open the vault of a home. Raises StoreLocked, PassphraseNeeded, WrongPassphrase, StoreDamaged."""
        lock = _locked(home)
        try:
            keys = keyring.unlock(home.vault, passphrase)
            rekeying.settle(home.vault, keys)
            _empty(home.vault / "temp")
            vault = cls(home, keys, lock, keep)
        except BaseException:
            lock.release()
            raise
        try:
            vault.trail.append("unlocked")
            restored = restored_note(home.vault)
            if restored is not None:
                vault.note_restored(restored)
            if keys.outer:
                vault.leave_earlier_key()
        except BaseException:
            vault.close()
            raise
        return vault

    # ----- keys

    def change_keys(self, passphrase: str | None, *, in_keyring: bool = False) -> str:
        """Protect the vault by a passphrase or, with None, by the system account, under a new data key; the new words.

        The database is written anew, other threads wait. A crash leaves the old secrets or the new ones in force, never both.
        Raises UsageError, StoreError: nothing was changed then.
        """
        made = keyring.fresh(self.home.vault, self.keys.vault_id, passphrase, in_keyring=in_keyring)
        by = "passphrase" if passphrase is not None else "keyring" if in_keyring else "account"
        with self.still:
            rekeying.rotate(self.home.vault, self.engine, self.keys, made, "passphrase changed", {"protection": by})
            self._clear_indexes()
        return made.words

    def leave_earlier_key(self) -> None:
        """Put the database of a backup under the data key that the key file's slots give."""
        outer = bytes(self.keys.outer)
        plain = msgspec.structs.replace(envelope.read(self.home.vault), inner=b"")
        with self.still:
            made = keyring.NewKeys(keyring.derived(self.keys.vault_id, outer), plain, "")
            rekeying.rotate(self.home.vault, self.engine, self.keys, made, "earlier key left", {})
            self._clear_indexes()

    @property
    def data_keys(self) -> tuple[bytes, ...]:
        """The data key, and those that the vault had before: its older backups are under them."""
        present = bytes(self.keys.data)  # before the database is asked, which refuses once the vault is being closed
        return (present, *rekeying.split(self.engine.get(rekeying.FORMER) or b""))

    def note_restored(self, told: dict[str, str]) -> None:
        """Begin a line of its own: what backups of the line before say of later changes is no reproach to this one."""
        with self.engine.transaction():
            self.trail.append("vault restored", detail=told)
            self.engine.put(LINE, os.urandom(8).hex())
        self.engine.head_missing = False  # no backup holds it
        self._clear_indexes()

    def _clear_indexes(self) -> None:
        """What was indexed under earlier keys goes; it is made anew. That this cannot be done undoes nothing."""
        with suppress(StoreError):
            self.indexes.clear()

    @property
    def line(self) -> str:
        """Which line of changes this is: a restored vault begins another, empty for the first."""
        return str(self.engine.get(LINE) or "")

    @property
    def identities(self) -> tuple[str, ...]:
        """The vault's secret keys for packages addressed to it, today's first: a change of the keys makes a new one."""
        return (self.identity, *str(self.engine.get("exchange.former") or "").split())

    @property
    def identity(self) -> str:
        """The vault's secret key for packages addressed to it, made on first use."""
        known = self.engine.get("exchange.identity")
        return str(known) if known is not None else rekeying.new_identity(self.engine)

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
            for slot in envelope.read(self.home.vault).of("account"):
                if slot.entry:  # what a later opening compares with (`rollback`)
                    account.note_count(slot.entry, f"{self.line}:{self.engine.sequence}")
        self.indexes.close()
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
        lock = VaultLock(private_dir(home.root))
        for folder in (home.vault, home.backups):
            tighten(folder)
        return lock
    except OSError:
        raise StoreError(
            f"The folder {home.root} cannot be used for cases; correct its permissions, or choose another with --home."
        ) from None


def _stage(home: Home, passphrase: str | None, in_keyring: bool) -> tuple[VaultKeys, str]:
    """Make the vault beside its place and move it there whole."""
    staging = home.vault.with_name(f".{home.vault.name}.new")
    with explained():
        shutil.rmtree(staging, ignore_errors=True)
        private_dir(staging)
        try:
            keys, words = keyring.create(staging, passphrase, in_keyring=in_keyring)
            Engine.create(staging / DATABASE, bytes(keys.database), bytes(keys.head)).close()
            if home.vault.exists():
                _put_aside(home.vault)
            os.rename(staging, home.vault)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
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
