"""Differences as rows: the place, and below it both values side by side with what changed marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextOption

from imr_desktop.ui.history.marked import Marked, sides
from imr_desktop.ui.theme import color, font, px
from imr_desktop.ui.widgets import paint, paragraphs
from imr_desktop.ui.widgets.row_model import RowModel
from imr_desktop.ui.widgets.rows import RowDelegate, RowList
from imr_desktop.ui.widgets.statuses import Status

if TYPE_CHECKING:
    from imr_desktop.case.differences import Difference

SIDE, TOP, LINE, GAP = 16, 10, 20, 20
MOST = 1_000
"""Differences shown at once: marking the words of more would hold up the window."""
NOTHING = "Nothing"


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
        return f"{self.label}: {self.before.text or NOTHING} → {self.after.text or NOTHING}"

    @property
    def spoken(self) -> str:
        said = f" {self.status.word}." if self.status else ""
        return f"{self.label}.{said} Before: {self.before.text or NOTHING}. After: {self.after.text or NOTHING}."


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


class DifferencesList(RowList):
    """The differences between two cases; of `equal` ones neither is shown as struck out."""

    def __init__(
        self, name: str = "Differences", help_text: str = "What stood before is at the left.", *, equal: bool = False
    ) -> None:
        super().__init__(name, help_text)
        self.looks = ("met", "met") if equal else ("notmet", "met")
        self.differences = RowModel[DifferenceRow](self)
        self.setModel(self.differences)
        self.setItemDelegate(DifferenceDelegate(self))

    def show_rows(self, shown: Iterable[DifferenceRow]) -> None:
        self.differences.show_rows(shown)

    def current(self) -> DifferenceRow | None:
        return self.differences.row_at(self.row())


def column_width(view: RowList) -> int:
    """The width of each of the two values."""
    return max((view.row_width() - px(2 * SIDE + GAP)) // 2, px(60))


def _layout(side: Marked, width: int, token: str) -> QTextLayout:
    """A value wrapped to a width; struck out on the left, underlined on the right: colour alone never tells."""
    layout = QTextLayout((side.text or NOTHING).replace("\n", paragraphs.LINE), font(13))
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    if token:
        layout.setFormats([_mark(side.text, start, end, token) for start, end in side.spans])
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


def _mark(text: str, start: int, end: int, token: str) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = paragraphs.units(text[:start])
    made.length = paragraphs.units(text[start:end])
    look = QTextCharFormat()
    look.setBackground(color(f"{token}_soft"))
    look.setForeground(color(f"{token}_text"))
    look.setFontStrikeOut(token == "notmet")
    look.setFontUnderline(token == "met")
    made.format = look
    return made
