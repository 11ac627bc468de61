"""Plain text as paragraphs: nothing in it is read as markup, and its length costs no more than its length.

ReportLab breaks the rest of a paragraph anew at every page it crosses, which takes minutes for a very long one. A long
paragraph is therefore broken into lines once and handed over in pieces that end at a line's end, so that the page looks
the same.
"""

from __future__ import annotations

import re

from reportlab.lib.styles import ParagraphStyle

from imr_desktop.case import citation
from imr_desktop.determination import styles as look
from imr_desktop.determination.fonts import BOLD, marked
from imr_desktop.determination.links import to_item, with_links
from imr_desktop.determination.pieces import LetterParagraph
from imr_desktop.determination.signs import printable

_LONG = 4000
_LINES_A_PIECE = 30


def paragraph(text: str, style: str = "body", label: str = "") -> LetterParagraph:
    """One paragraph of plain text, line breaks kept; `label` is run in before it in bold."""
    return _made(printable(text), look.styles()[style], label)


def item_link(number: int, text: str, style: str) -> LetterParagraph:
    """Words that lead to an item."""
    return LetterParagraph(to_item(number, printable(text)), look.styles()[style])


def run_in(parts: list[tuple[str, str]]) -> LetterParagraph:
    """One paragraph of labels in bold, each before its words; every label begins a sentence of its own."""
    shown = (f"<b>{marked(label)}</b> {marked(text).rstrip('.')}." for label, text in parts)
    return LetterParagraph(" ".join(shown).replace("<br/>", " "), look.styles()["body"])


def paragraphs(text: str, label: str = "") -> list[LetterParagraph]:
    """The paragraphs of a longer text: a blank line starts one, a line break is kept; `label` leads the first.

    A page citation such as ``[p. 37]`` never breaks after its point.
    """
    made: list[LetterParagraph] = []
    for part in re.split(r"\n\s*\n", citation.unbroken(printable(text))):
        lines = [
            piece
            for line in part.strip().split("\n")
            if line.strip()
            for piece in _pieces(line.strip(), "" if made else label)
        ]
        for number, line in enumerate(lines, 1):
            style = look.styles()["body" if number == len(lines) else "line"]
            made.append(_made(line, style, "" if made else label))
    return made


def _made(text: str, style: ParagraphStyle, label: str, *, linked: bool = True) -> LetterParagraph:
    body = with_links(text) if linked else marked(text)
    return LetterParagraph(f"<b>{marked(label)}</b> {body}" if label else body, style)


def _pieces(line: str, label: str) -> list[str]:
    """A long line as pieces of some lines each; a short one as it is."""
    if len(line) <= _LONG:
        return [line]
    broken = _made(line, look.styles()["body"], label, linked=False).breakLines(look.WIDTH)
    if broken.kind == 0:
        texts = [" ".join(words) for _, words in broken.lines]
    else:  # a run-in label gives lines of fragments; the label's own is dropped
        texts = ["".join(part.text for part in one.words if part.fontName != BOLD).strip() for one in broken.lines]
    return [" ".join(texts[at : at + _LINES_A_PIECE]) for at in range(0, len(texts), _LINES_A_PIECE)]
