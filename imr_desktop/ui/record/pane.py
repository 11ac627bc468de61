"""The record: documents on the left, pages on the right, every capture one key away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from imr_desktop.case import read_states, seen
from imr_desktop.case.model import Case, CaseFile, SourceRef
from imr_desktop.file_kinds import labels
from imr_desktop.ui.pages import PagePictures
from imr_desktop.ui.record.documents import DocumentDelegate, DocumentsModel
from imr_desktop.ui.record.hits import HitDelegate, HitsModel
from imr_desktop.ui.record.page_view import PageView
from imr_desktop.ui.record.record_bar import RecordBar
from imr_desktop.ui.record.seeing import Seeing
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.empty import EmptyState
from imr_desktop.ui.widgets.labels import ElidedLabel
from imr_desktop.ui.widgets.layouts import column, holder, row
from imr_desktop.ui.widgets.pane import Pane
from imr_desktop.ui.widgets.rows import RowList

if TYPE_CHECKING:
    from imr_desktop.review.record import Hit, RecordText

TELL_MS = 3_000
"""Pages seen are told together: a case is not stored and checked anew with each page that is turned."""
SPOKEN_TEXT = 4_000


class RecordPane(Pane):
    """The record. `finding_requested(quote, source)`, `quote_requested(quote, source)`, `cite_requested(source)` from a
    selection; `page_changed(page)`; `pages_seen(pages)`: these case pages (a frozenset) were looked at;
    `finding_clicked(id)` for a marker in the margin.
    """

    finding_requested = Signal(str, SourceRef)
    quote_requested = Signal(str, SourceRef)
    cite_requested = Signal(SourceRef)
    page_changed = Signal(int)
    pages_seen = Signal(object)
    finding_clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__("Record", "book-open")
        self._record: RecordText | None = None
        self._shown = ""
        self._untold: set[int] = set()
        self._seen: seen.Runs = ()
        self._seen_of: tuple[str, tuple[CaseFile, ...]] = ("", ())
        self._telling = QTimer(self, singleShot=True, interval=TELL_MS)
        self.bar = RecordBar()
        self.tools.addWidget(self.bar)
        self.view = PageView()
        self.seeing = Seeing(self.view)
        self.empty = EmptyState("inbox", "No record. Drop files here", f"{labels('or')} files, or a folder of them.")
        self._build_lists()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(4)
        self.splitter.addWidget(self.side)
        self.splitter.addWidget(self.view)
        self.splitter.setStretchFactor(1, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.splitter)
        self.body.addWidget(self.stack, 1)
        self._connect()
        self.show_documents(True)

    def _build_lists(self) -> None:
        self.documents_model, self.hits_model = DocumentsModel(), HitsModel()
        help_text = "Enter opens the document's first page."
        self.documents = RowList("Documents in the record", help_text, self.documents_model, DocumentDelegate)
        help_text = "Enter opens the page. F3 next, Shift+F3 previous."
        self.hits = RowList("Hits in the record", help_text, self.hits_model, HitDelegate)
        for view in (self.documents, self.hits):
            view.setProperty("bg", "sunken")
        self.hits_note = ElidedLabel("", "muted")
        self.close_hits = IconButton("x", "Back to the documents", key="Esc")
        head = row((self.hits_note, 1), self.close_hits, margins=(12, 2, 4, 2))
        self.side = QStackedWidget()
        self.side.addWidget(self.documents)
        self.side.addWidget(holder(column(head, (self.hits, 1))))
        self.side.setMinimumWidth(px(150))
        self.side.setMaximumWidth(px(360))

    def _connect(self) -> None:
        bar = self.bar
        bar.documents.toggled.connect(self.show_documents)
        bar.previous.clicked.connect(self.view.previous_page)
        bar.next.clicked.connect(self.view.next_page)
        bar.zoom.clicked.connect(self.view.zoom_in)
        bar.text.toggled.connect(self.view.set_as_text)
        bar.page_entered.connect(self._on_page_entered)
        bar.find_entered.connect(self.find_words)
        bar.find_typed.connect(self._on_find_typed)
        self.view.text_toggled.connect(bar.text.setChecked)
        self.view.page_changed.connect(self._on_page)
        self.view.captured.connect(self._on_captured)
        self.view.finding_clicked.connect(self.finding_clicked)
        self.documents.clicked.connect(self._on_document)
        self.documents.activated.connect(self._on_document)
        self.hits.clicked.connect(self._on_hit)
        self.hits.activated.connect(self._on_hit)
        self.close_hits.clicked.connect(self.clear_find)
        self.seeing.seen.connect(self._on_seen)
        self._telling.timeout.connect(self.tell_seen)
        for key, act in (
            ("Ctrl+B", bar.documents.toggle),
            ("Ctrl+G", self.focus_page),
            ("Ctrl+F", self.focus_find),
            ("F3", self.find_next),
            ("Shift+F3", self.find_previous),
            ("Escape", self.clear_find),
        ):
            self.add_key(key, act)

    # --- what the main window asks ---------------------------------------------------------------------------------

    def set_pages(self, pictures: PagePictures | None) -> None:
        self.view.set_pages(pictures)

    def set_record(self, record: RecordText | None) -> None:
        """Take the record's text (`record.RecordText`) for finding and for text pages; None for none."""
        self._record = record
        self.view.set_text(record.text if record is not None else None)

    def show_case(self, case: Case) -> None:
        if case.id != self._shown:
            self._shown = case.id
            self.clear_find()
        if case.id != self._seen_of[0] or case.files != self._seen_of[1]:
            self._seen_of, self._untold = (case.id, case.files), set()
            self.seeing.forget()
        self._seen = seen.joined((*seen.shown(case), *seen.runs_of(self._untold)))
        self.documents_model.set_case(case)
        self.stack.setCurrentWidget(self.splitter if case.page_count else self.empty)
        self.view.set_case(case)
        self.bar.show_page(self.view.page(), case.page_count)
        self._follow_document(self.view.page())

    def clear(self) -> None:
        """Forget the case, its pages' text, its pictures and what was searched for."""
        self.seeing.end()
        self._telling.stop()
        self._untold.clear()
        self.clear_find()
        for field in (self.bar.finder, self.bar.page):
            field.clear()
        self.hits_model.show_rows(())
        self.set_record(None)
        super().clear()
        self.set_pages(None)
        self.view.clear()
        for part in (self.view, self.documents):
            part.setAccessibleDescription("")
        self.view.setAccessibleName("Record")

    def state(self) -> str:
        """``214 pages, 12 not shown yet, 3 read by machine, 2 not read``."""
        pages = self.case.page_count
        fresh = sum(last - first + 1 for first, last in seen.left(self._seen, 1, pages))
        if not pages:
            return "No record"
        noun = f"{pages:,} page" + ("" if pages == 1 else "s")
        shown = f"{fresh:,} not shown yet" if fresh else ""
        return ", ".join(filter(None, (noun, shown, read_states.of_case(self.case).words)))

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
        self.bar.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.finder.selectAll()

    def go_to_page(self, page: int, quote: str = "") -> None:
        """Open a case page and light the quote up for a moment."""
        self.view.go_to(page, quote)

    def current_page(self) -> int:
        """The open page, 0 without a record."""
        return self.view.page()

    def show_documents(self, shown: bool) -> None:
        """Show or hide the list on the left."""
        self.bar.documents.setChecked(shown)
        self.side.setVisible(shown)

    # --- finding words ----------------------------------------------------------------------------------------------

    def find_words(self, words: str) -> None:
        """List the places where words stand, and open the first from here on."""
        if not words or self._record is None:
            self.clear_find()
            return
        self.bar.finder.setText(words)
        self.view.set_sought(words)
        hits = list(self._record.find(words))
        self.hits_model.show(self.case, sorted(hits, key=_page_of), self._record.text)
        count = len(hits)
        self.hits_note.setText("Not in the record" if not count else f"{count:,} hit" + ("" if count == 1 else "s"))
        self.side.setCurrentIndex(1)
        self.show_documents(True)
        if count:
            self._open_hit(self.hits_model.first_from(self.view.page()))

    def find_next(self) -> None:
        """Open the next hit; after the last comes the first."""
        self._step_hit(1)

    def find_previous(self) -> None:
        self._step_hit(-1)

    def clear_find(self) -> None:
        """Back to the documents and the page."""
        self.view.set_sought("")
        if self.side.currentIndex() == 1:
            self.side.setCurrentIndex(0)
            self.bar.finder.clear()
            self.show_documents(not self._narrow())
        if self._has_focus_within(self.bar):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_hit(self, by: int) -> None:
        total = self.hits.rows()
        if self.side.currentIndex() == 1 and total:
            self._open_hit((self.hits.row() + by) % total)
        elif self.bar.finder.text().strip():
            self.find_words(self.bar.finder.text().strip())

    def _open_hit(self, at: int) -> None:
        hit = self.hits_model.row_at(at)
        if hit is not None:
            self.hits.select_row(at)
            self.view.go_to(hit.page, hit.quote, hit.term)

    def _narrow(self) -> bool:
        return self.width() < px(700)

    @staticmethod
    def _has_focus_within(widget: QWidget) -> bool:
        focused = widget.focusWidget()
        return focused is not None and focused.hasFocus()

    # --- signals of the parts --------------------------------------------------------------------------------------

    def _on_page_entered(self, page: int) -> None:
        self.view.go_to(min(page, max(self.case.page_count, 1)))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_find_typed(self, words: str) -> None:
        if not words:
            self.view.set_sought("")
            self.side.setCurrentIndex(0)

    def _on_page(self, page: int) -> None:
        self.bar.show_page(page, self.case.page_count)
        self._follow_document(page)
        document = self.case.document_at(page)
        named = f": {document.title}" if document else ""
        self.view.setAccessibleName(f"Record page {page} of {self.case.page_count}{named}")
        self.view.setAccessibleDescription(self._record.text(page)[:SPOKEN_TEXT] if self._record is not None else "")
        self.page_changed.emit(page)

    def _follow_document(self, page: int) -> None:
        at = self.documents_model.row_of_page(page)
        if at >= 0 and at != self.documents.row():
            self.documents.select_row(at)

    @Slot(object)
    def _on_seen(self, pages: frozenset[int]) -> None:
        """Pages were looked at; a document that is read through with them is told at once."""
        fresh = {page for page in pages if not seen.holds(self._seen, page)}
        if not fresh:
            return
        self._untold |= fresh
        self._seen = seen.joined((*self._seen, *seen.runs_of(fresh)))
        documents = filter(None, map(self.case.document_at, fresh))
        if any(one.opened is None and not seen.left(self._seen, one.first_page, one.last_page) for one in documents):
            self.tell_seen()
        elif not self._telling.isActive():
            self._telling.start()

    def tell_seen(self) -> None:
        """Tell which pages were seen since the last time."""
        self._telling.stop()
        pages, self._untold = frozenset(self._untold), set()
        if pages:
            self.pages_seen.emit(pages)

    def flush(self) -> None:
        """What was seen is part of what is stored."""
        self.tell_seen()
        super().flush()

    def showEvent(self, event: QShowEvent) -> None:
        """Looking begins when the record can be seen."""
        super().showEvent(event)
        self.seeing.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden page is not looked at."""
        super().hideEvent(event)
        self.seeing.end()

    def _on_document(self, index: QModelIndex) -> None:
        document = self.documents_model.document_at(index.row())
        if document is not None and self.documents_model.row_of_page(self.view.page()) != index.row():
            self.view.go_to(document.first_page)

    def _on_hit(self, index: QModelIndex) -> None:
        self._open_hit(index.row())

    def _on_captured(self, act: str, quote: str, source: SourceRef) -> None:
        if not self.editable:
            return
        if act == "finding":
            self.finding_requested.emit(quote, source)
        elif act == "quote" and quote:
            self.quote_requested.emit(quote, source)
        elif act == "cite":
            self.cite_requested.emit(source)


def _page_of(hit: Hit) -> tuple[int, int]:
    return hit.page, hit.start
