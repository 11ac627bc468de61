"""The letter's typefaces, and how text that they cannot print is shown.

Source Serif 4 (OFL) is embedded in every letter. A character it lacks is never drawn as an empty box: it is replaced by a
compatible spelling where there is one, else by its code in brackets, so that a reader sees that something stood there.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from threading import RLock

from imr_desktop.errors import RenderError
from imr_desktop.paths import resource

REGULAR = "LiberationSerif"
BOLD = "LiberationSerif-Bold"
_FILES = {REGULAR: "LiberationSerif-Regular.ttf", BOLD: "LiberationSerif-Bold.ttf"}

DRAWING = RLock()
"""Held while ReportLab works: its fonts and its text parser are shared, and two letters made at once would mix."""

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SHOWN_CODES = 6


def register() -> frozenset[int]:
    """Register the faces with ReportLab once; returns the code points that all of them can draw. Raises RenderError."""
    with DRAWING:
        return _registered()


@cache
def _registered() -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        fonts = [TTFont(name, str(resource("fonts", file)), shapable=False) for name, file in _FILES.items()]
    except (FileNotFoundError, TTFError) as error:
        raise RenderError(f"A typeface of the letter cannot be loaded ({error}); install IMR Desktop again.") from None
    for font in fonts:
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


def printable(text: str) -> str:
    """`text` with every character drawable: line breaks unified, invisible characters dropped, lacking glyphs spelled out.

    Only the line feed is left as a control character; every other character has a glyph in all faces of the letter.
    """
    glyphs = register()
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = unicodedata.normalize("NFC", "".join(char for char in text if char == "\n" or not _invisible(char)))
    out: list[str] = []
    lacking: list[str] = []
    for char in text:
        known = char if char == "\n" or ord(char) in glyphs else _spelled(char, glyphs)
        if known is None:
            lacking.append(char)
        else:
            out += [_codes(lacking), known]
            lacking = []
    return "".join([*out, _codes(lacking)])


def _spelled(char: str, glyphs: frozenset[int]) -> str | None:
    """A drawable spelling of one character, None where there is none.

    Raised and lowered digits and fractions keep their code: spelled out they would be other numbers.
    """
    if unicodedata.category(char) == "Zs":
        return " "
    if unicodedata.decomposition(char).startswith(("<super>", "<sub>", "<fraction>")):
        return None
    spellings = (unicodedata.normalize(form, char) for form in ("NFKC", "NFKD"))
    return next((plain for plain in spellings if all(ord(part) in glyphs for part in plain)), None)


def _invisible(char: str) -> bool:
    """Controls, format marks (they can turn the order of what is read), halves of characters, variation selectors."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"} or 0xFE00 <= ord(char) <= 0xFE0F


def _codes(lacking: list[str]) -> str:
    if not lacking:
        return ""
    codes = " ".join(f"U+{ord(char):04X}" for char in lacking[:_SHOWN_CODES])
    more = len(lacking) - _SHOWN_CODES
    return f"[{codes} and {more} more]" if more > 0 else f"[{codes}]"
