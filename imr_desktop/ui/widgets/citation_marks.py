"""How citations look in a text: the words small and in the interface's font, on a painted chip. The text stays plain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
    QTextLine,
)

from imr_desktop.case import citation
from imr_desktop.ui.theme import UI, color, px
from imr_desktop.ui.widgets import paint, paragraphs


class CitationFormat(QSyntaxHighlighter):
    """Sets citations in the interface's font; their brackets in the chip's own colour, so they do not show."""

    def highlightBlock(self, text: str) -> None:
        words = QTextCharFormat()
        words.setForeground(color("chip_text"))
        words.setFontFamilies([UI])
        words.setProperty(QTextFormat.Property.FontPixelSize, px(12))
        words.setFontWeight(500)
        brackets = QTextCharFormat(words)
        brackets.setForeground(color("chip"))
        for start, end in citation.spans(text):
            self.setFormat(start, end - start, words)
            self.setFormat(start, 1, brackets)
            self.setFormat(end - 1, 1, brackets)


def chip_boxes(document: QTextDocument, block: QTextBlock) -> list[QRectF]:
    """The boxes of a paragraph's citations in the document, one for each line."""
    text = block.text()
    return [
        box
        for start, end in citation.spans(text)
        for box in line_boxes(document, block, paragraphs.units(text[:start]), paragraphs.units(text[:end]))
    ]


def line_boxes(document: QTextDocument, block: QTextBlock, start: int, end: int) -> list[QRectF]:
    """Where characters of a paragraph stand in the document, a box for each line; `start` and `end` are Qt's positions."""
    layout = block.layout()
    corner = document.documentLayout().blockBoundingRect(block).topLeft()
    boxes, at = [], start
    while at < end:
        line = layout.lineForTextPosition(at)
        if not line.isValid():
            break
        stop = min(end, line.textStart() + line.textLength())
        left, right = x_of(line, at), x_of(line, stop)
        height = QFontMetricsF(document.defaultFont()).height()
        top = line.y() + line.ascent() - QFontMetricsF(document.defaultFont()).ascent()
        boxes.append(QRectF(corner.x() + left, corner.y() + top + 1, right - left, height - 2))
        if stop <= at:
            break
        at = stop
    return boxes


def x_of(line: QTextLine, position: int) -> float:
    """Where a letter of a line stands; PySide gives (x, position) where C++ gives x alone."""
    return cast(tuple[float, int], line.cursorToX(position))[0]


def paint_chips(painter: QPainter, document: QTextDocument, visible: QRectF) -> None:
    """Paint the chips' ground for the paragraphs that can be seen; `visible` is in document coordinates."""
    for block in blocks_in(document, visible):
        for where in chip_boxes(document, block):
            paint.box(painter, where, px(4), color("chip"), color("chip_border"))


def blocks_in(document: QTextDocument, visible: QRectF) -> Iterator[QTextBlock]:
    """The paragraphs that can be seen; `visible` is in document coordinates."""
    block = document.begin()
    while block.isValid():
        area = document.documentLayout().blockBoundingRect(block)
        if area.top() > visible.bottom():
            return
        if area.bottom() >= visible.top():
            yield block
        block = block.next()


def page_at(document: QTextDocument, spot: QPointF) -> int:
    """The page that the citation at a spot of the document opens: of several, the one pointed at; 0 beside citations."""
    position = document.documentLayout().hitTest(spot, Qt.HitTestAccuracy.FuzzyHit)
    block = document.findBlock(max(position, 0))
    if not any(where.contains(spot) for where in chip_boxes(document, block)):
        return 0
    return citation.page_at(block.text(), paragraphs.offset(block.text(), position - block.position()))
