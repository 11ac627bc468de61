"""The record at a glance as a command: shown, chosen in, saved as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import edits
from imr_desktop.language import tr
from imr_desktop.names import safe_name
from imr_desktop.review.overview import resolved, save_chronology
from imr_desktop.review.requests import NOT_IN_DISPUTE, ListQuestion, kept_item
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose_place
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.review import Services
    from imr_desktop.review.overview import Conflict, ConflictValue, Event
    from imr_desktop.ui.overview.dialog import OverviewDialog


class OverviewController(Controller):
    """`page_requested(page, quote)`: a place of the record shall come into view."""

    page_requested = Signal(int, str)
    dialog: OverviewDialog | None

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._told: tuple[Case, tuple[Event, ...], str] | None = None
        session.closed.connect(self.put_away)
        session.case_changed.connect(self._on_case)

    @Slot()
    def show_overview(self) -> None:
        """Look over the open case's record."""
        from imr_desktop.ui.overview.dialog import OverviewDialog

        case = self._session.case
        if case is None:
            return
        self.flush_requested.emit()
        dialog = OverviewDialog(self._window, self._services, self._tasks, self._session.case or case)
        dialog.page_requested.connect(self.page_requested)
        dialog.choice_made.connect(self._choose)
        dialog.missing_noted.connect(self._note_missing)
        dialog.beginning_kept.connect(self._keep_beginning)
        dialog.joining_wanted.connect(self._join)
        dialog.describing_wanted.connect(self._describe)
        dialog.save_requested.connect(self._save)
        dialog.told.connect(self.notified)
        self.show_dialog(dialog)

    @Slot()
    def put_away(self) -> None:
        """Nothing of a case stays, nor what was to be saved of it."""
        self._told = None
        super().put_away()

    @Slot(object, object, str)
    def _choose(self, conflict: Conflict, value: ConflictValue, reason: str) -> None:
        """The reviewer's choice holds from here, wherever the fact is used."""
        requests = self.dialog.requests if self.dialog is not None else ()
        try:
            self._session.apply(tr("Choose between values"), resolved, conflict, value, reason, requests)
        except (TypeError, ValueError):
            self.failed.emit(tr("This value does not fit its place in the case; enter it in the case facts."))
            return
        if isinstance(conflict, ListQuestion) and value.value == NOT_IN_DISPUTE:
            self._say_what_stays(conflict)

    def _say_what_stays(self, question: ListQuestion) -> None:
        case = self._session.case
        if case is not None and (kept := kept_item(case, question)):
            self.failed.emit(tr("The item “{title}” has your work in it and stays; remove it by hand.", title=kept))

    @Slot(str)
    def _note_missing(self, words: str) -> None:
        self._session.apply(tr("Note records not received"), _with_missing, words)

    @Slot(int)
    def _keep_beginning(self, page: int) -> None:
        if self._session.apply(tr("Keep where a document begins"), edits.begin_document, page, ""):
            self.notified.emit(tr("The document on p. {page} is right as it is: no guess any longer.", page=page))

    @Slot(int)
    def _join(self, page: int) -> None:
        if self._session.apply(tr("Join documents"), edits.join_document, page):
            self.notified.emit(tr("The document that began on p. {page} is joined with the one before it.", page=page))

    @Slot(int)
    def _describe(self, page: int) -> None:
        from imr_desktop.ui.record.document_form import DocumentForm

        case = self._session.case
        document = case.document_at(page) if case is not None else None
        if document is not None:
            form = DocumentForm(self.dialog or self._window, document)
            form.told.connect(self._on_described)
            form.open()

    @Slot(str, str, str, str, object, str)
    def _on_described(self, key: str, title: str, type_: str, kind: str, day: object, author: str) -> None:
        self._session.apply(tr("Say what a document is"), edits.describe_document, key, title, type_, kind, day, author)

    @Slot(object)
    def _on_case(self, _change: object = None) -> None:
        if self.dialog is not None and self._session.case is not None:
            self.dialog.show_case(self._session.case)

    @Slot(object, str)
    def _save(self, events: Sequence[Event], words: str) -> None:
        case = self._session.case
        if case is None:
            return
        name = safe_name(f"{case.number or 'case'} time line.pdf")
        self._told = case, tuple(events), words
        parent = self.dialog or self._window
        asked = choose_place(parent, tr("Save the time line"), name, ".pdf", tr("PDF files (*.pdf)"))
        asked.fileSelected.connect(self._save_to)

    @Slot(str)
    def _save_to(self, place: str) -> None:
        if self._told is not None:
            self.run(save_chronology, self._services.reviewer, *self._told, Path(place), on_done=self._on_saved)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.notified.emit(tr("The time line was saved as {name}.", name=path.name))


def _with_missing(case: Case, words: str) -> Case:
    held = case.records_missing.strip()
    return edits.set_field(case, records_missing=f"{held}; {words}" if held else words)
