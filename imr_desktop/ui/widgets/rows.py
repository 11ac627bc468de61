"""Lists whose rows are painted: a view that keeps rows as high as their text, and the delegate's common part."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from imr_desktop.ui.theme import color, current, px
from imr_desktop.ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
R = TypeVar("R")


class RowDelegate(QStyledItemDelegate, Generic[R]):
    """Paints a row's ground, its hairline (`ruled`), its focus; subclasses draw what stands on it."""

    ruled = True

    def __init__(self, view: RowList) -> None:
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


class RowList(QListView):
    """A list of painted rows of differing heights. `part_clicked` tells what of which row was clicked."""

    part_clicked = Signal(int, object)

    def __init__(self, name: str, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: tuple[int, Any] = (-1, None)
        self.setAccessibleName(name)
        self.setAccessibleDescription(help_text)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(100)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        current().changed.connect(self.scheduleDelayedItemsLayout)

    def row_width(self) -> int:
        """The width rows may use: the scroll bar's is always kept free, so that nothing moves when it appears."""
        return max(self.width() - px(14), 80)

    def row(self) -> int:
        """The current row, -1 for none."""
        return self.currentIndex().row()

    def select_row(self, row: int) -> None:
        """Make a row current and bring it into view; out of range does nothing."""
        index = self.model().index(row, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def rows(self) -> int:
        return self.model().rowCount() if self.model() else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Heights depend on the width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys with Alt are the pane's (Alt+Down: next item); the base class would move by a row and keep them."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked."""
        part = self._part(event.position().toPoint())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if part is not None else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note which part was pressed: selecting the row may move its parts."""
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

    def _part(self, spot: QPoint) -> Any:
        index, delegate = self.indexAt(spot), self.itemDelegate()
        if not index.isValid() or not isinstance(delegate, RowDelegate):
            return None
        return delegate.part_at(self.visualRect(index), index, spot)

    def viewportSizeHint(self) -> QSize:
        """All rows, for lists that shall be as high as they need."""
        return QSize(px(200), sum(self.sizeHintForRow(row) for row in range(min(self.rows(), 50))))

    def leaveEvent(self, event: QEvent) -> None:
        self.viewport().unsetCursor()
        super().leaveEvent(event)
