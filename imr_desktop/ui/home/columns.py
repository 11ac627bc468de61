"""The columns of the worklist: where each stands at a width, and the line above the rows that sorts by them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.home.arranging import COLUMNS, Order
from imr_desktop.ui.theme import color, current, pixmap, px
from imr_desktop.ui.widgets import paint

TITLES = {
    "number": mark("Number"),
    "item": mark("Disputed items"),
    "status": mark("Status"),
    "due": mark("Due"),
    "received": mark("Received"),
    "changed": mark("Changed"),
}
_WIDTHS = {"number": 128, "status": 150, "due": 236, "received": 100, "changed": 100}
_LEAST = 240
"""Pixels before zoom that the items keep; columns that may go make room for them."""
_MAY_GO = ("changed", "received")
_SIDE, _GAP = 16, 16
HEIGHT = 30
SCROLL_BAR = 14
"""Pixels before zoom that lists keep free for it (`RowList.row_width`)."""


def places(width: int) -> Mapping[str, tuple[int, int]]:
    """Left edge and width of each column in pixels; those that find no room are left out."""
    shown = list(COLUMNS)
    for column in _MAY_GO:
        if _rest(width, shown) < px(_LEAST):
            shown.remove(column)
    left, found = px(_SIDE), {}
    for column in shown:
        wide = max(_rest(width, shown), px(40)) if column == "item" else px(_WIDTHS[column])
        found[column] = left, wide
        left += wide + px(_GAP)
    return found


def _rest(width: int, shown: list[str]) -> int:
    taken = sum(px(_WIDTHS[column]) + px(_GAP) for column in shown if column != "item")
    return width - taken - 2 * px(_SIDE)


class _Title(QAbstractButton):
    """A column's title: pressed it sorts, and an arrow says by which column and which way."""

    moved = Signal(int)

    def __init__(self, column: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        self._arrow = ""
        self.setText(tr(TITLES[column]))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_order(Order())

    def show_order(self, order: Order) -> None:
        """Say whether the list is sorted by this column, and which way."""
        sorted_by = order.column == self.column
        self._arrow = (
            ("arrow-up" if order.reverse is (self.column in ("received", "changed")) else "arrow-down") if sorted_by else ""
        )
        state = tr("sorted, {way}", way=_way(order)) if sorted_by else tr("not sorted by it")
        self.setAccessibleName(tr("Sort by {lower}, {state}", lower=tr(TITLES[self.column]).lower(), state=state))
        self.setToolTip(tr("Sort by {lower}", lower=tr(TITLES[self.column]).lower()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(60), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Its words, the arrow behind them, the ring while it has the keyboard."""
        painter, area = QPainter(self), self.rect()
        if self.underMouse():
            paint.box(painter, area.adjusted(-px(6), px(3), 0, -px(3)).toRectF(), px(4), color("hover"))
        token = "text" if self._arrow else "muted"
        words = QRect(area.x(), area.y(), area.width() - px(18), area.height())
        paint.text(painter, words, self.text(), token, 12, 600)
        if self._arrow:
            left = min(paint.width_of(self.text(), 12, 600) + px(4), area.width() - px(16))
            painter.drawPixmap(left, (area.height() - px(14)) // 2, pixmap(self._arrow, "accent_text", 14))
        if self.hasFocus():
            paint.focus_ring(painter, area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go to the other titles, Enter sorts as Space does."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()


def _way(order: Order) -> str:
    first = {
        "number": (tr("lowest first"), tr("highest first")),
        "item": (tr("A to Z"), tr("Z to A")),
        "status": (tr("to fix first"), tr("signed first")),
        "due": (tr("soonest first"), tr("latest first")),
    }
    return first.get(order.column, (tr("newest first"), tr("oldest first")))[order.reverse]


class ColumnTitles(QWidget):
    """The line above the rows. One stop for Tab; `chosen(column)`: sort by it."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Columns"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._titles = {column: _Title(column, self) for column in COLUMNS}
        for column, title in self._titles.items():
            title.clicked.connect(partial(self.chosen.emit, column))
            title.moved.connect(partial(self._move, column))
        self._stop_at("due")
        current().changed.connect(self._restyle)
        self._restyle()

    def show_order(self, order: Order) -> None:
        """Show by which column the list is sorted."""
        for title in self._titles.values():
            title.show_order(order)
        if not any(title.hasFocus() for title in self._titles.values()):
            self._stop_at(order.column)

    def _stop_at(self, column: str) -> None:
        for name, title in self._titles.items():
            title.setFocusPolicy(Qt.FocusPolicy.TabFocus if name == column else Qt.FocusPolicy.NoFocus)

    @Slot()
    def _move(self, column: str, step: int) -> None:
        shown = [name for name, title in self._titles.items() if title.isVisible()]
        to = shown[(shown.index(column) + step) % len(shown)]
        self._stop_at(to)
        self._titles[to].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(px(HEIGHT))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The titles stand over their columns."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        found = places(self.width() - px(SCROLL_BAR))
        for column, title in self._titles.items():
            title.setVisible(column in found)
            if column in found:
                left, wide = found[column]
                title.setGeometry(left, 0, wide, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline below."""
        painter = QPainter(self)
        painter.setPen(color("border"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
