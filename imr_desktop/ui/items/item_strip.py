"""One tab per disputed item where there are two to four: number, status icon, title. More of them stand in a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar

from imr_desktop.case.model import DisputedItem
from imr_desktop.language import tr
from imr_desktop.ui.theme import color, pixmap, px
from imr_desktop.ui.widgets import paint, statuses
from imr_desktop.ui.widgets.labels import plain_tip

MOST = 4


def status_word(item: DisputedItem) -> str:
    """What an item has come to, in one word."""
    return tr(statuses.END_STATES.get(item.end_state or "", "")) or statuses.decision(item.decision).word


class ItemStrip(QTabBar):
    """Painted tabs that share the width; Left and Right move between items while it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[DisputedItem, ...] = ()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(tr("Disputed items"))

    def set_items(self, items: Sequence[DisputedItem], current: int) -> None:
        """Show the items, one of them current; sends nothing."""
        blocked = self.blockSignals(True)
        if tuple(items) != self._items:
            self._items = tuple(items)
            self._fill()
        self.setCurrentIndex(current)
        self.blockSignals(blocked)
        self.update()

    def _fill(self) -> None:
        while self.count() > len(self._items):
            self.removeTab(self.count() - 1)
        while self.count() < len(self._items):
            self.addTab("")
        for at, item in enumerate(self._items):
            title = item.title or tr("Untitled item")
            self.setTabText(at, title.replace("&", "&&"))
            self.setTabToolTip(at, plain_tip(f"{at + 1}. {title} \u2014 {status_word(item)}"))
            self.setAccessibleTabName(
                at,
                tr(
                    "Item {at} of {items_count}: {title}, {status_word}",
                    at=at + 1,
                    items_count=len(self._items),
                    title=title,
                    status_word=status_word(item),
                ),
            )

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the title, shared fairly."""
        room = (self.width() or px(600)) // max(self.count(), 1)
        wanted = paint.width_of(self._items[index].title, 13, 600) + px(80) if index < len(self._items) else 0
        return QSize(min(max(px(110), wanted), room), px(40))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Number and icon always."""
        return QSize(px(64), px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at in range(len(self._items[: self.count()])):
            self._paint_tab(painter, at, QRectF(self.tabRect(at)).adjusted(0, px(4), -px(6), -px(4)))

    def _paint_tab(self, painter: QPainter, at: int, area: QRectF) -> None:
        item, current = self._items[at], at == self.currentIndex()
        look = statuses.decision(item.decision)
        paint.box(painter, area, px(6), color("selected" if current else "sunken"), color("accent" if current else "border"))
        if current and self.hasFocus():
            paint.box(painter, area.adjusted(2, 2, -2, -2), px(5), None, color("focus"), 2)
        paint.text(painter, QRectF(area.x() + px(10), area.y(), px(14), area.height()), str(at + 1), "muted", 12, 600)
        middle = area.y() + (area.height() - px(16)) / 2
        painter.drawPixmap(QPointF(area.x() + px(26), middle), pixmap(look.icon, look.token, 16))
        words = area.adjusted(px(50), 0, -px(8), 0)
        paint.text(painter, words, item.title or tr("Untitled item"), "text", 13, 600 if current else 500)
