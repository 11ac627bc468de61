"""Printed signs of choices in a level picture: shadowed squares of which a fax leaves two edges, and heavy crosses.

Like drawn boxes (`boxes`) they are taken out of the picture before it is read, and put among the words as signs. Runs in the
limited process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy
from numpy.typing import NDArray

from imr_desktop.record.machine.boxes import Drawn
from imr_desktop.record.machine.missed import together
from imr_desktop.record.machine.picture import Grey

Ink = NDArray[numpy.bool_]
_INK = 150
_LEAST, _MOST = 13, 27
"""The sides of a sign in pixels: 1.6 to 3.4 mm at 200 dpi."""
_SLIM, _BROAD = 0.75, 1.3
_BEFORE = 20
_BEHIND, _FURTHEST = 7, 48
"""Pixels of paper before a sign, and between it and the words it belongs to."""
_EDGE, _CORNER, _HOLLOW = 0.75, 0.7, 0.1
_CROSSED, _OPEN = 0.72, 0.3
_GRID = 16
_ALIKE = 5
"""Pixels by which the places and sides of two signs of a row or of a column differ."""
_MOST_SQUARES = 60_000

_down, _across = numpy.indices((_GRID, _GRID))
_DIAGONALS = (abs(_down - _across) <= 1) | (abs(_down + _across - _GRID + 1) <= 1)
_SIDES = numpy.minimum(abs(_down - _across), abs(_down + _across - _GRID + 1)) >= 6


def printed(level: Grey, known: Sequence[Drawn] = ()) -> list[Drawn]:
    """The signs, from top to bottom; one alone, which may be a letter, is none, unless a `known` box stands with it."""
    ink = level < _INK
    found = sorted(
        (one for pixels in _lone(ink) if (one := _as_sign(ink, pixels)) is not None), key=lambda one: one.pixels[1]
    )
    return [one for one in found if any(_go_together(one, other) for other in (*found, *known) if other is not one)]


def _lone(ink: Ink) -> Iterator[tuple[int, int, int, int]]:
    """The places of ink as large as a sign that has paper before it and words behind it."""
    for left, top, right, bottom in together(ink, 1, _MOST_SQUARES):
        high, wide = bottom - top, right - left
        if not (_LEAST <= high <= _MOST and _SLIM * high <= wide <= _BROAD * high):
            continue
        rows = slice(max(0, top - 2), bottom + 2)
        before, behind = ink[rows, max(0, left - _BEFORE) : left], ink[rows, right : right + _BEHIND]
        if before.sum() <= 3 and behind.sum() <= 1 and ink[rows, right + _BEHIND : right + _FURTHEST].sum() > high:
            yield left, top, right, bottom


def _as_sign(ink: Ink, pixels: tuple[int, int, int, int]) -> Drawn | None:
    left, top, right, bottom = pixels
    own = ink[top:bottom, left:right]
    if _is_square(own):
        return Drawn(pixels, 0.0)
    rows = numpy.arange(_GRID) * own.shape[0] // _GRID
    columns = numpy.arange(_GRID) * own.shape[1] // _GRID
    grid = own[rows][:, columns]
    crossed = grid[_DIAGONALS].mean() >= _CROSSED and grid[_SIDES].mean() <= _OPEN
    return Drawn(pixels, 1.0) if crossed else None


def _is_square(own: Ink) -> bool:
    """Whether the right and the lower edge stand, meet in a corner, and leave paper in the middle: no letter does."""
    high, wide = own.shape
    right = own[:, -max(3, wide // 4) :].any(axis=1).mean()
    lower = own[-max(3, high // 4) :].any(axis=0).mean()
    middle = own[high // 4 : high * 5 // 8, wide // 4 : wide * 5 // 8].mean()
    corner = own[-4:, -4:].mean()
    return bool(right >= _EDGE and lower >= _EDGE and corner >= _CORNER and middle <= _HOLLOW)


def _go_together(one: Drawn, other: Drawn) -> bool:
    wide, other_wide = (each.pixels[2] - each.pixels[0] for each in (one, other))
    in_row = abs(one.pixels[3] - other.pixels[3]) <= _ALIKE
    in_column = abs(one.pixels[0] - other.pixels[0]) <= _ALIKE
    return abs(wide - other_wide) <= 2 * _ALIKE and (in_row or in_column)
