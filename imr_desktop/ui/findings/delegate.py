"""Paints a finding's row and edits it in place."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QAbstractItemModel, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.findings.model import FindingRow
from imr_desktop.ui.theme import kinds, px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate

NUMBER, CATEGORY, SIDE, TOP = 26, 80, 14, 9
DATE_FROM = 640
REMARK = 18
NO_PAGE = mark("no page")


class FindingDelegate(RowDelegate[FindingRow]):
    """Number, category, text, date where there is room, chips on the right.

    `line_typed(finding, line)`: what stands in a row that is being changed; empty once it was taken or left.
    """

    line_typed = Signal(str, str)
    _edited = ""

    def height(self, row: FindingRow) -> int:
        words = paint.paragraph_height(row.finding.text, self._text_width(row), 14)
        return max(px(38), words + px(2 * TOP)) + (px(REMARK) if row.remark else 0)

    def draw(self, painter: QPainter, row: FindingRow, area: QRect, *, chosen: bool) -> None:
        self._paint_kind(painter, row, area)
        line = QRect(area.x() + px(SIDE), area.y() + px(TOP), px(NUMBER), px(20))
        paint.text(painter, line, str(row.number), "accent_text", 12, 600, tabular=True)
        line.translate(px(NUMBER), 0)
        line.setWidth(px(CATEGORY - 4))
        paint.text(painter, line, row.category, "text2" if row.finding.category else "warn_text", 12, 500)
        left = area.x() + px(SIDE + NUMBER + CATEGORY)
        text = QRect(left, area.y() + px(TOP), self._text_width(row), area.height() - px(TOP))
        paint.paragraph(painter, text, row.finding.text, "text", 14)
        if row.remark:
            under = QRect(left, area.bottom() - px(TOP + REMARK - 4), self._text_width(row), px(REMARK))
            paint.text(painter, under, row.remark, "warn_text", 12)
        self._paint_right(painter, row, area)

    def part_at(self, area: QRect, index: Index, spot: QPoint) -> tuple[int, str] | None:
        """The page of the chip at a spot, with its quote."""
        return paint.chip_at(self._chip_boxes(index.data(ROW_ROLE), area), spot)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QLineEdit:
        """A line over the row's text."""
        editor = QLineEdit(parent)
        row: FindingRow = index.data(ROW_ROLE)
        editor.setAccessibleName(tr("Finding {row}", row=row.number))
        self._edited = row.key
        editor.textEdited.connect(self._on_typed)
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """The line was taken or left: nothing of it is half-typed any more."""
        self.line_typed.emit(self._edited, "")
        super().destroyEditor(editor, index)

    def _on_typed(self, line: str) -> None:
        self.line_typed.emit(self._edited, line)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The line as it would be typed."""
        cast(QLineEdit, editor).setText(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        model.setData(index, cast(QLineEdit, editor).text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """From the category to the right edge."""
        area = option.rect
        editor.setGeometry(
            area.x() + px(SIDE + NUMBER) - px(6),
            area.y() + px(2),
            area.width() - px(SIDE + NUMBER),
            max(px(32), min(area.height() - px(4), px(34))),
        )

    def _paint_kind(self, painter: QPainter, row: FindingRow, area: QRect) -> None:
        """The kind's colour along the row's left edge; broken where there is no category."""
        style = Qt.PenStyle.SolidLine if row.finding.category else Qt.PenStyle.DashLine
        painter.setPen(QPen(kinds.on_list(row.finding.category), px(3), style, Qt.PenCapStyle.FlatCap))
        x = area.x() + px(SIDE - 6)
        painter.drawLine(x, area.y() + px(TOP), x, area.bottom() - px(TOP))

    def _paint_right(self, painter: QPainter, row: FindingRow, area: QRect) -> None:
        boxes = self._chip_boxes(row, area)
        for box, chip in boxes:
            paint.page_chip(painter, box.x(), box.y(), chip[0])
        left = boxes[0][0].x() if boxes else area.x() + self.view.row_width() - px(2) - paint.chip_width(tr(NO_PAGE))
        if not boxes:
            paint.page_chip(painter, left, area.y() + px(TOP), tr(NO_PAGE), missing=True)
        if self._date_width(row):
            day = QRectF(left - px(84), area.y() + px(TOP), px(76), px(20))
            paint.text(painter, day, row.date, "muted", 12, flags=paint.RIGHT, tabular=True)

    def _chip_boxes(self, row: FindingRow, area: QRect) -> list[tuple[QRectF, paint.Chip]]:
        return paint.placed_chips(row.chips, area.x() + self.view.row_width() - px(2), area.y() + px(TOP))

    def _date_width(self, row: FindingRow) -> int:
        return px(84) if row.date and self.view.row_width() > px(DATE_FROM) else 0

    def _text_width(self, row: FindingRow) -> int:
        chips = paint.chips_width([chip[0] for chip in row.chips]) if row.chips else paint.chip_width(tr(NO_PAGE))
        return self.view.row_width() - px(SIDE + NUMBER + CATEGORY + 16) - chips - self._date_width(row)
