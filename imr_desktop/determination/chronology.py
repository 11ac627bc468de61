"""The time line of a record as a PDF: a table of days, what happened, and the case pages it stands on."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.determination.fonts import BOLD, DRAWING, REGULAR, draw_line, register

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_WIDTH, _HEIGHT, _EDGE = 612.0, 792.0, 54.0  # Letter, in points
_LINE, _SIZE = 13.0, 10.0
_DAY, _TEXT, _PAGES = _EDGE, _EDGE + 128, _WIDTH - _EDGE - 84
_GAP = 12.0
_KEPT = 12  # lines that are not parted by a page's end


class Entry(NamedTuple):
    """One entry of the table, in words."""

    days: str
    text: str
    pages: str


def chronology_pdf(number: str, entries: Iterable[Entry], without: Iterable[str] = ()) -> bytes:
    """The time line of a case as a PDF without any name of who made it. Raises RenderError.

    `without` are sentences on what is not in it; they stand above the first entry.
    """
    from reportlab.pdfgen.canvas import Canvas

    register()
    target = io.BytesIO()
    with DRAWING:
        canvas = Canvas(target, pagesize=(_WIDTH, _HEIGHT), invariant=1, initialFontName=REGULAR)  # type: ignore[arg-type]
        canvas.setTitle(f"Time line of the record {number}".strip())
        page, top = 1, _head(canvas, number, 1, [line for words in without for line in _split(words, _WIDTH - 2 * _EDGE)])
        for entry in entries:
            lines = _lines(entry)
            together = len(lines) if len(lines) <= _KEPT else 1
            for at, words in enumerate(lines):
                if top - _LINE * (together if at == 0 else 1) < _EDGE:
                    canvas.showPage()
                    page += 1
                    top = _head(canvas, number, page)
                for x, text in zip((_DAY, _TEXT, _PAGES), words, strict=True):
                    draw_line(canvas, x, top, text, REGULAR, _SIZE)
                top -= _LINE
            top -= 3
        canvas.save()
    return target.getvalue()


def _head(canvas: Canvas, number: str, page: int, without: Iterable[str] = ()) -> float:
    draw_line(canvas, _EDGE, _HEIGHT - _EDGE, f"Time line of the record {number}".strip(), BOLD, 13)
    told = "Made from the record as it was read; it is no part of the determination. Pages are case pages."
    draw_line(canvas, _EDGE, _HEIGHT - _EDGE - 16, told, REGULAR, 9)
    top = _HEIGHT - _EDGE - 38
    for line in without:
        draw_line(canvas, _EDGE, top, line, REGULAR, _SIZE)
        top -= _LINE
    top -= 4 if without else 0
    for x, words in zip((_DAY, _TEXT, _PAGES), ("Date", "What the record says", "Pages"), strict=True):
        draw_line(canvas, x, top, words, BOLD, _SIZE)
    canvas.line(_EDGE, top - 4, _WIDTH - _EDGE, top - 4)
    draw_line(canvas, _EDGE, _EDGE - 20, f"Page {page}", REGULAR, 9)
    return top - 18


def _lines(entry: Entry) -> list[tuple[str, str, str]]:
    """The entry's lines, each with its three columns."""
    words, pages = _split(entry.text, _PAGES - _TEXT - _GAP), _split(entry.pages, _WIDTH - _EDGE - _PAGES)
    return list(zip_longest([entry.days], words, pages, fillvalue=""))


def _split(text: str, width: float) -> list[str]:
    """A text in lines as wide as their column, measured: capitals need more room. A word that is wider is broken."""
    from reportlab.lib.utils import simpleSplit

    lines = simpleSplit(text, REGULAR, _SIZE, width) or [""]
    return [piece for line in lines for piece in _broken(line, width)]


def _broken(line: str, width: float) -> Iterator[str]:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    while stringWidth(line, REGULAR, _SIZE) > width:
        end = next(at for at in range(len(line), 0, -1) if at == 1 or stringWidth(line[:at], REGULAR, _SIZE) <= width)
        yield line[:end]
        line = line[end:]
    yield line
