"""Paints a criterion: number, text, what was computed below it, evidence chips, the reviewer's status on the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from imr_desktop.ui.items.criteria_model import CriterionRow
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint, statuses
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate, RowList

SIDE, NUMBER, TOP = 16, 20, 9
COMPUTED = 18
MAX_CHIPS = 2


class CriterionDelegate(RowDelegate):
    """One criterion's row. Compact rows show short status words and leave the chips to the details."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self.compact = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the wrapped text and the computed line."""
        row: CriterionRow = index.data(ROW_ROLE)
        words = paint.paragraph_height(row.report.text, self._text_width(row)) + (px(COMPUTED) if row.computed else 0)
        return QSize(px(100), max(px(38), words + px(2 * TOP)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row."""
        row: CriterionRow = index.data(ROW_ROLE)
        area, settled = option.rect, row.status == "not applicable"
        self.paint_ground(painter, option)
        top = area.y() + px(TOP)
        paint.text(painter, QRect(area.x() + px(SIDE), top, px(NUMBER), px(17)), str(row.number), "muted", 12, 600)
        left, width = area.x() + px(SIDE + NUMBER), self._text_width(row)
        height = paint.paragraph_height(row.report.text, width)
        paint.paragraph(painter, QRect(left, top, width, height + 2), row.report.text, "muted" if settled else "text")
        if row.computed:
            self._paint_computed(painter, row, QRect(left, top + height, width, px(COMPUTED)))
        for box, chip in self._chip_boxes(row, area):
            paint.page_chip(painter, box.x(), box.y(), chip[0])
        paint.status_chip(
            painter, self._status_left(area), area.y() + px(7), statuses.criterion(row.status), short=self.compact
        )
        self.paint_focus(painter, option)

    def part_at(self, area: QRect, index: Index, spot: QPoint) -> Any:
        """The page of the chip at a spot, with its quote."""
        row: CriterionRow = index.data(ROW_ROLE)
        for box, chip in self._chip_boxes(row, area):
            if chip[1] and box.adjusted(0, -px(2), 0, px(2)).contains(spot):
                return chip[1], chip[2]
        return None

    def _paint_computed(self, painter: QPainter, row: CriterionRow, area: QRect) -> None:
        painter.drawPixmap(QPointF(area.x(), area.y() + px(3)), pixmap("sparkles", "muted", 12))
        shown = row.computed + (f" · limit: {row.report.limit}" if row.report.limit else "")
        paint.text(painter, QRectF(area).adjusted(px(18), 0, 0, 0), shown, "muted", 12)

    def _status_width(self) -> int:
        shown = statuses.CRITERION["not documented"]
        return paint.status_width(shown.short if self.compact else shown.word)

    def _status_left(self, area: QRect) -> int:
        return area.x() + self.view.row_width() - self._status_width()

    def _chip_boxes(self, row: CriterionRow, area: QRect) -> list[tuple[QRectF, tuple[str, int, str]]]:
        chips = self._chips(row)
        left = self._status_left(area) - px(4) - paint.chips_width([chip[0] for chip in chips])
        boxes = []
        for chip in chips:
            width = paint.chip_width(chip[0])
            boxes.append((QRectF(left, area.y() + px(TOP), width, px(paint.CHIP_HEIGHT)), chip))
            left += width + px(paint.GAP)
        return boxes

    def _text_width(self, row: CriterionRow) -> int:
        chips = paint.chips_width([chip[0] for chip in self._chips(row)])
        return self.view.row_width() - px(SIDE + NUMBER + 12) - self._status_width() - chips

    def _chips(self, row: CriterionRow) -> list[tuple[str, int, str]]:
        """The first pages of the evidence, and how many more there are; the details name them all."""
        if self.compact:
            return []
        more = len(row.chips) - MAX_CHIPS
        return [*row.chips[:MAX_CHIPS], *([(f"+{more}", 0, "")] if more > 0 else [])]
