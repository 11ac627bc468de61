"""A record page shown as text: laid out on a sheet, with its words' places so that it can be selected and quoted."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption

from imr_desktop.ui.record.page_layout import LETTER
from imr_desktop.ui.record.page_words import PlacedWord
from imr_desktop.ui.theme import SERIF, color
from imr_desktop.ui.widgets.citation_marks import x_of

_MARGIN = 48.0
_SIZE = 11.0
_MAX_CHARS = 200_000
_WORD = re.compile(r"\S+")


class TextPage:
    """One page's text, laid out in points on a sheet as wide as Letter and as high as it needs."""

    def __init__(self, text: str) -> None:
        face = QFont([SERIF, "DejaVu Serif"])
        face.setPixelSize(int(_SIZE))
        self._layouts: list[tuple[QTextLayout, float]] = []
        top = _MARGIN
        for paragraph in text[:_MAX_CHARS].split("\n"):
            layout = QTextLayout(paragraph, face)
            layout.setTextOption(_option())
            height = _break_lines(layout)
            self._layouts.append((layout, top))
            top += max(height, _SIZE * 0.6)
        self.size = (LETTER[0], max(LETTER[1], top + _MARGIN))
        self.words = tuple(self._place_words())

    def paint(self, painter: QPainter, left: float, top: float, scale: float) -> None:
        """Draw the text with the page's corner at (left, top), `scale` pixels per point."""
        painter.save()
        painter.translate(left, top)
        painter.scale(scale, scale)
        painter.setPen(color("page_text"))
        for layout, height in self._layouts:
            layout.draw(painter, QPointF(_MARGIN, height))
        painter.restore()

    def _place_words(self) -> list[PlacedWord]:
        placed = []
        for layout, top in self._layouts:
            for found in _WORD.finditer(layout.text()):
                line = layout.lineForTextPosition(found.start())
                if line.isValid():
                    end = min(found.end(), line.textStart() + line.textLength())
                    left, right = x_of(line, found.start()), x_of(line, end)
                    upper = top + line.y()
                    placed.append(PlacedWord(found.group(), (_MARGIN + left, upper, _MARGIN + right, upper + line.height())))
        return placed


def _option() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _break_lines(layout: QTextLayout) -> float:
    height = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(LETTER[0] - 2 * _MARGIN)
        line.setPosition(QPointF(0, height))
        height += line.height() * 1.15
    layout.endLayout()
    return height
