"""A page's text cut into what is read as one: sentences, and lines that stand for themselves (headings, lists, form rows)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_OWN_LINE = r"\n(?=\s*(?:[-•*▪☐☒☑□\[]|\d{1,2}[.)]\s|[A-Z][\w /&'()-]{1,40}:))"
_BREAK = re.compile(rf"\n\s*\n|(?<=[.!?])\s+(?=[^a-z\s])|{_OWN_LINE}|(?P<end>\n)")
_SHORT = 0.6
_LETTERS = re.compile(r"[\W_]+")


class Segment(NamedTuple):
    """A sentence or line at ``start:end`` of its page; `words` are its letters and digits alone, to compare it by."""

    start: int
    end: int
    words: str


def segments(text: str) -> Iterator[Segment]:
    """The segments of a page's text, in order; a line goes on in the next where it is as long as the page's lines are."""
    width = max(map(len, text.split("\n")), default=0)
    start = 0
    for found in _BREAK.finditer(text):
        if found["end"] and _goes_on(text, found.start(), width):
            continue
        yield from _segment(text, start, found.start())
        start = found.end()
    yield from _segment(text, start, len(text))


def _goes_on(text: str, at: int, width: int) -> bool:
    """Whether a line end is only where the line was full, or in the midst of a word or sentence."""
    line = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    return (len(line) >= _SHORT * width or text[at + 1 : at + 2].islower() or line.endswith("-")) and not line.endswith(":")


def _segment(text: str, start: int, end: int) -> Iterator[Segment]:
    if words := _LETTERS.sub("", text[start:end].lower()):
        yield Segment(start, end, words)
