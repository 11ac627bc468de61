"""A page's text as it was written, with its paragraphs: what is enough where it was written in reading order."""

from __future__ import annotations

import re
from ctypes import byref, c_double
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

PARAGRAPH_GAP = 1.6
_SAME_LINE = 0.3
_SAMPLES = 8
_BREAK = re.compile(r"\r\n?|\n")
_LINE_END_HYPHEN = re.compile(r"[\x02\ufffe\u00ad](?:\r\n|\n)?")


class Written(NamedTuple):
    """A page's text, and whether it was written from top to bottom, letters upright."""

    text: str
    in_order: bool


def written(text_page: pypdfium2.PdfTextPage) -> Written:
    """The page's text with an empty line where the gap between two lines is wider than their usual step."""
    text = text_page.get_text_range()
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    lines = [_BREAK.sub("", text[start:end]) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    tops = [_top(text_page, start) if line.strip() else None for start, line in zip(starts, lines, strict=True)]
    steps = [above - below for above, below in pairwise(top for top in tops if top is not None)]
    forward = sorted(step for step in steps if step > 0)
    usual = forward[len(forward) // 3] if forward else 0.0
    parts, last = [], None
    for line, top in zip(lines, tops, strict=True):
        if top is None:
            continue
        wide = last is not None and usual > 0 and last - top > usual * PARAGRAPH_GAP
        parts.append(("\n\n" if wide else "\n") + line.strip())
        last = top
    downwards = all(step > -_SAME_LINE * usual for step in steps)
    return Written(cleaned("".join(parts).lstrip("\n")), downwards and _is_upright(text_page, starts))


def cleaned(text: str) -> str:
    """Text without what nobody can print; line-end hyphens as hyphens."""
    text = _LINE_END_HYPHEN.sub("-", text)
    return "".join(character for character in text if character == "\n" or character.isprintable() or character.isspace())


def _is_upright(text_page: pypdfium2.PdfTextPage, starts: list[int]) -> bool:
    return all(
        abs(raw.FPDFText_GetCharAngle(text_page, start)) < 0.05 for start in starts[:: max(1, len(starts) // _SAMPLES)]
    )


def _top(text_page: pypdfium2.PdfTextPage, index: int) -> float | None:
    x, y = c_double(), c_double()
    if not raw.FPDFText_GetCharOrigin(text_page, index, byref(x), byref(y)):
        return None
    return y.value
