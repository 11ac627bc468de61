"""The list of what was received, and files of the record that are not here or are locked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose_place
from imr_desktop.ui.tasks import Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.case.model import CaseFile
    from imr_desktop.review import Services
    from imr_desktop.ui.intake.received_dialog import ReceivedDialog
    from imr_desktop.ui.session import CaseSession

_MOST_NAMED = 3


class ReceivedController(Controller):
    """Shows and writes the list; says where the record of a case that was opened is not here."""

    dialog: ReceivedDialog | None

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)

    @Slot()
    def show_received(self) -> None:
        """Open the list of the open case; without one that of this session's last files."""
        from imr_desktop.ui.intake.received_dialog import ReceivedDialog

        dialog = ReceivedDialog(self._window)
        dialog.export_requested.connect(self._export)
        self.show_dialog(dialog)
        dialog.show_lines(self._services.intake.received(self._session.case))
        self._look_for_record(self._on_missing_listed)

    @Slot()
    def look_for_record(self) -> None:
        """Say which files of the open case are not in the vault: their pages cannot be shown."""
        self._look_for_record(self._on_missing)

    def _look_for_record(self, on_done: object) -> None:
        if self._session.case is not None:
            self.run(self._services.record.missing, self._session.case, on_done=on_done, key="missing")  # type: ignore[arg-type]

    @Slot(object)
    def _on_missing(self, missing: tuple[CaseFile, ...]) -> None:
        if missing:
            names = ", ".join(file.name for file in missing[:_MOST_NAMED])
            more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
            self.failed.emit(
                f"The record of this case is not here: {names}{more}. Its pages cannot be shown or searched. Drop these "
                "files on the window to fill it in; they are known by what is in them. File › Files received lists them."
            )

    @Slot(object)
    def _on_missing_listed(self, missing: tuple[CaseFile, ...]) -> None:
        if self.dialog is not None:
            self.dialog.show_lines(self._services.intake.received(self._session.case), missing)

    @Slot()
    def _export(self) -> None:
        dialog = choose_place(self._window, "Export the list", "files-received.txt", ".txt", "Text (*.txt)")
        dialog.fileSelected.connect(self._export_to)

    @Slot(str)
    def _export_to(self, path: str) -> None:
        lines = self._services.intake.received(self._session.case)
        self.run(self._services.intake.export_received, lines, Path(path), on_done=self._say, on_error=self._on_not_written)

    @Slot(object)
    def _say(self, path: Path) -> None:
        if self.dialog is not None:
            self.dialog.say(f"Saved {path}")

    @Slot(object)
    def _on_not_written(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.say(sentence(error))
