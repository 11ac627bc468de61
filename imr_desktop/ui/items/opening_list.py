"""Rows of one line of which the current one is open: what it says in full, and room for a field within it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QTimer, Signal
from PySide6.QtGui import QMouseEvent

from imr_desktop.ui.items.criteria_delegate import CriterionDelegate
from imr_desktop.ui.items.criteria_model import CriteriaModel, CriterionRow
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.rows import RowList


class OpeningList(RowList[CriterionRow]):
    """The current row is open. `field_moved()`: the room for the field within it lies elsewhere now.

    While the mouse is down nothing opens: what is pressed would move away below it.
    """

    row_model: CriteriaModel
    delegate: CriterionDelegate
    field_moved = Signal()

    def __init__(self, name: str, help_text: str) -> None:
        super().__init__(name, help_text, CriteriaModel(), CriterionDelegate)
        self._held = False
        self.selectionModel().currentChanged.connect(self._on_current)
        self.row_model.modelReset.connect(self._open)
        self.row_model.dataChanged.connect(self._lay_soon)
        self.verticalScrollBar().valueChanged.connect(self.field_moved)

    def set_field_height(self, height: int) -> None:
        """Keep so many pixels free at the end of the open row; 0 for none."""
        if height != self.delegate.field_height:
            self.delegate.field_height = height
            self._lay_soon()

    def field_box(self) -> QRect:
        """Where the field within the open row lies, in pixels of the viewport."""
        if self.current() is None or not self.delegate.field_height:
            return QRect()
        return self.delegate.field_box(self.visualRect(self.currentIndex()))

    def show_field(self) -> None:
        """Scroll so that the field is seen whole, however high its row is."""
        under = self.field_box().bottom() + px(6) - self.viewport().height()
        if self.field_box().isValid() and under > 0:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + under)

    def full_height(self) -> int:
        """The height all rows need, in pixels."""
        return sum(self.delegate.height(row) for row in self.row_model.shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was pressed."""
        super().mouseReleaseEvent(event)
        self._held = False
        self._open()

    def updateGeometries(self) -> None:
        """The rows were laid out."""
        super().updateGeometries()
        self.field_moved.emit()

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        if not self._held:
            self._open()

    def _open(self) -> None:
        row = self.current()
        key = row.key if row is not None else ""
        if key != self.delegate.opened:
            self.delegate.opened = key
            self._lay_soon()
            QTimer.singleShot(0, self, self._show_whole)

    def _show_whole(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _lay_soon(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
