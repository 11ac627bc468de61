"""Writing the open case where a person says: its JSON, its letter as a draft."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from imr_desktop.language import tr
from imr_desktop.names import safe_name
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose, choose_place


class Exporting(Controller):
    """Menu commands that write the open case as files."""

    @Slot()
    def export_json(self) -> None:
        """Write the case's JSON where the reviewer says."""
        self.flush_requested.emit()
        case = self._session.case
        name = safe_name(f"{(case.number if case else '') or 'case'}.json")
        choose_place(self._window, tr("Export case JSON"), name, ".json").fileSelected.connect(self._write_json)

    @Slot()
    def save_draft(self) -> None:
        """Write the letter marked DRAFT into a folder."""
        self.flush_requested.emit()
        mode = QFileDialog.FileMode.Directory
        choose(self._window, tr("Save draft PDF in"), mode).fileSelected.connect(self._write_draft)

    @Slot(str)
    def _write_json(self, path: str) -> None:
        if (case := self._session.case) is not None:
            self.run(self._services.cases.write_json, case, Path(path), on_done=self._on_written)

    @Slot(str)
    def _write_draft(self, folder: str) -> None:
        if (case := self._session.case) is not None:
            self.run(self._services.signing.write_draft, case, Path(folder), on_done=self._on_written)

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self.notified.emit(tr("Saved {path}", path=path))
