"""A page's text as it was written, with its paragraphs."""

from __future__ import annotations

import re
from ctypes import byref, c_double
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

PARAGRAPH_GAP = 1.6

_BREAK = re.compile(r"\r\n?|\n")
_LINE_END_HYPHEN = re.compile(r"[\x02\ufffe\u00ad](?:\r\n|\n)?")


def paragraphs(text_page: pypdfium2.PdfTextPage) -> str:
    """The page's text with an empty line where the gap between two lines is wider than their usual step."""
    text = text_page.get_text_range()
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    lines = [_BREAK.sub("", text[start:end]) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    tops = [_top(text_page, start) if line.strip() else None for start, line in zip(starts, lines, strict=True)]
    steps = sorted(
        above - below for above, below in pairwise(tops) if above is not None and below is not None and above > below
    )
    usual = steps[len(steps) // 3] if steps else 0.0
    parts, last = [], None
    for line, top in zip(lines, tops, strict=True):
        if top is None:
            continue
        wide = last is not None and usual > 0 and last - top > usual * PARAGRAPH_GAP
        parts.append(("\n\n" if wide else "\n") + line.strip())
        last = top
    return cleaned("".join(parts).lstrip("\n"))


def cleaned(text: str) -> str:
    """Text without what nobody can print; line-end hyphens as hyphens."""
    text = _LINE_END_HYPHEN.sub("-", text)
    return "".join(character for character in text if character == "\n" or character.isprintable() or character.isspace())


def _top(text_page: pypdfium2.PdfTextPage, index: int) -> float | None:
    x, y = c_double(), c_double()
    if not raw.FPDFText_GetCharOrigin(text_page, index, byref(x), byref(y)):
        return None
    return y.value
