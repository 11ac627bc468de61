"""Words that stand twice at the same place: drawn again to look bold, or laid under words that stand there already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from imr_desktop.record.evidence.parts import PartWord
from imr_desktop.record.evidence.sight import overlap
from imr_desktop.record.model import Box

SAME_PLACE = 0.55
UNDER = 0.5
_CELLS = 40


def doubled(words: Sequence[PartWord], hidden: Collection[int] = (), machine: Collection[int] = ()) -> frozenset[int]:
    """Indexes of the words to leave out: the later of two alike, and a machine's under a true word.

    The same words elsewhere on the page are a real repetition and stay.
    """
    shown = [index for index in range(len(words)) if index not in hidden]
    true = _Places(words, [index for index in shown if index not in machine])
    under = {index for index in shown if index in machine and true.covered(words[index].box) > UNDER}
    again, places = set[int](), _Places(words)
    for index in shown:
        if index in under:
            continue
        if any(_is_again(words[index], words[other]) for other in places.near(words[index].box)):
            again.add(index)
        else:
            places.add(index)
    return frozenset(under | again)


def _is_again(word: PartWord, other: PartWord) -> bool:
    both = min(overlap(word.box, other.box), overlap(other.box, word.box))
    return word.text == other.text and both > SAME_PLACE


class _Places:
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
    left, top, right, bottom = (min(max(int(side * _CELLS), -1), _CELLS) for side in box)
    for across in range(left, right + 1):
        for down in range(top, bottom + 1):
            yield across, down
