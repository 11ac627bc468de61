"""Boxes to be checked in a level picture: where they are, and whether something is in them. Runs in the limited process.

A reading machine takes a drawn box for a letter, each time for another, and a mark in it for part of that letter. So boxes
are found by their edges, taken out of the picture before it is read, and put among the words as signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from imr_desktop.record.layout import CHECKED, UNCHECKED
from imr_desktop.record.machine.picture import Grey, without
from imr_desktop.record.machine.tesseract import Seen

_INK = 150
_LEAST, _MOST = 18, 44
"""The sides of a box in pixels: 2 to 6 mm at 200 dpi."""
_OBLONG = 2
_EDGE = 0.86
"""How much of each edge must be dark: a fax loses some of it."""
_WITHIN = 5
"""Pixels from an edge to what counts as inside."""
_BEYOND = 7
"""Pixels behind a corner in which an edge must have ended: else it is a cell of a table."""
_BLEMISHED = 0.06
"""The most ink beside a box: a mark may reach out of it a little."""
_STEM = 0.75
_CORNER = 3
"""Of nine pixels around a corner so many are dark."""
_MARKED, _SURE_EMPTY, _SURE_MARKED = 0.06, 0.03, 0.10
"""The dark share of the inside from which on a box is marked; between the others it is in doubt."""
_SAME = 6
_BESIDE = 90
"""The most pixels between a box and the words it belongs to."""

_ROW = 0.5
_GROUP = 1.2
"""Of a line's height: the least gap before a choice that is not the first of its row."""
_HOLLOW, _FULL = 0.15, 0.3
_BAD_LETTERS = re.compile(r"[\[\]{}()|'‘’\"“”`~^LlIJjiCOQDdUAaou04XxKk%®©&¥*/\\_<>=#+§]{1,3}")
"""What a machine makes of a printed box or cross; ``I`` and ``A`` are words too, so that one alone tells nothing."""

Ink = NDArray[numpy.bool_]
Sums = NDArray[numpy.int32]
Places = NDArray[numpy.int64]


class Drawn(NamedTuple):
    """A box: its pixels (left, top, right, bottom), and the dark share of what is inside."""

    pixels: tuple[int, int, int, int]
    dark: float

    @property
    def sign(self) -> str:
        """How it stands among the words."""
        return CHECKED if self.dark >= _MARKED else UNCHECKED

    @property
    def sure(self) -> float:
        """How sure it is (0 to 1)."""
        return 0.5 if _SURE_EMPTY < self.dark < _SURE_MARKED else 0.96


def drawn(level: Grey) -> list[Drawn]:
    """The boxes of a level picture, from top to bottom."""
    ink = level < _INK
    if min(ink.shape) <= _MOST + 2 * _BEYOND:
        return []
    across, down = _sums(_thick(ink)), _sums(_thick(ink.T))
    tops, lefts = _corners(ink, across, down)
    found: dict[tuple[int, int, int, int], float] = {}
    for wide in range(_LEAST, _MOST + 1):
        for high in range(max(_LEAST, wide - _OBLONG), min(_MOST, wide + _OBLONG) + 1):
            for top, left in _closed(across, down, tops, lefts, wide, high):
                if _has_corners(ink, left, top, wide, high) and _is_alone(ink, left, top, wide, high):
                    found[left, top, left + wide, top + high] = _inside(ink, left, top, wide, high)
    return _each_once(found)


def taken_out(picture: Grey, boxes: Iterable[Drawn]) -> Grey:
    """A picture with paper where the boxes were."""
    gone = numpy.zeros(picture.shape, dtype=bool)
    for left, top, right, bottom in (box.pixels for box in boxes):
        gone[max(0, top - 3) : bottom + 4, max(0, left - 3) : right + 4] = True
    return without(picture, gone) if gone.any() else picture


def put_in(words: Sequence[Seen], boxes: Iterable[Drawn]) -> list[Seen]:
    """The words with each box before the word behind it in its line, or after the one before it; others are left out."""
    made = list(words)
    for box in boxes:
        behind, before = _beside(words, box)
        word = behind or before
        if word is not None:
            sign = replace(word, text=box.sign, pixels=box.pixels, confidence=box.sure)
            at = next(at for at, one in enumerate(made) if one is word)
            made.insert(at if behind else at + 1, sign)
    return made


