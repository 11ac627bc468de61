"""Reading order of words by their places: rows of a form or table stay rows, columns of prose are read one after the other.

Pure: boxes are left, top, right, bottom in points of the upright picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from imr_desktop.record.geometry import joined
from imr_desktop.record.model import Box

GUTTER = 0.9
"""Least width of a gap between columns, in heights of a line."""
MOST_ROWS = 2_000
"""No page has more lines in columns; whatever has was made to take long."""
_PROSE_WORDS = 3.5
_PROSE_FILL = 0.6
_PROSE_LABELS = 0.2
_PROSE_LINES = 4
PARAGRAPH_GAP = 1.6
"""How many usual steps lie between two lines where a paragraph ends."""


class Placed(NamedTuple):
    """A word to be ordered: its number, its box, the line it was written on, and whether it is a label or a value."""

    number: int
    box: Box
    line: int
    form: bool = False


class Fragment(NamedTuple):
    """Words that were written one after the other, close together on one line."""

    words: tuple[int, ...]
    box: Box
    form: bool = False

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


Row = tuple[Fragment, ...]


def rows_in_order(words: Sequence[Placed]) -> list[Row]:
    """Every line of the page, top to bottom, column after column; in each its fragments from left to right."""
    rows = _rows(fragments(words))
    return _columns(rows) if len(rows) <= MOST_ROWS else rows


def fragments(words: Iterable[Placed]) -> list[Fragment]:
    """Words as runs: a new one starts where the line ends, the pen goes back, or a gap is wide."""
    found: list[Fragment] = []
    last: Placed | None = None
    for word in words:
        if last is not None and last.line == word.line and _follows(last.box, word.box):
            before = found[-1]
            found[-1] = Fragment((*before.words, word.number), joined(before.box, word.box), before.form or word.form)
        else:
            found.append(Fragment((word.number,), word.box, word.form))
        last = word
    return found


def _follows(first: Box, second: Box) -> bool:
    height = min(first[3] - first[1], second[3] - second[1])
    return _shared(first, second) > 0.5 * height and -0.5 * height < second[0] - first[2] < max(GUTTER * height, 1.0)


def _shared(first: Box, second: Box) -> float:
    return min(first[3], second[3]) - max(first[1], second[1])


def _rows(found: Iterable[Fragment]) -> list[Row]:
    """Fragments that stand side by side, top to bottom."""
    rows: list[list[Fragment]] = []
    for one in sorted(found, key=lambda fragment: fragment.box[1] + fragment.box[3]):
        near = next((row for row in rows[-4:] if _beside(row, one)), None)
        if near is None:
            rows.append([one])
        else:
            near.append(one)
    return [_by_left(row) for row in rows]


def _beside(row: list[Fragment], one: Fragment) -> bool:
    centre = (one.box[1] + one.box[3]) / 2
    return all(
        abs((other.box[1] + other.box[3]) / 2 - centre) < 0.4 * min(other.height, one.height)
        and min(other.box[2], one.box[2]) - max(other.box[0], one.box[0]) < 0.5 * min(other.height, one.height)
        for other in row
    )


def _columns(rows: list[Row]) -> list[Row]:
    """The rows with columns of prose one after the other."""
    start, result = 0, []
    while start < len(rows):
        stop, gutter = _column_run(rows, start)
        if stop > start:
            for side in (_left(rows[start:stop], gutter), _right(rows[start:stop], gutter)):
                result.extend(_columns(side))
            start = stop
        else:
            result.append(rows[start])
            start += 1
    return result


def _column_run(rows: list[Row], start: int) -> tuple[int, float]:
    """Where a run of rows ends that one gutter parts into two columns of prose, and where that lies; `start` for none."""
    for gap in _gaps(rows[start]) or _gaps(_by_left(one for row in rows[start : start + 2] for one in row)):
        (left, right), stop = gap, start
        while stop < len(rows) and (narrowed := _narrowed(rows[stop], left, right)):
            left, right = narrowed
            stop += 1
        gutter = (left + right) / 2
        if stop - start >= _PROSE_LINES and _is_prose(rows[start:stop], gutter):
            return stop, gutter
    return start, 0.0


def _gaps(row: Row) -> list[tuple[float, float]]:
    return [(one.box[2], two.box[0]) for one, two in pairwise(row) if two.box[0] - one.box[2] > GUTTER * one.height]


def _by_left(row: Iterable[Fragment]) -> Row:
    return tuple(sorted(row, key=lambda fragment: fragment.box[0]))


def _narrowed(row: Row, left: float, right: float) -> tuple[float, float] | None:
    """What a row leaves of a gutter; None where it stands across it."""
    least = GUTTER * min(one.height for one in row)
    for one in row:
        if one.box[2] <= left or one.box[0] >= right:
            continue
        before, after = one.box[0] - left, right - one.box[2]
        if before >= after:
            right = one.box[0]
        else:
            left = one.box[2]
    return (left, right) if right - left >= least else None


def _left(rows: Iterable[Row], gutter: float) -> list[Row]:
    return [side for row in rows if (side := tuple(one for one in row if one.box[0] < gutter))]


def _right(rows: Iterable[Row], gutter: float) -> list[Row]:
    return [side for row in rows if (side := tuple(one for one in row if one.box[0] >= gutter))]


def _is_prose(rows: list[Row], gutter: float) -> bool:
    return all(_fills(side) for side in (_left(rows, gutter), _right(rows, gutter)))


def _fills(side: list[Row]) -> bool:
    """Whether rows of one side are lines of running text: several words each, most as wide as the column, few labels."""
    if len(side) < _PROSE_LINES:
        return False
    left, right = min(row[0].box[0] for row in side), max(row[-1].box[2] for row in side)
    counted = [sum(len(one.words) for one in row) for row in side]
    widths = [(row[-1].box[2] - row[0].box[0]) / max(right - left, 1.0) for row in side]
    labels = sum(any(one.form for one in row) for row in side)
    return median(counted) >= _PROSE_WORDS and median(widths) >= _PROSE_FILL and labels <= _PROSE_LABELS * len(side)
