"""Plain text as paragraphs: nothing in it is read as markup, and its length costs no more than its length.

ReportLab breaks the rest of a paragraph anew at every page it crosses, which takes minutes for a very long one. A long
paragraph is therefore broken into lines once and handed over in pieces that end at a line's end, so that the page looks
the same.
"""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer

from imr_desktop.case import citation
from imr_desktop.determination import styles as look
from imr_desktop.determination.fonts import BOLD, spare
from imr_desktop.determination.fragments import fragments
from imr_desktop.determination.pieces import LetterParagraph, LetterTable
from imr_desktop.determination.shape import Block, ListBlock, ListItem, ParagraphBlock, TableBlock, blocks
from imr_desktop.determination.signs import printable, runs

_LONG = 4000
_LINES_A_PIECE = 30
_CELL_SIDE = 5.0
_TABLE: list[Any] = [
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor(look.HAIRLINE)),
    ("LEFTPADDING", (0, 0), (-1, -1), _CELL_SIDE),
    ("RIGHTPADDING", (0, 0), (-1, -1), _CELL_SIDE),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def paragraph(text: str, style: str = "body", label: str = "") -> LetterParagraph:
    """One paragraph of plain text, line breaks kept; `label` is run in before it in bold."""
    return _made(printable(text), look.styles()[style], label)


def run_in(parts: list[tuple[str, str]]) -> LetterParagraph:
    """One paragraph of labels in bold, each before its words; every label begins a sentence of its own."""
    texts = [(label, " ".join(text.split("\n")).rstrip(".")) for label, text in parts]
    said = [run for label, text in texts for run in ((label, True), (f" {text}. ", False))]
    return _of(said, look.styles()["body"])


def paragraphs(text: str, label: str = "") -> list[Flowable]:
    """A longer text in its own shape (see `shape`): paragraphs, lists and simple tables; `label` leads the first.

    A page citation such as ``[p. 37]`` never breaks after its point.
    """
    found = blocks(text)
    made: list[Flowable] = []
    if label and not isinstance(next(iter(found), None), ParagraphBlock):
        made.append(_made("", look.styles()["line"], label))
    for block in found:
        made += _set(block, "" if made else label)
    return made


def _set(block: Block, label: str) -> list[Flowable]:
    match block:
        case ListBlock(items):
            return [part for number, item in enumerate(items, 1) for part in _item(item, last=number == len(items))]
        case TableBlock(rows, headed):
            return [_table(rows, headed=headed), Spacer(0, look.styles()["body"].spaceAfter)]
        case ParagraphBlock(lines):
            return _lines(lines, label)


def _lines(lines: tuple[str, ...], label: str) -> list[Flowable]:
    shown = [_words(line) for line in lines]
    pieces = [piece for number, line in enumerate(shown) if line.strip() for piece in _pieces(line, "" if number else label)]
    styles = look.styles()
    return [
        _made(piece, styles["body" if number == len(pieces) else "line"], "" if number > 1 else label)
        for number, piece in enumerate(pieces, 1)
    ]


def _words(text: str) -> str:
    return citation.unbroken(printable(text))


def _item(item: ListItem, *, last: bool) -> list[Flowable]:
    """An item with its marker before it; the pieces of a very long one after the first have none."""
    level = min(item.level, look.LIST_LEVELS - 1)
    style = look.styles()["list" if level == 0 else f"list {level + 1}"]
    marker = printable(item.marker)
    face = next((face for face, _ in runs(marker) if face), "")
    style = ParagraphStyle(
        style.name,
        style,
        bulletFontName=spare(face) if face else style.bulletFontName,
        spaceAfter=look.styles()["body"].spaceAfter if last else style.spaceAfter,
    )
    pieces = _pieces(_words(item.text), "", look.WIDTH - style.leftIndent)
    return [_of([(piece, False)], style, marker if not number else None) for number, piece in enumerate(pieces)]


def _table(rows: tuple[tuple[str, ...], ...], *, headed: bool) -> LetterTable:
    """A table as wide as its words ask for; what is wider than the page is broken into lines."""
    cells = [
        [_made(_words(cell), look.styles()["column" if headed and not number else "small"], "") for cell in row]
        for number, row in enumerate(rows)
    ]
    asked = [max(map(_width, column)) + 2 * _CELL_SIDE for column in zip(*rows, strict=True)]
    made = LetterTable(
        cells, colWidths=_shared(asked), style=_TABLE, repeatRows=int(headed), splitByRow=1, splitInRow=1, hAlign="LEFT"
    )
    made.holds_data = True
    return made


def _width(cell: str) -> float:
    style = look.styles()["column"]
    return min(stringWidth(printable(cell), style.fontName, style.fontSize) + 1, look.WIDTH)


def _shared(asked: list[float]) -> list[float]:
    """The widths of columns: as asked, or their share of the page."""
    whole = sum(asked)
    return asked if whole <= look.WIDTH else [width * look.WIDTH / whole for width in asked]


def _made(text: str, style: ParagraphStyle, label: str) -> LetterParagraph:
    parts = [(label, True), (f" {text}", False)] if label else [(text, False)]
    return _of(parts, style)


def _of(parts: list[tuple[str, bool]], style: ParagraphStyle, bullet: str | None = None) -> LetterParagraph:
    return LetterParagraph("", style, bullet, fragments(parts, style))


def _pieces(line: str, label: str, width: float = look.WIDTH) -> list[str]:
    """A long line as pieces of some lines each; a short one as it is."""
    if len(line) <= _LONG:
        return [line]
    broken = _made(line, look.styles()["body"], label).breakLines(width)
    if broken.kind == 0:
        texts = [" ".join(words) for _, words in broken.lines]
    else:  # a run-in label gives lines of fragments; the label's own is dropped
        texts = ["".join(part.text for part in one.words if part.fontName != BOLD).strip() for one in broken.lines]
    return [" ".join(texts[at : at + _LINES_A_PIECE]) for at in range(0, len(texts), _LINES_A_PIECE)]
