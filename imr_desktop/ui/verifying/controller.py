"""Verifying determinations that are dropped on the window or chosen from the menu."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from imr_desktop.errors import UsageError
from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.verifying.dialog import VerdictDialog

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.letters import VerifyReport

_LETTERS = mark("Determinations (*.pdf);;All files (*)")
_ROOTS = mark("Root certificates (*.pem *.crt *.cer *.der);;All files (*)")


class VerifyController(Controller):
    """`passed_on(paths)`: these are no signed files, or are to be read as they are. `case_given(name, data)`: the case that
    is attached to a determination is to be taken in.
    """

    dialog: VerdictDialog | None
    passed_on = Signal(list)
    case_given = Signal(str, bytes)

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._path = Path()

    @Slot()
    def verify_determination(self) -> None:
        """Ask which file."""
        mode = QFileDialog.FileMode.ExistingFile
        choose(self._window, tr("Verify a determination"), mode, tr(_LETTERS)).fileSelected.connect(self.verify)

    @Slot(list)
    def look_at(self, paths: list[Path]) -> None:
        """Verify a single signed PDF; everything else is passed on."""
        if len(paths) == 1 and paths[0].suffix.lower() == ".pdf" and paths[0].is_file():
            path, looked = paths[0], self._services.verifying.is_signed  # each its own: another may be dropped meanwhile
            self.run(looked, path, on_done=partial(self._on_looked, path), on_error=partial(self._on_not_looked, path))
        else:
            self.passed_on.emit(paths)

    def _on_looked(self, path: Path, signed: bool) -> None:
        if signed:
            self.verify(path)
        else:
            self.passed_on.emit([path])

    def _on_not_looked(self, path: Path, _error: Exception) -> None:
        self.passed_on.emit([path])  # whoever reads it says what is wrong with it

    @Slot(str)
    def verify(self, path: str | Path) -> None:
        """Show what a file is worth."""
        self._path = Path(path)
        self.put_away()
        dialog = VerdictDialog(self._window, self._path.name)
        dialog.root_requested.connect(self._ask_root)
        dialog.reading_requested.connect(self._on_read)
        dialog.case_requested.connect(self._on_case)
        self.show_dialog(dialog)
        self._begin()

    def _begin(self) -> None:
        if self.dialog is not None:
            self.dialog.begin()
            try:
                self.dialog.show_office(self._services.verifying.office)
            except UsageError as error:
                self.dialog.show_failure(sentence(error))
                return
            verify = self._services.verifying.verify
            self.run(verify, self._path, on_done=self._on_report, on_error=self._on_no_report, key="verify")

    @Slot(object)
    def _on_report(self, report: VerifyReport) -> None:
        if self.dialog is not None:
            self.dialog.show_report(report)

    @Slot(object)
    def _on_no_report(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.show_failure(sentence(error))

    # --- what can be done with it

    @Slot()
    def _ask_root(self) -> None:
        mode = QFileDialog.FileMode.ExistingFile
        parent = self.dialog or self._window
        choose(parent, tr("The office’s root certificate"), mode, tr(_ROOTS)).fileSelected.connect(self.trust)

    @Slot(str)
    def trust(self, path: str) -> None:
        """Verify against this root from now on."""
        self.run(self._services.verifying.trust, Path(path), on_done=self._on_trusted, on_error=self._on_no_report)

    @Slot(object)
    def _on_trusted(self, _office: str) -> None:
        self._begin()

    @Slot()
    def _on_read(self) -> None:
        self.put_away()
        self.passed_on.emit([self._path])

    @Slot()
    def _on_case(self) -> None:
        self.put_away()
        self.run(self._services.verifying.attached, self._path, on_done=partial(self._on_attached, self._path.name))

    def _on_attached(self, name: str, data: bytes) -> None:
        self.case_given.emit(name, data)
