"""Many disputed items as a numbered list: number, status icon, title in two lines, whole on hover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter

from imr_desktop.case.model import DisputedItem
from imr_desktop.language import tr
from imr_desktop.ui.items.item_strip import status_word
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint, statuses
from imr_desktop.ui.widgets.labels import plain_tip
from imr_desktop.ui.widgets.rows import Index, RowDelegate, RowList, RowModel

HEIGHT, SHOWN, WIDTH = 42, 2, 200
"""Of a row; of the list above an item, in rows, half of the next one on top; of the list beside it. Before zoom."""


@dataclass(frozen=True)
class ItemRow:
    """One item: its number among `total`, its words, what it has come to."""

    key: str
    number: int
    total: int
    words: str
    status: str
    decision: str

    @property
    def spoken(self) -> str:
        return tr(
            "Item {number} of {total}: {words}, {status}",
            number=self.number,
            total=self.total,
            words=self.words,
            status=self.status,
        )


class ItemModel(RowModel[ItemRow]):
    """The items; on hover the whole title and what the item has come to."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole and (row := self.row_at(index.row())) is not None:
            return plain_tip(f"{row.number}. {row.words} \u2014 {row.status}")
        return super().data(index, role)


class ItemDelegate(RowDelegate[ItemRow]):
    """Number, status icon, two lines of the title."""

    uniform = True

    def height(self, row: ItemRow) -> int:
        return px(HEIGHT)

    def draw(self, painter: QPainter, row: ItemRow, area: QRect, *, chosen: bool) -> None:
        number = QRectF(area.x() + px(6), area.y() + px(4), px(26), px(17))
        paint.text(painter, number, str(row.number), "muted", 12, 600, paint.RIGHT, tabular=True)
        look = statuses.decision(row.decision)
        painter.drawPixmap(QPointF(area.x() + px(38), area.y() + px(5)), pixmap(look.icon, look.token, 16))
        left = px(60)
        words = QRect(area.x() + left, area.y() + px(3), self.view.row_width() - left - px(4), px(36))
        paint.two_lines(painter, words, row.words, "text", 600 if chosen else 400)


class ItemList(RowList[ItemRow]):
    """The items of a case, one of them current. `chosen(at)`: the reviewer went to another."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(tr("Disputed items"), tr("Up and Down go from item to item."), ItemModel(), ItemDelegate)
        self._filling = False
        self.setProperty("bg", "sunken")
        self.current_changed.connect(self._on_current)

    def set_items(self, items: Sequence[DisputedItem], at: int) -> None:
        """Show the items, one of them current; sends nothing."""
        self._filling = True
        total = len(items)
        self.row_model.show_rows(
            ItemRow(item.id, number, total, item.title or tr("Untitled item"), status_word(item), item.decision or "")
            for number, item in enumerate(items, 1)
        )
        if at != self.row():
            self.select_row(at)
        self._filling = False

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH), round(px(HEIGHT) * (SHOWN + 0.5)))

    def _on_current(self) -> None:
        if not self._filling and self.row() >= 0:
            self.chosen.emit(self.row())
