"""Paints a hit: where it stands, its words with the terms marked, and below them the reviewer's answer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter, QTextLayout

from imr_desktop.ui.search.hits_model import AnswerRow
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import RowDelegate

SIDE, TOP, LINE, ANSWER, INNER = 16, 8, 18, 20, 24
_FOUND, _SAID, _OPEN = ("octagon-alert", "error"), ("circle-check", "ok"), ("circle-dashed", "undecided")


class AnswerDelegate(RowDelegate[AnswerRow]):
    """One hit's row."""

    def height(self, row: AnswerRow) -> int:
        height = round(_layout(row, self._width(row)).boundingRect().height())
        return px(2 * TOP + LINE + ANSWER) + height

    def draw(self, painter: QPainter, row: AnswerRow, area: QRect, *, chosen: bool) -> None:
        width = self._width(row)
        left, top = area.right() - px(4) - width, area.y() + px(TOP)
        paint.text(painter, QRect(left, top, width, px(LINE)), row.place, "muted", 12, 600)
        layout = _layout(row, width)
        painter.setPen(color("muted" if row.left_out else "text"))
        layout.draw(painter, QPointF(left, top + px(LINE)))
        below = top + px(LINE) + round(layout.boundingRect().height())
        self._paint_answer(painter, row, QRect(left, below, width, px(ANSWER)))

    def _paint_answer(self, painter: QPainter, row: AnswerRow, area: QRect) -> None:
        name, token = _FOUND if row.found else _OPEN if row.left_out or not row.answered else _SAID
        painter.drawPixmap(QPointF(area.x(), area.y() + (area.height() - px(14)) / 2), pixmap(name, f"{token}_text", 14))
        weight = 600 if row.answered and row.hits else 400
        paint.text(painter, area.adjusted(px(20), 0, 0, 0), row.answer, f"{token}_text", 12, weight)

    def _width(self, row: AnswerRow) -> int:
        return max(self.view.row_width() - px(SIDE + 4 + (INNER if row.inner else 0)), px(60))


def _layout(row: AnswerRow, width: int) -> QTextLayout:
    """The words, wrapped to a width in pixels, the terms on the marker's ground."""
    marks = [paint.mark(start, end - start, "mark", "page_text") for start, end in row.spans]
    return paint.laid_out(row.quote, width, marks)
