"""Menu commands for the audit trail."""

from __future__ import annotations

from PySide6.QtCore import Slot

from imr_desktop.ui.controllers.base import Controller


class TrailController(Controller):
    """Opens the audit viewer: on the open case, or on all of them."""

    @Slot()
    def show_trail(self) -> None:
        from imr_desktop.ui.trail.dialog import TrailDialog

        case = self._session.case
        of_case = (case.id, case.number) if case else ("", "")
        self.show_dialog(TrailDialog(self._window, self._services, self._tasks, *of_case))
