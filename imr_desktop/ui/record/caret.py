"""Where the caret goes: by word, line, page's edge, over pages; from the words' places alone. Imports no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from imr_desktop.ui.record import page_words
from imr_desktop.ui.record.selection import Spot

if TYPE_CHECKING:
    from imr_desktop.ui.record.page_words import Box, PlacedWord

Step = Literal["left", "right", "up", "down", "line start", "line end", "page up", "page down", "page start", "page end"]
Words = Callable[[int], "tuple[PlacedWord, ...]"]


def moved(at: Spot, step: Step, words: Words, count: int) -> Spot:
    """Where a step leads; it stays at the record's ends. Words of pages that are not here yet are none."""
    here = words(at.page)
    match step:
        case "left":
            return Spot(at.page, at.at - 1) if at.at > 0 else _end(at.page - 1, words, at)
        case "right":
            return Spot(at.page, at.at + 1) if at.at < len(here) else (Spot(at.page + 1, 0) if at.page < count else at)
        case "line start":
            return Spot(at.page, _line(here, at.at - at.behind).start)
        case "line end":
            return Spot(at.page, _line(here, at.at - at.behind).stop, behind=True)
        case "page start":
            return Spot(at.page, 0)
        case "page end":
            return Spot(at.page, len(here))
        case "page up":
            return Spot(at.page - 1, 0) if at.page > 1 else Spot(1, 0)
        case "page down":
            return Spot(at.page + 1, 0) if at.page < count else Spot(at.page, len(here))
        case "up" | "down":
            return _row(at, step, here) or _beyond(at, step, words, count)


def line_of(words: tuple[PlacedWord, ...], at: int) -> range:
    """The words of the line that the caret stands in."""
    return _line(words, at)


def mark(words: tuple[PlacedWord, ...], spot: Spot) -> Box | None:
    """Where the caret is drawn: a thin box before a word, or behind one; None on a page without words."""
    if not words:
        return None
    behind = spot.at > 0 and (spot.behind or spot.at >= len(words))
    box = words[min(spot.at - behind, len(words) - 1)].box
    edge = box[2] + 1 if behind else box[0] - 1
    return edge, box[1], edge, box[3]


def _end(page: int, words: Words, at: Spot) -> Spot:
    return Spot(page, len(words(page))) if page >= 1 else at


def _line(words: tuple[PlacedWord, ...], at: int) -> range:
    at = min(at, len(words) - 1)
    if at < 0:
        return range(0)
    first = last = at
    while first > 0 and page_words.same_line(words[first - 1].box, words[first].box):
        first -= 1
    while last + 1 < len(words) and page_words.same_line(words[last].box, words[last + 1].box):
        last += 1
    return range(first, last + 1)


def _row(at: Spot, step: Step, here: tuple[PlacedWord, ...]) -> Spot | None:
    line = _line(here, at.at - at.behind)
    other = _line(here, line.start - 1) if step == "up" and line.start > 0 else range(0)
    if step == "down" and line.stop < len(here):
        other = _line(here, line.stop)
    return Spot(at.page, _nearest(here, other, _x(here, at))) if other else None


def _beyond(at: Spot, step: Step, words: Words, count: int) -> Spot:
    """Over the page's edge: the last line above, the first one below."""
    page = at.page + (1 if step == "down" else -1)
    if not 1 <= page <= count:
        return Spot(at.page, len(words(at.page)) if step == "down" else 0)
    there = words(page)
    line = _line(there, 0 if step == "down" else len(there) - 1)
    return Spot(page, _nearest(there, line, _x(words(at.page), at)))


def _x(words: tuple[PlacedWord, ...], at: Spot) -> float:
    box = mark(words, at)
    return box[0] if box else 0.0


def _nearest(words: tuple[PlacedWord, ...], line: range, x: float) -> int:
    return min(line, key=lambda at: abs(words[at].box[0] - x), default=0)
