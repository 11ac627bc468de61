"""A page's text as it was written, with its paragraphs: what is enough where it was written in reading order."""

from __future__ import annotations

import re
from ctypes import addressof, byref, c_double
from itertools import pairwise
from math import inf
from operator import sub
from typing import NamedTuple

from pypdfium2 import raw

from imr_desktop.record.order import GUTTER, PARAGRAPH_GAP
from imr_desktop.record.pdf import direct
from imr_desktop.record.pdf.direct import address

_SAME_LINE = 0.3
_CELL = 1.3
"""In steps of a line: how far a value goes up beside a label of two lines, in the next cell of a table's row."""
_SAMPLES = 4
_LEAST_LINES = 4
_LONG = 55
_PIECES = 1.5
_LEAST_SIDE = 0.22
"""Part of the text's width that each of two columns takes up at least."""
_LINE_END_HYPHEN = re.compile(r"[\x02\ufffe\u00ad](?:\r\n|\n)?")
_x, _y = c_double(), c_double()
_AT_ORIGIN = addressof(_x), addressof(_y)
_edges = c_double(), c_double(), c_double(), c_double()
_EDGES = tuple(map(byref, _edges))


class Written(NamedTuple):
    """A page's text, and whether it was written from top to bottom, letters upright, in one column or in cells of rows."""

    text: str
    in_order: bool


def written(text_page: object, text: str, pieces: int) -> Written:
    """The page's text with an empty line where the gap between two lines is wider than their usual step.

    `pieces` is how many texts are drawn: where each line is one, it cannot lie in two columns.
    """
    starts, lines, tops, lefts, start = [], [], [], [], 0
    there, origin_of = address(text_page), direct.get_origin
    for line in text.replace("\r\n", "\n\n").replace("\r", "\n").split("\n"):
        if stripped := line.strip():
            starts.append(start)
            lines.append(stripped)
            there_is = origin_of(there, start, *_AT_ORIGIN)
            tops.append(_y.value if there_is else 0.0)
            lefts.append(_x.value if there_is else 0.0)
        start += len(line) + 1
    steps = list(map(sub, tops, tops[1:]))
    forward = sorted(step for step in steps if step > 0)
    usual = forward[len(forward) // 3] if forward else 0.0
    wide = usual * PARAGRAPH_GAP or inf
    parts = lines[:1]
    for line, step in zip(lines[1:], steps, strict=True):
        parts.append("\n\n" if step > wide else "\n")
        parts.append(line)
    downwards = all(
        step > -_SAME_LINE * usual or (step > -_CELL * usual and lefts[at + 1] > lefts[at]) for at, step in enumerate(steps)
    )
    in_order = downwards and _is_upright(text_page, starts)
    if in_order and pieces >= _PIECES * len(lines):
        in_order = not _may_have_columns(text_page, lines, usual)
    return Written(cleaned("".join(parts)), in_order)


def cleaned(text: str) -> str:
    """Text without what nobody can print; line-end hyphens as hyphens."""
    if "\x02" in text or "\ufffe" in text or "\u00ad" in text:
        text = _LINE_END_HYPHEN.sub("-", text)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(character for character in text if character == "\n" or character.isprintable() or character.isspace())


def _is_upright(text_page: object, starts: list[int]) -> bool:
    return all(
        abs(raw.FPDFText_GetCharAngle(text_page, start)) < 0.05 for start in starts[:: max(1, len(starts) // _SAMPLES)]
    )


def _may_have_columns(text_page: object, lines: list[str], usual: float) -> bool:
    """Whether lines long enough for two columns were written in pieces with a wide gap at the same place.

    Labels with their values are no columns: of a line of prose in columns both sides are wide.
    """
    if sum(len(line) > _LONG for line in lines) < _LEAST_LINES:
        return False
    rows = _rows_of(text_page)
    left = min((row[0][0] for row in rows), default=0.0)
    least = _LEAST_SIDE * (max((row[-1][1] for row in rows), default=0.0) - left)
    middles = sorted(
        (one[1] + two[0]) / 2
        for row in rows
        for one, two in pairwise(row)
        if one[1] - one[0] >= least and two[1] - two[0] >= least
    )
    return any(last - first < max(4 * usual, 40.0) for first, last in zip(middles, middles[_LEAST_LINES - 1 :], strict=False))


def _rows_of(text_page: object) -> list[list[tuple[float, float]]]:
    """The page's lines as they were written: left and right of each run of words, wide gaps between them."""
    rows: list[list[tuple[float, float]]] = []
    low, high = inf, -inf
    for at in range(raw.FPDFText_CountRects(text_page, 0, -1)):
        raw.FPDFText_GetRect(text_page, at, *_EDGES)
        left, top, right, bottom = (edge.value for edge in _edges)
        same = min(top, high) - max(bottom, low) > 0 and left >= rows[-1][-1][1] - (top - bottom)
        if not same:
            rows.append([(left, right)])
        elif left - rows[-1][-1][1] > GUTTER * (top - bottom):
            rows[-1].append((left, right))
        else:
            rows[-1][-1] = (rows[-1][-1][0], right)
        low, high = bottom, top
    return rows
