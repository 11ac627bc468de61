"""The menu of the record's pages: what their own keys do, for the mouse and for those who look for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import edits
from imr_desktop.case.splitting import document_before
from imr_desktop.language import tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.record.pane import RecordPane
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.shell.workspace import Workspace
from imr_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from imr_desktop.review import Services


class ReadingController(Controller):
    """Menu commands on the record's pages; those that go on by keys take the keyboard there."""

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget, workspace: Workspace) -> None:
        super().__init__(services, tasks, session, window)
        self._work = workspace
        self._record: RecordPane = workspace.record

    def _take_keys(self) -> None:
        self._work.mark("record")
        self._record.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def toggle_alone(self) -> None:
        """The pane that is worked in alone in the window, or all of them again."""
        self._work.toggle_alone()

    @Slot()
    def widen_record(self) -> None:
        """The record wider than what stands beside it, or as before."""
        self._work.widen_record()

    @Slot()
    def next_record_page(self) -> None:
        self._record.view.next_page()

    @Slot()
    def previous_record_page(self) -> None:
        self._record.view.previous_page()

    @Slot()
    def next_unseen_page(self) -> None:
        self._record.progress.next_unseen()

    @Slot()
    def next_unread_page(self) -> None:
        self._record.progress.next_unread()

    @Slot()
    def go_back(self) -> None:
        self._record.view.go_back()

    @Slot()
    def go_forward(self) -> None:
        self._record.view.go_forward()

    @Slot()
    def fit_width(self) -> None:
        self._record.view.set_fit("width")

    @Slot()
    def fit_page(self) -> None:
        self._record.view.set_fit("page")

    @Slot()
    def true_size(self) -> None:
        self._record.view.set_fit(1.0)

    @Slot()
    def larger_pages(self) -> None:
        self._record.view.zoom_in()

    @Slot()
    def smaller_pages(self) -> None:
        self._record.view.zoom_out()

    @Slot()
    def pages_as_text(self) -> None:
        self._record.view.toggle_text()

    @Slot()
    def toggle_small_pages(self) -> None:
        self._record.reading.small.toggle()

    @Slot()
    def toggle_caret(self) -> None:
        """Put the caret into the page, or away."""
        self._take_keys()
        self._record.view.hand.toggle_caret()

    @Slot()
    def select_page(self) -> None:
        self._take_keys()
        self._record.view.hand.select_page()

    @Slot()
    def copy_selection(self) -> None:
        self._record.view.hand.copy()

    @Slot()
    def mark_box(self) -> None:
        """Let the next drag, or Enter, mark a box on the page."""
        self._take_keys()
        self._record.view.hand.begin_region()

    @Slot()
    def finding_from_page(self) -> None:
        self._record.view.capture("finding")

    @Slot()
    def quote_from_page(self) -> None:
        self._record.view.capture("quote")

    @Slot()
    def cite_page(self) -> None:
        self._record.view.capture("cite")

    @Slot()
    def turn_page_right(self) -> None:
        self._record.view.turn_right()

    @Slot()
    def turn_page_left(self) -> None:
        self._record.view.turn_left()

    @Slot()
    def turn_document(self) -> None:
        self._record.turn_document()

    @Slot()
    def begin_document(self) -> None:
        """Let a document of its own begin on the page that is read."""
        page = self._record.current_page()
        document = self._record.case.document_at(page)
        if document is None or document.first_page == page:
            self.failed.emit(
                tr("A document begins on this page already.") if document else tr("There is no document on this page.")
            )
            return
        self._record.request_edit(tr("Begin a document"), edits.begin_document, page, edits.new_id())
        self.notified.emit(tr("A document begins on p. {page}.", page=page))

    @Slot()
    def join_document(self) -> None:
        """Let the document that is read be the rest of the one before it."""
        page = self._record.current_page()
        before = document_before(self._record.case, page)
        if before is None:
            self.failed.emit(tr("No document of the same file stands before this one."))
            return
        self._record.request_edit(tr("Join documents"), edits.join_document, page)
        self.notified.emit(tr("Joined with {what}.", what=before.title or before.type))
