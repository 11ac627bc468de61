"""From the words a machine saw to a page's text: lines in reading order, an empty line between paragraphs, as in PDF text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from math import cos, radians, sin

from imr_desktop.record.machine.tesseract import Seen
from imr_desktop.record.model import Box

PARAGRAPH_GAP = 1.6
"""How many usual steps lie between two lines where a paragraph ends; as `record.pdf` has it."""


def text(seen: Sequence[Seen]) -> str:
    """The words as text."""
    lines = [list(words) for _, words in groupby(seen, key=lambda word: word.line)]
    bottoms = [max(word.pixels[3] for word in line) for line in lines]
    steps = sorted(below - above for above, below in pairwise(bottoms) if below > above)
    usual = steps[len(steps) // 3] if steps else 0
    parts, last = [], None
    for line, bottom in zip(lines, bottoms, strict=True):
        wide = last is not None and usual > 0 and bottom - last > usual * PARAGRAPH_GAP
        parts.append(("\n\n" if wide else "\n") + " ".join(word.text for word in line))
        last = bottom
    return "".join(parts).lstrip("\n")


def box(pixels: tuple[int, int, int, int], width: int, height: int, skew: float) -> Box:
    """A place in the level picture as fractions of the picture before it was made level (lines rose by `skew` degrees)."""
    left, top, right, bottom = pixels
    corners = [_rising(x - width / 2, y - height / 2, skew) for x in (left, right) for y in (top, bottom)]
    across = [min(1.0, max(0.0, x / width + 0.5)) for x, _ in corners]
    down = [min(1.0, max(0.0, y / height + 0.5)) for _, y in corners]
    return min(across), min(down), max(across), max(down)


def _rising(x: float, y: float, degrees: float) -> tuple[float, float]:
    """A point of the level picture where it was before; both from the middle, y downwards."""
    turn = radians(degrees)
    return x * cos(turn) + y * sin(turn), -x * sin(turn) + y * cos(turn)
