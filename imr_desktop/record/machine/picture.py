"""A page's picture made easier to read: grey, upright, level, without specks. Runs in the limited process."""

from __future__ import annotations

from math import radians, tan

import numpy
from numpy.typing import NDArray
from PIL import Image

from imr_desktop.record.model import PageImage

Grey = NDArray[numpy.uint8]
"""Rows of brightness: 0 is black."""

DARK = 128
MOST_SKEW = 6.0
LEAST_SKEW = 0.15
SPECKLED = 0.01
"""Share of the dark pixels that stand alone from which on a picture counts as speckled; clean prints have none."""
_SAMPLE = 60_000
_PAPER = 255


def grey(image: PageImage) -> Grey:
    """A drawn page in grey."""
    rows = numpy.frombuffer(image.bgra, dtype=numpy.uint8).reshape(image.height, image.stride)
    pixels = rows[:, : image.width * 4].reshape(image.height, image.width, 4).astype(numpy.uint16)
    bright = pixels[:, :, 0] * 29 + pixels[:, :, 1] * 150 + pixels[:, :, 2] * 77
    return numpy.ascontiguousarray(bright >> 8).astype(numpy.uint8)


def turned(picture: Grey, degrees: int) -> Grey:
    """A picture turned clockwise by a multiple of 90 degrees."""
    return numpy.ascontiguousarray(numpy.rot90(picture, -degrees // 90 % 4))


def skew(picture: Grey) -> float:
    """By how many degrees lines rise to the right; 0 where nothing tells."""
    rows, columns = numpy.nonzero(picture[::2, ::2] < DARK)
    if len(rows) < 200:
        return 0.0
    step = max(1, len(rows) // _SAMPLE)
    ys, xs = rows[::step].astype(numpy.float32), columns[::step].astype(numpy.float32)
    coarse = _best(ys, xs, numpy.arange(-MOST_SKEW, MOST_SKEW + 0.1, 0.5))
    return _best(ys, xs, numpy.arange(coarse - 0.5, coarse + 0.51, 0.1))


def level(picture: Grey, degrees: float) -> Grey:
    """A picture whose lines rise by so many degrees, turned so that they do not; of the same size."""
    if abs(degrees) < LEAST_SKEW:
        return picture
    made = Image.fromarray(picture).rotate(-degrees, Image.Resampling.BILINEAR, fillcolor=_PAPER)
    return numpy.asarray(made)


def speckled(picture: Grey) -> bool:
    """Whether single specks lie over the page, as on a fax."""
    dark = picture < DARK
    inner = dark[1:-1, 1:-1]
    around = numpy.zeros(inner.shape, dtype=bool)
    for down in (0, 1, 2):
        for across in (0, 1, 2):
            if (down, across) != (1, 1):
                around |= dark[down : down + inner.shape[0], across : across + inner.shape[1]]
    alone = numpy.count_nonzero(inner & ~around)
    return bool(alone > SPECKLED * float(numpy.count_nonzero(inner)))


def median(picture: Grey) -> Grey:
    """Each pixel as the middle one of the nine around it."""
    height, width = picture.shape
    edged = numpy.pad(picture, 1, mode="edge")
    nine = [edged[down : down + height, across : across + width] for down in (0, 1, 2) for across in (0, 1, 2)]
    for first, second in _SORTING:
        nine[first], nine[second] = numpy.minimum(nine[first], nine[second]), numpy.maximum(nine[first], nine[second])
    return numpy.ascontiguousarray(nine[4])


_SORTING = (
    (1, 2), (4, 5), (7, 8), (0, 1), (3, 4), (6, 7), (1, 2), (4, 5), (7, 8), (0, 3),
    (5, 8), (4, 7), (3, 6), (1, 4), (2, 5), (4, 7), (4, 2), (6, 4), (4, 2),
)  # fmt: skip
"""Exchanges that put the middle one of nine in its place (J. L. Smith, Implementing median filters in XC4000E, 1996)."""


def _best(rows: NDArray[numpy.float32], columns: NDArray[numpy.float32], angles: NDArray[numpy.float64]) -> float:
    return float(max(angles, key=lambda angle: _sharpness(rows, columns, float(angle))))


def _sharpness(rows: NDArray[numpy.float32], columns: NDArray[numpy.float32], degrees: float) -> float:
    """How much the pixels gather in rows when lines that rise by so many degrees are made level."""
    places = rows + columns * tan(radians(degrees))
    profile = numpy.bincount((places - places.min()).astype(numpy.int32))
    return float(numpy.square(numpy.diff(profile)).sum())
