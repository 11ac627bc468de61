"""One tab per disputed item: status icon and short title. Shown from two items on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar

from imr_desktop.case.model import DisputedItem
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint, statuses
from imr_desktop.ui.widgets.labels import plain_tip


def status_word(item: DisputedItem) -> str:
    """What an item has come to, in one word."""
    return statuses.END_STATES.get(item.end_state or "", statuses.decision(item.decision).word)


class ItemStrip(QTabBar):
    """Painted tabs; Left and Right move between items while it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[DisputedItem, ...] = ()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName("Disputed items")

    def set_items(self, items: Sequence[DisputedItem], current: int) -> None:
        """Show the items, one of them current; sends nothing."""
        blocked = self.blockSignals(True)
        self._items = tuple(items)
        while self.count() > len(items):
            self.removeTab(self.count() - 1)
        while self.count() < len(items):
            self.addTab("")
        for at, item in enumerate(items):
            title = item.title or "Untitled item"
            self.setTabText(at, title.replace("&", "&&"))
            self.setTabToolTip(at, plain_tip(f"{title[:300]} \u2014 {status_word(item)}"))
            self.setAccessibleTabName(at, f"Item {at + 1} of {len(items)}: {title}, {status_word(item)}")
        self.setCurrentIndex(current)
        self.blockSignals(blocked)
        self.setVisible(len(items) > 1)
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the title, shared fairly."""
        room = (self.width() or px(600)) // max(self.count(), 1)
        wanted = paint.width_of(self._items[index].title, 13, 600) + px(56) if index < len(self._items) else 0
        return QSize(max(px(110), min(px(260), room, wanted)), px(40))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Never narrower than a few words."""
        return QSize(px(110), px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, item in enumerate(self._items[: self.count()]):
            area = QRectF(self.tabRect(at)).adjusted(0, px(4), -px(6), -px(4))
            current, look = at == self.currentIndex(), statuses.decision(item.decision)
            paint.box(
                painter, area, px(6), color("selected" if current else "sunken"), color("accent" if current else "border")
            )
            if current and self.hasFocus():
                paint.box(painter, area.adjusted(2, 2, -2, -2), px(5), None, color("focus"), 2)
            painter.drawPixmap(
                QPointF(area.x() + px(10), area.y() + (area.height() - px(16)) / 2), pixmap(look.icon, look.token, 16)
            )
            paint.text(
                painter,
                area.adjusted(px(34), 0, -px(8), 0),
                item.title or "Untitled item",
                "text",
                13,
                600 if current else 500,
            )
