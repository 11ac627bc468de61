"""Lists whose rows are immutable values and painted: model, view that keeps rows as high as their text, delegate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from imr_desktop.ui import shortcuts
from imr_desktop.ui.theme import color, current, px
from imr_desktop.ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_FIRST = 12
"""Rows that may be seen at a list's beginning."""


class Row(Protocol):
    """What a row tells of itself: which it is, its words for the eye, its words for the ear."""

    @property
    def key(self) -> str:
        """What stays the same when the row's content changes."""

    @property
    def words(self) -> str:
        """The row's text."""

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""


R = TypeVar("R", bound=Row)


class RowModel(QAbstractListModel, Generic[R]):
    """Shows rows; the same keys in the same order keep the view's selection and scroll, others begin anew."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[R, ...] = ()

    def show_rows(self, rows: Iterable[R]) -> None:
        """Show these rows in place of the former."""
        fresh = tuple(rows)
        if fresh == self._rows:
            return
        if [row.key for row in fresh] == [row.key for row in self._rows]:
            self._rows = fresh
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    @property
    def shown(self) -> tuple[R, ...]:
        return self._rows

    def row_at(self, row: int) -> R | None:
        """A row, None beyond the list."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: str) -> int:
        """The place of the row with this key, -1 where it is not."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row, its words, what is spoken."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        return row.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None


class RowDelegate(QStyledItemDelegate, Generic[R]):
    """Paints a row's ground, its hairline (`ruled`), its focus; subclasses draw what stands on it.

    `uniform`: all rows are as high as the first, so that none is measured and even long lists are laid out at once.
    """

    ruled = True
    uniform = False

    def __init__(self, view: RowList[R]) -> None:
        super().__init__(view)
        self.view = view

    def height(self, row: R) -> int:
        """How high a row is, in pixels."""
        raise NotImplementedError

    def draw(self, painter: QPainter, row: R, area: QRect, *, chosen: bool) -> None:
        """Draw what stands on a row."""
        raise NotImplementedError

    def part_at(self, area: QRect, index: Index, spot: QPoint) -> Any:
        """What stands at a spot of a row (a page, a button's name), or None."""
        return None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the row; how wide is the list's."""
        return QSize(px(100), self.height(index.data(ROW_ROLE)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.paint_ground(painter, option, rule=self.ruled)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self.draw(painter, index.data(ROW_ROLE), QRect(option.rect), chosen=chosen)
        self.paint_focus(painter, option)

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, rule: bool = True) -> None:
        """Selected, hovered or plain ground, and the hairline below."""
        area = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, color("selected"))
            painter.fillRect(QRect(area.x(), area.y(), px(3), area.height()), color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, color("hover"))
        if rule:
            painter.setPen(color("divider"))
            painter.drawLine(area.x() + px(14), area.bottom(), area.right() - px(14), area.bottom())

    def paint_focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """The ring of the row that has the keyboard."""
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, option.rect)


