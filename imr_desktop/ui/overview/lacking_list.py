"""The list of what the record lacks: headings that fold, boxes to tick."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from imr_desktop.language import tr
from imr_desktop.ui.overview.overview_list import LEFT, SIDE, OverviewDelegate, OverviewList
from imr_desktop.ui.overview.rows import OverviewRow
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index
from imr_desktop.ui.widgets.tick_box import paint_tick

TICK, FOLD = "tick", "fold"
"""Parts of a row that are clicked to tick it, and to fold its kind."""
_HEAD = 38


class LackingDelegate(OverviewDelegate):
    """Headings in one line, with a box for all of their kind; rows with a box of their own."""

    def height(self, row: OverviewRow) -> int:
        return px(_HEAD) if row.fold else super().height(row)

    def draw(self, painter: QPainter, row: OverviewRow, area: QRect, *, chosen: bool) -> None:
        if not row.fold:
            super().draw(painter, row, area, chosen=chosen)
            return
        paint_tick(painter, area.x() + px(SIDE), area.y() + (area.height() - px(17)) // 2, row.tick)
        top = area.y() + (area.height() - px(16)) // 2
        painter.drawPixmap(area.x() + px(LEFT), top, pixmap(_CHEVRONS[row.fold], "text2", 16))
        painter.drawPixmap(area.x() + px(LEFT + 22), top, pixmap(*row.icon, 16))
        words = area.adjusted(px(LEFT + 46), 0, -px(SIDE), 0)
        paint.text(painter, words, row.title, "text", 13, 600)
        paint.text(painter, words.adjusted(paint.width_of(row.title, 13, 600) + px(8), 0, 0, 0), row.text, "muted", 12)

    def draw_sign(self, painter: QPainter, row: OverviewRow, area: QRect) -> None:
        paint_tick(painter, area.x() + px(SIDE), area.y() + px(8), row.tick)

    def part_at(self, area: QRect, index: Index, spot: QPoint) -> object:
        """The box, a heading as a whole, or the page of a chip."""
        row: OverviewRow = index.data(ROW_ROLE)
        if spot.x() < area.x() + px(LEFT):
            return TICK
        return FOLD if row.fold else super().part_at(area, index, spot)


class LackingList(OverviewList):
    """`tick_wished()`, `fold_wished()`: of the current row."""

    tick_wished = Signal()
    fold_wished = Signal()

    def __init__(self) -> None:
        help_text = tr("Space ticks a line or a kind. Enter opens the page that names it, or folds a kind.")
        super().__init__(tr("What the record lacks"), help_text, LackingDelegate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; on a heading Enter, and Left and Right, fold."""
        row, key = self.current(), event.key()
        folds = key in _ENTER or (row is not None and key == _ARROWS.get(row.fold))
        if key == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.tick_wished.emit()
        elif row is not None and row.fold and folds:
            self.fold_wished.emit()
        else:
            super().keyPressEvent(event)


_CHEVRONS = {"open": "chevron-down", "folded": "chevron-right"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = {"open": Qt.Key.Key_Left, "folded": Qt.Key.Key_Right}
