"""A page as it lies: its rows as lines, what stands apart parted by two spaces or more, each at its place across the page.

Pure. Tables and forms are read from this: in a page's text alone the cells of a row run together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from operator import itemgetter
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.record.order import PARAGRAPH_GAP

if TYPE_CHECKING:
    from imr_desktop.record.model import PageText

RULE = "\u2500"
"""A line of these stands where a ruled line goes across the page."""
CHECKED, UNCHECKED = "\u2612", "\u2610"
MOST_SPOTS = 6_000
_APART = 0.9
"""Of a letter's height: the least gap between words that stand apart."""
_TYPED_APART = 1.75
"""Of a letter's width in typewriting, whose single spaces are as wide as a letter is high."""
_EVEN, _TYPED_ROW, _TYPED_PAGE = 0.08, 0.6, 0.42
"""Letters are of one width up to so much of it; so many words of a row, or of all, have such letters in typewriting."""
_SEEN_APART, _SEEN_LEAST = 1.8, 1.4
"""The least gap where a machine saw the words, whose ink it measures, unevenly: of the usual gap, and of the ink's height."""
_LEAST_TYPED = 4
_NEAR = 1.6
"""Of a row's height: what lies further apart tells nothing of the gap between words."""
_PIECE_APART = 0.45
"""The same between words that were written separately."""
_SAME_ROW, _SEEN_ROW = 0.45, 0.6
"""Of the usual height: how far apart the middles of a row's words lie; more where a machine saw them, by their ink alone."""
_LEAST_RULE = 0.25
"""Of the page's width."""
_LONG_LINE = 0.3
_MOST_COLUMNS = 400

ASKING = re.compile(
    r"utili[sz]ation|certif|approv|authoriz|independent\s{1,9}medical|determination|adverse|"
    r"(?:requested|disputed|prescribed)\s{1,9}(?:treatment|service|procedure|item|medication)|"
    r"(?:treatment|service|procedure|item|medication)s?(?:/\w{1,12})?\s{1,9}(?:requested|in\s{1,9}dispute|reviewed)|denied|"
    r"medical(?:ly)?\s{1,9}necess|modified|deferred|denial|rationale|requisition|\bRFA\b|icd|\bdx\b|cpt|dispensed|medications|dosage",
    re.IGNORECASE,
)
"""Words of pages whose layout is worth keeping: requests for treatment, decisions on them, lists of drugs."""


class Spot(NamedTuple):
    """A word at its place in points from the upright page's top left corner; `piece` tells what was written in one go."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    piece: int = -1


class Rule(NamedTuple):
    """A ruled line across the page."""

    top: float
    left: float
    right: float


def laid_out(spots: Sequence[Spot], rules: Iterable[Rule] = (), *, slope: float = 0.0, width: float = 0.0) -> str:
    """The page as lines. `slope` is by how much lines sink from left to right, a point for each point across."""
    if not spots or len(spots) > MOST_SPOTS:
        return ""
    level = [_level(spot, slope) for spot in spots]
    height = median(spot.bottom - spot.top for spot in level) or 1.0
    cell, left = _cell(level), min(spot.left for spot in level)
    by_machine = all(spot.piece < 0 for spot in level)
    rows = _rows(level, (_SEEN_ROW if by_machine else _SAME_ROW) * height)
    pitch = 0.0 if by_machine else _pitch(rows)
    apart = _seen_apart(rows, height) if by_machine else [_APART * height] * len(rows)
    drawn = [(_middle(row), _line(row, least, pitch, left, cell)) for row, least in zip(rows, apart, strict=True)]
    across = _ruled(rules, width or max(spot.right for spot in level) - left)
    marks = [(top, RULE * 20) for top in across]
    lines = sorted([*drawn, *marks, *_gaps([middle for middle, _ in drawn])], key=itemgetter(0))
    return "\n".join(line for _, line in lines)


def _gaps(middles: Sequence[float]) -> list[tuple[float, str]]:
    """An empty line where the step between two rows is wide."""
    steps = sorted(below - above for above, below in pairwise(middles))
    usual = steps[len(steps) // 3] if steps else 0.0
    return [((above + below) / 2, "") for above, below in pairwise(middles) if below - above > PARAGRAPH_GAP * usual]


def layout_of(page: PageText) -> str:
    """A page as it lies: as it was kept, as a machine saw it, else its text."""
    if page.layout or not page.words or not page.width:
        return page.layout or page.text
    lines = _machine_lines(page)
    spots = [spot for line in lines for spot in line]
    return laid_out(spots, slope=slope_of(lines, page.width), width=page.width) or page.text


def leveled(page: PageText) -> list[Spot]:
    """A machine's words of a page, in their order, as they lie when its lines are made level."""
    lines = _machine_lines(page)
    slope = slope_of(lines, page.width)
    return [_level(spot, slope) for line in lines for spot in line]


def _machine_lines(page: PageText) -> list[list[Spot]]:
    """A machine's words by the lines of the page's text, which holds them in their order; all in one where it does not."""
    spots = [
        Spot(word.text, left * page.width, top * page.height, right * page.width, bottom * page.height)
        for word in page.words
        for left, top, right, bottom in (word.box,)
    ]
    counts = [len(line.split()) for line in page.text.split("\n")]
    if sum(counts) != len(spots):
        return [spots]
    ends = list(accumulate(counts))
    return [spots[end - count : end] for count, end in zip(counts, ends, strict=True) if count]


