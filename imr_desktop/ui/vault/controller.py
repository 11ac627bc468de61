"""Menu commands for the vault: unlock and lock, passphrase, backups, the check of everything."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.language import told, tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import tell
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.vault.idle import Idle
from imr_desktop.ui.vault.protecting import Protecting
from imr_desktop.ui.vault.unlock_page import UnlockPage

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.vault import Backup, NewProtection, ScrubReport
    from imr_desktop.ui.vault.passphrase_dialog import PassphraseDialog, RecoveryDialog


RETRY = 600_000
"""Milliseconds after which a day's backup that failed is tried again."""


class VaultController(Controller):
    """`opened()`: the vault is open, or needs no opening. `shut()`: show `page` in place of everything. `lock_wished()`:
    store and put away what is in view, then call `lock`. `protection_known()`.
    """

    opened = Signal()
    shut = Signal()
    lock_wished = Signal()
    protection_known = Signal()

    dialog: PassphraseDialog | RecoveryDialog | None

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self.protection = "none"
        self.is_shut = False
        self.page = UnlockPage()
        self.page.unlock_requested.connect(self.unlock)
        self.protecting = Protecting(services, tasks, session, window)
        self.protecting.secured.connect(self._on_secured)
        self.protecting.failed.connect(self.failed)
        self.opened.connect(self.protecting.look)
        self._idle = Idle(window)
        self._idle.timed_out.connect(self.lock_cases)
        self._idle.lock_pressed.connect(self.lock_cases)
        self._minutes = 0.0
        self._backed_up: date | None = None
        self._again = QTimer(self, singleShot=True, interval=RETRY)
        self._again.timeout.connect(self.back_up_if_due)
        self._was_said = False
        self._to_know = ""

    # --- opening and locking

    def start(self) -> None:
        """Find out whether the vault wants a passphrase."""
        key = "protection of the vault"
        self.run(_found, self._services, on_done=self._on_found, on_error=self._on_start_failed, key=key)

    @Slot(object)
    def _on_found(self, found: tuple[str, str, bool]) -> None:
        protection, warning, wants_secret = found
        self._on_protection(protection)
        if wants_secret:
            self._shut()
            if protection != "passphrase":
                self.page.say(tr("This account’s key for the cases is not here. Enter the recovery words."))
        else:
            self.opened.emit()
        if warning:
            self.failed.emit(told(warning))

    @Slot(object)
    def _on_protection(self, protection: str) -> None:
        self.protection = protection
        self.protection_known.emit()

    @Slot(object)
    def _on_start_failed(self, error: Exception) -> None:
        self.opened.emit()  # the list of cases says what is wrong, in its place
        self.failed.emit(sentence(error))

    def _shut(self) -> None:
        self.is_shut = True
        self._idle.stop()
        self._again.stop()
        self._backed_up = None
        self.shut.emit()

    @Slot(str)
    def unlock(self, text: str) -> None:
        """Open the vault with a passphrase or the recovery words."""
        self.page.set_busy(True)
        self.run(self._services.vault.unlock, text, on_done=self._on_unlocked, on_error=self._on_refused)

    @Slot(object)
    def _on_unlocked(self, _: object) -> None:
        self.is_shut = False
        self.page.begin()
        self._idle.watch(self._minutes)
        self.opened.emit()

    @Slot(object)
    def _on_refused(self, error: Exception) -> None:
        self.page.refuse(sentence(error), getattr(error, "wait", 0.0))

    @Slot()
    def lock_cases(self) -> None:
        """Store the open case and lock the vault."""
        if self.protection == "passphrase" and not self.is_shut:
            self.lock_wished.emit()

    def lock(self) -> None:
        """Close the vault; what was in view is put away already."""
        self._tasks.wait()
        self._services.lock()
        self._shut()

    def put_away(self) -> None:
        """Nothing: its dialogs say nothing of a case, and a lock closes whatever stands open."""

    def set_auto_lock(self, minutes: float) -> None:
        """Lock after so many idle minutes; nought: never."""
        self._minutes = minutes
        if self.protection == "passphrase" and not self.is_shut:
            self._idle.watch(minutes)

    # --- the passphrase

    @Slot()
    def set_passphrase(self) -> None:
        from imr_desktop.ui.vault.passphrase_dialog import PassphraseDialog

        self.dialog = dialog = PassphraseDialog(self._window)
        dialog.accepted.connect(self._on_passphrase)
        dialog.open()

    @Slot()
    def _on_passphrase(self) -> None:
        from imr_desktop.ui.vault.passphrase_dialog import PassphraseDialog

        if isinstance(self.dialog, PassphraseDialog):
            text = self.dialog.passphrase
            self.run(self._services.vault.protect, text, on_done=self._on_set)

    @Slot(object)
    def _on_set(self, made: NewProtection) -> None:
        self.protecting.strip.hide()
        self._on_secured(made, "passphrase")

    @Slot()
    def choose_protection(self) -> None:
        self.protecting.ask()

    @Slot(object, str)
    def _on_secured(self, made: NewProtection, protection: str) -> None:
        from imr_desktop.ui.vault.passphrase_dialog import RecoveryDialog

        self._on_protection(protection)
        self._to_know = told(made.sentence)
        if protection == "passphrase":
            self._idle.watch(self._minutes)
        else:
            self._idle.stop()
        self.dialog = dialog = RecoveryDialog(self._window, made.words)
        dialog.accepted.connect(self._on_noted)
        dialog.rejected.connect(self._on_not_noted)
        dialog.open()

    @Slot()
    def _on_noted(self) -> None:
        self.run(self._services.vault.note_words)
        self.notified.emit(
            tr("The vault has a passphrase now. File › Lock locks it.")
            if self.protection == "passphrase"
            else tr("The cases open by themselves in this account, elsewhere with the recovery words.")
        )
        self._tell_more()

    @Slot()
    def _on_not_noted(self) -> None:
        self.notified.emit(tr("The protection is set, its recovery words are not noted. Set it again to see new ones."))
        self._tell_more()

    def _tell_more(self) -> None:
        """What else changed with the protection: backups that could not be reached above all."""
        if self._to_know:
            tell(self._window, tr("Backups and packages"), self._to_know)

    # --- backups and the check

    @Slot()
    def back_up(self) -> None:
        self.notified.emit(tr("Making a backup…"))
        self.run(self._services.vault.backup, on_done=self._on_backup, key="backup")

    @Slot()
    def back_up_if_due(self) -> None:
        """Make the day's backup, once; called after each save, and later where it failed. The first save made the vault."""
        if self.protection == "none":
            self._tasks.run(_protection, self._services, on_done=self._on_protection, key="protection of the vault")
            self.protecting.look()
        today = datetime.now().astimezone().date()
        if self._backed_up != today and not self._again.isActive():
            self._backed_up = today
            run, vault = self.run, self._services.vault
            run(vault.backup_if_due, on_done=self._on_days_backup, on_error=self._on_backup_failed, key="the day's backup")

    @Slot(object)
    def _on_backup(self, made: Backup) -> None:
        self.notified.emit(tr("Backup made: {path}", path=made.path))

    @Slot(object)
    def _on_days_backup(self, _: object) -> None:
        if self._was_said:
            self.notified.emit(tr("Today's backup is made now."))
        self._was_said = False

    @Slot(object)
    def _on_backup_failed(self, error: Exception) -> None:
        """Say it, in a dialog once, and try again in a while: what fails now may go when a disk is there or has room."""
        said = tr("Today's backup was not made; it is tried again every ten minutes. {error}", error=sentence(error))
        (self.notified if self._was_said else self.failed).emit(said)
        self._was_said, self._backed_up = True, None
        if not self.is_shut:
            self._again.start()

    @Slot()
    def check_vault(self) -> None:
        """Check every page, row, file and entry."""
        self.notified.emit(tr("Checking the vault…"))
        self.run(_scrub, self._services, on_done=self._on_scrubbed, key="scrub")

    @Slot(object)
    def _on_scrubbed(self, checked: tuple[ScrubReport, str]) -> None:
        found, confinement = checked
        lines = [f"{one.where}: {one.what} {one.repair}" for one in found.findings[:12]]
        more = len(found.findings) - len(lines)
        lines += [tr("… and {more} more.", more=more)] if more > 0 else []
        lines = lines or [tr("Every page, row, file and entry is as it was written.")]
        tell(self._window, tr("Check of the vault"), "\n\n".join((*lines, confinement)))


def _found(services: Services) -> tuple[str, str, bool]:
    services.load()
    vault = services.vault
    protection = vault.protection
    return protection, vault.place_warning(), protection != "none" and not vault.opens_by_itself


def _protection(services: Services) -> str:
    return services.vault.protection


def _scrub(services: Services) -> tuple[ScrubReport, str]:
    return services.vault.scrub(), services.processes.status().text
