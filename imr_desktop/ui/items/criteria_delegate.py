"""Paints a criterion: number, text, what was computed below it, evidence chips, the reviewer's status on the right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from imr_desktop.ui.items.criteria_model import CriterionRow
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint, statuses
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate

SIDE, NUMBER, TOP = 16, 20, 9
COMPUTED = 18
LINE = 24
"""The height of a historical criterion, and of the heading over the first."""
MAX_CHIPS = 2


class CriterionDelegate(RowDelegate[CriterionRow]):
    """One criterion's row. Compact rows show short status words and leave the chips to the details."""

    compact = False

    def height(self, row: CriterionRow) -> int:
        """As high as the wrapped text, the computed line and that of the numbers of visits; a historical one is one line."""
        if row.historical:
            return px(LINE) * (2 if row.heading else 1)
        lines = (1 + bool(row.report.found)) if row.computed else 0
        words = paint.paragraph_height(row.report.text, self._text_width(row)) + lines * px(COMPUTED)
        return max(px(38), words + px(2 * TOP))

    def draw(self, painter: QPainter, row: CriterionRow, area: QRect, *, chosen: bool) -> None:
        if row.historical:
            self._paint_historical(painter, row, area)
            return
        settled = row.status == "not applicable"
        top = area.y() + px(TOP)
        paint.text(painter, QRect(area.x() + px(SIDE), top, px(NUMBER), px(17)), str(row.number), "muted", 12, 600)
        left, width = area.x() + px(SIDE + NUMBER), self._text_width(row)
        height = paint.paragraph_height(row.report.text, width)
        paint.paragraph(painter, QRect(left, top, width, height + 2), row.report.text, "muted" if settled else "text")
        if row.computed:
            self._paint_computed(painter, row, QRect(left, top + height, width, px(COMPUTED)))
            beside = QRect(left, top + height + px(COMPUTED), self.view.row_width() - px(SIDE + NUMBER + 8), px(COMPUTED))
            paint.text(painter, QRectF(beside).adjusted(px(18), 0, 0, 0), row.report.found, "muted", 12)
        for box, chip in self._chip_boxes(row, area):
            paint.page_chip(painter, box.x(), box.y(), chip[0])
        paint.status_chip(
            painter, self._status_left(area), area.y() + px(7), statuses.criterion(row.status), short=self.compact
        )

    def part_at(self, area: QRect, index: Index, spot: QPoint) -> tuple[int, str] | None:
        """The page of the chip at a spot, with its quote."""
        if index.data(ROW_ROLE).historical:
            return None
        return paint.chip_at(self._chip_boxes(index.data(ROW_ROLE), area), spot)

    def _paint_historical(self, painter: QPainter, row: CriterionRow, area: QRect) -> None:
        left, width = area.x() + px(SIDE), self.view.row_width() - px(2 * SIDE)
        if row.heading:
            paint.text(painter, QRect(left, area.y(), width, px(LINE)), row.heading, "muted", 12, 600)
        line = QRect(left + px(NUMBER), area.bottom() + 1 - px(LINE), width - px(NUMBER), px(LINE))
        paint.text(painter, line, row.report.text, "muted", 12)

    def _paint_computed(self, painter: QPainter, row: CriterionRow, area: QRect) -> None:
        painter.drawPixmap(QPointF(area.x(), area.y() + px(3)), pixmap("sparkles", "muted", 12))
        shown = row.computed + (f" · limit: {row.report.limit}" if row.report.limit else "")
        paint.text(painter, QRectF(area).adjusted(px(18), 0, 0, 0), shown, "muted", 12)

    def _status_width(self) -> int:
        shown = statuses.CRITERION["not documented"]
        return paint.status_width(shown.short if self.compact else shown.word)

    def _status_left(self, area: QRect) -> int:
        return area.x() + self.view.row_width() - self._status_width()

    def _chip_boxes(self, row: CriterionRow, area: QRect) -> list[tuple[QRectF, paint.Chip]]:
        return paint.placed_chips(self._chips(row), self._status_left(area) - px(4), area.y() + px(TOP))

    def _text_width(self, row: CriterionRow) -> int:
        chips = paint.chips_width([chip[0] for chip in self._chips(row)])
        return self.view.row_width() - px(SIDE + NUMBER + 12) - self._status_width() - chips

    def _chips(self, row: CriterionRow) -> list[tuple[str, int, str]]:
        """The first pages of the evidence, and how many more there are; the details name them all."""
        if self.compact:
            return []
        more = len(row.chips) - MAX_CHIPS
        return [*row.chips[:MAX_CHIPS], *([(f"+{more}", 0, "")] if more > 0 else [])]
