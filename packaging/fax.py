"""Pages as they come out of offices: print that went through a scanner or a fax machine; the same for the same seed.

For tests and figures of reading by machine; nothing of it is shipped.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy
from PIL import Image

Kind = Literal["clean", "noise", "fax", "fax 3°", "coarse", "upside down", "sideways", "photo"]
"""``fax``: 0.9° askew, .6 % of the pixels flipped, lost rows. ``coarse``: half the rows, as a fax at 98 dpi sends them."""
KINDS: tuple[Kind, ...] = get_args(Kind)

SPECKLE = 0.006
LOST_ROWS = 12
_INK = 150


def degraded(page: Image.Image, kind: Kind, seed: int) -> Image.Image:
    """A printed page (grey, 200 dpi) as it arrives."""
    chance = numpy.random.default_rng(seed)
    grey = page.convert("L")
    if kind == "clean":
        return grey
    if kind == "noise":
        return Image.fromarray(_noisy(numpy.asarray(grey), chance))
    if kind == "photo":
        return Image.fromarray(_noisy(_shaded(numpy.asarray(_askew(grey, 1.5))), chance))
    if kind in ("upside down", "sideways"):
        turned = _askew(grey, 0.9).transpose(
            Image.Transpose.ROTATE_180 if kind == "upside down" else Image.Transpose.ROTATE_90
        )
        return Image.fromarray(_specked(numpy.asarray(turned), chance))
    if kind == "coarse":
        half = _askew(grey, 0.9).resize((grey.width, grey.height * 98 // 200), Image.Resampling.BOX)
        return Image.fromarray(_specked(numpy.asarray(half), chance, lost=0)).resize(grey.size, Image.Resampling.NEAREST)
    return Image.fromarray(_specked(numpy.asarray(_askew(grey, 3.0 if kind == "fax 3°" else 0.9)), chance))


def _askew(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)


def _noisy(page: numpy.ndarray, chance: numpy.random.Generator) -> numpy.ndarray:
    return numpy.clip(page + chance.normal(0, 25, page.shape), 0, 255).astype(numpy.uint8)


def _shaded(page: numpy.ndarray) -> numpy.ndarray:
    """Light that falls off to one corner."""
    height, width = page.shape
    fall = 1 - 0.35 * (numpy.linspace(0, 1, height)[:, None] + numpy.linspace(0, 1, width)[None, :]) / 2
    return (page * fall).astype(numpy.float64)


def _specked(page: numpy.ndarray, chance: numpy.random.Generator, lost: int = LOST_ROWS) -> numpy.ndarray:
    """Black or white, some pixels flipped, some rows lost."""
    ink = page < _INK
    ink ^= chance.random(ink.shape) < SPECKLE
    ink[chance.integers(0, ink.shape[0], lost)] = False
    return numpy.where(ink, 0, 255).astype(numpy.uint8)
