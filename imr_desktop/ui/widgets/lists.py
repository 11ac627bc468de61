"""A list of delegate-painted rows whose heights depend on the width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from imr_desktop.ui.widgets.layout import named


class RowList(QListView):
    """Keyboard list with per-pixel scrolling; rows are laid out again when the width changes.

    Rows speak through ``Qt.ItemDataRole.AccessibleTextRole`` of their model.
    """

    SCROLL_BAR = 14

    def __init__(self, name: str, description: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name, description)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(100)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)

    def row_width(self) -> int:
        """Width a row may use: the scroll bar's room is always kept, so nothing moves when it appears."""
        return self.width() - self.SCROLL_BAR

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Heights depend on the width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
