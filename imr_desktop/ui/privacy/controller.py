"""The private screen as a command, and what happens by itself: copies that go, a lock when the computer sleeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence

from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.privacy.copies import CopyKeeper
from imr_desktop.ui.privacy.screen import PrivateScreen
from imr_desktop.ui.privacy.sleep import SleepWatch

if TYPE_CHECKING:
    from imr_desktop.settings import Settings
    from imr_desktop.ui.shell.parts import WindowParts


class PrivacyController(Controller):
    """Keeps what stands in the window from those who pass by."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window.services, window.tasks, window.session, window)
        self._parts = window
        self.screen, self._copies, self._sleep = PrivateScreen(window), CopyKeeper(window), SleepWatch(window)
        vault = window.vault_controller
        self.screen.lock_pressed.connect(vault.lock_cases)
        self._sleep.left.connect(vault.lock_cases)
        vault.shut.connect(self.screen.show_again)
        window.view_controller.settings_changed.connect(self.take_settings)
        window.view_controller.settings_changed.connect(self.take_keys)
        window.completed.connect(self.take_keys)
        window.closing.connect(self.end)
        self.take_settings(window.view_controller.settings)

    @Slot()
    def toggle_private(self) -> None:
        """Hide every word of a case in all windows, or show them again."""
        self.screen.toggle()

    @Slot(object)
    def take_settings(self, settings: Settings) -> None:
        """How long copies stay, and whether a computer that sleeps locks."""
        self._copies.keep(settings.forget_copies_seconds)
        self._sleep.watch(settings.lock_on_sleep)

    @Slot()
    @Slot(object)
    def take_keys(self, _: object = None) -> None:
        """The key of the command may be the reviewer's own."""
        keys = self._parts.menus.actions["toggle_private"].shortcuts()
        self.screen.set_key(keys[0] if keys else QKeySequence())

    @Slot()
    def end(self) -> None:
        """The window closes: what was copied goes with it."""
        self._copies.forget()

    def put_away(self) -> None:
        """Nothing: it has no dialog."""
