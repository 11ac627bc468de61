"""Columns of a page that do not belong together, as a letter's text and the facts at its side: read one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from imr_desktop.record.layout import RULE

_BEGINS = re.compile(r"(?:(?<=\s\s)|(?<=\A))\S")
_WORD = re.compile(r"[A-Za-z]{2,}")
_LEAST_PLACE, _LEAST_LINES = 8, 6
_LEAST_ALONE = 0.3
"""Of the lines of each column: so many stand beside an empty place. A table's cells stand beside each other."""
_LEAST_WORDS, _LEAST_PROSE = 7, 4
"""So many words make a line of running text, so many of these lines a text."""


class _Beside(NamedTuple):
    """Two columns: the lines that they take, and where across the page the second begins."""

    first: int
    end: int
    place: int


def one_by_one(page: str) -> str:
    """A page as it lies; where facts stand in a column beside its text, the text first, and then the column."""
    lines = page.split("\n")
    found = _beside(lines)
    if found is None:
        return page
    block = lines[found.first : found.end]
    left, right = [line[: found.place].rstrip() for line in block], [line[found.place :] for line in block]
    text, facts = (right, left) if _prose(right) > _prose(left) else (left, right)
    kept = [line if RULE in line else own for line, own in zip(block, text, strict=True) if own or RULE in line or not line]
    beside = (own for line, own in zip(block, facts, strict=True) if own and RULE not in line)
    return "\n".join([*lines[: found.first], *kept, "", *beside, "", *lines[found.end :]])


def _beside(lines: Sequence[str]) -> _Beside | None:
    """The two columns of a page, where there are such."""
    begins = Counter(mark.start() for line in lines if RULE not in line for mark in _BEGINS.finditer(line))
    able = [place for place, count in begins.items() if place >= _LEAST_PLACE and count >= _LEAST_LINES]
    for place in sorted(able, key=lambda place: -begins[place]):
        at = 0
        while at < len(lines):
            end = at
            while end < len(lines) and not lines[end][place - 2 : place].strip():
                end += 1
            if end - at >= 2 * _LEAST_LINES and _are_apart(lines[at:end], place):
                return _Beside(at, end, place)
            at = end + 1
    return None


def _are_apart(lines: Sequence[str], place: int) -> bool:
    """Whether one side is text and the other short words, and neither goes by the other's lines."""
    lines = [line for line in lines if line.strip() and RULE not in line]
    left, right = [line[:place].strip() for line in lines], [line[place:].strip() for line in lines]
    if sorted((_prose(left) >= _LEAST_PROSE, _prose(right) >= _LEAST_PROSE)) != [False, True] or min(
        _prose(left), _prose(right)
    ):
        return False
    for side, other in ((left, right), (right, left)):
        own = [beside for words, beside in zip(side, other, strict=True) if words]
        if len(own) < _LEAST_LINES or own.count("") < _LEAST_ALONE * len(own):
            return False
    return True


def _prose(lines: Sequence[str]) -> int:
    """How many lines are running text."""
    return sum(len(_WORD.findall(line)) >= _LEAST_WORDS for line in lines)
