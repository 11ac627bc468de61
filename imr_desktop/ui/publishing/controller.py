"""The menu command that makes a public copy of the open case's determination."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose
from imr_desktop.ui.tasks import Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.review import Services
    from imr_desktop.review.publishing import Made
    from imr_desktop.ui.publishing.public_dialog import PublicDialog
    from imr_desktop.ui.session import CaseSession

_SCALE = 1.5


@dataclass(frozen=True)
class Shown:
    """A public copy and its pages as pictures."""

    made: Made
    pages: tuple[QImage, ...]


class PublishingController(Controller):
    """Makes the copy, shows it with its report, and saves it once a person says to have read it."""

    dialog: PublicDialog | None

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._made: Made | None = None
        session.closed.connect(self.put_away)

    @Slot()
    def put_away(self) -> None:
        """Nothing of a case stays, nor the copy that was to be saved of it."""
        self._made = None
        super().put_away()

    @Slot()
    def publish_case(self) -> None:
        """Open the dialog with the public copy of the case as it stands."""
        from imr_desktop.ui.publishing.public_dialog import PublicDialog

        self.flush_requested.emit()
        if self._session.case is None:
            return
        dialog = PublicDialog(self._window)
        dialog.number_wished.connect(self._make)
        dialog.accepted.connect(self._on_confirmed)
        self.show_dialog(dialog)
        self._make(False)

    @Slot(bool)
    def _make(self, keep_number: bool) -> None:
        self._made = None
        if (case := self._session.case) is not None:
            done, failed = self._on_made, self._on_not_made
            self.run(_shown, self._services, case, keep_number, on_done=done, on_error=failed, key="public copy", of=case.id)

    @Slot(object)
    def _on_made(self, shown: Shown) -> None:
        if self.dialog is not None:
            self._made = shown.made
            self.dialog.show_copy(shown)

    @Slot(object)
    def _on_not_made(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.show_failure(sentence(error))

    @Slot()
    def _on_confirmed(self) -> None:
        mode = QFileDialog.FileMode.Directory
        choose(self._window, tr("Save the public copy in"), mode).fileSelected.connect(self.write_copy)

    @Slot(str)
    def write_copy(self, folder: str) -> None:
        """Write the copy that was read; nothing else."""
        made, self._made = self._made, None
        if made is not None:
            self.run(self._services.publishing.write, made, Path(folder), on_done=self._on_written)

    @Slot(object)
    def _on_written(self, path: Path | None) -> None:
        self.notified.emit(
            tr("Public copy saved: {path}", path=path) if path else tr("Nothing was saved: the copy still names somebody.")
        )


def _shown(services: Services, case: Case, keep_number: bool) -> Shown:
    from imr_desktop.ui.signing.letter_pages import images

    made = services.publishing.make(case, keep_number=keep_number)
    return Shown(made, images(made.copy.pdf, _SCALE))
