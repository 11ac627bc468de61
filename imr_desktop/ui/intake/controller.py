"""The list of what was received, pages that come again, and files of the record that are not here or are locked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose_place
from imr_desktop.ui.tasks import DIALOG, Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, CaseFile
    from imr_desktop.review import Services
    from imr_desktop.review.again import Again
    from imr_desktop.review.read_again import ReadAgain
    from imr_desktop.ui.intake.again_dialog import AgainDialog
    from imr_desktop.ui.intake.password_dialog import PasswordDialog
    from imr_desktop.ui.intake.received_dialog import ReceivedDialog
    from imr_desktop.ui.session import CaseSession

_MOST_NAMED = 3
_AWAY = mark(
    "The record of this case is not here: {names}{more}. Its pages cannot be shown or searched. Drop these files on the "
    "window to fill it in; they are known by what is in them. View › Files received lists them."
)
_AWAY_SIGNED = mark(
    "The record of this case is not here: {names}{more}. Its pages cannot be shown or searched. The case is signed and "
    "takes no files: Case › Reopen as new version comes first, then drop these files on the window. View › "
    "Files received lists them."
)


class ReceivedController(Controller):
    """Shows and writes the list; says where the record of a case that was opened is not here, and asks for passwords.

    `page_requested(page)`: go to a page of the record. `pages_unlocked()`: pages that were locked can be shown now.
    `proposed(taken)`: what the record proposes that the case does not hold.
    """

    page_requested = Signal(int)
    proposed = Signal(object)
    pages_unlocked = Signal()

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._list: ReceivedDialog | None = None
        self._again: AgainDialog | None = None
        self._asked: set[str] = set()
        self._asking: PasswordDialog | None = None
        session.closed.connect(self.put_away)
        session.closed.connect(self._stop_asking)

    @Slot()
    def show_received(self) -> None:
        """Open the list of the open case; without one that of the files dropped last."""
        from imr_desktop.ui.intake.received_dialog import ReceivedDialog

        dialog = self._list = ReceivedDialog(self._window)
        dialog.export_requested.connect(self._export)
        self.show_dialog(dialog)
        dialog.show_lines(self._services.intake.received(self._session.case))
        self._look_for_record(self._on_missing_listed)

    # --- pages that come again

    @Slot()
    def show_again(self) -> None:
        """Compare the record's pages and show which come again, and what differs."""
        from imr_desktop.ui.intake.again_dialog import AgainDialog

        if (case := self._session.case) is None:
            return
        dialog = self._again = AgainDialog(self._window)
        dialog.page_requested.connect(self._on_page)
        self.show_dialog(dialog)
        self.run(self._services.record.again, case, on_done=self._on_again, key=DIALOG, of=case.id)

    @Slot(object)
    def _on_again(self, found: tuple[Again, ...]) -> None:
        if self._again is not None and self.dialog is self._again:
            self._again.show_found(found)

    @Slot(int)
    def _on_page(self, page: int) -> None:
        self.put_away()
        self.page_requested.emit(page)

    # --- what was not taken

    @Slot()
    def show_untaken(self) -> None:
        """Show what the record proposes that the case does not hold: what was not taken when it came in can be taken now."""
        case = self._session.case
        if case is not None:
            self.notified.emit(tr("Reading what the record proposes\u2026"))
            self.run(_untaken, self._services, case, on_done=self._on_untaken, key="untaken", of=case.id)

    @Slot(object)
    def _on_untaken(self, taken: ReadAgain) -> None:
        if self._session.case is None or self._session.case.locked:
            return
        if taken.proposals:
            self.proposed.emit(taken)
        else:
            self.notified.emit(tr("The record proposes nothing that the case does not hold."))

    # --- pages that are locked

    @Slot(int)
    def ask_password(self, page: int) -> None:
        """Ask for the password of a page's file, once a session: its text is here, only its picture is locked."""
        case = self._session.case
        file = (
            next((one for one in case.files if one.first_page <= page < one.first_page + one.pages), None) if case else None
        )
        if file is not None and file.digest not in self._asked:
            self._asked.add(file.digest)
            self._ask_for(page, file.name, wrong=False)

    def _ask_for(self, page: int, name: str, *, wrong: bool) -> None:
        from imr_desktop.ui.intake.password_dialog import PasswordDialog

        self._stop_asking()
        dialog = self._asking = PasswordDialog(self._window, name, wrong=wrong, skip=tr("&Show its text"))
        dialog.given.connect(partial(self._unlock, page, name))
        dialog.open()

    def _unlock(self, page: int, name: str, password: str) -> None:
        self._asking, case = None, self._session.case
        if case is not None:
            done = partial(self._on_tried, page, name)
            self.run(self._services.record.unlock, case, page, password, on_done=done, key="unlock", of=case.id)

    def _on_tried(self, page: int, name: str, opened: bool) -> None:
        if opened:
            self.pages_unlocked.emit()
        else:
            self._ask_for(page, name, wrong=True)

    @Slot()
    def _stop_asking(self) -> None:
        if self._asking is not None and isValid(self._asking):
            self._asking.dismiss()
        self._asking = None

    # --- a record that is not here

    @Slot()
    def look_for_record(self) -> None:
        """Say which files of the open case are not in the vault: their pages cannot be shown."""
        self._look_for_record(self._on_missing)

    def _look_for_record(self, on_done: Callable[[tuple[CaseFile, ...]], None]) -> None:
        if (case := self._session.case) is not None:
            self.run(self._services.record.missing, case, on_done=on_done, key="missing", of=case.id)

    @Slot(object)
    def _on_missing(self, missing: tuple[CaseFile, ...]) -> None:
        if missing:
            names = ", ".join(file.name for file in missing[:_MOST_NAMED])
            more = (
                tr(" and {missing_count} more", missing_count=len(missing) - _MOST_NAMED)
                if len(missing) > _MOST_NAMED
                else ""
            )
            case = self._session.case
            self.failed.emit(tr(_AWAY_SIGNED if case is not None and case.locked else _AWAY, names=names, more=more))

    @Slot(object)
    def _on_missing_listed(self, missing: tuple[CaseFile, ...]) -> None:
        if self._list is not None and self.dialog is self._list:
            case = self._session.case
            self._list.show_lines(self._services.intake.received(case), missing, signed=case is not None and case.locked)

    @Slot()
    def _export(self) -> None:
        dialog = choose_place(self._window, tr("Export the list"), "files-received.txt", ".txt", tr("Text (*.txt)"))
        dialog.fileSelected.connect(self._export_to)

    @Slot(str)
    def _export_to(self, path: str) -> None:
        lines = self._services.intake.received(self._session.case)
        self.run(self._services.intake.export_received, lines, Path(path), on_done=self._say, on_error=self._on_not_written)

    @Slot(object)
    def _say(self, path: Path) -> None:
        if self._list is not None and self.dialog is self._list:
            self._list.say(tr("Saved {path}", path=path))

    @Slot(object)
    def _on_not_written(self, error: Exception) -> None:
        if self._list is not None and self.dialog is self._list:
            self._list.say(sentence(error))


def _untaken(services: Services, case: Case) -> ReadAgain:
    from imr_desktop.review.read_again import read_again

    return read_again(services.record, case, range(1, case.page_count + 1))
