"""From the words a machine saw to a page's text: lines in reading order, an empty line between paragraphs, as in PDF text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import cos, radians, sin
from statistics import median

from imr_desktop.record.layout import Spot, usual_gap
from imr_desktop.record.machine.tesseract import Seen
from imr_desktop.record.model import Box
from imr_desktop.record.order import PARAGRAPH_GAP, Placed, rows_in_order

RULES = "|_"
"""A word of nothing else is what is left of a ruled line."""
_GUESS = 0.5
_HANGS, _NEAR = 0.1, 6
"""Of its height: how far a stroke between words reaches below letters, so many words of which are looked at on each side."""
_BELOW = set("gjpqyQ,;()[]{}|/@$_")
_OF_GAP = 2.0
"""Of the usual gap between words: so high a line counts at least. In typewriting they are as wide as letters are high."""


def without_rules(seen: Sequence[Seen]) -> list[Seen]:
    """The words without what is left of ruled lines. A stroke close to words on both sides stays.

    It is a 1 where it stands on the line as they do, and a stroke between words where it hangs below it.
    """
    kept = []
    for at, word in enumerate(seen):
        if word.text.strip(RULES):
            kept.append(word)
        elif word.text == "|" and 0 < at < len(seen) - 1 and _is_between(seen[at - 1], word, seen[at + 1]):
            hangs = word.pixels[3] - _base(seen, at) > _HANGS * _high(word)
            kept.append(word if hangs else replace(word, text="1", confidence=min(word.confidence, _GUESS)))
    return kept


def _is_between(before: Seen, word: Seen, behind: Seen) -> bool:
    high = max(_high(before), _high(behind))
    near = (word.pixels[0] - before.pixels[2], behind.pixels[0] - word.pixels[2])
    fits = 0.6 * high <= _high(word) <= 1.6 * high and all(-2 <= gap <= 1.8 * high for gap in near)
    return fits and before.line == word.line == behind.line


def _base(seen: Sequence[Seen], at: int) -> float:
    """Where the letters around a word stand that do not reach below their line; where all do, where the word ends."""
    near = [word for word in seen[max(0, at - _NEAR) : at + _NEAR + 1] if word.line == seen[at].line]
    return median([word.pixels[3] for word in near if not _BELOW & set(word.text)] or [seen[at].pixels[3]])


def in_order(seen: Sequence[Seen]) -> list[Seen]:
    """The words row by row, columns of prose one after the other, as those of a PDF with text; their lines counted anew.

    A machine takes a form's columns for columns of prose. What runs in another direction than the page comes last.
    """
    along = [word for word in seen if not word.turn]
    lines = [[Spot(word.text, *word.pixels) for word in words] for _, words in groupby(along, key=lambda word: word.line)]
    usual = median(map(_high, along)) * max(1.0, _OF_GAP * usual_gap(lines)) if along else 0.0
    places = {line: _height(list(words), usual) for line, words in groupby(along, key=lambda word: word.line)}
    placed = [
        Placed(at, (word.pixels[0], places[word.line][0], word.pixels[2], places[word.line][1]), word.line)
        for at, word in enumerate(along)
    ]
    rows = [[along[at] for one in row for at in one.words] for row in rows_in_order(placed)]
    others = [list(words) for _, words in groupby((word for word in seen if word.turn), key=lambda word: word.line)]
    return [replace(word, line=number) for number, row in enumerate([*rows, *others]) for word in row]


def _height(words: Sequence[Seen], usual: float) -> tuple[float, float]:
    """Where a line begins and ends on the way down: a dash is as high as its line, and a line at least as high as others."""
    bottom = median(word.pixels[3] for word in words)
    return bottom - max(usual, median(map(_high, words))), bottom


def _high(word: Seen) -> int:
    return word.pixels[3] - word.pixels[1]


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
