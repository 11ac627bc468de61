"""What stands beside the pages: the documents, what a search found, or small pages."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from imr_desktop.case import seen
from imr_desktop.language import tr
from imr_desktop.ui.record.documents import DocumentDelegate, DocumentsModel
from imr_desktop.ui.record.find_panel import FindPanel
from imr_desktop.ui.record.order_note import OrderNote
from imr_desktop.ui.record.page_content import PageContent
from imr_desktop.ui.record.reading_order import Run, begin_of
from imr_desktop.ui.record.thumbnails import Thumbnails
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.layouts import column, holder
from imr_desktop.ui.widgets.row_menu import Act, RowMenu
from imr_desktop.ui.widgets.rows import RowList


class Side(QStackedWidget):
    """One of three lists. `page_chosen(page)`: a document's first page, or one of the small pages, is wanted."""

    page_chosen = Signal(int)
    backwards: tuple[Run, ...] = ()
    """Runs of pages that are read from their last page on."""

    def __init__(self, content: PageContent) -> None:
        super().__init__()
        self.model, self.found, self.small = DocumentsModel(), FindPanel(), Thumbnails(content)
        help_text = tr("Enter opens the document's first page.")
        self.documents = RowList(tr("Documents in the record"), help_text, self.model, DocumentDelegate)
        self.documents.setProperty("bg", "sunken")
        self.order = OrderNote()
        self._listed = holder(column(self.order, (self.documents, 1)))
        for part in (self._listed, self.found, self.small):
            self.addWidget(part)
        current().changed.connect(self._restyle)
        self._restyle()
        RowMenu(self.documents, self._acts)
        self.documents.clicked.connect(self._on_document)
        self.documents.activated.connect(self._on_document)
        self.small.page_chosen.connect(self.page_chosen)
        self._page = 0

    def _acts(self) -> tuple[Act, ...]:
        return (Act(tr("Open the first page"), "Enter", partial(self._on_document, self.documents.currentIndex())),)

    @Slot()
    def _restyle(self) -> None:
        self.setMinimumWidth(px(150))
        self.setMaximumWidth(px(360))

    @property
    def searching(self) -> bool:
        """Whether what was found is shown."""
        return self.currentWidget() is self.found

    def show_found(self) -> None:
        """Show what a search found."""
        self.setCurrentWidget(self.found)

    def show_pages(self, *, small: bool) -> None:
        """Show the documents, or the pages small."""
        self.setCurrentWidget(self.small if small else self._listed)
        if small:
            self.small.follow(self._page)

    def show_seen(self, count: int, runs: seen.Runs) -> None:
        """Show so many small pages; those in `runs` were seen."""
        self.small.pages.show_pages(count, runs)

    def follow(self, page: int) -> None:
        """Another page is read: its document and its small picture become current."""
        turned, self._page = page != self._page, page
        at = self.model.row_of_page(page)
        if at >= 0 and (turned or at != self.documents.row()):
            self.documents.select_row(at)
        self.small.follow(page)

    @Slot(QModelIndex)
    def _on_document(self, index: QModelIndex) -> None:
        document = self.model.document_at(index.row())
        if document is not None and self.model.row_of_page(self._page) != index.row():
            self.page_chosen.emit(begin_of(document.first_page, document.last_page, self.backwards))
