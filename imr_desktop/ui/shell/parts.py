"""What the main window is made of, by name: for those who work on it as a whole. The window makes each part in its stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QMainWindow, QStackedWidget

if TYPE_CHECKING:
    from pathlib import Path

    from imr_desktop.review import Services
    from imr_desktop.ui.controllers.actions import Menus
    from imr_desktop.ui.controllers.base import Controller
    from imr_desktop.ui.controllers.case import CaseController
    from imr_desktop.ui.controllers.view import ViewController
    from imr_desktop.ui.home.view import HomeView
    from imr_desktop.ui.intake.pending_files import PendingFiles
    from imr_desktop.ui.session import CaseSession
    from imr_desktop.ui.shell.case_view import CaseView
    from imr_desktop.ui.shell.focus import FocusKeeper
    from imr_desktop.ui.shell.status_bar import StatusBar
    from imr_desktop.ui.shell.top_bar import TopBar
    from imr_desktop.ui.tasks import Tasks
    from imr_desktop.ui.vault.controller import VaultController
    from imr_desktop.ui.vault.locking import Locking


class WindowParts(QMainWindow):
    """The parts that locking, the menus and the keeper of the keyboard use; there from `MainWindow.completed` on.

    `painted`: the first frame stands.
    """

    painted = Signal()
    completed: ClassVar[Signal]
    closing: ClassVar[Signal]
    top: TopBar
    status: StatusBar
    views: QStackedWidget
    focus: FocusKeeper
    home_view: HomeView
    case_view: CaseView | None
    services: Services
    tasks: Tasks
    session: CaseSession
    pending_files: PendingFiles
    case_controller: CaseController
    vault_controller: VaultController
    view_controller: ViewController
    locking: Locking
    menus: Menus
    controllers: tuple[Controller, ...]
    _was_painted = False

    def event(self, event: QEvent) -> bool:
        """Say once that the first frame stands."""
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)
        return handled

    def show_home(self) -> None:
        """Show the list of cases."""
        raise NotImplementedError

    def show_case(self) -> None:
        """Show the open case."""
        raise NotImplementedError

    def is_locked(self) -> bool:
        """Whether a signed case is in view, which takes no files."""
        return self.session.case is not None and self.session.case.locked

    @Slot(list)
    def take_in(self, paths: list[Path]) -> None:
        """Files that were dropped, or given on the command line; while the vault is locked they wait."""
        self.pending_files.take(list(paths))

    @Slot(list)
    def take_over(self, paths: list[Path]) -> None:
        """A second start handed its files over: come to the front and take them in."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if paths:
            self.take_in(paths)
