"""Asks once how the cases are protected, and changes it; says at the start where the cases seem older than they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import DIALOG, Tasks
from imr_desktop.ui.vault.protection_dialog import ProtectionDialog, ProtectionStrip

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.vault import NewProtection


class Protecting(Controller):
    """`secured(result, protection)`: protected anew. `failed(sentence)` also where something is to be known."""

    secured = Signal(object, str)
    dialog: ProtectionDialog | None

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self.strip = ProtectionStrip()
        self.strip.asked.connect(self.ask)

    @Slot()
    def look(self) -> None:
        """See whether the question is answered, and whether the vault holds what others know of it."""
        self._tasks.run(_looked, self._services, on_done=self._on_looked, key="protection")

    @Slot(object)
    def _on_looked(self, found: tuple[bool, str]) -> None:
        chosen, warning = found
        self.strip.setVisible(not chosen)
        if warning:
            self.failed.emit(warning)

    @Slot()
    def ask(self) -> None:
        """Show the ways; asked twice before they are there, once."""
        self.run(_ways, on_done=self._on_ways, key=DIALOG)

    @Slot(object)
    def _on_ways(self, ways: tuple[str, tuple[str, str, str]]) -> None:
        dialog = ProtectionDialog(self._window, *ways)
        dialog.accepted.connect(self._on_chosen)
        self.show_dialog(dialog)

    @Slot()
    def _on_chosen(self) -> None:
        if (dialog := self.dialog) is not None:
            how = dialog.passphrase, dialog.in_keyring
            self.run(_protect, self._services, *how, on_done=self._on_protected)

    @Slot(object)
    def _on_protected(self, result: tuple[NewProtection, str]) -> None:
        self.strip.hide()
        self.secured.emit(*result)


def _looked(services: Services) -> tuple[bool, str]:
    vault = services.vault
    if not vault.is_open and (vault.protection == "none" or not vault.opens_by_itself):
        return True, ""
    told = (vault.mend_backups(), vault.words_warning(), vault.rollback_warning())
    return vault.is_chosen, " ".join(filter(None, told))


def _ways() -> tuple[str, tuple[str, str, str]]:
    from imr_desktop.review.protections import BY_ACCOUNT, BY_KEYRING, BY_PASSPHRASE, keyring_name

    return keyring_name(), (BY_PASSPHRASE, BY_KEYRING, BY_ACCOUNT)


def _protect(services: Services, passphrase: str | None, in_keyring: bool) -> tuple[NewProtection, str]:
    return services.vault.protect(passphrase, in_keyring=in_keyring), services.vault.protection
