"""The menu's act on the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.ui.trail.dialog import TrailDialog


class TrailController(QObject):
    """Opens the audit viewer: on the open case, or on all of them."""

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._tasks, self._session, self._window = services, tasks, session, window
        self.dialog: TrailDialog | None = None

    @Slot()
    def show_trail(self) -> None:
        from imr_desktop.ui.trail.dialog import TrailDialog

        case = self._session.case
        of_case = (case.id, case.number) if case else ("", "")
        self.dialog = TrailDialog(self._window, self._services, self._tasks, *of_case)
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()

    @Slot()
    def close_trail(self) -> None:
        if self.dialog is not None:
            self.dialog.done(0)

    @Slot()
    def _on_finished(self) -> None:
        self.dialog = None
