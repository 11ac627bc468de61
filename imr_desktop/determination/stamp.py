"""The visible signature: one small page drawn with the letter's own typeface, placed into the signature's field.

Drawn by ReportLab and imported as it is, because pyHanko's own stamp needs two more libraries and, without a style, draws a
typeface that is not embedded.
"""

from __future__ import annotations

import io
from datetime import datetime

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.case import dates
from imr_desktop.determination import styles as look
from imr_desktop.determination.flowables import STAMP_SIZE
from imr_desktop.determination.fonts import BOLD, DRAWING, REGULAR, draw_line, register

_BAR = 3.0
_INSET = 14.0


def stamp_page(signer: str, at: datetime) -> bytes:
    """A one-page PDF of the stamp's size: who signed (a pseudonym) and when (UTC)."""
    with DRAWING:
        return _drawn(signer, at)


def _drawn(signer: str, at: datetime) -> bytes:
    register()
    buffer = io.BytesIO()
    width, height = STAMP_SIZE
    canvas = Canvas(buffer, pagesize=STAMP_SIZE, initialFontName=REGULAR, invariant=1, pageCompression=1)  # type: ignore[arg-type]  # the stubs think that a font's name is a number
    canvas.setFillColor(HexColor("#F4F6F8"))
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.setFillColor(HexColor(look.INK))
    canvas.rect(0, 0, _BAR, height, stroke=0, fill=1)
    for size, face, baseline, color, text in (
        (8.0, REGULAR, 40.5, look.SOFT, "Signed electronically by"),
        (11.5, BOLD, 25.0, look.INK, signer[:48]),
        (8.0, REGULAR, 11.0, look.SOFT, f"{dates.written(at)} {at:%H:%M} UTC"),
    ):
        canvas.setFillColor(HexColor(color))
        draw_line(canvas, _INSET, baseline, text, face, size)
    canvas.save()
    return buffer.getvalue()
