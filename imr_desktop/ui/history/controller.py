"""Menu commands for a case's history: opening it, and making an older version the case again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.errors import StoreError
from imr_desktop.language import tr
from imr_desktop.ui import writing
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.exclusive import StoredVersion
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.ui.history.dialog import HistoryDialog


class HistoryController(Controller):
    """Shows the history, and restores."""

    dialog: HistoryDialog | None

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._version = 0
        session.closed.connect(self.put_away)

    @Slot()
    def show_history(self) -> None:
        """Store the case as it stands, then show its versions."""
        from imr_desktop.ui.history.dialog import HistoryDialog

        case = self._session.case
        if case is None:
            return
        self.flush_requested.emit()
        self._session.flush()  # where it fails the window says so; the versions before are there all the same
        dialog = HistoryDialog(self._window, self._services, self._tasks, case.id, case.number, locked=case.locked)
        dialog.restore_requested.connect(self.restore)
        self.show_dialog(dialog)

    @Slot(int)
    def restore(self, version: int) -> None:
        """Make a version the case again, as a new version."""
        self._version = version
        what = writing.RESTORING, writing.restore, self._services, version
        if not self._session.run_exclusive(*what, on_done=self._on_restored, on_error=self._on_failed):
            words = tr("Nothing was restored: the case has to be saved first. Close this, then try again.")
            self._on_failed(StoreError(words))

    @Slot(object)
    def _on_restored(self, written: StoredVersion) -> None:
        now = self._session.case
        self.put_away()
        if now is not None and now.id == written.case.id:
            self._session.adopt(tr("Restore version {version}", version=self._version), *written)
            self.notified.emit(
                tr("Version {version} is the case again. Undo brings back what was there before.", version=self._version)
            )

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.sure_button.setEnabled(True)
            self.dialog.unask()
            self.dialog.show_failure(sentence(error))
