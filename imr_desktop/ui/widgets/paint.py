"""Painting that delegates and widgets share: rounded boxes, page chips and status chips. Everything by token."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption

from imr_desktop.ui.theme import color, current, font, pixmap, px
from imr_desktop.ui.widgets.statuses import Status

CHIP_HEIGHT = 20
STATUS_HEIGHT = 24
GAP = 4
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LONG_WORD = 12
_SPARE = 4  # pixels that letters may take more beside each other
Chip = tuple[str, int, str]
"""A page chip: its label, the page, what is quoted from it."""


def box(
    painter: QPainter,
    area: QRectF,
    radius: float,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: float = 1,
    *,
    dashed: bool = False,
) -> None:
    """A rounded box; the line stays inside `area`. Sizes are final pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(Qt.PenStyle.NoPen)
    if line is not None:
        pen = QPen(line, width)
        if dashed:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        area = area.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.drawRoundedRect(area, radius, radius)
    painter.restore()


def text(
    painter: QPainter,
    area: QRect | QRectF,
    words: str,
    token: str,
    size: float = 13,
    weight: int = 400,
    flags: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
    *,
    tabular: bool = False,
) -> None:
    """One line of plain text in a token's colour, cut with an ellipsis where it does not fit."""
    chosen = font(size, weight, tabular=tabular)
    painter.setFont(chosen)
    painter.setPen(color(token))
    shown = QFontMetrics(chosen).elidedText(words, Qt.TextElideMode.ElideRight, int(area.width()) + 1)
    painter.drawText(QRectF(area), flags | Qt.TextFlag.TextSingleLine, shown)


def paragraph(painter: QPainter, area: QRect, words: str, token: str, size: float = 13) -> None:
    """Wrapped plain text in a token's colour."""
    painter.setFont(font(size))
    painter.setPen(color(token))
    wrap = _wrap(words, area.width(), QFontMetrics(font(size)))
    painter.drawText(area, wrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)


def two_lines(painter: QPainter, area: QRect, words: str, token: str, weight: int = 400) -> None:
    """Plain text in a token's colour in one line or two, the second cut with an ellipsis where there is more."""
    metrics = QFontMetrics(font(13, weight))
    fits = metrics.horizontalAdvance(words) <= area.width()
    first = len(words) if fits else _fitting(words, area.width(), metrics)
    line = QRect(area.x(), area.y(), area.width(), area.height() // 2)
    text(painter, line, words[:first].rstrip(), token, 13, weight)
    text(painter, line.translated(0, line.height()), words[first:].lstrip(), token, 13, weight)


def _fitting(words: str, width: int, metrics: QFontMetrics) -> int:
    """How many letters stand in a line: up to the last space that fits, else as many as fit."""
    cut = len(metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)) - 1
    while cut < len(words) and metrics.horizontalAdvance(words[: cut + 1]) <= width:
        cut += 1
    space = words.rfind(" ", 0, cut + 1)
    return space if space > 0 else max(cut, 1)


def paragraph_height(words: str, width: int, size: float = 13) -> int:
    """The height wrapped text needs at a width, in pixels."""
    width = max(width, 40)
    plain = _plain_line(size, current().zoom)
    if words.isascii() and words.isprintable() and sum(map(plain.widths.__getitem__, words)) < width - _SPARE:
        return plain.height
    metrics = QFontMetrics(font(size))
    return metrics.boundingRect(QRect(0, 0, width, 100_000), _wrap(words, width, metrics), words or " ").height()


class _PlainLine(NamedTuple):
    """A line of common letters: each one's width, and the line's height, in pixels."""

    widths: dict[str, float]
    height: int


@lru_cache(maxsize=32)
def _plain_line(size: float, zoom: int) -> _PlainLine:
    """What most words of a long list need, at a zoom: far quicker than to lay each of them out."""
    metrics, exact = QFontMetrics(font(size)), QFontMetricsF(font(size))
    widths = {char: exact.horizontalAdvance(char) for char in map(chr, range(32, 127))}
    return _PlainLine(widths, metrics.boundingRect(QRect(0, 0, 1_000, 1_000), Qt.TextFlag.TextWordWrap, "X").height())


