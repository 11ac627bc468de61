"""Lays lines out on pages: fonts, columns, boxes, forms, tables. What is drawn is kept as strokes, to be drawn later."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfmetrics import stringWidth

from .markup import CLOSE, OPEN, Row

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDE, HIGH = 612, 792
BREAK = "//"
"""A word that ends a line of a cell or of a form's value."""
FONTS = {
    "sans": ("Helvetica", "Helvetica-Bold"),
    "serif": ("Times-Roman", "Times-Bold"),
    "typed": ("Courier", "Courier-Bold"),
}
Stroke = Callable[["Canvas"], None]


@dataclass(frozen=True)
class Look:
    """How one document's paper looks."""

    font: str = "sans"
    size: float = 10
    margin: float = 60
    leading: float = 1.28
    fields: str = "inline"  # inline, above (label in a box over the value), below (under a line), right (label after), acro
    box: str = "drawn"  # drawn, typed ([X]), glyph (ZapfDingbats), acro
    labels_first: bool = False
    counter: str = "none"
    cont: str = "none"
    head: str = "center"
    typos: float = 0.0
    ehr: str = ""
    grid: str = "all"  # all, lines (below rows), none (words in columns, nothing drawn)


@dataclass
class Page:
    """Strokes of one page: those of layer 0 go into the file before those of layer 1."""

    strokes: list[tuple[int, Stroke]] = field(default_factory=list)

    def draw(self, canvas: Canvas, labels_first: bool) -> None:
        for _, stroke in sorted(self.strokes, key=lambda pair: pair[0]) if labels_first else self.strokes:
            stroke(canvas)


