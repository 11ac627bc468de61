"""The list of what was read: headings that tick a block, lines with a tick box and page chips, counts that open."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from imr_desktop.ui.intake.proposal_rows import ProposalRow
from imr_desktop.ui.theme import pixmap, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.paint import Chip
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate, RowModel
from imr_desktop.ui.widgets.tick_box import SIDE, paint_tick

TICK = "tick"
"""The part of a row that is clicked to tick it."""
_TITLE, _LEFT, _SIDE, _MOST_CHIPS, _UNDER = 150, 42, 14, 2, 20
_BESIDE = ("fact", "told")
_MARKS = {
    "sentence": ("octagon-alert", "error"),
    "warning": ("triangle-alert", "warn"),
    "left out": ("info", "muted"),
    "hint": ("info", "muted"),
    "document": ("file-text", "muted"),
    "doubted": ("circle-question-mark", "warn"),
}
_INK = {"sentence": "error_text", "warning": "warn_text"}
_CHECKED = {"on": Qt.CheckState.Checked, "off": Qt.CheckState.Unchecked, "part": Qt.CheckState.PartiallyChecked}


class ProposalModel(RowModel[ProposalRow]):
    """Rows of what was read."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings that tick nothing cannot be chosen."""
        if self._rows[index.row()].kind == "section":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As every row, and whether it is ticked."""
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.CheckStateRole and row is not None:
            return _CHECKED.get(row.tick)
        return super().data(index, role)


class ProposalDelegate(RowDelegate[ProposalRow]):
    """Tick box, words, note and page chips. A click on the box ticks, on a chip opens the page, elsewhere chooses the row."""

    def height(self, row: ProposalRow) -> int:
        if row.kind in ("section", "block", "part", "fold"):
            return px(34 if row.kind == "part" else 38)
        wide = self._beside(row) if row.kind in _BESIDE else self._wide(row)
        note = paint.paragraph_height(row.note, wide, 12) + px(2) if row.note else 0
        if row.kind in _BESIDE:
            title = paint.paragraph_height(row.title, self._title)
            return max(title, paint.paragraph_height(row.text, wide) + note) + px(16)
        more = paint.paragraph_height(row.text, wide, 12) if row.text else 0
        return paint.paragraph_height(row.title, wide) + more + note + px(16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A heading that ticks nothing stands on no ground of its own."""
        row: ProposalRow = index.data(ROW_ROLE)
        if row.kind == "section":
            self._head(painter, row, QRect(option.rect), px(_SIDE))
        else:
            super().paint(painter, option, index)

    def draw(self, painter: QPainter, row: ProposalRow, area: QRect, *, chosen: bool) -> None:
        self._mark(painter, area, row)
        if row.kind in ("block", "part", "fold"):
            self._head(painter, row, area, px(_LEFT))
            return
        left, top, high = area.x() + px(_LEFT) + self._inset(row), area.y() + px(8), area.height()
        ink = _INK.get(row.kind, "text")
        if row.kind in _BESIDE:
            paint.paragraph(painter, QRect(left, top, self._title, high), row.title, "text2")
            left, wide, ink, words = left + self._title + px(12), self._beside(row), "text", row.text
        else:
            wide, words = self._wide(row), row.title
        paint.paragraph(painter, QRect(left, top, wide, high), words, ink)
        top += paint.paragraph_height(words, wide)
        if row.text and row.kind not in _BESIDE:
            paint.paragraph(painter, QRect(left, top, wide, high), row.text, "text2", 12)
            top += paint.paragraph_height(row.text, wide, 12)
        if row.note:
            paint.paragraph(painter, QRect(left, top + px(2), wide, high), row.note, "muted", 12)
        for box, (label, _page, _quote) in self._chips(area, row):
            paint.page_chip(painter, box.x(), box.y(), label)

    def _head(self, painter: QPainter, row: ProposalRow, area: QRect, left: int) -> None:
        size = 13 if row.kind == "part" else 14
        words = area.adjusted(left, px(4) if row.kind == "section" else 0, -px(16), 0)
        paint.text(painter, words, row.title, "text", size, 600)
        if row.kind != "fold":
            beside = words.translated(paint.width_of(row.title, size, 600) + px(8), 0)
            paint.text(painter, beside, row.text, "muted", 12)

    def _mark(self, painter: QPainter, area: QRect, shown: ProposalRow) -> None:
        if shown.kind == "fold":
            name = "chevron-down" if shown.text else "chevron-right"
            painter.drawPixmap(area.x() + px(_SIDE), area.y() + (area.height() - px(16)) // 2, pixmap(name, "text2", 16))
        elif not shown.tick:
            name, token = _MARKS.get(shown.kind, ("info", "muted"))
            if shown.kind in _MARKS:
                painter.drawPixmap(area.x() + px(_SIDE), area.y() + px(8), pixmap(name, token, 16))
        else:
            head = shown.kind in ("block", "part")
            top = area.y() + ((area.height() - px(SIDE)) // 2 if head else px(8))
            paint_tick(painter, area.x() + px(_SIDE), top, shown.tick)

    def _chips(self, area: QRect, shown: ProposalRow) -> list[tuple[QRectF, Chip]]:
        chips = shown.chips[:_MOST_CHIPS]
        return paint.placed_chips(chips, area.x() + self.view.row_width() - px(8), area.y() + px(7))

    def part_at(self, area: QRect, index: Index, spot: QPoint) -> Any:
        """The tick box, or the page and quote of a chip; a count that opens is one part as a whole."""
        row: ProposalRow = index.data(ROW_ROLE)
        if row.kind == "fold" or (row.tick and spot.x() < area.x() + px(_LEFT)):
            return TICK
        return paint.chip_at(self._chips(area, row), spot)

    def _wide(self, shown: ProposalRow) -> int:
        """The width of words that have the row for themselves, before the chips."""
        chips = paint.chips_width([chip[0] for chip in shown.chips[:_MOST_CHIPS]])
        return max(self.view.row_width() - px(_LEFT + 16) - self._inset(shown) - chips, px(100))

    @staticmethod
    def _inset(shown: ProposalRow) -> int:
        return px(_UNDER) if shown.is_under else 0

    @property
    def _title(self) -> int:
        """The width of a fact's name: less where the list is narrow, so that a date beside it stands free of the chips."""
        return min(px(_TITLE), self.view.row_width() * 3 // 10)

    def _beside(self, shown: ProposalRow) -> int:
        return max(self._wide(shown) - self._title - px(12), px(80))
