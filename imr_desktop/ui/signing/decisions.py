"""The decision on each item, one line below the other, painted: widgets of their own would be six hundred for 140 items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.theme import current, pixmap, px
from imr_desktop.ui.widgets import paint, statuses
from imr_desktop.ui.widgets.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imr_desktop.case.model import DisputedItem

_ICON, _GAP, _PAD, _LEAST = 16, 8, 2, 20
_SHARE = 0.45
"""Of the width, at most for the decision's words."""
_BEFORE, _KEPT = 60, 8


class Decisions(QWidget):
    """Every item's title, whole, and what was decided of it."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[tuple[Status, str, str], ...] = ()
        self._heights: dict[tuple[int, int], list[int]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("Decisions"))
        current().changed.connect(self._on_theme)

    def show_items(self, items: tuple[DisputedItem, ...]) -> None:
        """Show the items of a case in their order."""
        lines = tuple(_line(item) for item in items)
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleDescription(". ".join(f"{title}: {words}" for _look, title, words in lines))
            self._heights.clear()
            self._on_theme()

    @Slot()
    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._line_heights(width))

    def sizeHint(self) -> QSize:
        width = max(self.width(), px(200))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def _line_heights(self, width: int) -> list[int]:
        """Kept for the last widths: a layout asks for many, some of them again and again, before it comes to rest."""
        key = (width, current().zoom)
        if key not in self._heights:
            while len(self._heights) >= _KEPT:
                del self._heights[next(iter(self._heights))]
            self._heights[key] = [_line_height(title, words, width) for _look, title, words in self._lines]
        return self._heights[key]

    def _placed(self) -> Iterator[tuple[QRect, tuple[Status, str, str]]]:
        top = 0
        for line, height in zip(self._lines, self._line_heights(self.width()), strict=True):
            yield QRect(0, top, self.width(), height), line
            top += height

    def paintEvent(self, event: QPaintEvent) -> None:
        """Those lines that are in view."""
        painter = QPainter(self)
        for area, (look, title, words) in self._placed():
            if area.intersects(event.rect()):
                inner = area.adjusted(0, px(_PAD), 0, -px(_PAD))
                painter.drawPixmap(inner.topLeft() + QPoint(0, px(1)), pixmap(look.icon, look.token, _ICON))
                left = px(_ICON + _GAP)
                paint.paragraph(
                    painter, QRect(left, inner.top(), _title_width(words, area.width()), inner.height()), title, "text"
                )
                right = inner.adjusted(area.width() - _words_width(words, area.width()), 0, 0, 0)
                flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
                paint.text(painter, right, words, "muted", flags=flags)
        painter.end()


def _line(item: DisputedItem) -> tuple[Status, str, str]:
    look = statuses.decision(item.decision)
    return look, item.title, look.word if item.decision else (item.end_state or tr("Undecided")).capitalize()


def _line_height(title: str, words: str, width: int) -> int:
    room = _title_width(words, width)
    text = 0 if paint.width_of(title) <= room else paint.paragraph_height(title, room)
    return max(text, px(_LEAST)) + 2 * px(_PAD)


def _words_width(words: str, width: int) -> int:
    return min(paint.width_of(words) + px(2), round(width * _SHARE))


def _title_width(words: str, width: int) -> int:
    return max(width - _words_width(words, width) - px(_ICON + 2 * _GAP), px(_BEFORE))
