"""How one text became another, in words; in bounded time, however long and however alike the texts are."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS = 1500
_MOST_LINES = 1500


class Change(NamedTuple):
    """A run of the texts: what stands in both (`same`), what was taken out, or what was put in."""

    kind: Literal["same", "out", "in"]
    words: str


def changed_words(before: str, after: str) -> tuple[Change, ...]:
    """The runs that make up both texts: all but ``in`` give the one before, all but ``out`` the one after.

    Very long passages without anything in common line by line are shown as replaced whole.
    """
    return tuple(_joined(_changes(before, after)))


def _changes(before: str, after: str) -> Iterator[Change]:
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    yield Change("same", before[:start])
    yield from _middle(before[start : len(before) - end], after[start : len(after) - end])
    yield Change("same", before[len(before) - end :])


def _common(one: str, other: str) -> int:
    """Up to where two texts begin alike, back to the last end of a word."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one.startswith(other[low:middle], low) else (low, middle - 1)
    while low > 0 and (_inside(one, low) or _inside(other, low)):
        low -= 1
    return low


def _inside(text: str, place: int) -> bool:
    return place < len(text) and text[place].isalnum() and text[place - 1].isalnum()


def _middle(before: str, after: str) -> Iterator[Change]:
    if not before or not after:
        yield from _replaced(before, after)
        return
    old, new = _tokens(before), _tokens(after)
    if old is not None and new is not None:
        yield from _matched(old, new)
        return
    lines, others = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if min(len(lines), len(others)) < 2 or max(len(lines), len(others)) > _MOST_LINES:
        yield from _replaced(before, after)
        return
    yield from _line_by_line(lines, others)


def _tokens(text: str) -> list[str] | None:
    """The words of a text; None where they are too many to compare."""
    found: list[str] = []
    for match in _TOKENS.finditer(text):
        found.append(match[0])
        if len(found) > _MOST_WORDS:
            return None
    return found


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield Change("same", "".join(old[a:b]))
        else:
            yield from _replaced("".join(old[a:b]), "".join(new[c:d]))


def _line_by_line(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    left = _MOST_WORDS * 4
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        was, now = "".join(old[a:b]), "".join(new[c:d])
        words, others = (_tokens(was), _tokens(now)) if tag == "replace" and left > 0 else (None, None)
        if tag == "equal":
            yield Change("same", was)
        elif words and others:
            left -= len(words) + len(others)
            yield from _matched(words, others)
        else:
            yield from _replaced(was, now)


def _replaced(before: str, after: str) -> Iterator[Change]:
    yield Change("out", before)
    yield Change("in", after)


def _joined(changes: Iterator[Change]) -> Iterator[Change]:
    """The changes without empty ones, neighbours of a kind as one."""
    last: Change | None = None
    for one in changes:
        if not one.words:
            continue
        if last and last.kind == one.kind:
            last = Change(last.kind, last.words + one.words)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last
