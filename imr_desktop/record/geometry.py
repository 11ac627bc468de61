"""Places on a page: matrices, boxes through them, and boxes of a picture that is turned.

A box of the record (`record.model.Box`) is left, top, right, bottom as fractions of the upright picture, from its top left
corner; a cited box (`SourceRef.box`) is left, bottom, right, top in points of that picture, from its lower left corner.
"""

from __future__ import annotations

from typing import NamedTuple

from imr_desktop.record.model import Box


class Matrix(NamedTuple):
    """PDF's six numbers: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box around four corners where they come to lie."""
        a, b, c, d, e, f = self
        if (not b and not c) or (not a and not d):  # turned by right angles: two corners are enough
            x, y, across, down = (
                a * left + c * bottom + e,
                b * left + d * bottom + f,
                a * right + c * top + e,
                b * right + d * top + f,
            )
            if across < x:
                x, across = across, x
            return (x, down, across, y) if down < y else (x, y, across, down)
        xs, ys = zip(*(self.point(x, y) for x in (left, right) for y in (bottom, top)), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def then(self, other: Matrix) -> Matrix:
        """The matrix that does what this one does, then what `other` does."""
        a, b, c, d, e, f = self
        return Matrix(
            a * other.a + b * other.c,
            a * other.b + b * other.d,
            c * other.a + d * other.c,
            c * other.b + d * other.d,
            e * other.a + f * other.c + other.e,
            e * other.b + f * other.d + other.f,
        )


def turned_box(box: Box, degrees: int) -> Box:
    """A box of a picture in the same picture turned clockwise by a multiple of 90 degrees."""
    left, top, right, bottom = box
    match degrees % 360:
        case 90:
            return 1 - bottom, left, 1 - top, right
        case 180:
            return 1 - right, 1 - bottom, 1 - left, 1 - top
        case 270:
            return top, 1 - right, bottom, 1 - left
    return box


def turned_size(width: float, height: float, degrees: int) -> tuple[float, float]:
    """Width and height of a picture that is turned by a multiple of 90 degrees."""
    return (height, width) if degrees % 180 else (width, height)


def joined(first: Box, second: Box) -> Box:
    """The box around two."""
    left, top, right, bottom = first
    return (min(left, second[0]), min(top, second[1]), max(right, second[2]), max(bottom, second[3]))


def cited_box(box: Box, width: float, height: float) -> tuple[float, float, float, float]:
    """A box of the record as a finding keeps it: points of the upright picture of that size."""
    left, top, right, bottom = box
    return left * width, (1 - bottom) * height, right * width, (1 - top) * height
