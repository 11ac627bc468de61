"""The page a proposal was read on, with its words lit up: drawn as the record's pages are, by the confined process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from imr_desktop.case.model import Case
from imr_desktop.language import tr
from imr_desktop.ui.pages import PagePictures
from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.page_desk import PageDesk
from imr_desktop.ui.record.page_layout import PageLayout
from imr_desktop.ui.record.page_paint import Sheet

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.taken import TakenIn
    from imr_desktop.ui.tasks import Tasks


class ProposalPage(PageDesk):
    """The pages of the files that were read; what `light` was given last stays lit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quotes: tuple[str, ...] = ()
        self._on = 0
        self._pictures: PagePictures | None = None
        self.setObjectName("desk")
        self.setAccessibleName(tr("The page it was read on"))
        self.setAccessibleDescription(tr("Point and comma turn the pages"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def begin(self, taken: TakenIn, services: Services, tasks: Tasks) -> None:
        """Show the pages of what was taken in; the files lie in the vault already."""
        self.end()
        case = taken.case
        self._pictures = PagePictures(services.record, tasks, case, self)
        self.content.set_case(case)
        self.content.set_text(taken.text_of)
        self.column = PageLayout(case.page_count).like(self.column)
        self.set_pages(self._pictures)

    def end(self) -> None:
        """Forget pages, pictures and words."""
        self.set_pages(None)
        if self._pictures is not None:
            self._pictures.deleteLater()
            self._pictures = None
        self._quotes, self._on, self._page = (), 0, 0
        self.content.set_text(None)
        self.content.set_case(Case(id=""))
        self.column = PageLayout(0).like(self.column)
        self._relayout()

    def light(self, page: int, quotes: Sequence[str]) -> None:
        """Bring a page into view with these words of it lit, as long as no other ones are."""
        self._on, self._quotes = page, tuple(quotes)
        self.go_to(page, self._quotes[0] if self._quotes else "")

    def key_hints(self) -> str:
        """What its keys do, for the status bar."""
        return tr(".  ,  pages   \u00b7   Tab  the list")

    def _sheet(self, page: int) -> Sheet:
        content, picture = self.content, self.content.picture(page)
        return Sheet(
            page,
            self.area(page),
            self.column.scale(page),
            picture.image if picture else None,
            content.text(page),
            flashed=self._lit(page),
            failed=content.why_failed(page),
        )

    def _lit(self, page: int) -> tuple[page_words.Box, ...]:
        if page != self._on:
            return ()
        words = self.content.words(page)
        found = (page_words.taken(words, page_words.find(words, quote)) for quote in self._quotes)
        return tuple(box for some in found for box in page_words.lines(some))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Period:
            self.next_page()
        elif event.key() == Qt.Key.Key_Comma:
            self.previous_page()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()  # the view's
        else:
            super().keyPressEvent(event)
