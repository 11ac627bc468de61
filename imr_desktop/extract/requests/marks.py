"""Numbers of a list that stand apart from its words: alone on the line above, or without a point behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from imr_desktop.extract.requests.sheet import Line, entry_of

_ALONE = re.compile(r"\(?\d{1,2}[.)]\Z")
_BARE = re.compile(r"(?P<n>\d{1,2})\s{1,3}(?=[A-Za-z(]\S*(?:\s\S|\s{0,3}\Z))")
_MOST_APART = 3
STROKE = re.compile(r"\s/(?=\s|\Z)")
"""What parts the cells of a form that was typed out in lines ("M54.5 / Acupuncture / 12 visits")."""


def with_marks(lines: Sequence[Line]) -> list[Line]:
    """The lines with each number of a list before its words, as a number of a list ("1. …")."""
    kept = list(lines)
    for at, line in enumerate(lines[:-1]):
        other = lines[at + 1]
        if len(line.cells) == 1 and _ALONE.match(line.text) and other.cells and not entry_of(other.text):
            kept[at], kept[at + 1] = Line(line.page, ()), _marked(other, f"{line.text} ")
    for at, number in _running(kept):
        kept[at] = _marked(kept[at], f"{number}. ", len(str(number)))
    return kept


def with_strokes(lines: Sequence[Line]) -> list[Line]:
    """The lines with what is parted by strokes whole: one that holds fewer cells than others of its page goes on below."""
    kept = list(lines)
    counts = [len(STROKE.findall(line.text)) if len(line.cells) == 1 else 0 for line in lines]
    most: dict[int, int] = {}
    for line, count in zip(lines, counts, strict=True):
        most[line.page] = max(most.get(line.page, 0), count)
    for at in range(len(lines)):
        below = next((number for number in range(at + 1, min(at + 3, len(lines))) if lines[number].cells), None)
        line = kept[at]
        if below is None or not 1 < counts[at] < most[line.page] or counts[below] > 1:
            continue
        other = kept[below]
        if len(other.cells) == 1 and other.page == line.page and counts[at] + counts[below] <= most[line.page]:
            first, second = line.cells[0], other.cells[0]
            text, raw = f"{first.text} {second.text}", f"{first.raw} {second.raw}"
            kept[at], kept[below] = Line(line.page, ()), line._replace(cells=(first._replace(text=text, raw=raw),))
            counts[below] = len(STROKE.findall(text))
    return kept


def _marked(line: Line, mark: str, instead: int = 0) -> Line:
    """A line with a mark before its words, in the place of as many signs."""
    first = line.cells[0]
    text, raw = (mark + words[instead:].lstrip() for words in (first.text, first.raw))
    return line._replace(cells=(first._replace(text=text, raw=raw), *line.cells[1:]))


def _running(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Lines that begin with bare numbers from 1 on, two at least, one below the other."""
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        match = _BARE.match(line.text) if len(line.cells) == 1 else None
        number = int(match["n"]) if match else 0
        near = run and at - run[-1][0] <= _MOST_APART and line.left == lines[run[-1][0]].left
        if number == 1:
            found += run if len(run) > 1 else []
            run = [(at, 1)]
        elif number and near and number == run[-1][1] + 1:
            run.append((at, number))
    return [*found, *(run if len(run) > 1 else [])]