def signs(words: Sequence[Seen], level: Grey) -> list[Seen]:
    """The words, with signs in place of what a machine made of printed boxes and crosses.

    Only where two choices of a row at least begin with such: one alone may be a letter of a list. What is hollow in the
    middle is empty, what is dark there is marked, and anything between stays as it was read.
    """
    ink = level < _INK
    known = {id(words[at]): words[at] for at in range(len(words))}
    for row in _rows(words):
        first = [word for at, word in enumerate(row) if at + 1 < len(row) and _begins(row, at)]
        odd = [word for word in first if _is_odd(word) or word.text in (CHECKED, UNCHECKED)]
        if len(odd) > 1 and len(odd) == len(first):
            known.update({id(word): _as_sign(word, ink) for word in odd if _is_odd(word)})
    return [known[id(word)] for word in words]


def _rows(words: Sequence[Seen]) -> list[list[Seen]]:
    """The words by rows of the page, each from left to right."""
    rows: list[list[Seen]] = []
    for word in sorted(words, key=lambda word: word.pixels[1] + word.pixels[3]):
        middle, high = (word.pixels[1] + word.pixels[3]) / 2, max(word.pixels[3] - word.pixels[1], 16)
        last = (rows[-1][0].pixels[1] + rows[-1][0].pixels[3]) / 2 if rows else 0.0
        if rows and middle - last < _ROW * high:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.pixels[0]) for row in rows]


def _begins(row: Sequence[Seen], at: int) -> bool:
    """Whether a word begins its row, or stands apart from the one before it as a choice does."""
    high = max(row[at].pixels[3] - row[at].pixels[1], 16)
    return not at or row[at].pixels[0] - row[at - 1].pixels[2] > 2 * _GROUP * high


def _is_odd(word: Seen) -> bool:
    left, top, right, bottom = word.pixels
    wide, high = right - left, bottom - top
    shaped = 10 <= high <= _MOST and 0.5 * high <= wide <= 1.9 * high
    return shaped and _BAD_LETTERS.fullmatch(word.text) is not None


def _as_sign(word: Seen, ink: Ink) -> Seen:
    left, top, right, bottom = word.pixels
    across, down = (right - left) // 4, (bottom - top) // 4
    middle = ink[top + down : bottom - down, left + across : right - across]
    dark = float(middle.mean()) if middle.size else _HOLLOW
    if _HOLLOW < dark < _FULL:
        return word
    return replace(word, text=CHECKED if dark >= _FULL else UNCHECKED, confidence=min(word.confidence, 0.7))


def _thick(ink: Ink) -> Ink:
    """Ink with a pixel more above and below: an edge may sink by one on its way."""
    made = ink.copy()
    made[1:] |= ink[:-1]
    made[:-1] |= ink[1:]
    return made


def _sums(ink: Ink) -> Sums:
    """How much of each row is ink up to a column."""
    return numpy.cumsum(numpy.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=numpy.int32)


def _corners(ink: Ink, across: Sums, down: Sums) -> tuple[Places, Places]:
    """Where edges begin to the right and downwards, and none comes from the left or from above."""
    height, width = ink.shape
    rows, columns = height - _MOST - _BEYOND - 1, width - _MOST - _BEYOND - 1
    least = int(_EDGE * _LEAST)
    right = across[:rows, _LEAST : columns + _LEAST] - across[:rows, :columns] >= least
    below = (down[:columns, _LEAST : rows + _LEAST] - down[:columns, :rows] >= least).T
    tops, lefts = numpy.nonzero(right & below & ink[:rows, :columns])
    inner = (tops >= _BEYOND) & (lefts >= _BEYOND)
    tops, lefts = tops[inner], lefts[inner]
    free = (across[tops, lefts - 2] - across[tops, lefts - _BEYOND] <= 2) & (
        down[lefts, tops - 2] - down[lefts, tops - _BEYOND] <= 2
    )
    return tops[free], lefts[free]


