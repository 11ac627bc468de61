"""The field in the first row that opens the box, for the mouse and for those who do not know its key yet."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import current, pixmap, px
from imr_desktop.ui.widgets import paint

NAME, SHORT = mark("Search or run a command"), mark("Search")
WIDTH, LEAST = 360, 44


class PaletteField(QPushButton):
    """Looks like a field, opens the box; gives way where the row is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palettefield")
        self.setAccessibleName(tr(NAME))
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._key = ""
        self.show_key("Ctrl+K")
        current().changed.connect(self._restyle)
        self._restyle()

    def show_key(self, key: str) -> None:
        """The key that does the same."""
        self._key = key
        self.setAccessibleDescription(key)
        self.setToolTip(f"{tr(NAME)} ({key})" if key else tr(NAME))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH), px(28))

    def minimumSizeHint(self) -> QSize:
        """The picture alone."""
        return QSize(px(LEAST), px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A field's frame from the style sheet, then picture, words and key."""
        super().paintEvent(event)
        painter, high = QPainter(self), self.height()
        painter.drawPixmap(px(12), (high - px(14)) // 2, pixmap("search", "muted", 14))
        key = paint.width_of(self._key, 12)
        left = px(34)
        room = self.width() - left - px(12)
        if room < key:  # the picture alone
            return
        paint.text(painter, QRect(self.width() - key - px(12), 0, key, high), self._key, "muted", 12)
        room -= key + px(12)
        words = next((words for words in (tr(NAME), tr(SHORT)) if paint.width_of(words, 13) <= room), "")
        paint.text(painter, QRect(left, 0, room, high), words, "muted", 13)

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(px(28))
        self.setMaximumWidth(px(WIDTH))
        self.updateGeometry()
