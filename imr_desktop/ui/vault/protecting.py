"""Asks once how the cases are protected, and changes it; says at the start where the cases seem older than they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.vault.protection_dialog import ProtectionDialog, ProtectionStrip

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.vault import NewProtection


class Protecting(QObject):
    """`secured(result, protection)`: protected anew. `failed(sentence)`: it was not, or something is to be known."""

    secured = Signal(object, str)
    failed = Signal(str)

    def __init__(self, services: Services, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._tasks, self._window = services, tasks, window
        self.strip = ProtectionStrip()
        self.strip.asked.connect(self.ask)
        self.dialog: ProtectionDialog | None = None

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
        self._tasks.run(_ways, on_done=self._on_ways, on_error=self._on_failed, key="ways")

    @Slot(object)
    def _on_ways(self, ways: tuple[str, tuple[str, str, str]]) -> None:
        self.dialog = dialog = ProtectionDialog(self._window, *ways)
        dialog.accepted.connect(self._on_chosen)
        dialog.open()

    @Slot()
    def _on_chosen(self) -> None:
        if (dialog := self.dialog) is not None:
            how = dialog.passphrase, dialog.in_keyring
            self._tasks.run(_protect, self._services, *how, on_done=self._on_protected, on_error=self._on_failed)

    @Slot(object)
    def _on_protected(self, result: tuple[NewProtection, str]) -> None:
        self.strip.hide()
        self.secured.emit(*result)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(sentence(error))


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
