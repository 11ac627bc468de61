"""Dotted and dashed lines of forms in a level picture, and faint ruled ones that a fax broke up. In the limited process.

A machine that looks for lines of print takes what stands on one for a picture, and passes the words over; what is left of one
it takes for letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy
from numpy.typing import NDArray

from imr_desktop.record.machine import second
from imr_desktop.record.machine.picture import DARK, Grey, without
from imr_desktop.record.machine.tesseract import Seen

_WIDE, _HIGH = 16, 6
"""Pixels: how wide the pieces are that a line is looked for in, and how high its dots are at most."""
_CLEAR = 2
"""Rows of paper above and below a dot."""
_WINDOW, _LEAST, _MOST_OTHER = 32, 12, 14
"""Of so many pieces side by side, those with a dot at least, and those with print that crosses the line at most."""
_FLAT = 0.3
"""Of the usual height of words: what is flatter is no letter."""
_GUESSED, _ALONE = 0.25, 1.5
"""How sure the machine is of a dash that is none, at most; of the height of words, how far from it the next one stands."""


def undotted(picture: Grey) -> Grey:
    """A level picture without its dotted lines. Print that crosses them stays, with the dots it touches."""
    ink = picture < DARK
    height, count = ink.shape[0], ink.shape[1] // _WIDE
    if height <= _HIGH or count < _WINDOW:
        return picture
    pieces = ink[:, : count * _WIDE].reshape(height, count, _WIDE).any(axis=2)
    edge = _HIGH + _CLEAR
    sums = numpy.cumsum(numpy.pad(pieces, ((edge + 1, edge), (0, 0))), axis=0, dtype=numpy.int32)

    def inked(first: int, last: int) -> NDArray[numpy.bool_]:
        """For each row and piece whether there is ink from the row so many below it up to before another."""
        return numpy.asarray(sums[edge + last : edge + last + height] > sums[edge + first : edge + first + height])

    inside, around = inked(0, _HIGH), inked(-_CLEAR, 0) | inked(_HIGH, _HIGH + _CLEAR)
    other = inside & around
    dots = inside & ~_and_beside(other)  # the foot of an E lies flat, too, but not far from its stem
    whole = (_in_window(dots) >= _LEAST) & (_in_window(other) <= _MOST_OTHER)
    if not whole.any():
        return picture
    marked = numpy.zeros(dots.shape, dtype=bool)
    for at in range(_WINDOW):
        marked[:, at : at + whole.shape[1]] |= whole
    marked &= dots
    lines = marked.copy()
    for down in range(1, _HIGH):
        lines[down:] |= marked[:-down]
    spots = numpy.repeat(lines, _WIDE, axis=1)
    return without(picture, numpy.pad(spots, ((0, 0), (0, ink.shape[1] - spots.shape[1]))))


def _and_beside(marked: NDArray[numpy.bool_]) -> NDArray[numpy.bool_]:
    """What is marked, and the pieces before and behind it."""
    made = marked.copy()
    made[:, 1:] |= marked[:, :-1]
    made[:, :-1] |= marked[:, 1:]
    return made


def _in_window(marked: NDArray[numpy.bool_]) -> NDArray[numpy.int32]:
    """How many are marked of the window that begins with each piece."""
    sums = numpy.pad(numpy.cumsum(marked, axis=1, dtype=numpy.int32), ((0, 0), (1, 0)))
    return numpy.asarray(sums[:, _WINDOW:] - sums[:, :-_WINDOW])


def undashed(seen: Sequence[Seen]) -> list[Seen]:
    """The words without those that are what is left of a line: letters that are flat, and dashes by themselves."""
    upright = [word for word in seen if not word.turn]
    usual = median(word.pixels[3] - word.pixels[1] for word in upright) if upright else 0
    return [word for word in seen if word.turn or not _is_left(word, upright, usual)]


def _is_left(word: Seen, words: Sequence[Seen], usual: float) -> bool:
    left, top, right, bottom = word.pixels
    if bottom - top >= _FLAT * usual:
        return False
    if any(map(str.isalnum, word.text)):
        return True
    around = (left, int(top - usual / 2), right, int(bottom + usual / 2))
    alone = not second.is_beside(around, [other for other in words if other is not word], _ALONE)
    return alone and word.confidence < _GUESSED