def _wrap(words: str, width: int, metrics: QFontMetrics) -> Qt.TextFlag:
    # Qt breaks between words or anywhere; anywhere only serves words that no line could hold.
    longest = max(words.split(), key=len, default="")
    fits = len(longest) < _LONG_WORD or metrics.horizontalAdvance(longest) <= width
    return Qt.TextFlag.TextWordWrap if fits else Qt.TextFlag.TextWrapAnywhere


def laid_out(words: str, width: float, marks: list[QTextLayout.FormatRange]) -> QTextLayout:
    """Words wrapped to a width in pixels, some of them marked."""
    layout = QTextLayout(words, font(13))
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(marks)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


def mark(start: int, length: int, ground: str, letters: str) -> QTextLayout.FormatRange:
    """A mark on words of a text, by the tokens of its ground and letters."""
    made, look = QTextLayout.FormatRange(), QTextCharFormat()
    look.setBackground(color(ground))
    look.setForeground(color(letters))
    made.start, made.length, made.format = start, length, look
    return made


def width_of(words: str, size: float = 13, weight: int = 400) -> int:
    """The width of one line of text, in pixels."""
    return QFontMetrics(font(size, weight)).horizontalAdvance(words)


def chip_width(words: str) -> int:
    """The width of a page chip."""
    return _chip_words(words, current().zoom) + px(14)


@lru_cache(maxsize=4096)
def _chip_words(words: str, zoom: int) -> int:
    """The width of a chip's words at a zoom; they are page numbers, and long lists ask for them again and again."""
    return width_of(words, 12, 500)


def chips_width(labels: list[str]) -> int:
    """The width of page chips in a row, with the gap after each."""
    return sum(chip_width(label) + px(GAP) for label in labels)


def placed_chips(chips: Sequence[Chip], right: float, top: float) -> list[tuple[QRectF, Chip]]:
    """Page chips in a row with its end at `right`, each with the box it takes."""
    left, placed = right - chips_width([chip[0] for chip in chips]), []
    for chip in chips:
        placed.append((QRectF(left, top, chip_width(chip[0]), px(CHIP_HEIGHT)), chip))
        left += chip_width(chip[0]) + px(GAP)
    return placed


def chip_at(placed: list[tuple[QRectF, Chip]], spot: QPoint) -> tuple[int, str] | None:
    """The page of the chip at a spot, with its quote."""
    found = (chip for box, chip in placed if chip[1] and box.adjusted(0, -px(2), 0, px(2)).contains(spot))
    return next(((page, quote) for _label, page, quote in found), None)


def page_chip(
    painter: QPainter, left: float, top: float, words: str, *, hovered: bool = False, missing: bool = False
) -> QRectF:
    """A page chip (`missing`: the outlined "no page" chip); the box it took."""
    area = QRectF(left, top, chip_width(words), px(CHIP_HEIGHT))
    if missing:
        box(painter, area, px(4), None, color("error"), dashed=True)
    else:
        box(painter, area, px(4), color("hover" if hovered else "chip"), color("chip_border"))
    text(painter, area, words, "error_text" if missing else "chip_text", 12, 500, Qt.AlignmentFlag.AlignCenter)
    return area


def status_width(words: str) -> int:
    """The width of a status chip."""
    return width_of(words, 12, 600) + px(34)


def status_chip(painter: QPainter, left: float, top: float, status: Status, *, short: bool = False) -> QRectF:
    """A status chip: icon, word, fill and outline together; the box it took."""
    words = status.short if short else status.word
    area = QRectF(left, top, status_width(words), px(STATUS_HEIGHT))
    box(painter, area, area.height() / 2, color(f"{status.token}_soft"), color(status.token), dashed=status.dashed)
    painter.drawPixmap(
        QPointF(left + px(7), top + (area.height() - px(14)) / 2), pixmap(status.icon, f"{status.token}_text", 14)
    )
    text(painter, area.adjusted(px(25), 0, 0, 0), words, f"{status.token}_text", 12, 600)
    return area


def focus_ring(painter: QPainter, area: QRect) -> None:
    """The 2 px ring inside a focused row."""
    box(painter, QRectF(area.adjusted(1, 1, -1, -1)), px(4), None, color("focus"), 2)
