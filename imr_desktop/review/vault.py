"""The vault as the reviewer handles it: who may open it, its audit trail, its backups and its health."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from imr_desktop import settings as settings_file
from imr_desktop.case.model import AuditHead
from imr_desktop.errors import StoreError
from imr_desktop.paths import Home, writable_by_others
from imr_desktop.store import account, backup, keys, location, mending, rekeying, rollback, scrub
from imr_desktop.store.audit import AuditEntry, AuditReport, verify_export  # noqa: F401  handed on
from imr_desktop.store.backup import Backup
from imr_desktop.store.keys import Protection
from imr_desktop.store.originals import Progress
from imr_desktop.store.scrub import ScrubReport
from imr_desktop.store.vault import Vault
from imr_desktop.store.versions import Retention

_UNNOTED = (
    "Nobody said that the recovery words of the present protection are noted. If you do not have them, set the "
    "protection again (File › Protection…): it shows new ones."
)
_CHOSEN = "protection.chosen"
_NEW_RECIPIENT = (
    "Packages for you are addressed to a new public key from now on (Share case shows it); those addressed to "
    "the one before still open."
)


@dataclass(frozen=True)
class NewProtection:
    """A new protection: the recovery words, which are shown this once, and what else has to be known (empty: nothing)."""

    words: str
    sentence: str = ""


class VaultService:
    """One home's vault: opened once, on first use or by its secret. Safe to call from worker threads."""

    def __init__(self, home: Home, passphrase: str | None = None, on_created: Callable[[str], None] | None = None) -> None:
        """Name the home; `on_created` is told the recovery words where the first use makes a vault."""
        self.home = home
        self._passphrase, self._on_created = passphrase, on_created
        self._guard = threading.RLock()
        self._vault: Vault | None = None

    # ----- opening and protecting

    @property
    def protection(self) -> Protection:
        """How the vault is protected; ``none`` where there is none yet. Raises StoreDamaged."""
        return Vault.protection(self.home)

    @property
    def is_open(self) -> bool:
        """Whether the vault is open."""
        return self._vault is not None

    @property
    def if_open(self) -> Vault | None:
        """The vault where it is open: what must not open it, though it may be locked meanwhile, works with this."""
        return self._vault

    @property
    def store(self) -> Vault:
        """The open vault: opened, and at the very first use made, if need be.

        Raises PassphraseNeeded, WrongPassphrase, StoreLocked, StoreDamaged.
        """
        with self._guard:
            if self._vault is None:
                self._open_or_create()
            assert self._vault is not None
            return self._vault

    def create(self, passphrase: str | None, *, in_keyring: bool = False) -> str:
        """Make the vault, protected by a passphrase or (None) by the system account; its recovery words."""
        words = self._created(passphrase, in_keyring=in_keyring)
        self.store.engine.put(_CHOSEN, 1)
        return words

    def _created(self, passphrase: str | None, *, in_keyring: bool = False) -> str:
        with self._guard:
            self._vault, words = Vault.create(self.home, passphrase, in_keyring=in_keyring, keep=self._keep)
            return words

    def unlock(self, passphrase: str | None) -> None:
        """Open the vault. Raises WrongPassphrase, PassphraseNeeded, StoreLocked, StoreDamaged."""
        with self._guard:
            if self._vault is None:
                self._vault = Vault.open(self.home, passphrase, keep=self._keep)

    def lock(self) -> None:
        """Close the vault and forget its keys; harmless where it is closed."""
        with self._guard:
            vault, self._vault = self._vault, None
            self._passphrase = None
            if vault is not None:
                vault.close()

    def _open_or_create(self) -> None:
        if self.protection == "none":
            words = self._created(self._passphrase)
            if self._on_created:
                self._on_created(words)
        else:
            by_itself = self.protection != "passphrase" and (not self._passphrase or self.opens_by_itself)
            self.unlock(None if by_itself else self._passphrase)

    @property
    def _keep(self) -> Retention:
        settings = settings_file.load(self.home)
        return Retention(settings.history_days, settings.history_versions)

    def protect(self, passphrase: str | None, *, in_keyring: bool = False) -> NewProtection:
        """Protect the vault, made where there is none, by a passphrase or, with None, by the system account.

        The data key changes, so that earlier secrets open nothing written from now on; backups follow as far as they can be
        reached. Raises UsageError, StoreError: nothing was changed then.
        """
        with self._guard:
            if self._vault is None and self.protection == "none":
                words = self.create(passphrase, in_keyring=in_keyring)
                self.store.engine.put(_CHOSEN, 1)
                return NewProtection(words)
            vault = self.store
        with vault.still:  # a backup that runs is waited for before anybody who saves has to wait
            with self._guard:
                addressed = vault.engine.get("exchange.identity") is not None
                words = vault.change_keys(passphrase, in_keyring=in_keyring)
                vault.engine.put(_CHOSEN, 1)
                self._passphrase = None
            mended = mending.mend_all(vault, self.backup_folders)
        return NewProtection(words, " ".join(filter(None, (mended.sentence, _NEW_RECIPIENT if addressed else ""))))

    def mend_backups(self) -> str:
        """Let the backups follow a change of the protection that was cut short; what has to be known of it, or nothing."""
        vault = self.store
        if not mending.is_due(vault):
            return ""
        told = mending.mend_all(vault, self.backup_folders).sentence
        return " ".join(filter(None, ("The last change of the protection was cut short; the backups follow it now.", told)))

    def note_words(self) -> None:
        """The recovery words of the present protection were noted."""
        self.store.engine.put(rekeying.UNNOTED, 0)

    def words_warning(self) -> str:
        """A sentence where the program ended, or was locked, before anybody said that the recovery words are noted."""
        if not self.store.engine.get(rekeying.UNNOTED):
            return ""
        # was said beside the words, so perhaps unseen, too
        unreached = mending.MendReport(unreached=mending.pending(self.store))
        return " ".join(filter(None, (_UNNOTED, unreached.sentence)))

    @property
    def is_chosen(self) -> bool:
        """Whether somebody chose how the vault is protected; one that a first save made is the account's until then."""
        return self.protection == "passphrase" or bool(self.store.engine.get(_CHOSEN) and self.opens_by_itself)

    @property
    def opens_by_itself(self) -> bool:
        """Whether the system account's key opens the vault; without it the recovery words do. Raises StoreDamaged."""
        return keys.opens(self.home.vault, None)

    # ----- the audit trail

    def trail(
        self, case_id: str = "", what: str = "", text: str = "", before_seq: int | None = None, most: int = 500
    ) -> tuple[AuditEntry, ...]:
        """Entries of the audit trail, the newest first."""
        return tuple(self.store.trail.entries(case_id=case_id, what=what, text=text, before_seq=before_seq, most=most))

    def verify_trail(self) -> AuditReport:
        """Whether the audit trail is whole, and reaches as far as the newest determination that was signed says."""
        return self.store.trail.verify(self._newest_head())

    def _newest_head(self) -> AuditHead | None:
        repository = self.store.repository
        signed = (repository.load(row.id) for row in repository.list() if row.signed_at)
        return max((case.audit_head for case in signed if case.audit_head), key=lambda head: head.entries, default=None)

    # ----- backups and health

    def place_warning(self) -> str:
        """What speaks against where the home lies (a share, a synced or open folder), or that its settings are lost."""
        lost = (
            f"The settings in {self.home.settings} cannot be read; the usual ones hold until they are chosen again, without "
            "a second place for backups."
        )
        damaged = lost if settings_file.is_damaged(self.home) else ""
        return " ".join(filter(None, (location.warning(self.home.root), self.open_folder_warning(), damaged)))

    def open_folder_warning(self) -> str:
        """A sentence where other accounts may write into the home, which the reviewer made and only they may close."""
        root = self.home.root
        return (
            f"Other accounts may put files into the folder {root} and take them away, the encrypted cases, too: close it "
            f"with `chmod 700 {root}`, or choose another with --home."
            if writable_by_others(root)
            else ""
        )

    @property
    def backup_folders(self) -> tuple[Path, ...]:
        """Where automatic backups go: the home's own folder, and the second place of the settings."""
        chosen = settings_file.load(self.home).backup_folder
        return (self.home.backups, *((Path(chosen),) if chosen else ()))

    def backup(self, folder: Path | None = None) -> Backup:
        """Make a backup, in `folder` or in every usual place; the last of them. Too many are let go of.

        Raises StoreError where one could not be made, when the others were.
        """
        return self._backed_up((folder,) if folder else self.backup_folders)

    def backup_if_due(self) -> None:
        """Make the day's backups where they are not there yet and a vault is open. Raises StoreError as `backup` does."""
        vault, now = self.if_open, datetime.now().astimezone()
        if vault is None:
            return
        for place in mending.pending(vault):
            mending.note_place(vault, place)
        if due := tuple(place for place in self.backup_folders if backup.due(vault, place, now)):
            self._backed_up(due)

    def _backed_up(self, places: Iterable[Path]) -> Backup:
        made, wrong = list[Backup](), list[StoreError]()
        for place in places:
            try:
                made.append(backup.make(self.store, place))
                backup.rotate(place)
            except StoreError as error:
                wrong.append(error)
        if made:
            self.store.trail.append("backup made")
        if wrong:
            raise wrong[0]
        return made[-1]

    def backups(self) -> tuple[Backup, ...]:
        """The backups in the usual places, the newest first."""
        found = (one for place in self.backup_folders for one in backup.all_in(place))
        return tuple(sorted(found, key=lambda one: one.made_at, reverse=True))

    def rollback_warning(self) -> str:
        """What speaks for it that the open vault was put back to an older state; empty where nothing does."""
        return rollback.warning(self.store, self.backup_folders)

    def scrub_home(self, secret: str | None) -> ScrubReport:
        """The same where the vault may not open. Raises StoreError."""
        return scrub.scrub_home(self.home, secret)

    def repair(self, secret: str | None, backup: Path) -> tuple[str, ...]:
        """Mend the vault out of a backup of it; what was done, line by line. Raises StoreError."""
        from imr_desktop.store import repair

        return tuple(repair.repair(self.home, secret, backup).lines)

    def put_back(self, source: Path) -> int:
        """Make the home's vault out of a backup; how many files it has. Raises UsageError, StoreError."""
        return backup.restore(source, self.home).files

    @property
    def key_is_here(self) -> bool:
        """Whether the file with the system account's key lies in the vault."""
        return (self.home.vault / account.FILE).exists()

    def scrub(self, progress: Progress | None = None) -> ScrubReport:
        """Check every page, row, file and entry."""
        return scrub.scrub(self.store, progress)