def _closed(across: Sums, down: Sums, tops: Places, lefts: Places, wide: int, high: int) -> list[tuple[int, int]]:
    """Which corners have all four edges of a box of this size, none of which goes on."""
    bottoms, rights = tops + high, lefts + wide
    edges = (
        (across[tops, rights] - across[tops, lefts], wide),
        (across[bottoms, rights] - across[bottoms, lefts], wide),
        (down[lefts, bottoms] - down[lefts, tops], high),
        (down[rights, bottoms] - down[rights, tops], high),
    )
    beyond = (
        across[tops, rights + _BEYOND] - across[tops, rights + 3],
        across[bottoms, rights + _BEYOND] - across[bottoms, rights + 3],
        across[bottoms, lefts - 2] - across[bottoms, lefts - _BEYOND],
        down[lefts, bottoms + _BEYOND] - down[lefts, bottoms + 3],
        down[rights, bottoms + _BEYOND] - down[rights, bottoms + 3],
        down[rights, tops - 2] - down[rights, tops - _BEYOND],
    )
    good = numpy.logical_and.reduce([sums >= _EDGE * long for sums, long in edges])
    # the last quarter of each edge too: a letter D is round there
    tip = max(5, wide // 4)
    good &= numpy.logical_and.reduce(
        [
            across[tops, rights] - across[tops, rights - tip] >= tip - 2,
            across[bottoms, rights] - across[bottoms, rights - tip] >= tip - 2,
            across[bottoms, lefts + tip] - across[bottoms, lefts] >= tip - 2,
            down[rights, tops + tip] - down[rights, tops] >= tip - 2,
            down[rights, bottoms] - down[rights, bottoms - tip] >= tip - 2,
        ]
    )
    good &= numpy.logical_and.reduce([sums <= 2 for sums in beyond])
    return [(int(top), int(left)) for top, left in zip(tops[good], lefts[good], strict=True)]


def _inside(ink: Ink, left: int, top: int, wide: int, high: int) -> float:
    inner = ink[top + _WITHIN : top + high - _WITHIN + 1, left + _WITHIN : left + wide - _WITHIN + 1]
    return float(inner.mean()) if inner.size else 0.0


def _has_corners(ink: Ink, left: int, top: int, wide: int, high: int) -> bool:
    """Whether edges meet at each corner: the letters D and O are round there."""
    return all(
        ink[down - 1 : down + 2, across - 1 : across + 2].sum() >= _CORNER
        for across in (left, left + wide)
        for down in (top, top + high)
    )


def _is_alone(ink: Ink, left: int, top: int, wide: int, high: int) -> bool:
    """Whether paper lies left and right of it, and its left edge is thin unless it is filled: bold letters are otherwise."""
    sides = [ink[top : top + high, max(0, at) : at + _BEYOND] for at in (left - 3 - _BEYOND, left + wide + 4)]
    stem = float(ink[top + high // 4 : top + high - high // 4, left + _WITHIN - 1].mean())
    return all(side.mean() <= _BLEMISHED for side in sides if side.size) and (
        stem < _STEM or _inside(ink, left, top, wide, high) > _STEM
    )


def _each_once(found: dict[tuple[int, int, int, int], float]) -> list[Drawn]:
    """Of several that are nearly one the largest."""
    kept: list[Drawn] = []
    for pixels in sorted(found, key=lambda box: (box[0] - box[2]) * (box[3] - box[1])):
        if not any(abs(pixels[0] - one.pixels[0]) < _MOST and abs(pixels[1] - one.pixels[1]) < _SAME * 3 for one in kept):
            kept.append(Drawn(pixels, found[pixels]))
    return sorted(kept, key=lambda box: (box.pixels[1], box.pixels[0]))


def _beside(words: Sequence[Seen], box: Drawn) -> tuple[Seen | None, Seen | None]:
    """The nearest word of the box's line behind it, and the nearest before it."""
    left, top, right, bottom = box.pixels
    middle = (top + bottom) / 2
    own = [word for word in words if word.pixels[1] - 4 <= middle <= word.pixels[3] + 4]
    behind = [word for word in own if right + 5 <= word.pixels[0] <= right + _BESIDE]
    before = [word for word in own if left - _BESIDE <= word.pixels[2] <= left + 4]
    return (
        min(behind, key=lambda word: word.pixels[0], default=None),
        max(before, key=lambda word: word.pixels[2], default=None),
    )
