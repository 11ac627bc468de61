"""The words of a paragraph as ReportLab's fragments: one for each run in a face, one for a line break.

They are made as its parser would make them from markup: to write and read that takes a fifth of a letter's time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportlab.platypus.paraparser import ParaFrag

from imr_desktop.determination.fonts import BOLD, spare
from imr_desktop.determination.signs import printable, runs

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle

_BLANKS = re.compile(" {2,}")


def fragments(parts: Iterable[tuple[str, bool]], style: ParagraphStyle) -> list[ParaFrag]:
    """Plain texts, each in bold or not, set after one another; line breaks are kept, blanks in a row are one.

    Raises RenderError.
    """
    own = {"fontName": style.fontName, "fontSize": style.fontSize, "textColor": style.textColor}
    plain = ParaFrag(**own, bold=0, italic=0, rise=0, greek=0, link=[], us_lines=[], text="")
    made: list[ParaFrag] = []
    for text, bold in parts:
        face = plain.clone(fontName=BOLD) if bold else plain
        for number, line in enumerate(printable(text).split("\n")):
            made += [plain.clone(lineBreak=True)] if number else []
            made += _line(_spaced(line), face)
    return made


def _spaced(line: str) -> str:
    """A line whose words stand one blank apart."""
    return _BLANKS.sub(" ", line) if "  " in line else line


def _line(line: str, face: ParaFrag) -> Iterator[ParaFrag]:
    for name, run in runs(line):
        yield face.clone(text=run, fontName=spare(name)) if name else face.clone(text=run)
