"""Menu commands for the parties of the open case, and for sending its signed determination."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose, tell
from imr_desktop.ui.tasks import DIALOG, Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.case.parties import Parties
    from imr_desktop.review import Services
    from imr_desktop.ui.parties.dialog import PartiesDialog
    from imr_desktop.ui.session import CaseSession

_JSON = mark("Parties (*.json)")


class PartiesController(Controller):
    """Shows and keeps the parties, and writes what is to be sent."""

    dialog: PartiesDialog | None

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._sending: Case | None = None
        session.closed.connect(self.put_away)
        session.closed.connect(self._forget)

    @Slot()
    def show_parties(self) -> None:
        """Store the case as it stands, then show its parties."""
        case = self._session.case
        if case is not None:
            self.flush_requested.emit()
            self._session.flush()
            self.run(_read, self._services, case, on_done=self._show, key=DIALOG, of=case.id)

    @Slot(object)
    def _show(self, read: tuple[Case, Parties, int]) -> None:
        from imr_desktop.ui.parties.dialog import PartiesDialog

        case, parties, version = read
        self.put_away()
        dialog = PartiesDialog(self._window, parties, case.number, version)
        dialog.import_requested.connect(self._choose_file)
        dialog.accepted.connect(self._on_accepted)
        self.show_dialog(dialog)

    @Slot()
    def _on_accepted(self) -> None:
        case, dialog = self._session.case, self.dialog
        if case is not None and dialog is not None:
            self.run(self._services.parties.keep, case.id, dialog.parties(), dialog.version, on_done=self._on_kept)

    @Slot(object)
    def _on_kept(self, _parties: Parties) -> None:
        self.notified.emit(tr("The parties are saved, in the vault beside the case."))

    @Slot()
    def _choose_file(self) -> None:
        if self.dialog is not None:
            made = choose(self.dialog, tr("Import parties"), QFileDialog.FileMode.ExistingFile, tr(_JSON))
            made.fileSelected.connect(self._import)

    @Slot(str)
    def _import(self, path: str) -> None:
        self.run(self._services.parties.read, Path(path), on_done=self._on_read, on_error=self._on_not_read)

    @Slot(object)
    def _on_read(self, parties: Parties) -> None:
        if self.dialog is not None:
            self.dialog.take(parties)

    @Slot(object)
    def _on_not_read(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.message.say(sentence(error))

    # --- sending

    @Slot()
    def send_letters(self) -> None:
        """Say what is missing, or ask for a folder and write what is to be sent into it."""
        self._sending = self._session.case
        if self._sending is not None:
            missing, case = self._services.sending.missing, self._sending
            self.run(missing, case, on_done=self._on_missing, key="sending", of=case.id)

    @Slot(object)
    def _on_missing(self, missing: tuple[str, ...]) -> None:
        if self._sending is None:
            return
        if missing:
            listed = "\n".join(f"•  {gap}" for gap in missing)
            tell(self._window, tr("Not ready to send"), tr("Before the letters can be written:\n\n{listed}", listed=listed))
            return
        made = choose(self._window, tr("Folder for the letters"), QFileDialog.FileMode.Directory)
        made.fileSelected.connect(self._write)

    @Slot(str)
    def _write(self, folder: str) -> None:
        if self._sending is not None:
            self.run(self._services.sending.write, self._sending, Path(folder), on_done=self._on_written)

    @Slot(object)
    def _on_written(self, paths: tuple[Path, ...]) -> None:
        where = paths[0].parent.name if paths else ""
        self.notified.emit(
            tr(
                "{paths_count} files written to “{where}”: determination, cover letters and proof of service.",
                paths_count=len(paths),
                where=where,
            )
        )

    @Slot()
    def _forget(self) -> None:
        self._sending = None


def _read(services: Services, case: Case) -> tuple[Case, Parties, int]:
    return case, *services.parties.stored(case.id)
