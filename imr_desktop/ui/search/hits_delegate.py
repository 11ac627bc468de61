"""Paints a hit: where it stands, its words with the terms marked, and below them the reviewer's answer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter, QTextLayout

from imr_desktop.ui.search.hits_model import AnswerRow
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import RowDelegate

SIDE, TOP, LINE, ANSWER = 16, 8, 18, 20
_FOUND, _SAID, _OPEN = ("octagon-alert", "error"), ("circle-check", "ok"), ("circle-dashed", "undecided")


class AnswerDelegate(RowDelegate[AnswerRow]):
    """One hit's row."""

    def height(self, row: AnswerRow) -> int:
        height = round(_layout(row, self._width()).boundingRect().height())
        return px(2 * TOP + LINE + ANSWER) + height

    def draw(self, painter: QPainter, row: AnswerRow, area: QRect, *, chosen: bool) -> None:
        width = self._width()
        left, top = area.x() + px(SIDE), area.y() + px(TOP)
        paint.text(painter, QRect(left, top, width, px(LINE)), row.place, "muted", 12, 600)
        layout = _layout(row, width)
        painter.setPen(color("text"))
        layout.draw(painter, QPointF(left, top + px(LINE)))
        below = top + px(LINE) + round(layout.boundingRect().height())
        self._paint_answer(painter, row, QRect(left, below, width, px(ANSWER)))

    def _paint_answer(self, painter: QPainter, row: AnswerRow, area: QRect) -> None:
        name, token = _FOUND if row.hit.found else _SAID if row.answered else _OPEN
        painter.drawPixmap(QPointF(area.x(), area.y() + (area.height() - px(14)) / 2), pixmap(name, f"{token}_text", 14))
        paint.text(painter, area.adjusted(px(20), 0, 0, 0), row.answer, f"{token}_text", 12, 600 if row.answered else 400)

    def _width(self) -> int:
        return max(self.view.row_width() - px(SIDE + 4), px(60))


def _layout(row: AnswerRow, width: int) -> QTextLayout:
    """The words, wrapped to a width in pixels, the terms on the marker's ground."""
    marks = [paint.mark(start, end - start, "mark", "page_text") for start, end in row.spans]
    return paint.laid_out(row.quote, width, marks)
