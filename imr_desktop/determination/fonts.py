"""The letter's typefaces in ReportLab: Liberation Serif for the text, spare faces for signs and names that it lacks.

All are embedded. Which face draws what is known without loading any (`signs`); a spare face is loaded when a letter needs it.
"""

from __future__ import annotations

import io
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING

from imr_desktop.determination.signs import faces, printable, runs
from imr_desktop.errors import RenderError
from imr_desktop.paths import resource

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

REGULAR = "LiberationSerif"
BOLD = "LiberationSerif-Bold"
_FILES = {REGULAR: "LiberationSerif-Regular.ttf", BOLD: "LiberationSerif-Bold.ttf"}

DRAWING = RLock()
"""Held while ReportLab works: its fonts and its text parser are shared, and two letters made at once would mix."""


def register() -> None:
    """Register the text face in its weights with ReportLab, once. Raises RenderError."""
    with DRAWING:
        _registered()


@cache
def _registered() -> None:
    from reportlab.pdfbase import pdfmetrics

    fonts = [_loaded(name, file) for name, file in _FILES.items()]
    for font in fonts:
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def _loaded(name: str, file: str) -> TTFont:
    from reportlab.pdfbase.ttfonts import TTFError

    from imr_desktop.determination.faces import Face

    try:
        return Face(name, io.BytesIO(_bytes(file)), shapable=False)
    except (FileNotFoundError, TTFError) as error:
        raise RenderError(f"A typeface of the letter cannot be loaded ({error}); install IMR Desktop again.") from None


@cache
def _bytes(file: str) -> bytes:
    return resource("fonts", file).read_bytes()


def read_spare_faces() -> None:
    """Read the spare faces' files, for a process that will have no files: parsing one (0.1 s) waits until it is needed."""
    for name in list(faces())[1:]:
        _bytes(f"{name}.ttf")


def draw_line(canvas: Canvas, x: float, y: float, text: str, face: str, size: float) -> None:
    """Draw one line of plain text on a page, each run in a face that has its signs. Raises RenderError."""
    line = canvas.beginText(x, y)
    for name, part in runs(printable(text).replace("\n", " ")):
        line.setFont(spare(name) if name else face, size)
        line.textOut(part)
    canvas.drawText(line)


@cache
def spare(name: str) -> str:
    """The name under which ReportLab knows a spare face, which is loaded when it is first needed. Raises RenderError."""
    from reportlab.pdfbase import pdfmetrics

    with DRAWING:
        pdfmetrics.registerFont(_loaded(name, f"{name}.ttf"))
        pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)
    return name
