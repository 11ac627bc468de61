"""The record: documents on the left, pages on the right, every capture one key away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.case import edits, read_states
from imr_desktop.case.model import Case, SourceRef
from imr_desktop.errors import ImrError
from imr_desktop.language import told, tr
from imr_desktop.ui.announce import mention
from imr_desktop.ui.pages import PagePictures
from imr_desktop.ui.record import page_state
from imr_desktop.ui.record.find_flow import FindAnswer, words_taken
from imr_desktop.ui.record.left_off import PLACE
from imr_desktop.ui.record.record_parts import RecordParts
from imr_desktop.ui.theme import px
from imr_desktop.ui.wording import counted, read_words

if TYPE_CHECKING:
    from imr_desktop.review.again import Copy
    from imr_desktop.review.record import RecordText

SPOKEN_TEXT, SPOKEN_DOUBTS = 4_000, 12


class RecordPane(RecordParts):
    """The record. From a selection, with sources of its further pages: `finding_requested(quote, source, more)`,
    `quote_requested(quote, source, more)`, `cite_requested(source, more)`; `said(sentence)`: for the status bar.

    `page_changed(page)`; `pages_seen(pages)`: these case pages (a frozenset) were looked at; `finding_clicked(id)` for a
    marker in the margin; `find_requested(wish)`: find words, whose answer `show_found` takes. `escape_left()`: Escape, where
    no search is to be left by it.
    """

    finding_requested = Signal(str, SourceRef, object)
    quote_requested = Signal(str, SourceRef, object)
    cite_requested = Signal(SourceRef, object)
    said = Signal(str)
    page_changed = Signal(int)
    pages_seen = Signal(object)
    finding_clicked = Signal(str)
    find_requested = Signal(object)
    escape_left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._record: RecordText | None = None
        self._shown = ""
        self._states_of: tuple[object, ...] = ()
        self._connect()
        self.show_documents(True)

    def _connect(self) -> None:
        bar = self.bar
        bar.documents.toggled.connect(self.show_documents)
        bar.previous.clicked.connect(self.view.previous_page)
        bar.next.clicked.connect(self.view.next_page)
        bar.text.toggled.connect(self.view.set_as_text)
        bar.page_entered.connect(self._on_page_entered)
        bar.find_entered.connect(self.find_words)
        self.view.text_toggled.connect(bar.text.setChecked)
        self._connect_reading()
        self.view.page_changed.connect(self._on_page)
        self.view.page_came.connect(self._on_page_came)
        self.view.finding_clicked.connect(self.finding_clicked)
        self.side.page_chosen.connect(self._on_side_page)
        self._connect_finding()
        for key, act in (
            ("Alt+Left", self.view.go_back),
            ("Alt+Right", self.view.go_forward),
            ("Ctrl+Shift+B", self.reading.small.toggle),
            ("Ctrl+B", bar.documents.toggle),
            ("Ctrl+G", self.focus_page),
            ("Ctrl+F", self.focus_find),
            ("F3", self.find_next),
            ("Shift+F3", self.find_previous),
            ("Escape", self._on_escape),
        ):
            self.add_key(key, act)

    def _connect_finding(self) -> None:
        finding = self.finding
        self.found.closed.connect(self.clear_find)
        finding.wished.connect(self.find_requested)
        finding.begun.connect(self._on_find_begun)
        finding.ended.connect(self._on_find_ended)
        finding.marked.connect(self.view.set_sought)
        finding.page_wanted.connect(self.view.jump_to)

    def _connect_reading(self) -> None:
        view, progress, captures = self.view, self.progress, self.captures
        captures.finding.connect(self.finding_requested)
        captures.quoted.connect(self.quote_requested)
        captures.cited.connect(self.cite_requested)
        captures.said.connect(self.said)
        self.reading.serve(view)
        self.reading.small.toggled.connect(self.show_small)
        self.reading.unseen.clicked.connect(progress.next_unseen)
        view.fit_changed.connect(progress.soon)
        view.turn_wished.connect(self.turn)
        view.unseen_wished.connect(progress.next_unseen)
        view.unread_wished.connect(progress.next_unread)
        view.said.connect(self.said)
        view.escape_left.connect(self._on_escape)
        progress.said.connect(self.said)
        progress.changed.connect(self._on_more_shown)
        progress.pages_seen.connect(self.pages_seen)
        progress.left_off.connect(self._on_left_off)
        self.remarked.changed.connect(self._on_remarked)
        self.remarked.said.connect(self.said)

    # --- what the main window asks ---------------------------------------------------------------------------------

    def set_pages(self, pictures: PagePictures | None) -> None:
        self.view.set_pages(pictures)
        self.small.set_pages(pictures)

    def set_record(self, record: RecordText | None) -> None:
        """Take the record's text (`record.RecordText`) for finding and for text pages; None for none."""
        renewed = record is not None and self._record is not None
        self._record = record
        if renewed:
            self.finding.renew()
        self.view.set_text(record.text if record is not None else None)
        self.view.set_states(page_state.states(self.case, record, self.remarked.remarks))

    def set_copies(self, copies: tuple[Copy, ...]) -> None:
        """Say in the list of documents which come again."""
        self.documents_model.set_copies(copies)

    def show_case(self, case: Case) -> None:
        if case.id != self._shown:
            self._shown = case.id
            self.finding.forget()
        self.finding.case = case
        self.progress.set_case(case)
        self.remarked.follow(case)
        self.documents_model.set_case(case)
        self.stack.setCurrentWidget(self.splitter if case.page_count else self.empty)
        self.view.set_case(case)
        self._show_states(case)
        self.side.show_seen(case.page_count, self.progress.runs)
        self.reading.setVisible(bool(case.page_count))
        self.reading.set_reading(bool(case.page_count), editable=self.editable)
        self.bar.show_page(self.view.page(), case.page_count)
        self._show_where(self.view.page())
        self._come_back()

    def _show_states(self, case: Case) -> None:
        """What is said beside pages, made anew only where it may be another."""
        told = (case.id, case.files, case.page_notes)
        if told != self._states_of:
            self._states_of = told
            self.view.set_states(page_state.states(case, self._record, self.remarked.remarks))
            self.small.forget_turned()

    @Slot()
    def _on_remarked(self) -> None:
        """More is known of the pages, or they are read in another order."""
        self.remarked.follow(self.case)
        self.view.set_states(page_state.states(self.case, self._record, self.remarked.remarks))
        self._show_where(self.view.page())
        self._speak(self.view.page())

    def take_drafts(self, drafts: Mapping[str, str]) -> None:
        """Come back to where reading was left off."""
        self.progress.come_back_to(drafts.get(PLACE, ""))
        self._come_back()

    def _come_back(self) -> None:
        if (place := self.progress.come_back()) is not None:
            self.reading.small.setChecked(place.small)
            self.remarked.come_back(turned=place.turned)

    def set_editable(self, editable: bool) -> None:
        super().set_editable(editable)
        self.captures.editable = editable
        self.reading.set_reading(bool(self.case.page_count), editable=editable)

    def clear(self) -> None:
        """Forget the case, its pages' text, its pictures and what was searched for."""
        self.progress.clear()
        self.remarked.forget()
        self.finding.forget()
        self.bar.page.clear()
        self.set_record(None)
        super().clear()
        self.set_pages(None)
        self.view.clear()
        for part in (self.view, self.documents):
            part.setAccessibleDescription("")
        self.view.setAccessibleName(tr("Record"))

    def state(self) -> str:
        """``214 pages, 12 not shown yet, 3 read by machine, 2 not read``."""
        pages = self.case.page_count
        fresh = self.progress.left
        if not pages:
            return tr("No record")
        noun = counted(pages, "page")
        shown = tr("{fresh:,} not shown yet", fresh=fresh) if fresh else ""
        return ", ".join(filter(None, (noun, shown, read_words(read_states.of_case(self.case)))))

    def tell_digest(self) -> None:
        """The header's room belongs to the tools, so the state is told to the others only."""
        super().tell_digest()
        self.state_label.setText("")

    def set_compact(self, compact: bool) -> None:
        """The header stays; below 1600 px the document list makes room for the page."""
        self.show_documents(not compact)

    def focus_first(self) -> None:
        (self.view if self.case.page_count else self).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_page(self) -> None:
        self.bar.page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.page.selectAll()

    def focus_find(self) -> None:
        """Go to the find box; words selected on one line are taken along."""
        if words := words_taken(self.view):
            self.bar.finder.setText(f'"{words}"')
        self.bar.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.finder.selectAll()

    def go_to_page(self, page: int, quote: str = "") -> None:
        """Open a case page and light the quote up for a moment; one can go back from there."""
        self.view.jump_to(page, quote)

    def current_page(self) -> int:
        """The open page, 0 without a record."""
        return self.view.page()

    def show_documents(self, shown: bool) -> None:
        """Show or hide the list on the left."""
        self.bar.documents.setChecked(shown)
        self.side.setVisible(shown)

    def show_small(self, shown: bool) -> None:
        """Show small pages in the document list's place, or the list again."""
        self.reading.small.setChecked(shown)
        if not self.side.searching:
            self.side.show_pages(small=shown)
        if shown:
            self.show_documents(True)
        self.progress.small = shown
        self.progress.soon()

    # --- turning pages

    def turn(self, by: int) -> None:
        """Turn the page that is read."""
        if self.editable and self.view.page():
            self.request_edit(tr("Turn page"), edits.turn_page, (self.view.page(),), by)

    def turn_document(self) -> None:
        """Turn all pages of the document that is read, to the right."""
        document = self.case.document_at(self.view.page())
        if self.editable and document is not None:
            self.request_edit(tr("Turn document"), edits.turn_page, document.pages, 90)

    # --- finding words ----------------------------------------------------------------------------------------------

    def find_words(self, words: str) -> None:
        """List the places where words stand, and open the first from here on."""
        self.finding.page = self.view.page()
        if self._record is None:
            self.clear_find()
        else:
            self.finding.enter(words)

    @Slot(object)
    def show_found(self, answer: FindAnswer) -> None:
        """Show what came of `find_requested`."""
        self.finding.page = self.view.page()
        self.finding.show_answer(answer)

    @Slot(object)
    def show_not_searched(self, error: Exception) -> None:
        """Say why the record could not be searched."""
        unknown = tr("The record could not be searched.")
        self.finding.fail(told(error.sentence) if isinstance(error, ImrError) else unknown)

    def find_next(self) -> None:
        """Open the next hit; after the last comes the first."""
        self.finding.step(1)

    def find_previous(self) -> None:
        self.finding.step(-1)

    def clear_find(self) -> None:
        """Back to the documents and the page."""
        self.finding.end()
        if self._has_focus_within(self.bar) or self._has_focus_within(self.found):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_escape(self) -> None:
        if self.side.searching or self.bar.finder.text() or self._has_focus_within(self.bar):
            self.clear_find()
        else:
            self.escape_left.emit()

    @Slot()
    def _on_find_begun(self) -> None:
        self.side.show_found()
        self.show_documents(True)

    @Slot()
    def _on_find_ended(self) -> None:
        if self.side.searching:
            self.side.show_pages(small=self.reading.small.isChecked())
            self.show_documents(self.width() >= px(700))

    @staticmethod
    def _has_focus_within(widget: QWidget) -> bool:
        focused = widget.focusWidget()
        return focused is not None and focused.hasFocus()

    # --- signals of the parts --------------------------------------------------------------------------------------

    def _on_page_entered(self, page: int) -> None:
        self.view.jump_to(min(page, max(self.case.page_count, 1)))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _on_side_page(self, page: int) -> None:
        self.view.jump_to(page)
        if self.side.currentWidget() is self.small:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_page(self, page: int) -> None:
        self.bar.show_page(page, self.case.page_count)
        self._show_where(page)
        self._speak(page)
        if self.view.hasFocus():
            mention(self.view, self.view.accessibleName(), "page")
        self.progress.soon()
        self.page_changed.emit(page)

    @Slot(int)
    def _on_page_came(self, page: int) -> None:
        """Its words are known now, and which of them are in doubt."""
        if page == self.view.page():
            self._speak(page)

    def _show_where(self, page: int) -> None:
        self.side.follow(page)
        self.reading.show_where(self.documents_model.document_of(page), page, turned=self.remarked.is_turned(page))

    def _speak(self, page: int) -> None:
        """Tell a screen reader the page's place, its verdict and its words."""
        document, state = self.documents_model.document_of(page), self.view.content.state(page)
        named = f": {document.title}" if document else ""
        line = f". {state.line}" if state.line else ""
        doubted = [word.text for word in self.view.content.words(page) if word.doubt]
        doubts = tr(". In doubt: {doubted}", doubted=", ".join(doubted[:SPOKEN_DOUBTS])) if doubted else ""
        self.view.setAccessibleName(
            tr(
                "Record page {page} of {page_count}{named}{line}{doubts}",
                page=page,
                page_count=self.case.page_count,
                named=named,
                line=line,
                doubts=doubts,
            )
        )
        self.view.setAccessibleDescription(self._record.text(page)[:SPOKEN_TEXT] if self._record is not None else "")

    @Slot()
    def _on_more_shown(self) -> None:
        self.side.show_seen(self.case.page_count, self.progress.runs)

    @Slot(str)
    def _on_left_off(self, line: str) -> None:
        self.draft_changed.emit(PLACE, line)

    def flush(self) -> None:
        """What was seen is part of what is stored."""
        self.progress.tell()
        super().flush()

    def showEvent(self, event: QShowEvent) -> None:
        """Looking begins when the record can be seen."""
        super().showEvent(event)
        self.progress.seeing.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden page is not looked at."""
        super().hideEvent(event)
        self.progress.seeing.end()
