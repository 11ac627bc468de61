"""The list of the record at a glance: icon, title, what belongs to it, page chips."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from imr_desktop.ui.overview.rows import OverviewRow
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate, RowList, RowModel

LEFT, SIDE, _DAY = 42, 14, 92


class OverviewDelegate(RowDelegate[OverviewRow]):
    """Title and text wrapped; chips below them, so that no word is cut at any width."""

    def height(self, row: OverviewRow) -> int:
        wide = self._wide(row)
        words = sum(paint.paragraph_height(part, wide, size) for part, size in self._parts(row))
        beside = px(20) * len(row.days)
        return max(words + (px(26) if row.chips else 0), beside) + px(16)

    def draw(self, painter: QPainter, row: OverviewRow, area: QRect, *, chosen: bool) -> None:
        top, left = area.y() + px(8), area.x() + px(LEFT)
        self.draw_sign(painter, row, area)
        for line, day in enumerate(row.days):
            paint.text(painter, QRect(left, top + line * px(20), px(_DAY), px(18)), day, "text2", 12, tabular=True)
        left = area.x() + self._left(row)
        wide = self._wide(row)
        for words, size in self._parts(row):
            high = paint.paragraph_height(words, wide, size)
            token = "text" if words is row.title else "text2" if words is row.text else "muted"
            paint.paragraph(painter, QRect(left, top, wide, high + px(2)), words, token, size)
            top += high
        for box, chip in self._chips(area, row):
            paint.page_chip(painter, box.x(), box.y(), chip[0])

    def draw_sign(self, painter: QPainter, row: OverviewRow, area: QRect) -> None:
        """What stands before the words."""
        painter.drawPixmap(QPointF(area.x() + px(SIDE), area.y() + px(8)), pixmap(*row.icon, 16))

    def part_at(self, area: QRect, index: Index, spot: QPoint) -> object:
        """The page of the chip at a spot, with its quote."""
        return paint.chip_at(self._chips(area, index.data(ROW_ROLE)), spot)

    def _chips(self, area: QRect, row: OverviewRow) -> list[tuple[QRectF, paint.Chip]]:
        right = area.x() + self._left(row) + paint.chips_width([chip[0] for chip in row.chips])
        return paint.placed_chips(list(row.chips), right, area.bottom() - px(28))

    def _left(self, row: OverviewRow) -> int:
        return px(LEFT) + (px(_DAY) if row.day else 0)

    def _wide(self, row: OverviewRow) -> int:
        return max(self.view.row_width() - self._left(row) - px(SIDE), px(80))

    @staticmethod
    def _parts(row: OverviewRow) -> list[tuple[str, int]]:
        return [(words, size) for words, size in ((row.title, 13), (row.text, 12), (row.note, 12)) if words]


class OverviewList(RowList[OverviewRow]):
    """The rows of one section."""

    def __init__(self, name: str, help_text: str, delegate: type[OverviewDelegate] = OverviewDelegate) -> None:
        super().__init__(name, help_text, RowModel[OverviewRow](), delegate)
