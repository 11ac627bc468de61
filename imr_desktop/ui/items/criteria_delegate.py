"""Paints a criterion: one line with its status, and open its full text, the limit against the value, source, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from imr_desktop.ui.items.criteria_model import CriterionRow
from imr_desktop.ui.items.criterion_words import opened
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint, statuses
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate

SIDE, NUMBER, TOP, ICON, GAP = 16, 20, 8, 18, 3
CLOSED = 32
"""The height of a row of one line."""
LINE = 24
"""The height of a historical criterion, and of the heading over the first."""


class CriterionDelegate(RowDelegate[CriterionRow]):
    """One criterion's row. Compact rows show short status words.

    `opened` is the key of the open row, `field_height` the room kept at its end for a field; `inputs` are what the rules may
    ask for, by key.
    """

    compact = False
    opened = ""
    field_height = 0
    inputs: Mapping[str, Any] = {}

    def height(self, row: CriterionRow) -> int:
        """One line; the open row as high as all it says."""
        if row.historical:
            return px(LINE) * (2 if row.heading else 1)
        if row.key != self.opened:
            return px(CLOSED)
        return max(px(CLOSED), self._text_height(row) + self._lines_height(row) + self._chips_height(row)) + self.field_height

    def draw(self, painter: QPainter, row: CriterionRow, area: QRect, *, chosen: bool) -> None:
        if row.historical:
            self._paint_historical(painter, row, area)
            return
        token = "muted" if row.status == "not applicable" else "text"
        number = QRect(area.x() + px(SIDE), area.y() + px(TOP), px(NUMBER), px(17))
        paint.text(painter, number, str(row.number), "muted", 12, 600)
        paint.status_chip(painter, self._status_left(area), area.y() + px(4), self._status(row), short=self.compact)
        line = QRect(self._left(area), area.y() + px(TOP), self._text_width(), px(17))
        if row.key != self.opened:
            paint.text(painter, line, row.report.text, token)
            return
        line.setHeight(self._text_height(row))
        paint.paragraph(painter, line, row.report.text, token)
        self._paint_lines(painter, row, area)
        for box, chip in self._placed(row, area):
            paint.page_chip(painter, box.x(), box.y(), chip[0])

    def part_at(self, area: QRect, index: Index, spot: QPoint) -> tuple[int, str] | None:
        """The page of the chip at a spot, with its quote."""
        row = index.data(ROW_ROLE)
        if row.historical or row.key != self.opened:
            return None
        return paint.chip_at(self._placed(row, area), spot)

    def field_box(self, area: QRect) -> QRect:
        """The room for the field in the open row's area."""
        top = area.bottom() + 1 - self.field_height
        return QRect(self._left(area), top, self._lines_width(), self.field_height - px(6))

    def _paint_historical(self, painter: QPainter, row: CriterionRow, area: QRect) -> None:
        left, width = area.x() + px(SIDE), self.view.row_width() - px(2 * SIDE)
        if row.heading:
            paint.text(painter, QRect(left, area.y(), width, px(LINE)), row.heading, "muted", 12, 600)
        line = QRect(left + px(NUMBER), area.bottom() + 1 - px(LINE), width - px(NUMBER), px(LINE))
        paint.text(painter, line, row.report.text, "muted", 12)

    def _paint_lines(self, painter: QPainter, row: CriterionRow, area: QRect) -> None:
        left, top, width = self._left(area), area.y() + self._text_height(row), self._lines_width()
        for icon, words in opened(row, self.inputs):
            painter.drawPixmap(QPointF(left, top + px(2)), pixmap(icon, "muted", 12))
            high = paint.paragraph_height(words, width - px(ICON), 12)
            paint.paragraph(painter, QRect(left + px(ICON), top, width - px(ICON), high + 2), words, "text2", 12)
            top += high + px(GAP)

    def _text_height(self, row: CriterionRow) -> int:
        return px(TOP) + paint.paragraph_height(row.report.text, self._text_width()) + px(GAP + 2)

    def _lines_height(self, row: CriterionRow) -> int:
        width = self._lines_width() - px(ICON)
        return sum(paint.paragraph_height(words, width, 12) + px(GAP) for _icon, words in opened(row, self.inputs)) + px(GAP)

    def _chips_height(self, row: CriterionRow) -> int:
        lines = [] if self._beside(row) else self._placed(row, QRect())
        return round(lines[-1][0].bottom() - lines[0][0].top()) + px(6) if lines else 0

    def _beside(self, row: CriterionRow) -> int:
        """Where in the first line the chips can stand, in pixels from its left; 0 where it has no room for them."""
        words = next((words for _icon, words in opened(row, self.inputs)), "")
        left = px(ICON + 10) + paint.width_of(words, 12)
        chips = paint.chips_width([chip[0] for chip in row.chips])
        return left if words and left + chips <= self._lines_width() else 0

    def _placed(self, row: CriterionRow, area: QRect) -> list[tuple[QRectF, paint.Chip]]:
        """All pages of the evidence: behind the first line, else below the last in as many rows as they need."""
        left, top = float(self._left(area)), area.y() + self._text_height(row)
        if beside := self._beside(row):
            right = left + beside + paint.chips_width([chip[0] for chip in row.chips])
            return paint.placed_chips(row.chips, right, top - px(2))
        return self._wrapped(row, left, top + self._lines_height(row))

    def _wrapped(self, row: CriterionRow, left: float, top: float) -> list[tuple[QRectF, paint.Chip]]:
        placed, at, right = [], left, left + self._lines_width()
        for chip in row.chips:
            width = paint.chip_width(chip[0])
            if at > left and at + width > right:
                at, top = left, top + px(paint.CHIP_HEIGHT + paint.GAP)
            placed.append((QRectF(at, top, width, px(paint.CHIP_HEIGHT)), chip))
            at += width + px(paint.GAP)
        return placed

    def _left(self, area: QRect) -> int:
        return area.x() + px(SIDE + NUMBER)

    def _status(self, row: CriterionRow) -> statuses.Status:
        return statuses.criterion(row.status)

    def _status_width(self) -> int:
        shown = statuses.CRITERION["not documented"]
        return paint.status_width(shown.short if self.compact else shown.word)

    def _status_left(self, area: QRect) -> int:
        return area.x() + self.view.row_width() - self._status_width()

    def _text_width(self) -> int:
        return self.view.row_width() - px(SIDE + NUMBER + 12) - self._status_width()

    def _lines_width(self) -> int:
        return self.view.row_width() - px(SIDE + NUMBER + 8)
