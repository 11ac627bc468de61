"""The menu of the record's pages: what their own keys do, for the mouse and for those who look for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import edits
from imr_desktop.case.splitting import document_before
from imr_desktop.language import tr
from imr_desktop.ui import shortcuts
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.guesses import guess_words, guesses_of
from imr_desktop.ui.record.document_form import DocumentForm
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
    def read_from_the_end(self) -> None:
        """Files in reverse from their last page on, or as they lie again."""
        self._take_keys()
        self._record.remarked.turn()

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
    def next_doubtful_start(self) -> None:
        """Go to the next document of which it is a guess that it begins where it does, or what it is."""
        page, case = self._record.current_page(), self._record.case
        doubtful = {one.first_page: one for one in case.documents if guesses_of(one)}
        if not doubtful:
            self.notified.emit(tr("No document is in doubt."))
            return
        at = next((first for first in sorted(doubtful) if first > page), min(doubtful))
        self._record.go_to_page(at)
        self._take_keys()
        one = doubtful[at]
        words = tr("{what}, p. {at}: {guesses}.", what=one.title or one.type, at=at, guesses=guess_words(one))
        self.notified.emit(tr("{words} {key}: right as it is.", words=words, key=shortcuts.in_force("Ctrl+Shift+D")))

    @Slot()
    def begin_document(self) -> None:
        """Let a document of its own begin on the page that is read; where one does, it is no guess any longer."""
        page = self._record.current_page()
        document = self._record.case.document_at(page)
        if document is None:
            self.failed.emit(tr("There is no document on this page."))
        elif document.first_page == page and not document.doubt and not document.guessed:
            self.failed.emit(tr("A document begins on this page already."))
        elif document.first_page == page:
            self._record.request_edit(tr("Keep where a document begins"), edits.begin_document, page, "")
            self.notified.emit(tr("The document on p. {page} is right as it is: no guess any longer.", page=page))
        else:
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

    @Slot()
    def start_earlier(self) -> None:
        """Let the document that is read begin one page earlier."""
        self._move_start(-1)

    @Slot()
    def start_later(self) -> None:
        """Let the document that is read begin one page later."""
        self._move_start(1)

    def _move_start(self, by: int) -> None:
        page, case = self._record.current_page(), self._record.case
        one, before = case.document_at(page), document_before(case, page)
        if one is None or before is None:
            self.failed.emit(tr("No document of the same file stands before this one."))
            return
        giving = before if by < 0 else one
        if len(giving.pages) == 1:
            self.failed.emit(tr("{what} has one page only; join the two instead.", what=giving.title or giving.type))
            return
        first = one.first_page + by
        self._record.request_edit(tr("Move where a document begins"), edits.move_start, page, by)
        self._record.go_to_page(max(first, min(page, one.last_page)))
        self.notified.emit(tr("{what} begins on p. {first}.", what=one.title or one.type, first=first))

    @Slot()
    def describe_document(self) -> None:
        """Say by hand what the document that is read is."""
        document = self._record.case.document_at(self._record.current_page())
        if document is None:
            self.failed.emit(tr("There is no document on this page."))
            return
        form = DocumentForm(self._window, document)
        form.told.connect(self._on_told)
        self.show_dialog(form)

    @Slot(str, str, str, str, object, str)
    def _on_told(self, key: str, title: str, type_: str, kind: str, day: object, author: str) -> None:
        self._record.request_edit(tr("Say what a document is"), edits.describe_document, key, title, type_, kind, day, author)
