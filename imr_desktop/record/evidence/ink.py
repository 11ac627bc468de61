"""Ink that no word accounts for: what the picture of a page still shows once its words are taken away.

Letters are told from rules, photographs and drawings by what they look like from afar: many short strokes side by side, in
bands as high as a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import cast

from PIL import (
    Image,
    ImageChops,
    ImageFile,  # noqa: F401  asked for by tobytes, when nothing can be loaded any more
    ImageFilter,
    ImageStat,
)

from imr_desktop.record.evidence.parts import Grey
from imr_desktop.record.model import Box

DARKER = 38
"""How much darker than its surroundings a dot is that counts as ink: a pale watermark is none."""
LONGEST = 28
"""Dots (at 100 an inch) of a stroke of a letter: longer ones are rules and bars."""
TILE = 64
LEAST_STROKES = 6.0
STROKES_A_LETTER = 3.5
LINE_HEIGHTS = range(4, 34)
_NEAR = 24
_GROW = 0.004
_DARK_PAGE = 110
_BLUR = 10


class Ink:
    """A page's ink without its words and rules: `dots` is a picture of 255 and 0."""

    def __init__(self, grey: Grey, words: Iterable[Box] = ()) -> None:
        """`words` are the boxes of the words that account for the ink in them."""
        shown = _image(grey)
        if ImageStat.Stat(shown).mean[0] < _DARK_PAGE:
            shown = ImageChops.invert(shown)
        around = shown.filter(ImageFilter.BoxBlur(_BLUR))
        dots = ImageChops.subtract(around, shown).point([255 if by > DARKER else 0 for by in range(256)])
        for box in words:
            left, top, right, bottom = grey.inside(box, _GROW)
            if right > left and bottom > top:
                dots.paste(0, (left, top, right, bottom))
        self.dots = _without_rules(dots)

    def share(self, box: Box = (0, 0, 1, 1)) -> float:
        """Which part of a box is ink, 0 to 1."""
        cut = self._cut(box)
        return ImageStat.Stat(cut).mean[0] / 255 if cut.width and cut.height else 0.0

    def letters(self, box: Box = (0, 0, 1, 1)) -> int:
        """About how many letters stand in a box."""
        cut = self._cut(box)
        if cut.width < TILE // 4 or cut.height < LINE_HEIGHTS.start:
            return 0
        return round(sum(map(_letters_of, _strokes(cut))))

    def _cut(self, box: Box) -> Image.Image:
        width, height = self.dots.size
        return self.dots.crop(Grey(width, height, b"").inside(box))


def _without_rules(dots: Image.Image) -> Image.Image:
    """The ink without what runs straight on across or down for longer than a letter."""
    rules = ImageChops.lighter(_opened(dots, 1, 0), _opened(dots, 0, 1))
    return ImageChops.subtract(dots, rules)


def _opened(dots: Image.Image, across: int, down: int) -> Image.Image:
    kept, reach = dots, 1
    while reach < LONGEST:
        step = min(reach, LONGEST - reach)
        kept = ImageChops.darker(kept, _moved(kept, -across * step, -down * step))
        reach += step
    reach = 1
    while reach < LONGEST:
        step = min(reach, LONGEST - reach)
        kept = ImageChops.lighter(kept, _moved(kept, across * step, down * step))
        reach += step
    return kept


def _moved(dots: Image.Image, across: int, down: int) -> Image.Image:
    """Moved without coming in again at the other side."""
    moved = Image.new("L", dots.size)
    moved.paste(dots, (across, down))
    return moved


def _strokes(dots: Image.Image) -> Iterator[list[float]]:
    """For each column of tiles, how often each row changes between paper and ink."""
    changes = ImageChops.difference(dots, _moved(dots, 1, 0))
    tiles = max(1, round(dots.width / TILE))
    rows = changes.resize((tiles, dots.height), Image.Resampling.BOX).tobytes()
    scale = dots.width / tiles / 255
    for tile in range(tiles):
        yield [value * scale for value in rows[tile::tiles]]


def _letters_of(column: list[float]) -> float:
    """Letters in a column of tiles: bands as high as a line, with strokes enough, and paper between them."""
    total = 0.0
    for inked, run in groupby(column, key=lambda strokes: strokes >= 1.5):
        if not inked:
            continue
        band = list(run)
        for line in _lines_in(band):
            strokes = sum(line) / len(line)
            if len(line) in LINE_HEIGHTS and strokes >= LEAST_STROKES:
                total += strokes / STROKES_A_LETTER
    return total


def _lines_in(band: list[float]) -> Iterator[list[float]]:
    """A band cut where it thins out: lines that nearly touch."""
    if len(band) < LINE_HEIGHTS.stop:
        yield band
        return
    thin = max(band) * 0.35
    for dense, run in groupby(band, key=lambda strokes: strokes > thin):
        if dense:
            yield list(run)


def is_inked(grey: Grey, box: Box, least: int) -> bool:
    """Whether anything at all can be seen in a box: its greys differ by `least`."""
    cut = _cut_out(grey, grey.inside(box))
    if cut is None:
        return False
    darkest, lightest = cast("tuple[int, int]", cut.getextrema())  # of a picture of one band
    return lightest - darkest >= least


def background(grey: Grey, box: Box) -> tuple[int, float] | None:
    """The commonest grey in a box and which part of the box differs from it clearly; None outside the picture."""
    cut = _cut_out(grey, grey.inside(box))
    if cut is None:
        return None
    counts = cut.histogram()
    common = counts.index(max(counts))
    near = sum(counts[max(0, common - _NEAR) : common + _NEAR + 1])
    return common, 1 - near / (cut.width * cut.height)


@lru_cache(maxsize=1)
def _cut_out(grey: Grey, place: tuple[int, int, int, int]) -> Image.Image | None:
    """A piece of the page's picture; None where it is empty. The last is kept: it is asked about twice."""
    return _image(grey).crop(place) if place[2] > place[0] and place[3] > place[1] else None


@lru_cache(maxsize=1)
def _image(grey: Grey) -> Image.Image:
    """The page's picture, made once: every word of it asks."""
    return Image.frombytes("L", (grey.width, grey.height), grey.data)
