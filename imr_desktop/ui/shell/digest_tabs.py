"""Tabs that tell what their pane holds, so that in the compact layout no pane is ever out of sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.theme import color, current, pixmap, px
from imr_desktop.ui.widgets import paint

HEIGHT = 48


class DigestTabs(QTabBar):
    """One tab per work pane: icon, title, live state, key."""

    def __init__(self, tabs: tuple[tuple[str, str, str], ...], parent: QWidget | None = None) -> None:
        """`tabs` are (title, icon, key)."""
        super().__init__(parent)
        self._icons = [icon for _title, icon, _key in tabs]
        self._keys = [key for _title, _icon, key in tabs]
        self._states = ["" for _tab in tabs]
        self._active = False
        self.setDrawBase(False)
        self.setExpanding(True)
        self.setUsesScrollButtons(False)
        self.setAccessibleName(tr("Work panes"))
        for title, _icon, _key in tabs:
            self.addTab(title)
        current().changed.connect(self._restyle)
        self._restyle()

    def set_digest(self, index: int, title: str, state: str) -> None:
        if self._states[index] != state or self.tabText(index) != title:
            self._states[index] = state
            self.setTabText(index, title)
            self.setAccessibleTabName(index, f"{title}: {state}" if state else title)
            self.setTabToolTip(index, f"{title}: {state} ({self._keys[index].replace(' ', '+')})")
            self.update()

    def set_active(self, active: bool) -> None:
        """Whether the reviewer works in the pane below."""
        if active != self._active:
            self._active = active
            self.update()

    def tabSizeHint(self, index: int) -> QSize:
        """The tabs share the width."""
        return QSize(max(self.width() // max(self.count(), 1), px(120)), px(HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Narrow windows keep the title."""
        return QSize(px(110), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The column may be narrow."""
        return QSize(px(330), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tabs; the current one is open towards its pane."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            area = QRectF(self.tabRect(index))
            area.setRight(area.right() - (0 if index == self.count() - 1 else 6))
            self._paint_ground(painter, area, index)
            self._paint_words(painter, area, index)

    def _paint_ground(self, painter: QPainter, area: QRectF, index: int) -> None:
        if index != self.currentIndex():
            paint.box(painter, area.adjusted(0, 0, 0, -6), 8, color("sunken"), color("border"))
            return
        box = area.adjusted(0.5, 0.5, -0.5, 8)
        shape = QPainterPath()
        shape.addRoundedRect(box, 8, 8)
        painter.setBrush(color("surface"))
        painter.setPen(QPen(color("accent" if self._active else "border"), 1))
        painter.drawPath(shape)
        if self.hasFocus():
            paint.box(painter, area.adjusted(3, 3, -3, -3), 6, None, color("focus"), 2)

    def _paint_words(self, painter: QPainter, area: QRectF, index: int) -> None:
        on = index == self.currentIndex()
        icon = pixmap(self._icons[index], "accent_text" if on and self._active else "muted", 16)
        painter.drawPixmap(QPointF(area.x() + px(12), area.y() + px(14)), icon)
        key_width = paint.width_of(self._keys[index], 11) + px(10)
        words = QRectF(area.x() + px(40), area.y() + px(5), area.width() - px(48), px(18))
        shows_key = words.width() - key_width > paint.width_of(self.tabText(index), 13, 600)
        paint.text(painter, words, self.tabText(index), "text" if on else "text2", 13, 600)
        if shows_key:
            paint.text(
                painter,
                QRectF(area.right() - key_width, words.y(), key_width, words.height()),
                self._keys[index],
                "muted",
                11,
            )
        paint.text(painter, words.translated(0, px(17)), self._states[index], "muted", 12)

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(px(HEIGHT))
        self.updateGeometry()
