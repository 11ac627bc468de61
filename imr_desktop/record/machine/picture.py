"""A page's picture made easier to read: grey, upright, level, without specks. Runs in the limited process."""

from __future__ import annotations

from math import radians, tan

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from imr_desktop.record.model import PageImage

Grey = NDArray[numpy.uint8]
"""Rows of brightness: 0 is black."""

DARK = 128
MOST_SKEW = 6.0
LEAST_SKEW = 0.15
SPECKLED = 0.004
"""Share of the dark pixels that are specks from which on a picture counts as speckled; clean prints have next to none."""
MANY = 0.002
"""Share of the page in specks from which on there are many: a usual fax has .0007, a bad one .006."""
RESTLESS = 0.16
"""Changes a pixel along rows from which on a picture is no print; a full page of small print has .08."""
_APART = 5
"""So many pixels from print a spot is part of it: the dot of an i, the point of a dose."""
_BLUR, _BLUR_WORN = 0.5, 0.8
_LINE = 150
_STEP, _RUN = 4, 18
"""A ruled line is at least so many steps of so many pixels long: 9 mm at 200 dpi."""
_LEAST_RULE, _THICK = 0.2, 6
"""A ruled line across a page is so much of its width long, and up to so many pixels thick or sinking."""
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


def specks(picture: Grey) -> NDArray[numpy.bool_]:
    """Where specks lie: dark spots of up to two pixels each way, alone, and apart from what is larger.

    What lies close to print stays, the dot of an i and the point of a dose being no larger, unless specks are so many that
    most of it is none.
    """
    ink = picture < DARK
    spots = _spots(ink)
    alone: NDArray[numpy.bool_] = spots & ~_around(ink & ~spots, _APART)
    return spots if is_worn(picture, alone) else alone


def _spots(ink: NDArray[numpy.bool_]) -> NDArray[numpy.bool_]:
    """Dark spots of up to two pixels each way with nothing dark around them."""
    dark = numpy.pad(ink, 2).astype(numpy.uint8)
    pairs = dark[:, :-1] + dark[:, 1:]
    inner = pairs[:-1] + pairs[1:]
    wide = inner[:, :-2] + inner[:, 2:]
    around = wide[:-2] + wide[2:]
    alone = (inner[1:-1, 1:-1] == around) & (around > 0)
    found = numpy.zeros(dark.shape, dtype=bool)
    for down in (1, 2):
        for across in (1, 2):
            found[down : down + alone.shape[0], across : across + alone.shape[1]] |= alone
    return found[2:-2, 2:-2] & ink


def _around(marked: NDArray[numpy.bool_], pixels: int) -> NDArray[numpy.bool_]:
    """What is marked and all that lies up to so many pixels from it, across and down."""
    made = marked.copy()
    left = pixels
    while left:
        step = min(left, max(1, pixels - left))
        down = made.copy()
        down[step:] |= made[:-step]
        down[:-step] |= made[step:]
        across = down.copy()
        across[:, step:] |= down[:, :-step]
        across[:, :-step] |= down[:, step:]
        made, left = across, left - step
    return made


def is_speckled(picture: Grey, spots: NDArray[numpy.bool_]) -> bool:
    """Whether specks lie over the page, as on a fax."""
    return bool(numpy.count_nonzero(spots) > SPECKLED * float(numpy.count_nonzero(picture < DARK)))


def without(picture: Grey, spots: NDArray[numpy.bool_]) -> Grey:
    """A picture with paper where the specks were."""
    made = picture.copy()
    made[spots] = _PAPER
    return made


def is_restless(picture: Grey) -> bool:
    """Whether light and dark change more often than in print: noise and screened photographs: searched in vain, long."""
    dark = picture < DARK
    return bool(numpy.count_nonzero(dark[:, 1:] != dark[:, :-1]) > RESTLESS * picture.size)


def is_worn(picture: Grey, spots: NDArray[numpy.bool_]) -> bool:
    """Whether specks are so many that strokes have lost much too."""
    return bool(numpy.count_nonzero(spots) >= MANY * picture.size)


