"""The pages to read as rows of a list: where each stands, why it is there, how much of it is in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import RowDelegate
from imr_desktop.ui.wording import counted, language_words

if TYPE_CHECKING:
    from imr_desktop.review.to_read import PageToRead

SIDE = 14
_WEIGHTY = mark("numbers, doses, sides or negations")


@dataclass(frozen=True)
class ReadRow:
    """One page to read; of a document's pages the first is `headed` by its title."""

    told: PageToRead
    headed: bool = False

    @property
    def key(self) -> str:
        return str(self.told.page)

    @property
    def words(self) -> str:
        return f"p. {self.told.page}"

    @property
    def state(self) -> str:
        """``Read by machine: 5 words in doubt, 2 of them numbers, doses, sides or negations``."""
        told = self.told
        language = tr("In {language}: not understood", language=language_words(told.language)) if told.language else ""
        return language if told.verdict == "read" else ". ".join(filter(None, (language, self._how_read)))

    @property
    def _how_read(self) -> str:
        told = self.told
        if told.verdict == "not read":
            why = "; ".join(reason.rstrip(".") for reason in told.reasons) or tr("no text that a search can see")
            return (tr("Looked at by eye, its words are not known. ") if told.looked_at else tr("Not read: ")) + why
        if told.typed:
            return tr("Typed, not yet said to be read by eye: R says so")
        if not told.doubts:
            return tr("Read by machine; no word is in doubt")
        weighty = tr(", {weighty:,} of them {weighty2}", weighty=told.weighty, weighty2=tr(_WEIGHTY)) if told.weighty else ""
        return tr("Read by machine: {doubts} in doubt{weighty}", doubts=counted(told.doubts, "word"), weighty=weighty)

    @property
    def spoken(self) -> str:
        return tr("Page {page}, {document}. {state}", page=self.told.page, document=self.told.document, state=self.state)


def rows_of(pages: tuple[PageToRead, ...]) -> tuple[ReadRow, ...]:
    """The rows, each document's first one under its title."""
    before = [None, *(one.document for one in pages)]
    return tuple(ReadRow(one, one.document != last) for one, last in zip(pages, before, strict=False))


class ReadDelegate(RowDelegate[ReadRow]):
    """The document's title once, then a page and why it is there, two lines at most."""

    def height(self, row: ReadRow) -> int:
        return px(26 if row.headed else 0) + px(24) + min(paint.paragraph_height(row.state, self._room(), 12), px(34)) + px(8)

    def draw(self, painter: QPainter, row: ReadRow, area: QRect, *, chosen: bool) -> None:
        left, top = area.x() + px(SIDE), area.y() + px(5)
        if row.headed:
            paint.text(painter, QRect(left, top, self._room(), px(18)), row.told.document, "text2", 12, 600)
            top += px(26)
        paint.text(painter, QRect(left, top, self._room(), px(18)), row.words, "text", 13, 600)
        token = "muted" if row.told.looked_at else "error_text" if row.told.verdict == "not read" else "warn_text"
        under = QRect(left, top + px(19), self._room(), area.bottom() - top - px(21))
        paint.paragraph(painter, under, row.state, token, 12)

    def _room(self) -> int:
        return self.view.row_width() - px(2 * SIDE)
