"""Words on a page: which are selected, where a quote stands, how they read. Imports no Qt.

A box here is (left, top, right, bottom) in points from the page's top left corner.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imr_desktop.case.text import letters, place_of
from imr_desktop.language import tr
from imr_desktop.review.to_read import decides

if TYPE_CHECKING:
    from imr_desktop.review.record import Word

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PlacedWord:
    """A word and its place on the page.

    `source` is the word as the record has it, where a machine or a person read it; `doubt` is 1 where it is in doubt, 2 where
    it is a number, dose, side or negation besides.
    """

    text: str
    box: Box
    source: Word | None = None
    doubt: int = 0


def from_pdf(words: Iterable[Word], size: tuple[float, float]) -> tuple[PlacedWord, ...]:
    """Words as a page's record has them (fractions of its picture) on that picture, `size` in points; the seen ones alone."""
    across, down = size
    return tuple(
        PlacedWord(
            word.text,
            (box[0] * across, box[1] * down, box[2] * across, box[3] * down),
            word if word.origin in ("machine", "hand") else None,
            1 + decides(word.text) if word.doubtful else 0,
        )
        for word in words
        if word.visible
        for box in (word.box,)
    )


def flipped(box: Box, height: float) -> Box:
    """A box as a finding keeps it (left, bottom, right, top; from the bottom left corner) as ours, and the other way."""
    return (round(box[0], 2), round(height - box[3], 2), round(box[2], 2), round(height - box[1], 2))


def nearest(words: Sequence[PlacedWord], x: float, y: float) -> int:
    """The word at a spot, or the nearest one (lines first, then columns); -1 without words."""
    if not words:
        return -1
    return min(range(len(words)), key=lambda at: _distance(words[at].box, x, y))


def _distance(box: Box, x: float, y: float) -> float:
    across = max(box[0] - x, 0, x - box[2])
    down = max(box[1] - y, 0, y - box[3])
    return down * 8 + across


def word_at(words: Sequence[PlacedWord], x: float, y: float) -> int:
    """The word under a spot, -1 for none."""
    for at, word in enumerate(words):
        if word.box[0] - 1 <= x <= word.box[2] + 1 and word.box[1] - 1 <= y <= word.box[3] + 1:
            return at
    return -1


def quote(words: Sequence[PlacedWord]) -> str:
    """The words as one line."""
    return " ".join(word.text for word in words if word.text.strip())


def spoken(words: Sequence[PlacedWord]) -> str:
    """The words as one line as they are said: those that only a machine read, and that are in doubt, are said to be."""
    return " ".join(
        tr("{text}, in doubt,", text=word.text) if word.doubt else word.text for word in words if word.text.strip()
    ).rstrip(",")


def plain(words: Sequence[PlacedWord]) -> str:
    """The words as lines of text, as they stand on the page."""
    made: list[str] = []
    before: Box | None = None
    for word in words:
        if word.text.strip():
            made.append(("" if before is None else " " if same_line(before, word.box) else "\n") + word.text)
            before = word.box
    return "".join(made)


def turned(box: Box, size: tuple[float, float], degrees: int) -> Box:
    """A box of a page of that size in points, where the page is turned clockwise by a multiple of 90 degrees."""
    (left, top, right, bottom), (wide, high) = box, size
    match degrees % 360:
        case 90:
            return high - bottom, left, high - top, right
        case 180:
            return wide - right, high - bottom, wide - left, high - top
        case 270:
            return top, wide - right, bottom, wide - left
    return box


def turned_size(size: tuple[float, float], degrees: int) -> tuple[float, float]:
    """A page's size where the page is turned."""
    return (size[1], size[0]) if degrees % 180 else size


def bounds(words: Sequence[PlacedWord]) -> Box | None:
    """The box around words, None without any."""
    if not words:
        return None
    boxes = [word.box for word in words]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def lines(words: Sequence[PlacedWord]) -> list[Box]:
    """One box for each line the words stand on."""
    joined: list[Box] = []
    for word in words:
        box = word.box
        if joined and same_line(joined[-1], box):
            last = joined[-1]
            joined[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            joined.append(box)
    return joined


def same_line(first: Box, second: Box) -> bool:
    """Whether the second box goes on with the first one's line."""
    overlap = min(first[3], second[3]) - max(first[1], second[1])
    return overlap > 0.4 * min(first[3] - first[1], second[3] - second[1]) and second[2] >= first[0]


def find(words: Sequence[PlacedWord], wanted: str) -> range:
    """Where a quote, or its beginning, stands among the words; case, punctuation and line ends do not matter."""
    there, owners = _letters(words)
    needle = letters(wanted)
    for length in (len(needle), 60, 24):
        if place := place_of(needle[:length], there):
            return range(owners[place[0]], owners[place[-1]] + 1)
    return range(0)


def find_all(words: Sequence[PlacedWord], terms: Sequence[str], *, tolerant: bool = False) -> list[range]:
    """Every place where any of the terms stands, as a search of the record finds it: for marking what was searched."""
    if not (words and terms):
        return []
    from imr_desktop.review.places import places_of  # not needed before something is sought

    text, starts = _as_text(words)
    return [
        range(bisect_right(starts, start) - 1, bisect_right(starts, end - 1))
        for start, end in places_of(terms, text, tolerant=tolerant)
    ]


def _as_text(words: Sequence[PlacedWord]) -> tuple[str, list[int]]:
    """The words as lines of text, as `plain` but with all of them, and where each begins."""
    made: list[str] = []
    starts: list[int] = []
    length = 0
    before: Box | None = None
    for word in words:
        part = ("" if before is None else " " if same_line(before, word.box) else "\n") + word.text
        made.append(part)
        starts.append(length + len(part) - len(word.text))
        length += len(part)
        before = word.box
    return "".join(made), starts


def taken(words: Sequence[PlacedWord], which: range) -> tuple[PlacedWord, ...]:
    """The words of a range."""
    return tuple(words[which.start : which.stop]) if which else ()


def _letters(words: Sequence[PlacedWord]) -> tuple[str, list[int]]:
    parts = [letters(word.text) for word in words]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]