def smooth(picture: Grey, worn: bool = False) -> Grey:
    """A picture with its pixels run a little into each other, more of a `worn` one: what was lost in a stroke is closed."""
    return numpy.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(_BLUR_WORN if worn else _BLUR)))


def filled(picture: Grey) -> Grey:
    """In black and white, without what sticks out of strokes and with their holes filled, twice over."""
    dark = picture < DARK
    for _ in (1, 2):
        near = _near(dark)
        dark = (dark & (near >= 2)) | (~dark & (near >= 7))
    return numpy.where(dark, 0, _PAPER).astype(numpy.uint8)


def unruled(picture: Grey) -> Grey:
    """A level picture without the ruled lines of forms and tables: a machine takes them for letters."""
    dark = picture < _LINE
    lines = _long_runs(dark) | _long_runs(dark.T).T
    if not lines.any():
        return picture
    near = lines.copy()
    near[1:] |= lines[:-1]
    near[:-1] |= lines[1:]
    near[:, 1:] |= lines[:, :-1]
    near[:, :-1] |= lines[:, 1:]
    return without(picture, near)


def rules(picture: Grey) -> list[tuple[int, int, int]]:
    """The ruled lines across a level picture: how far down, from where, to where, in pixels. A line may sink on its way."""
    runs = _long_runs(picture < _LINE)
    marked = runs.copy()
    marked[1:] |= runs[:-1]
    marked[:-1] |= runs[1:]
    long = marked.sum(axis=1)
    found: list[tuple[int, int, int]] = []
    for down in numpy.flatnonzero(long > _LEAST_RULE * picture.shape[1]).tolist():
        columns = numpy.flatnonzero(marked[down])
        left, right = int(columns[0]), int(columns[-1])
        if found and down - found[-1][0] <= _THICK:
            _, before, behind = found.pop()
            left, right = min(left, before), max(right, behind)
        found.append((down, left, right))
    return found


def _near(dark: NDArray[numpy.bool_]) -> NDArray[numpy.uint8]:
    """How many of the eight pixels around each are dark."""
    edged = numpy.pad(dark, 1).astype(numpy.uint8)
    rows = edged[:-2] + edged[1:-1] + edged[2:]
    return numpy.asarray(rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:] - dark, dtype=numpy.uint8)


def _long_runs(dark: NDArray[numpy.bool_]) -> NDArray[numpy.bool_]:
    """Pixels of rows that are dark over a length that no letter has; in steps of four pixels, a few of which may be lost."""
    height, width = dark.shape[0], dark.shape[1] // _STEP
    steps = dark[:, : width * _STEP].reshape(height, width, _STEP).sum(axis=2, dtype=numpy.uint8) >= _STEP - 1
    if width < _RUN:
        return numpy.zeros(dark.shape, dtype=bool)
    sums = numpy.pad(numpy.cumsum(steps, axis=1, dtype=numpy.int16), ((0, 0), (1, 0)))
    runs = sums[:, _RUN:] - sums[:, :-_RUN] >= _RUN - 1
    marked = numpy.zeros((height, width + 1), dtype=numpy.int16)
    marked[:, : runs.shape[1]] += runs
    marked[:, _RUN : _RUN + runs.shape[1]] -= runs
    found = numpy.repeat(numpy.cumsum(marked, axis=1)[:, :-1] > 0, _STEP, axis=1)
    return numpy.asarray(numpy.pad(found, ((0, 0), (0, dark.shape[1] - found.shape[1]))), dtype=bool)


def _best(rows: NDArray[numpy.float32], columns: NDArray[numpy.float32], angles: NDArray[numpy.float64]) -> float:
    return float(max(angles, key=lambda angle: _sharpness(rows, columns, float(angle))))


def _sharpness(rows: NDArray[numpy.float32], columns: NDArray[numpy.float32], degrees: float) -> float:
    """How much the pixels gather in rows when lines that rise by so many degrees are made level."""
    places = rows + columns * tan(radians(degrees))
    profile = numpy.bincount((places - places.min()).astype(numpy.int32))
    return float(numpy.square(numpy.diff(profile)).sum())
