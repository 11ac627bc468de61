"""What a window shows when its vault is opened, shut, or protected otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from imr_desktop.ui.shell.parts import WindowParts


class Doors(QObject):
    """`changed()`: other commands can be done now."""

    changed = Signal()

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        vault = window.vault_controller
        vault.opened.connect(self._on_open)
        vault.shut.connect(self._on_shut)
        vault.protection_known.connect(self._on_protection)

    @Slot()
    def _on_shut(self) -> None:
        window, page = self._window, self._window.vault_controller.page
        window.pending_files.set_open(False)
        window.view_controller.forget_reviewer()
        window.home_view.forget_typed()  # it may be the passphrase, typed before this page stood
        window.views.setCurrentWidget(page)
        page.begin(len(window.pending_files.waiting))
        self.changed.emit()

    @Slot()
    def _on_open(self) -> None:
        window = self._window
        if window.views.currentWidget() is window.vault_controller.page:
            window.show_home()
        window.case_controller.list_cases()
        window.view_controller.read_reviewer()
        if not window.pending_files.waiting and window.locking.back_to.case:
            window.case_controller.open_case(window.locking.back_to.case)
        window.pending_files.set_open(True)
        self.changed.emit()

    @Slot()
    def _on_protection(self) -> None:
        window = self._window
        window.home_view.show_protection(window.vault_controller.protection)
        window.vault_controller.set_auto_lock(window.view_controller.settings.auto_lock_minutes)
        self.changed.emit()
