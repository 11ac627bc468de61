"""Numbers of a list that stand apart from its words: alone on the line above, or without a point behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from imr_desktop.extract.requests.sheet import Line, entry_of

_ALONE = re.compile(r"\(?\d{1,2}[.)]\Z")
_BARE = re.compile(r"(?P<n>\d{1,2})\s{1,3}(?=[A-Za-z(]\S*(?:\s\S|\s{0,3}\Z))")
_MOST_APART = 3


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
