"""Paints a problem: icon and severity word, message, place, and the fix as a button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from imr_desktop.ui.checks.model import ProblemRow
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint, statuses
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate

FIX = "fix"
NOTE = "note"
_ROW = 36
_KEY = "Alt+Enter"
_NOTE_WORDS = "Give a reason"


class ProblemDelegate(RowDelegate[ProblemRow]):
    """One problem's row. The message wraps where it must, so that nothing is hidden."""

    ruled = False

    def height(self, row: ProblemRow) -> int:
        """One line where it fits, else as many as the message needs."""
        words = paint.paragraph_height(row.problem.message, self._message_width(row))
        return max(px(_ROW), words + px(18))

    def draw(self, painter: QPainter, row: ProblemRow, area: QRect, *, chosen: bool) -> None:
        look = statuses.severity(row.shown)
        painter.drawPixmap(QPointF(area.x() + px(14), area.y() + px(10)), pixmap(look.icon, look.token, 16))
        word = QRect(area.x() + px(40), area.y(), px(66), px(_ROW))
        paint.text(painter, word, look.word, f"{look.token}_text", 13, 600)
        self._paint_message(painter, row, area)
        right = self._right(area)
        for name, words, box in self._buttons(row, area, chosen=chosen):
            self._paint_button(painter, box, words, chosen=chosen and name == FIX, icon=name)
            right = min(right, int(box.x()))
        place = QRect(right - px(12) - self._place_width(row), area.y(), self._place_width(row), px(_ROW))
        paint.text(painter, place, row.place, "muted", 12, flags=paint.RIGHT)

    def part_at(self, area: QRect, index: Index, spot: QPoint) -> str | None:
        """``fix`` or ``note`` where a button stands."""
        row: ProblemRow = index.data(ROW_ROLE)
        chosen = index.row() == self.view.row()
        return next((name for name, _, box in self._buttons(row, area, chosen=chosen) if box.contains(spot)), None)

    def _paint_message(self, painter: QPainter, row: ProblemRow, area: QRect) -> None:
        left, width = area.x() + px(110), self._message_width(row)
        height = paint.paragraph_height(row.problem.message, width)
        paint.paragraph(painter, QRect(left, area.y() + px(9), width, height + 2), row.problem.message, "text")
        used = paint.width_of(row.problem.message) + px(12)
        if row.detail and width - used > px(120):
            paint.text(painter, QRect(left + used, area.y(), width - used, px(_ROW)), row.detail, "muted")

    def _paint_button(self, painter: QPainter, box: QRectF, words: str, *, chosen: bool, icon: str) -> None:
        paint.box(painter, box, px(6), color("surface"), color("accent" if chosen else "border_strong"))
        picture = "lightbulb" if icon == FIX else "pencil"
        painter.drawPixmap(QPointF(box.x() + px(8), box.y() + px(6)), pixmap(picture, "accent_text", 14))
        paint.text(painter, box.adjusted(px(26), 0, -px(6), 0), words, "accent_text", 12, 600)
        if chosen:
            paint.text(painter, box.adjusted(0, 0, -px(8), 0), _KEY, "muted", 11, 500, paint.RIGHT)

    def _buttons(self, row: ProblemRow, area: QRect, *, chosen: bool) -> list[tuple[str, str, QRectF]]:
        left, buttons = float(self._right(area)), []
        key = px(28) + paint.width_of(_KEY, 11, 500) if chosen else 0
        wanted = [(FIX, row.fix_label, px(12) + key)] if row.fix_label else []
        if row.shown == "consider" and not row.problem.flag:
            wanted.append((NOTE, _NOTE_WORDS, px(12)))
        for name, words, more in wanted:
            width = paint.width_of(words, 12, 600) + px(26) + more
            left -= width
            buttons.append((name, words, QRectF(left, area.y() + px(5), width, px(26))))
            left -= px(6)
        return buttons

    def _right(self, area: QRect) -> int:
        return area.x() + self.view.row_width() - px(2)

    def _place_width(self, row: ProblemRow) -> int:
        return min(paint.width_of(row.place, 12) + px(4), px(180))

    def _message_width(self, row: ProblemRow) -> int:
        area = QRect(0, 0, self.view.width(), px(_ROW))
        left = min([self._right(area), *(int(box.x()) for _, _, box in self._buttons(row, area, chosen=True))])
        return max(left - px(12) - self._place_width(row) - px(12) - px(110), px(120))
