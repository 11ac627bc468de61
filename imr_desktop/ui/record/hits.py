"""What a search in the record found: page, document, and the words around the hit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter

from imr_desktop.case import citation
from imr_desktop.case.model import Case
from imr_desktop.ui.theme import font, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import RowDelegate, RowModel

if TYPE_CHECKING:
    from imr_desktop.review.record import Hit

MAX_HITS = 500


@dataclass(frozen=True)
class HitRow:
    """One hit: where, in which document, in which words; `term` is what was found among them."""

    page: int
    quote: str
    place: str
    term: str

    @property
    def key(self) -> str:
        """Hits have no name: where and in which words."""
        return self.spoken

    @property
    def words(self) -> str:
        return self.quote

    @property
    def spoken(self) -> str:
        return f"{self.place}: {self.quote}"


class HitsModel(RowModel[HitRow]):
    """The hits of one search, in page order."""

    def show(self, case: Case, hits: Iterable[Hit], text_of: Callable[[int], str]) -> None:
        """Show hits (`record.Hit`: page, start, end, quote); `text_of` gives a case page's text."""
        self.show_rows(_row(case, hit, text_of) for hit in list(hits)[:MAX_HITS])

    def first_from(self, page: int) -> int:
        """The first hit on or after a page, else the first of all."""
        return next((at for at, row in enumerate(self._rows) if row.page >= page), 0)


class HitDelegate(RowDelegate[HitRow]):
    """The place on one line, the words below."""

    def height(self, row: HitRow) -> int:
        """As high as the words need, three lines at most."""
        words = paint.paragraph_height(row.quote, self.view.row_width() - px(16), 12)
        return px(26) + min(words, _most()) + px(8)

    def draw(self, painter: QPainter, row: HitRow, area: QRect, *, chosen: bool) -> None:
        left, width = area.x() + px(14), self.view.row_width() - px(16)
        paint.text(painter, QRect(left, area.y() + px(6), width, px(18)), row.place, "muted", 12, 600)
        words = QRect(left, area.y() + px(26), width, min(_most(), area.height() - px(30)))
        painter.save()
        painter.setClipRect(words)
        paint.paragraph(painter, words, row.quote, "text", 12)
        painter.restore()


def _most() -> int:
    """Three whole lines."""
    return 3 * QFontMetrics(font(12)).lineSpacing()


def _row(case: Case, hit: Hit, text_of: Callable[[int], str]) -> HitRow:
    document = case.document_at(hit.page)
    named = f" \u00b7 {document.title}" if document else ""
    return HitRow(
        hit.page, " ".join(hit.quote.split()), citation.label(hit.page) + named, text_of(hit.page)[hit.start : hit.end]
    )