def slope_of(lines: Iterable[Sequence[Spot]], width: float) -> float:
    """How much the lines of a page sink from left to right: of the long ones the middle one's."""
    found = [
        ((last.top + last.bottom) - (first.top + first.bottom)) / 2 / (last.left - first.left)
        for line in lines
        if len(line) > 2 and (last := line[-1]).left - (first := line[0]).left > _LONG_LINE * width > 0
    ]
    return median(found) if found else 0.0


def _level(spot: Spot, slope: float) -> Spot:
    down = slope * spot.left
    return spot._replace(top=spot.top - down, bottom=spot.bottom - down) if slope else spot


def _cell(spots: Sequence[Spot]) -> float:
    """The width of a column of text in points: no more than the narrower words' letters take, so that places hold."""
    wide = sorted((spot.right - spot.left) / len(spot.text) for spot in spots if len(spot.text) > 3)
    found = wide[len(wide) // 4] if wide else 5.0
    across = max(spot.right for spot in spots) - min(spot.left for spot in spots)
    return max(found, across / _MOST_COLUMNS, 0.5)


def _seen_apart(rows: Sequence[Sequence[Spot]], height: float) -> list[float]:
    """The least gap between what stands apart in each row that a machine saw; a row of a few words is as the page is."""
    share = max(_SEEN_LEAST, _SEEN_APART * usual_gap(rows))
    return [share * (median(spot.bottom - spot.top for spot in row) if len(row) > 2 else height) for row in rows]


def usual_gap(rows: Iterable[Sequence[Spot]]) -> float:
    """The usual gap between words, of the height of their row's: half of it in print, nearly all of it in typewriting."""
    found = []
    for row in rows:
        high = median(spot.bottom - spot.top for spot in row)
        found += [gap / high for one, two in pairwise(row) if 0 < (gap := two.left - one.right) < _NEAR * high]
    return median(found) if found else 0.0


def _pitch(rows: Sequence[Sequence[Spot]]) -> float:
    """How wide a letter is in a page's typewriting, in points; 0 where there is none."""
    letters = [one for row in rows if _typed(row) >= _TYPED_ROW for one in _letters(row)]
    every = [spot for row in rows for spot in row]
    return median(letters or _letters(every)) if letters or _typed(every) >= _TYPED_PAGE else 0.0


def _is_typed(spot: Spot, pitch: float) -> bool:
    """Whether a word's letters are as wide as in the page's typewriting; a word of one letter is as the others."""
    long = len(spot.text)
    return long < 2 or abs((spot.right - spot.left) / (long - 0.3) - pitch) <= _EVEN * (1 + 4 / long) * pitch


def _letters(spots: Iterable[Spot]) -> list[float]:
    """How wide a letter is in each word that is long enough to tell, in points."""
    return [(spot.right - spot.left) / (len(spot.text) - 0.3) for spot in spots if len(spot.text) > 3]


def _typed(spots: Iterable[Spot]) -> float:
    """The share of words with letters of the usual width: most in typewriting, few in print."""
    letters = _letters(spots)
    usual = median(letters) if letters else 0.0
    return sum(abs(one - usual) <= _EVEN * usual for one in letters) / len(letters) if len(letters) >= _LEAST_TYPED else 0.0


def _rows(spots: Iterable[Spot], near: float) -> list[list[Spot]]:
    rows: list[list[Spot]] = []
    at = 0.0
    for spot in sorted(spots, key=lambda spot: spot.top + spot.bottom):
        middle = (spot.top + spot.bottom) / 2
        if rows and middle - at < near:
            rows[-1].append(spot)
        else:
            rows.append([spot])
            at = middle
    return [sorted(row, key=lambda spot: spot.left) for row in rows]


def _middle(row: Sequence[Spot]) -> float:
    return sum(spot.top + spot.bottom for spot in row) / 2 / len(row)


def _line(row: Sequence[Spot], apart: float, pitch: float, left: float, cell: float) -> str:
    line = ""
    for at, spot in enumerate(row):
        if at and not _is_apart(row[at - 1], spot, apart, pitch):
            line += " " + spot.text
        else:
            place = round((spot.left - left) / cell)
            line += " " * max(place - len(line), 2 if line else 0) + spot.text
    return line


def _is_apart(before: Spot, spot: Spot, apart: float, pitch: float) -> bool:
    gap = spot.left - before.right
    if before.piece != spot.piece and gap > _PIECE_APART / _APART * apart:
        return True
    if pitch and _is_typed(before, pitch) and _is_typed(spot, pitch):
        return gap > max(apart, _TYPED_APART * pitch)
    return gap > apart


def _ruled(rules: Iterable[Rule], width: float) -> list[float]:
    """Where ruled lines go across: pieces at one height count together."""
    found: list[list[float]] = []
    for rule in sorted(rules):
        if found and rule.top - found[-1][0] < 2.0:
            found[-1][1] += rule.right - rule.left
        else:
            found.append([rule.top, rule.right - rule.left])
    return [top for top, long in found if long >= _LEAST_RULE * width]
