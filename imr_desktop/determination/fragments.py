"""The words of a paragraph as ReportLab's fragments: one for each run in a face, one for a line break, two around a link.

They are made as its parser would make them from markup: to write and read that takes a fifth of a letter's time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportlab.lib.abag import ABag
from reportlab.platypus.paraparser import ParaFrag

from imr_desktop.determination.canvas import LINK
from imr_desktop.determination.fonts import BOLD, spare
from imr_desktop.determination.links import places
from imr_desktop.determination.signs import printable, runs

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle

_BLANKS = re.compile(" {2,}")


def fragments(parts: Iterable[tuple[str, bool]], style: ParagraphStyle, *, linked: bool = True) -> list[ParaFrag]:
    """Plain texts, each in bold or not, set after one another; line breaks are kept, other white space is one blank.

    Citations of pages call for their links where `linked`. Raises RenderError.
    """
    own = {"fontName": style.fontName, "fontSize": style.fontSize, "textColor": style.textColor}
    plain = ParaFrag(**own, bold=0, italic=0, rise=0, greek=0, link=[], us_lines=[], text="")
    made: list[ParaFrag] = []
    for text, bold in parts:
        face = plain.clone(fontName=BOLD) if bold else plain
        for number, line in enumerate(printable(text).split("\n")):
            made += [plain.clone(lineBreak=True)] if number else []
            made += _line(_spaced(line), face, linked=linked and not bold)
    return made


def _spaced(line: str) -> str:
    """A line whose words stand one blank apart."""
    return _BLANKS.sub(" ", line) if "  " in line else line


def _line(line: str, face: ParaFrag, *, linked: bool) -> Iterator[ParaFrag]:
    for words, page in places(line) if linked else [(line, "")]:
        if page:
            yield _link(face, page)
        for name, run in runs(words):
            yield face.clone(text=run, fontName=spare(name)) if name else face.clone(text=run)
        if page:
            yield _link(face, "")


def _link(face: ParaFrag, label: str) -> ParaFrag:
    """A link begins at a page's number, or ends."""
    return face.clone(cbDefn=ABag(name=LINK, label=label, kind="onDraw"))
