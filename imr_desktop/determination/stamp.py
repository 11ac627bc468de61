"""The visible signature: one small page drawn with the letter's own typeface, placed into the signature's field.

Drawn by ReportLab and imported as it is, because pyHanko's own stamp needs two more libraries and, without a style, draws a
typeface that is not embedded. Its typeface is embedded beside the letter's, with no other letters than the stamp has.
"""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.case import dates
from imr_desktop.determination import styles as look
from imr_desktop.determination.flowables import STAMP_SIZE
from imr_desktop.determination.fonts import DRAWING, draw_line
from imr_desktop.paths import resource

_FACE = "Stamp"
_BAR = 3.0
_INSET = 14.0
_LONGEST = 40
_GROUPS, _GROUP = 4, 4


def stamp_page(signer: str, at: datetime, fingerprint: str) -> bytes:
    """A one-page PDF of the stamp's size: who signed (a pseudonym), when in California, and with which certificate.

    `fingerprint` is the certificate's SHA-256 in hexadecimal; its beginning is shown, as `verify` shows it.
    """
    with DRAWING:
        return _drawn(signer, at, fingerprint)


def signed_on(at: datetime) -> str:
    """A moment as the stamp shows it: day and time in California, the zone named."""
    local = dates.in_california(at)
    return f"{dates.written(local)} {local:%H:%M} Pacific time ({local:%Z})"


def grouped(fingerprint: str) -> str:
    """The beginning of a fingerprint in groups, to be read out: ``1A2B 3C4D 5E6F 7081``."""
    shown = fingerprint.upper()[: _GROUPS * _GROUP]
    return " ".join(shown[at : at + _GROUP] for at in range(0, len(shown), _GROUP))


def _drawn(signer: str, at: datetime, fingerprint: str) -> bytes:
    face = _face()
    buffer = io.BytesIO()
    width, height = STAMP_SIZE
    canvas = Canvas(buffer, pagesize=STAMP_SIZE, initialFontName=face, invariant=1, pageCompression=1)  # type: ignore[arg-type]  # the stubs think that a font's name is a number
    canvas.setFillColor(HexColor("#F4F6F8"))
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.setFillColor(HexColor(look.INK))
    canvas.rect(0, 0, _BAR, height, stroke=0, fill=1)
    for size, baseline, color, text in (
        (7.5, 46.0, look.SOFT, "Signed electronically by"),
        (11.5, 32.5, look.INK, signer[:_LONGEST]),
        (7.5, 20.0, look.SOFT, signed_on(at)),
        (7.5, 8.5, look.SOFT, f"Certificate {grouped(fingerprint)}"),
    ):
        canvas.setFillColor(HexColor(color))
        draw_line(canvas, _INSET, baseline, text, face, size)
    canvas.save()
    return buffer.getvalue()


@cache
def _face() -> str:
    """The letter's typeface, to be embedded with the stamp's letters alone: 11 KB, not 18 for each weight."""
    font = TTFont(_FACE, str(resource("fonts", "LiberationSerif-Regular.ttf")), shapable=False, asciiReadable=False)
    font.face.name += b"-Stamp"  # ReportLab keeps one font for each name of a face, and would take the letter's
    pdfmetrics.registerFont(font)
    return _FACE
