"""Paints a problem: icon and severity word, message, place, and the fix as a button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from imr_desktop.language import mark, tr
from imr_desktop.ui.checks.model import ProblemRow
from imr_desktop.ui.theme import color, current, pixmap, px
from imr_desktop.ui.widgets import paint, statuses
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate, RowList

FIX = "fix"
NOTE = "note"
_ROW, _BELOW, _MESSAGE, _LEAST = 36, 28, 110, 300
"""Pixels before zoom: a row, what buttons below the message add, where the message begins, and its least room beside them."""
_REMEMBERED = 4_000
_KEY = "Alt+Enter"
_NOTE_WORDS = mark("Give a reason")


class ProblemDelegate(RowDelegate[ProblemRow]):
    """One problem's row. The message wraps where it must, so that nothing is hidden."""

    ruled = False

    def __init__(self, view: RowList[ProblemRow]) -> None:
        super().__init__(view)
        self._heights: dict[int, int] = {}

    def height(self, row: ProblemRow) -> int:
        """One line where it fits, else as many as the message needs; in a narrow list place and buttons stand below it.

        Remembered by a number made of the words, never by the words: every check lists hundreds of the same rows anew.
        """
        words = row.words, row.place, row.fix_label, row.shown, row.problem.flag
        key = hash((words, self.view.width(), current().zoom))
        if key not in self._heights:
            if len(self._heights) >= _REMEMBERED:
                self._heights.clear()
            self._heights[key] = self._measured(row)
        return self._heights[key]

    def _measured(self, row: ProblemRow) -> int:
        return max(px(_ROW), self._message_height(row) + px(18) + (px(_BELOW) if self._below(row) else 0))

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
        if self._below(row):
            place = QRect(area.x() + px(40), self._below_top(row, area), right - px(12) - area.x() - px(40), px(26))
            paint.text(painter, place, row.place, "muted", 12)
            return
        place = QRect(right - px(12) - self._place_width(row), area.y(), self._place_width(row), px(_ROW))
        paint.text(painter, place, row.place, "muted", 12, flags=paint.RIGHT)

    def part_at(self, area: QRect, index: Index, spot: QPoint) -> str | None:
        """``fix`` or ``note`` where a button stands."""
        row: ProblemRow = index.data(ROW_ROLE)
        chosen = index.row() == self.view.row()
        return next((name for name, _, box in self._buttons(row, area, chosen=chosen) if box.contains(spot)), None)

    def _paint_message(self, painter: QPainter, row: ProblemRow, area: QRect) -> None:
        left, width, height = area.x() + px(_MESSAGE), self._message_width(row), self._message_height(row)
        paint.paragraph(painter, QRect(left, area.y() + px(9), width, height + 2), row.words, "text")
        used = paint.width_of(row.words) + px(12)
        if row.detail and width - used > px(120) and not self._below(row):
            paint.text(painter, QRect(left + used, area.y(), width - used, px(_ROW)), row.detail, "muted")

    def _paint_button(self, painter: QPainter, box: QRectF, words: str, *, chosen: bool, icon: str) -> None:
        paint.box(painter, box, px(6), color("surface"), color("accent" if chosen else "border_strong"))
        picture = "lightbulb" if icon == FIX else "pencil"
        painter.drawPixmap(QPointF(box.x() + px(8), box.y() + px(6)), pixmap(picture, "accent_text", 14))
        paint.text(painter, box.adjusted(px(26), 0, -px(6), 0), words, "accent_text", 12, 600)
        if chosen:
            paint.text(painter, box.adjusted(0, 0, -px(8), 0), _KEY, "muted", 11, 500, paint.RIGHT)

    def _buttons(self, row: ProblemRow, area: QRect, *, chosen: bool) -> list[tuple[str, str, QRectF]]:
        top = self._below_top(row, area) if self._below(row) else area.y() + px(5)
        return self._row_of_buttons(row, area, top, chosen=chosen)

    def _row_of_buttons(self, row: ProblemRow, area: QRect, top: int, *, chosen: bool) -> list[tuple[str, str, QRectF]]:
        left, buttons = float(self._right(area)), []
        key = px(28) + paint.width_of(_KEY, 11, 500) if chosen else 0
        wanted = [(FIX, row.fix_label, px(12) + key)] if row.fix_label else []
        if row.shown == "consider" and not row.problem.flag:
            wanted.append((NOTE, tr(_NOTE_WORDS), px(12)))
        for name, words, more in wanted:
            width = paint.width_of(words, 12, 600) + px(26) + more
            left -= width
            buttons.append((name, words, QRectF(left, top, width, px(26))))
            left -= px(6)
        return buttons

    def _right(self, area: QRect) -> int:
        return area.x() + self.view.row_width() - px(2)

    def _place_width(self, row: ProblemRow) -> int:
        return min(paint.width_of(row.place, 12) + px(4), px(180))

    def _beside(self, row: ProblemRow) -> int:
        """The room for the message where place and buttons stand beside it."""
        area = QRect(0, 0, self.view.width(), px(_ROW))
        buttons = self._row_of_buttons(row, area, 0, chosen=True)
        left = min([self._right(area), *(int(box.x()) for _, _, box in buttons)])
        return left - px(12) - self._place_width(row) - px(12) - px(_MESSAGE)

    def _below(self, row: ProblemRow) -> bool:
        """Whether place and buttons stand below the message."""
        return self._beside(row) < min(px(_LEAST), paint.width_of(row.words) + 2)

    def _below_top(self, row: ProblemRow, area: QRect) -> int:
        return area.y() + px(11) + self._message_height(row)

    def _message_width(self, row: ProblemRow) -> int:
        area = QRect(0, 0, self.view.width(), px(_ROW))
        return max(self._right(area) - px(_MESSAGE) - px(8) if self._below(row) else self._beside(row), px(120))

    def _message_height(self, row: ProblemRow) -> int:
        return paint.paragraph_height(row.words, self._message_width(row))
