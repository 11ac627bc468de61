"""What a search in the record found, as rows: documents, their hits, and the pages that could not be searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter

from imr_desktop.case import citation, dates
from imr_desktop.language import tr
from imr_desktop.ui.theme import font, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import RowDelegate, RowModel
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review.finding import Found, Group, Hit, Missed

Kind = Literal["document", "hit", "more", "unseen", "missed", "note"]
_WEIGHTS = {"document": 600, "unseen": 600}


@dataclass(frozen=True)
class HitRow:
    """One row: `place` on its first line, `words` below, `remark` between them where something must be known of it.

    `page` is what it opens, 0 for nothing; `term` is what was found among the words.
    """

    kind: Kind
    place: str
    page: int = 0
    quote: str = ""
    term: str = ""
    remark: str = ""
    at: int = 0

    @property
    def key(self) -> str:
        return f"{self.kind} {self.page} {self.at} {self.place} {self.quote}"

    @property
    def words(self) -> str:
        return self.quote or self.place

    @property
    def spoken(self) -> str:
        return ": ".join(part for part in (self.place, self.remark, self.quote) if part)


class HitsModel(RowModel[HitRow]):
    """The rows of one result."""

    def show_found(self, found: Found) -> None:
        """Show what was found, best document first, and what could not be searched."""
        self.show_rows(_rows(found))

    def first_from(self, page: int) -> int:
        """The first hit on or after a page, else the first of all; -1 without hits."""
        hits = [at for at, row in enumerate(self._rows) if row.kind == "hit"]
        return next((at for at in hits if self._rows[at].page >= page), hits[0] if hits else -1)

    def next_hit(self, row: int, by: int) -> int:
        """The next hit (`by` 1) or the one before (-1) from a row on; after the last comes the first; -1 without hits."""
        hits = [at for at, one in enumerate(self._rows) if one.kind == "hit"]
        if by > 0:
            return next((at for at in hits if at > row), hits[0] if hits else -1)
        return next((at for at in reversed(hits) if at < row), hits[-1] if hits else -1)


class HitDelegate(RowDelegate[HitRow]):
    """The place on one line, what must be known of it on another, the words below."""

    def height(self, row: HitRow) -> int:
        """As high as the words need, three lines at most."""
        words = paint.paragraph_height(row.quote, self._room(), 12) if row.quote else 0
        remark = paint.paragraph_height(row.remark, self._room(), 11) if row.remark else 0
        return px(26) + remark + min(words, _most()) + px(8 if words or remark else 4)

    def draw(self, painter: QPainter, row: HitRow, area: QRect, *, chosen: bool) -> None:
        left, top = area.x() + px(14), area.y() + px(26)
        token = "text" if row.kind == "document" else "accent_text" if row.kind == "more" else "muted"
        place = QRect(left, area.y() + px(6), self._room(), px(18))
        paint.text(painter, place, row.place, token, 13 if row.kind == "document" else 12, _WEIGHTS.get(row.kind, 500))
        if row.remark:
            high = paint.paragraph_height(row.remark, self._room(), 11)
            paint.paragraph(painter, QRect(left, top, self._room(), high), row.remark, "notmet_text", 11)
            top += high
        words = QRect(left, top, self._room(), min(_most(), area.bottom() - top))
        painter.save()
        painter.setClipRect(words)
        paint.paragraph(painter, words, row.quote, "text" if row.kind == "hit" else "muted", 12)
        painter.restore()

    def _room(self) -> int:
        return self.view.row_width() - px(16)


def _most() -> int:
    """Three whole lines."""
    return 3 * QFontMetrics(font(12)).lineSpacing()


def _rows(found: Found) -> Iterator[HitRow]:
    for group in found.groups:
        yield _document(group)
        yield from (_hit(hit) for hit in group.hits)
    if found.more:
        yield HitRow("more", tr("Show all ({more:,} more pages may hold it)", more=found.more))
    if found.missed:
        yield HitRow("unseen", tr("Could not be searched ({missed_count:,})", missed_count=len(found.missed)))
        yield from (_missed(miss) for miss in found.missed)
    for note in found.notes:
        yield HitRow("note", tr("Left out"), quote=note)


def _document(group: Group) -> HitRow:
    day = f"{dates.written(group.day)} \u00b7 " if group.day else ""
    count = counted(len(group.hits), "hit")
    return HitRow("document", group.title or tr("Pages of no document"), group.hits[0].page, f"{day}{count}")


def _hit(hit: Hit) -> HitRow:
    return HitRow("hit", citation.label(hit.page), hit.page, hit.quote, hit.term, "; ".join(hit.remarks), hit.start)


def _missed(miss: Missed) -> HitRow:
    named = f" \u00b7 {miss.title}" if miss.title else ""
    return HitRow("missed", f"{citation.label(miss.page)}{named}", miss.page, miss.reason)
