"""Words by where they stand on a page, and how boxes lie to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from imr_desktop.record.evidence.parts import PartWord
from imr_desktop.record.model import Box

_CELLS = 40
_MOST_CELLS = 80
"""No word is that large: one that says so counts where its middle is."""


def area(box: Box) -> float:
    """The part of the page that a box takes up, without what lies outside."""
    left, top, right, bottom = (min(max(side, 0.0), 1.0) for side in box)
    return (right - left) * (bottom - top)


def overlap(box: Box, other: Box) -> float:
    """Which part of `box` lies in `other`, 0 to 1."""
    if box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]:
        return 0.0
    across = min(box[2], other[2]) - max(box[0], other[0])
    down = min(box[3], other[3]) - max(box[1], other[1])
    own = (box[2] - box[0]) * (box[3] - box[1])
    return across * down / own if own > 0 else 0.0


class Places:
    """Words by where they stand."""

    def __init__(self, words: Sequence[PartWord], indexes: Sequence[int] = ()) -> None:
        self._words = words
        self._cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for index in indexes:
            self.add(index)

    def add(self, index: int) -> None:
        for cell in _cells(self._words[index].box):
            self._cells[cell].append(index)

    def near(self, box: Box) -> set[int]:
        return {index for cell in _cells(box) for index in self._cells.get(cell, ())}

    def covered(self, box: Box) -> float:
        """Which part of a box words stand in."""
        return min(1.0, sum(overlap(box, self._words[index].box) for index in self.near(box)))


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = map(_cell, box)
    if (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
        left = right = _cell((box[0] + box[2]) / 2)
        top = bottom = _cell((box[1] + box[3]) / 2)
    for across in range(left, right + 1):
        for down in range(top, bottom + 1):
            yield across, down


def _cell(side: float) -> int:
    return min(max(int(side * _CELLS), -1), _CELLS)
