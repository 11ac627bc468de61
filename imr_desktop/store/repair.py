"""Repairing a vault from a backup, piece by piece: what is whole and newer stays, what is damaged is taken from the backup.

Damaged pieces are never thrown away: they are put aside in ``vault.damaged-<time>`` beside the vault. A crash on the way
leaves the damaged vault, still refused, or the repaired one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from imr_desktop.atomic import explained, write_atomically
from imr_desktop.case import dates
from imr_desktop.errors import PassphraseNeeded, StoreDamaged, StoreError, UsageError, WrongPassphrase
from imr_desktop.paths import Home, private_dir, sync_folder
from imr_desktop.store import envelope, rekeying
from imr_desktop.store import keys as keyring
from imr_desktop.store.attachments import ORIGINAL, DamagedOriginal
from imr_desktop.store.backup_list import all_in
from imr_desktop.store.copying import copied
from imr_desktop.store.engine import Engine, opens
from imr_desktop.store.keys import VaultKeys
from imr_desktop.store.lock import VaultLock
from imr_desktop.store.manifest import DATABASE, BackupManifest
from imr_desktop.store.originals import broken as wrong_with
from imr_desktop.store.rebuilding import RepairLog, rebuild
from imr_desktop.store.restoring import listed_in, take_whole
from imr_desktop.store.salvage import Salvaged
from imr_desktop.store.scrub import scrub
from imr_desktop.store.vault import Vault

_WORKSHOP = ".repair"


@dataclass(frozen=True)
class RepairReport:
    """What a repair came to: sentences of what was taken from the backup, kept of the damaged vault, and lost.

    `aside` is the folder with the damaged pieces, None where there were none.
    """

    taken: tuple[str, ...]
    kept: tuple[str, ...]
    lost: tuple[str, ...]
    aside: Path | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        if not (self.taken or self.kept or self.lost):
            return ("Nothing was damaged; nothing was changed.",)
        aside = (f"The damaged pieces were put aside in {self.aside.name}.",) if self.aside else ()
        return (
            *(f"Taken from the backup: {line}" for line in self.taken),
            *(f"Kept: {line}" for line in self.kept),
            *(f"Lost: {line}" for line in self.lost),
            *aside,
        )


def repair(home: Home, passphrase: str | None, backup: Path) -> RepairReport:
    """Repair the vault of a home from one of its own backups.

    Raises UsageError where the backup is none, of another vault, or there is no vault; WrongPassphrase, PassphraseNeeded,
    StoreLocked; StoreDamaged where the backup is damaged, too; StoreError. The vault is as before then.
    """
    listed = listed_in(backup)
    if not home.vault.is_dir():
        raise UsageError(f"There is no vault in {home.root}; `imr-desktop vault restore` brings a backup back.")
    work = _Repair(home, backup, listed)
    lock = VaultLock(home.root)
    try:
        with explained():
            work.keys_and_database(passphrase)
    finally:
        work.tidy()
        lock.release()
    with Vault.open(home, passphrase) as vault, explained():
        work.files(vault)
        if work.log.taken and not work.rebuilt:
            vault.trail.append("vault repaired", detail={"taken": len(work.log.taken), "lost": len(work.log.lost)})
        left = [f"{one.where}: {one.what}" for one in scrub(vault).findings]
    log = work.log
    return RepairReport(tuple(log.taken), tuple(log.kept), tuple(dict.fromkeys([*log.lost, *left])), work.aside)


class _Repair:
    """One repair: its folders, and what it tells."""

    def __init__(self, home: Home, backup: Path, listed: BackupManifest) -> None:
        self.home, self.vault, self.backup, self.listed = home, home.vault, backup, listed
        self.log, self.rebuilt = RepairLog(), False
        self.aside: Path | None = None
        self._workshop = home.vault / _WORKSHOP
        self._keys_of_backup: dict[str, bytes] = {}
        self._before: VaultKeys | None = None

    def tidy(self) -> None:
        shutil.rmtree(self._workshop, ignore_errors=True)

    # ----- keys and database

    def keys_and_database(self, passphrase: str | None) -> None:
        self.tidy()
        private_dir(self._workshop)
        if envelope.changing(self.vault):
            rekeying.settle(self.vault, keyring.unlock(self.vault, passphrase))
        keys = self._keys(passphrase)
        try:
            if keys.vault_id != self.listed.vault:
                raise UsageError(f"The backup {self.backup.name} is of another vault; name one of this vault.")
            take_whole(self.backup, self.listed, DATABASE, self._workshop / DATABASE)
            self._bring_under(keys, passphrase)
            self._learn_keys(keys)
            if not self._whole(keys):
                self._rebuild(keys)
        finally:
            keys.wipe()

    def _keys(self, passphrase: str | None) -> VaultKeys:
        """Open the keys; a damaged key file is replaced by its copy or by the backup's.

        The backup's serves only where both are damaged: it may open with a passphrase that is no longer the vault's.
        """
        sources = [(self.vault, keyring.FILE), (self.vault, keyring.COPY), (self.backup, keyring.FILE)]
        failure: StoreError | None = None
        for number, (folder, name) in enumerate(sources):
            if folder == self.backup and passphrase is not None and not isinstance(failure, StoreDamaged):
                break
            trial = self._trial(f"keys{number}", folder, name)
            try:
                keys = keyring.unlock(trial, passphrase)
            except StoreError as error:
                failure = failure if failure and isinstance(error, StoreDamaged) else error
                continue
            if keys.outer:  # the vault is under the newer key of a backup that followed its passphrase
                keys = keyring.derived(keys.vault_id, bytes(keys.outer))
                envelope.write(trial, msgspec.structs.replace(envelope.read(trial), inner=b""))
            self._put_keys_right(trial, "the backup" if folder == self.backup else "their copy")
            return keys
        assert failure is not None
        raise failure

    def _trial(self, number: str, folder: Path, name: str) -> Path:
        """A folder with one key file, and the account's key where there is one."""
        trial = private_dir(self._workshop / number)
        with suppress(FileNotFoundError):
            shutil.copyfile(folder / name, trial / keyring.FILE)
        for held in (self.vault, folder):
            with suppress(FileNotFoundError):
                shutil.copyfile(held / "account.key", trial / "account.key")
        return trial

    def _bring_under(self, keys: VaultKeys, passphrase: str | None) -> None:
        """Put the backup's database under the vault's keys, where it is under earlier ones."""
        place = self._workshop / DATABASE
        old = self._earlier_keys(keys, place) or self._keys_by(passphrase, keys, place)
        if old is keys:
            return
        self._before = old
        engine = Engine(place, bytes(old.database), bytes(old.head), ".head.backup")
        try:
            rekeying.copy_for(engine, old, keys, self._workshop / "under.db").close()
        finally:
            engine.close()
        os.replace(self._workshop / "under.db", place)

    def _earlier_keys(self, keys: VaultKeys, place: Path) -> VaultKeys | None:
        """The keys of a backup that did not follow a change of the passphrase, where the damaged vault still tells them."""
        if opens(place, bytes(keys.database)):
            return keys
        left = Salvaged(self.vault, private_dir(self._workshop / "earlier"), bytes(keys.database))
        row = left.rows("meta", "key").get(rekeying.FORMER)
        left.close()
        found = (keyring.derived(keys.vault_id, data) for data in rekeying.split(row[1] if row else b""))
        return next((one for one in found if opens(place, bytes(one.database))), None)

    def _keys_by(self, passphrase: str | None, keys: VaultKeys, place: Path) -> VaultKeys:
        trial = self._trial("keys of backup", self.backup, keyring.FILE)
        try:
            return rekeying.backup_keys(trial, passphrase, keys, place)
        except (WrongPassphrase, PassphraseNeeded):
            raise UsageError(
                f"The backup {self.backup.name} opens with an earlier passphrase of this vault alone. Take "
                "another backup, or bring this one back beside the vault: `imr-desktop vault restore BACKUP "
                "--home NEW`."
            ) from None

    def _put_keys_right(self, good: Path, source: str) -> None:
        for name in (keyring.FILE, keyring.COPY, "account.key"):
            wanted = good / (keyring.FILE if name == keyring.COPY else name)
            if not wanted.exists():
                continue
            data, there = wanted.read_bytes(), self.vault / name
            if not there.exists() or there.read_bytes() != data:
                self._put_aside(there)
                write_atomically(there, data)
                self.log.taken.append(f"The key file {name}, from {source}.")

    def _learn_keys(self, keys: VaultKeys) -> None:
        """The sealed files' keys as the backup knows them."""
        engine = Engine(self._workshop / DATABASE, bytes(keys.database), bytes(keys.head))
        try:
            self._keys_of_backup = dict(engine.execute("SELECT digest, key FROM attachments"))
        finally:
            engine.close()

    def _whole(self, keys: VaultKeys) -> bool:
        try:
            engine = Engine(self.vault / DATABASE, bytes(keys.database), bytes(keys.head))
        except StoreDamaged:
            return False
        try:
            return not engine.check()
        finally:
            engine.close()

    def _rebuild(self, keys: VaultKeys) -> None:
        left = Salvaged(self.vault, private_dir(self._workshop / "left"), bytes(keys.database))
        try:
            if not opens(self.vault / DATABASE, bytes(keys.database)):
                self.log.lost.append("What came after the backup: the database did not open.")
            rebuild(self._workshop, self.vault, left, keys, self.log, self._before)
        finally:
            left.close()
        self.log.taken.insert(0, f"The database, as of {dates.written_at(self.listed.made_at)}.")
        for name in (DATABASE, f"{DATABASE}-wal", "head"):
            self._put_aside(self.vault / name)
        sync_folder(self._aside())
        for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
            (self.vault / name).unlink(missing_ok=True)
        os.replace(self._workshop / DATABASE, self.vault / DATABASE)
        sync_folder(self.vault)
        self.rebuilt = True

    # ----- sealed files

    def files(self, vault: Vault) -> None:
        """Take damaged and missing sealed files from this backup, or from those beside it."""
        kinds = dict(vault.engine.execute("SELECT digest, kind FROM attachments"))
        for broken in vault.attachments.verify():
            if self._taken(vault, broken):
                self.log.taken.append(f"{_named(vault, broken.digest)}.")
            elif kinds.get(broken.digest) == ORIGINAL:
                self.log.lost.append(f"{_named(vault, broken.digest)}: no backup has it whole; drop the file again.")
            else:
                with vault.engine.transaction():  # the text read from an original can be read again
                    vault.engine.execute("DELETE FROM attachments WHERE digest=?", (broken.digest,))
                self.log.kept.append("An original whose text will be read again.")

    def _taken(self, vault: Vault, broken: DamagedOriginal) -> bool:
        target = vault.attachments.path(broken.digest)
        name = Path("files", target.parent.name, target.name)
        keys = dict.fromkeys((vault.attachments.key(broken.digest), self._keys_of_backup.get(broken.digest)))
        others = (one.path for one in all_in(self.backup.parent, self.listed.vault) if one.path != self.backup)
        for folder in (self.backup, *others):
            for key in keys:
                if key and not wrong_with(folder / name, key, broken.digest):
                    self._place(vault, folder / name, target, broken.digest, key)
                    return True
        return False

    def _place(self, vault: Vault, source: Path, target: Path, digest: str, key: bytes) -> None:
        temporary = vault.temp / f"repair.{target.name}"
        temporary.unlink(missing_ok=True)
        copied(source, temporary, target.name)
        self._put_aside(target)
        private_dir(target.parent.parent)
        private_dir(target.parent)
        os.replace(temporary, target)
        sync_folder(target.parent)
        with vault.engine.transaction():
            vault.engine.execute("UPDATE attachments SET key=? WHERE digest=?", (key, digest))

    # ----- what was damaged

    def _aside(self) -> Path:
        if self.aside is None:
            base = f"{self.vault.name}.damaged-{datetime.now(UTC).astimezone():%Y-%m-%d %H%M%S}"
            self.aside = next(path for path in _numbered(self.home.root / base) if not path.exists())
            private_dir(self.aside)
        return self.aside

    def _put_aside(self, path: Path) -> None:
        if path.is_file():
            copied(path, next(one for one in _numbered(self._aside() / path.name) if not one.exists()), path.name)


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    number = 2
    while True:
        yield path.with_name(f"{path.name} {number}")
        number += 1


def _named(vault: Vault, digest: str) -> str:
    """A sealed file, by the cases it belongs to."""
    rows = vault.engine.execute(
        "SELECT number, summaries.case_id FROM case_files JOIN summaries USING(case_id) "
        "WHERE digest=? ORDER BY number LIMIT 3",
        (digest,),
    )
    cases = ", ".join(number or case_id for number, case_id in rows)
    return f"An original of {cases}" if cases else "A sealed file"