def bare(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")


def _text(x: float, y: float, text: str, font: str, size: float) -> Stroke:
    def stroke(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, y, bare(text))

    return stroke


def _line(x0: float, y0: float, x1: float, y1: float, width: float = 0.6) -> Stroke:
    def stroke(canvas: Canvas) -> None:
        canvas.setLineWidth(width)
        canvas.line(x0, y0, x1, y1)

    return stroke


def _field(x: float, y: float, wide: float, high: float, value: str, size: float, name: str) -> Stroke:
    def stroke(canvas: Canvas) -> None:
        place: Row = {"x": x, "y": y, "width": wide, "height": high}
        canvas.acroForm.textfield(value=value, name=name, fontSize=size, borderWidth=0, fieldFlags="multiline", **place)

    return stroke


def _tick(x: float, y: float, on: bool, name: str) -> Stroke:
    def stroke(canvas: Canvas) -> None:
        place: Row = {"x": x, "y": y}
        canvas.acroForm.checkbox(checked=on, name=name, size=10, buttonStyle="cross", borderWidth=1, **place)

    return stroke


def _rect(x: float, y: float, wide: float, high: float, shade: float = 1) -> Stroke:
    def stroke(canvas: Canvas) -> None:
        canvas.setLineWidth(0.6)
        if shade < 1:
            canvas.setFillGray(shade)
        canvas.rect(x, y, wide, high, fill=int(shade < 1))
        canvas.setFillGray(0)

    return stroke


def wrapped(text: str, font: str, size: float, wide: float) -> list[str]:
    lines, row = [], ""
    for word in text.split():
        if word == BREAK:
            lines.append(row)
            row = ""
            continue
        longer = f"{row} {word}".strip()
        if row and stringWidth(bare(longer), font, size) > wide:
            lines.append(row)
            row = word
        else:
            row = longer
    return [*lines, row] if row else lines


def mistyped(text: str, rate: float, rng: random.Random) -> str:
    """Swaps neighbouring letters of a few long words that are no values."""
    if not rate:
        return text
    parts = re.split(f"({OPEN}[^{CLOSE}]*{CLOSE})", text)
    for index, part in enumerate(parts):
        if not part.startswith(OPEN):
            words = part.split(" ")
            for at, word in enumerate(words):
                if len(word) > 6 and word.isalpha() and word.islower() and rng.random() < rate:
                    cut = rng.randrange(2, len(word) - 2)
                    words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
            parts[index] = " ".join(words)
    return "".join(parts)


class Sheet:
    """Fills pages from top to bottom."""

    def __init__(self, look: Look, rng: random.Random, continued: Callable[[Sheet], None] = lambda _sheet: None) -> None:
        self.look, self.rng, self.continued = look, rng, continued
        self.plain, self.bold = FONTS[look.font]
        self.pages: list[Page] = [Page()]
        self.left, self.right = look.margin, WIDE - look.margin
        self.top, self.floor = HIGH - 54.0, 62.0
        self.y = self.top
        self.column: tuple[float, float, float] | None = None
        self.bottom = self.floor

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def put(self, stroke: Stroke, layer: int = 0) -> None:
        self.page.strokes.append((layer, stroke))

    def fresh(self) -> None:
        """Goes on at the second column, else on a new page."""
        if self.column and self.left != self.column[2]:
            self.left, self.right, self.y = self.column[2], WIDE - self.look.margin, self.column[0]
            return
        self.pages.append(Page())
        self.y, self.floor = self.top, self.bottom
        wide = self.look.margin, WIDE - self.look.margin
        kept, (self.left, self.right) = (self.left, self.right), wide
        self.continued(self)
        if self.column:
            self.column = (self.y, self.column[1], self.column[2])
            self.left, self.right = self.look.margin, self.column[1]
        else:
            self.left, self.right = kept

    def need(self, high: float) -> None:
        if self.y - high < self.floor:
            self.fresh()

    def keep(self, text: str) -> None:
        """What is true of a text stands on one page: the text is not parted."""
        rows = wrapped(text, self.bold, self.look.size, self.right - self.left - 24)
        high = (len(rows) + 1) * self.look.size * self.look.leading
        if high < self.top - self.floor:
            self.need(high)

    def columns(self) -> None:
        middle = WIDE / 2
        self.bottom, self.floor = self.floor, max(self.floor, self.y - self.rng.randrange(150, 420))
        self.column = (self.y, middle - 10, middle + 10)
        self.right = middle - 10

    def whole(self) -> None:
        if self.column:
            self.column = None
            if self.left != self.look.margin:
                self.y = self.floor - 6
            self.floor = self.bottom
            self.left, self.right = self.look.margin, WIDE - self.look.margin

    def row(self, text: str, font: str, size: float, x: float | None = None, layer: int = 0) -> None:
        self.need(size * self.look.leading)
        self.y -= size * self.look.leading
        self.put(_text(self.left if x is None else x, self.y, text, font, size), layer)

    def para(self, text: str, bold: bool = False, size: float | None = None, indent: float = 0, align: str = "left") -> None:
        size, font = size or self.look.size, self.bold if bold else self.plain
        for row in wrapped(text, font, size, self.right - self.left - indent):
            self.need(size * self.look.leading)  # may go on at the other column
            wide = stringWidth(bare(row), font, size)
            x = {"left": self.left + indent, "center": (self.left + self.right - wide) / 2, "right": self.right - wide}[align]
            self.row(row, font, size, x)

    def runin(self, label: str, text: str) -> None:
        """A bold word, and its text on the same line."""
        size = self.look.size
        self.need(size * self.look.leading)
        shift = stringWidth(label + " ", self.bold, size)
        rows = wrapped(text, self.plain, size, self.right - self.left - shift)
        self.row(label, self.bold, size)
        for index, row in enumerate(rows):
            if index:
                self.need(size * self.look.leading)
                self.row(row, self.plain, size, self.left + (shift if shift < 90 else 12))
            else:
                self.put(_text(self.left + shift, self.y, row, self.plain, size))

    def gap(self, high: float = 6) -> None:
        self.y -= high

    def rule(self) -> None:
        self.need(8)
        self.y -= 5
        self.put(_line(self.left, self.y, self.right, self.y))
        self.y -= 3

    def fields(self, pairs: list[tuple[str, str]]) -> None:
        """Labels and values of one row of a form."""
        wide = (self.right - self.left) / len(pairs)
        value_font = "Courier" if self.look.labels_first else self.plain
        size, kind = self.look.size, self.look.fields
        if kind == "inline":
            self._inline_fields(pairs, wide, value_font)
            return
        rows = [wrapped(value, value_font, size, wide - 8) or [""] for _, value in pairs]
        high = max(len(each) for each in rows) * size * 1.15 + (20 if kind == "acro" else 13)
        self.need(high + 2)
        self.y -= high
        for index, ((label, _), values) in enumerate(zip(pairs, rows, strict=True)):
            x = self.left + wide * index
            if kind == "acro":
                self.put(_text(x, self.y + high - 8, label, self.plain, 8))
                name = f"field{self.rng.randrange(10**9)}"
                self.put(_field(x, self.y, wide - 6, high - 10, bare("\n".join(values)), size, name), 1)
                continue
            if kind == "above":
                self.put(_rect(x, self.y, wide, high))
                self.put(_text(x + 3, self.y + high - 8, label, self.plain, 7))
                first = self.y + high - 10 - size
            elif kind == "below":
                self.put(_line(x, self.y + 10, x + wide - 10, self.y + 10))
                self.put(_text(x, self.y + 2, label, self.plain, 7))
                first = self.y + 13 + (len(values) - 1) * size * 1.15
            else:
                self.put(_text(x + wide - 6 - stringWidth(label, self.plain, 7), self.y + 4, label, self.plain, 7))
                first = self.y + high - size
            for at, row in enumerate(values):
                self.put(_text(x + 4, first - at * size * 1.15, row, value_font, size), 1)
        if kind != "above":
            self.y -= 3

    def _inline_fields(self, pairs: list[tuple[str, str]], wide: float, value_font: str) -> None:
        size = self.look.size
        rows = []
        for label, value in pairs:
            shift = stringWidth(label + ": ", self.bold, size)
            rows.append((shift, wrapped(value, value_font, size, max(60, wide - shift - 6)) or [""]))
        high = max(len(values) for _, values in rows) * size * self.look.leading
        self.need(high)
        for index, ((label, _), (shift, values)) in enumerate(zip(pairs, rows, strict=True)):
            x = self.left + wide * index
            self.put(_text(x, self.y - size * self.look.leading, label + ":", self.bold, size))
            for at, row in enumerate(values):
                self.put(_text(x + shift, self.y - (at + 1) * size * self.look.leading, row, value_font, size), 1)
        self.y -= high

    def boxes(self, choices: list[tuple[bool, str]]) -> None:
        size = self.look.size
        wide = (self.right - self.left) / len(choices)
        rows = [wrapped(text, self.plain, size, wide - 22) or [""] for _, text in choices]
        high = max(len(each) for each in rows) * size * self.look.leading
        self.need(high + 2)
        for index, ((on, _), texts) in enumerate(zip(choices, rows, strict=True)):
            x, y = self.left + wide * index, self.y - size * self.look.leading
            for at, row in enumerate(texts):
                self.put(
                    _text(
                        x + (22 if self.look.box == "typed" else 15), y - at * size * self.look.leading, row, self.plain, size
                    )
                )
            self._box(x, y, on)
        self.y -= high + 2

    def _box(self, x: float, y: float, on: bool) -> None:
        size = self.look.size
        if self.look.box == "typed":
            self.put(_text(x, y, "[X]" if on else "[ ]", self.plain, size), 1)
        elif self.look.box == "glyph":
            self.put(_text(x, y, "\u2718" if on else "\u274f", "ZapfDingbats", size), 1)
        elif self.look.box == "acro":
            self.put(_tick(x, y - 2, on, f"box{self.rng.randrange(10**9)}"), 1)
        else:
            self.put(_rect(x, y - 1, 9, 9))
            if on:
                self.put(_line(x + 1, y, x + 8, y + 7, 1.1), 1)
                self.put(_line(x + 1, y + 7, x + 8, y, 1.1), 1)

    def table(self, rows: list[list[str]], heads: int, widths: list[float]) -> None:
        size = self.look.size - 1
        total = sum(widths)
        spans = [(self.right - self.left) * each / total for each in widths]
        for cells in rows:  # a word that does not fit makes the row's letters smaller
            for cell, span in zip(cells, spans, strict=True):
                widest = max((stringWidth(bare(word), self.bold, size) for word in cell.split()), default=0)
                size *= min(1, (span - 7) / widest) if widest else 1
        self.y -= 4
        for index, cells in enumerate(rows):
            font = self.bold if index < heads else self.plain
            texts = [wrapped(cell, font, size, span - 6) or [""] for cell, span in zip(cells, spans, strict=True)]
            high = max(len(each) for each in texts) * size * 1.2 + 5
            self.need(high)
            self.y -= high
            x = self.left
            for each, span in zip(texts, spans, strict=True):
                self._cell(x, span, high, index < heads)
                for at, row in enumerate(each):
                    self.put(_text(x + 3, self.y + high - 2 - (at + 1) * size * 1.15, row, font, size))
                x += span
        self.y -= 4

    def _cell(self, x: float, wide: float, high: float, head: bool) -> None:
        if self.look.grid == "all":
            self.put(_rect(x, self.y, wide, high, 0.88 if head else 1))
        elif self.look.grid == "lines":
            self.put(_line(x, self.y, x + wide, self.y, 1.2 if head else 0.4))
