"""Whether a page's own letters stand upright in the picture that its file shows."""

from __future__ import annotations

from collections import Counter
from math import degrees

import pypdfium2
from pypdfium2 import raw

_SAMPLES = 400
_CLEARLY = 0.6


def upright_turn(page: pypdfium2.PdfPage) -> int:
    """By how many degrees clockwise the picture of an open page must be turned so that most letters stand upright.

    0 where that is unclear, or there are none. Fields and annotations have no voice in it.
    """
    text_page = page.get_textpage()
    try:
        return turn_of(text_page, page.get_rotation())
    finally:
        text_page.close()


def turn_of(text_page: pypdfium2.PdfTextPage, rotation: int) -> int:
    """As `upright_turn`, for a text page; `rotation` is the page's own /Rotate."""
    count = raw.FPDFText_CountChars(text_page)
    angles = Counter(
        (round(degrees(raw.FPDFText_GetCharAngle(text_page, at)) / 90) * 90 + rotation) % 360
        for at in range(0, count, max(1, count // _SAMPLES))
        if raw.FPDFText_GetUnicode(text_page, at) > 0x20
    )
    if not angles:
        return 0
    angle, most = angles.most_common(1)[0]
    return (360 - angle) % 360 if most >= _CLEARLY * angles.total() else 0