class RowList(QListView, Generic[R]):
    """A list of painted rows of differing heights.

    `part_clicked(row, part)`: what of which row was clicked; `current_changed()`: another row is current;
    `menu_requested(spot)`: what can be done with the current row is wanted, by right click or by the menu key, at a spot of
    the screen.
    """

    part_clicked = Signal(int, object)
    current_changed = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, name: str, help_text: str, row_model: RowModel[R], delegate: type[RowDelegate[R]]) -> None:
        super().__init__()
        self.row_model, self.delegate = row_model, delegate(self)
        row_model.setParent(self)
        self.setModel(row_model)
        self.setItemDelegate(self.delegate)
        self.selectionModel().currentChanged.connect(self.current_changed)
        self._pressed: tuple[int, Any] = (-1, None)
        self.setAccessibleName(name)
        self._help_text = help_text
        self._tell_keys()
        shortcuts.current().changed.connect(self._tell_keys)
        self.setMouseTracking(True)
        self._top, self._follows, self._late = QPersistentModelIndex(), False, False
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(delegate.uniform)
        self.setLayoutMode(QListView.LayoutMode.SinglePass if delegate.uniform else QListView.LayoutMode.Batched)
        self.setBatchSize(50)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        current().changed.connect(self._lay_anew)

    @Slot()
    def _tell_keys(self) -> None:
        self.setAccessibleDescription(shortcuts.spoken(self._help_text))

    def row_width(self) -> int:
        """The width rows may use: the scroll bar's is always kept free, so that nothing moves when it appears."""
        return max(self.width() - px(14), 80)

    def row(self) -> int:
        """The current row, -1 for none."""
        return self.currentIndex().row()

    def current(self) -> R | None:
        """The current row's value."""
        return self.row_model.row_at(self.row())

    def first_in_view(self) -> R | None:
        """The row at the top of a list that was scrolled; None for one that stands at its beginning."""
        return self.row_model.row_at(self.indexAt(QPoint(1, 1)).row()) if self.verticalScrollBar().value() else None

    def select_row(self, row: int) -> None:
        """Make a row current and bring it into view; out of range does nothing."""
        index = self.row_model.index(row)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def rows(self) -> int:
        return self.row_model.rowCount()

    def settle(self) -> None:
        """Lay out the rows that still wait: Qt finds and scrolls to no row, not even the first, before the last is laid."""
        if not self._is_laid_out():
            self.setLayoutMode(QListView.LayoutMode.SinglePass)
            self.doItemsLayout()
            self.setLayoutMode(QListView.LayoutMode.Batched)

    def _is_laid_out(self) -> bool:
        return self.delegate.uniform or not self.rows() or self.visualRect(self.row_model.index(self.rows() - 1)).isValid()

    def _lay_anew(self) -> None:
        self._late = not self.isVisible()
        if self._late:
            return  # nobody sees it: when it is shown
        # A list laid out in steps is short for a while, which would throw its scroll bar back.
        if not self._top.isValid() and self.verticalScrollBar().value():
            self._top = QPersistentModelIndex(self.indexAt(QPoint(1, 1)))
            self._follows = self._in_view(self.currentIndex())
        self.scheduleDelayedItemsLayout()

    def _in_view(self, index: Index) -> bool:
        return index.isValid() and self.viewport().rect().contains(self.visualRect(index))

    @Slot()
    def _on_range(self) -> None:
        if self._top.isValid():
            QTimer.singleShot(0, self, self._back_to_top)

    def _back_to_top(self) -> None:
        if self._top.isValid() and self._is_laid_out():
            top, self._top = self._top, QPersistentModelIndex()
            super().scrollTo(self.row_model.index(top.row()), QAbstractItemView.ScrollHint.PositionAtTop)
            if self._follows:
                super().scrollTo(self.currentIndex())

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        """Bring a row into view, also while rows wait to be laid out; the place that was kept for the top is given up."""
        self._top = QPersistentModelIndex()
        if self._is_among_first(index):
            return
        if not self._in_view(index):
            self.settle()
        super().scrollTo(index, hint)

    def _is_among_first(self, index: Index) -> bool:
        """Whether a row is seen where the list begins, so that thousands behind it need not be laid out to find it."""
        if self._is_laid_out() or self.verticalScrollBar().value() or not 0 <= index.row() < _FIRST:
            return False
        needed = sum(self.sizeHintForRow(row) for row in range(index.row() + 1))
        return needed <= self.viewport().height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt paints no row before the last is laid out; what is seen of them is painted meanwhile."""
        if self._is_laid_out() or (self.verticalScrollBar().value() and not self._top.isValid()):
            super().paintEvent(event)
        else:
            self._paint_before_laid_out(max(self._top.row(), 0))

    def _paint_before_laid_out(self, row: int) -> None:
        area, top = self.viewport().rect(), 0
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain, painter = option.state, QPainter(self.viewport())
        while row < self.rows() and top < area.height():
            index = self.row_model.index(row)
            option.rect = QRect(0, top, area.width(), self.sizeHintForRow(row))
            option.state = plain | self._state_of(index)
            self.delegate.paint(painter, option, index)
            row, top = row + 1, top + option.rect.height()

    def _state_of(self, index: Index) -> QStyle.StateFlag:
        is_chosen, is_current = self.selectionModel().isSelected(index), index == self.currentIndex()
        state = QStyle.StateFlag.State_Selected if is_chosen else QStyle.StateFlag.State_None
        return state | QStyle.StateFlag.State_HasFocus if is_current and self.hasFocus() else state

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Heights depend on the width; the row at the top stays there."""
        self._lay_anew()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile is laid out now."""
        super().showEvent(event)
        if self._late:
            self._lay_anew()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys with Alt are the pane's (Alt+Down: next item); the base class would move by a row and keep them."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            self.settle()
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked."""
        part = self._part(event.position().toPoint())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if part is not None else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note which part was pressed: selecting the row may move its parts."""
        self.settle()
        spot = event.position().toPoint()
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = (self.indexAt(spot).row(), self._part(spot)) if left else (-1, None)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which part was clicked."""
        super().mouseReleaseEvent(event)
        (row, part), self._pressed = self._pressed, (-1, None)
        if part is not None and row == self.indexAt(event.position().toPoint()).row():
            self.part_clicked.emit(row, part)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key means the current row; Qt's place for it is the middle of the list, where another row may stand."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        if index.isValid():
            self.setCurrentIndex(index)
            spot = self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_requested.emit(spot if by_key else event.globalPos())

    def _part(self, spot: QPoint) -> Any:
        index = self.indexAt(spot)
        return self.delegate.part_at(self.visualRect(index), index, spot) if index.isValid() else None

    def viewportSizeHint(self) -> QSize:
        """All rows, for lists that shall be as high as they need."""
        return QSize(px(200), sum(self.sizeHintForRow(row) for row in range(min(self.rows(), 50))))

    def leaveEvent(self, event: QEvent) -> None:
        self.viewport().unsetCursor()
        super().leaveEvent(event)
