"""Differences as rows: the place, and below it both values side by side with what changed marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter, QTextLayout

from imr_desktop.language import mark, tr
from imr_desktop.ui.history.marked import Marked, sides
from imr_desktop.ui.theme import color, px
from imr_desktop.ui.widgets import paint, paragraphs
from imr_desktop.ui.widgets.rows import RowDelegate, RowList, RowModel
from imr_desktop.ui.widgets.statuses import Status

if TYPE_CHECKING:
    from imr_desktop.case.differences import Difference

SIDE, TOP, LINE, GAP = 16, 10, 20, 20
MOST = 1_000
"""Differences shown at once: marking the words of more would hold up the window."""
NOTHING = mark("Nothing")


@dataclass(frozen=True)
class DifferenceRow:
    """One place that differs; `status` says what is to become of it, where that is a question."""

    place: str
    label: str
    before: Marked
    after: Marked
    status: Status | None = None

    @property
    def key(self) -> str:
        return self.place

    @property
    def words(self) -> str:
        return f"{self.label}: {self.before.text or tr(NOTHING)} → {self.after.text or tr(NOTHING)}"

    @property
    def spoken(self) -> str:
        said = f" {self.status.word}." if self.status else ""
        return tr(
            "{label}.{said} Before: {what}. After: {what2}.",
            label=self.label,
            said=said,
            what=self.before.text or tr(NOTHING),
            what2=self.after.text or tr(NOTHING),
        )


def rows(differences: Iterable[Difference]) -> tuple[DifferenceRow, ...]:
    """Differences as rows, at most `MOST`. Comparing long texts takes a moment: call it in a worker."""
    made: list[DifferenceRow] = []
    for one in differences:
        if len(made) == MOST:
            break
        made.append(DifferenceRow(one.place, one.label, *sides(one.before, one.after)))
    return tuple(made)


class DifferenceDelegate(RowDelegate[DifferenceRow]):
    """One difference's row."""

    view: DifferencesList

    def height(self, row: DifferenceRow) -> int:
        """As high as the higher of both values."""
        width = column_width(self.view)
        height = max(_layout(side, width, "").boundingRect().height() for side in (row.before, row.after))
        return px(2 * TOP + LINE + 2) + round(height)

    def draw(self, painter: QPainter, row: DifferenceRow, area: QRect, *, chosen: bool) -> None:
        width = column_width(self.view)
        left, top = area.x() + px(SIDE), area.y() + px(TOP)
        chip = paint.status_width(row.status.word) + px(8) if row.status else 0
        paint.text(painter, QRect(left, top, 2 * width + px(GAP) - chip, px(LINE)), row.label, "text", 13, 600)
        if row.status:
            paint.status_chip(painter, left + 2 * width + px(GAP) - chip + px(8), top - px(2), row.status)
        for at, (side, token) in enumerate(zip((row.before, row.after), self.view.looks, strict=True)):
            painter.setPen(color("text2" if side.text else "muted"))
            spot = QPointF(left + at * (width + px(GAP)), top + px(LINE + 2))
            _layout(side, width, token).draw(painter, spot)


class DifferencesList(RowList[DifferenceRow]):
    """The differences between two cases; of `equal` ones neither is shown as struck out."""

    def __init__(
        self,
        name: str = mark("Differences"),
        help_text: str = mark("What stood before is at the left."),
        *,
        equal: bool = False,
    ) -> None:
        super().__init__(tr(name), tr(help_text), RowModel(), DifferenceDelegate)
        self.looks = ("met", "met") if equal else ("notmet", "met")


def column_width(view: DifferencesList) -> int:
    """The width of each of the two values."""
    return max((view.row_width() - px(2 * SIDE + GAP)) // 2, px(60))


def _layout(side: Marked, width: int, token: str) -> QTextLayout:
    """A value wrapped to a width; struck out on the left, underlined on the right: colour alone never tells."""
    marks = [_mark(side.text, start, end, token) for start, end in side.spans] if token else []
    return paint.laid_out((side.text or tr(NOTHING)).replace("\n", paragraphs.LINE), width, marks)


def _mark(text: str, start: int, end: int, token: str) -> QTextLayout.FormatRange:
    at, length = paragraphs.units(text[:start]), paragraphs.units(text[start:end])
    made = paint.mark(at, length, f"{token}_soft", f"{token}_text")
    look = made.format
    look.setFontStrikeOut(token == "notmet")
    look.setFontUnderline(token == "met")
    made.format = look
    return made
