"""Words of a document that are bound to the case: kept with the characters, so that typing and undo carry them along.

A bound range is a character property that does not show. Qt hands it on to what is typed behind the words; so a range is
where the property stands *and* the words still do. A draft's own words stay marked when something was typed into them, so
that their sentence is known to have been drafted and is the reviewer's now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from imr_desktop.case.bound import DRAFT, holds
from imr_desktop.case.model import BoundText
from imr_desktop.ui.theme import color, px
from imr_desktop.ui.widgets import paint, paragraphs
from imr_desktop.ui.widgets.citation_marks import blocks_in, line_boxes

_PROPERTY = QTextFormat.Property.UserProperty.value + 1


class Mark(NamedTuple):
    """Bound words in one paragraph: ``start:end`` count its characters; `words` is what was taken from `source`."""

    start: int
    end: int
    source: str
    words: str

    @property
    def drafted(self) -> bool:
        """Whether a draft put these words there, taken from nowhere."""
        return self.source.startswith(DRAFT)


@dataclass
class BoundMarks:
    """The bound ranges of one document. `values` holds what their sources say now."""

    document: QTextDocument
    values: Mapping[str, str | None] = field(default_factory=dict)
    _taken: dict[int, tuple[str, str]] = field(default_factory=dict)

    def put(self, text: str, ranges: Sequence[BoundText]) -> None:
        """Mark these ranges of the document's text, and no others."""
        cursor = QTextCursor(self.document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setCharFormat(QTextCharFormat())
        self._taken.clear()
        for number, one in enumerate(ranges, start=1):
            self._taken[number] = one.source, text[one.start : one.end]
            shape = QTextCharFormat()
            shape.setProperty(_PROPERTY, number)
            cursor.setPosition(paragraphs.position(text, one.start))
            cursor.setPosition(paragraphs.position(text, one.end), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(shape)

    def ranges(self) -> list[tuple[int, int, str]]:
        """Where bound words stand in the text, in order: (start, end, source)."""
        found, base, block = [], 0, self.document.begin()
        while self._taken and block.isValid():
            found += [(base + mark.start, base + mark.end, mark.source) for mark in self.marks(block)]
            base += len(block.text()) + len("\n\n")
            block = block.next()
        return found

    def marks(self, block: QTextBlock) -> list[Mark]:
        """The bound words of a paragraph."""
        found = []
        for number, start, run in _runs(block) if self._taken else ():
            source, words = self._taken.get(number, ("", ""))
            at = run.find(words) if words else -1
            if at >= 0:
                found.append(Mark(start + at, start + at + len(words), source, words))
            elif source.startswith(DRAFT):
                found.append(Mark(start, start + len(run), source, run))
        return found

    def stale(self, mark: Mark) -> bool:
        """Whether the case is known to say something else now."""
        return mark.source in self.values and not holds(mark.words, self.values[mark.source])

    def mark_at(self, spot: QPointF) -> Mark | None:
        """The bound words at a spot of the document."""
        position = self.document.documentLayout().hitTest(spot, Qt.HitTestAccuracy.FuzzyHit)
        block = self.document.findBlock(max(position, 0))
        return next(
            (mark for mark in self.marks(block) if any(box.contains(spot) for box in _boxes(self.document, block, mark))),
            None,
        )

    def offset(self, block: QTextBlock) -> int:
        """Where a paragraph begins in the text."""
        base, before = 0, self.document.begin()
        while before.isValid() and before != block:
            base += len(before.text()) + len("\n\n")
            before = before.next()
        return base

    def paint(self, painter: QPainter, visible: QRectF) -> None:
        """Paint below the words that can be seen: a quiet line under what holds, the warning's ground under what is stale."""
        for block in blocks_in(self.document, visible) if self._taken else ():
            for mark in self.marks(block):
                for box in _boxes(self.document, block, mark):
                    if mark.drafted:
                        painter.fillRect(box.adjusted(-1, 0, 1, 0), color("hover"))
                    else:
                        _paint(painter, box, stale=self.stale(mark))


def _runs(block: QTextBlock) -> Iterator[tuple[int, int, str]]:
    """Characters of a paragraph with the same property: (number, start, characters). Neighbours are one run."""
    number, start, run, at = 0, 0, "", 0
    inside = block.begin()
    while not inside.atEnd():
        fragment = inside.fragment()
        words, fresh = fragment.text(), fragment.charFormat().intProperty(_PROPERTY)
        if fresh != number:
            if number:
                yield number, start, run
            number, start, run = fresh, at, ""
        run += words
        at += len(words)
        inside += 1
    if number:
        yield number, start, run


def _boxes(document: QTextDocument, block: QTextBlock, mark: Mark) -> list[QRectF]:
    text = block.text()
    return line_boxes(document, block, paragraphs.units(text[: mark.start]), paragraphs.units(text[: mark.end]))


def _paint(painter: QPainter, box: QRectF, *, stale: bool) -> None:
    if stale:
        paint.box(painter, box.adjusted(-1, 0, 1, 0), px(3), color("warn_soft"))
    pen = QPen(color("warn" if stale else "border_strong"), px(2) if stale else 1)
    if not stale:
        pen.setDashPattern([1, 3])
    painter.setPen(pen)
    foot = box.bottom() - (px(1) if stale else 0)
    painter.drawLine(QPointF(box.left(), foot), QPointF(box.right(), foot))
