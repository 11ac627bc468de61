"""Check boxes and ruled lines that are drawn on a page rather than written or made as fields of a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from imr_desktop.record.evidence.parts import Drawing, PartWord
from imr_desktop.record.layout import CHECKED, UNCHECKED, Rule, Spot, laid_out
from imr_desktop.record.model import Box

_LEAST, _MOST = 5.0, 17.0
"""Points: how wide and high a check box is."""
_SQUARE = 0.7
_MARK = 0.35
"""Of its box's width or height: what a mark takes up at least."""
_MOST_MARK = 1.6
_SHORT = 12.0
"""Points: what is less high is no row of a table."""
MOST_BOXES = 400
_THIN = 2.0
_MARKS = frozenset("xX\u00d7\u2713\u2714\u2715\u2716\u2717\u2718\u25a0\u25aa\u25fc\u25fe\u2588\u25cf\u2022\u2612\u2611")
_SIGNS = frozenset((CHECKED, UNCHECKED))
"""What a form's own box reads as: drawn boxes around these are theirs."""


def layout_of(words: Iterable[PartWord], drawings: Iterable[Drawing], box_of: Callable[[Box], Box], width: float) -> str:
    """The page as it lies; `box_of` gives a box in points of the upright page, which is `width` points wide."""
    spots = [Spot(word.text, *box_of(word.box), word.at) for word in words]
    paths = [(drawing, box_of(drawing.box)) for drawing in drawings if drawing.kind == "path"]
    return laid_out(_with_boxes(spots, paths), _rules(paths), width=width)


def _with_boxes(spots: list[Spot], paths: Sequence[tuple[Drawing, Box]]) -> list[Spot]:
    """The words with each drawn box as a sign of its own; the mark in a box is no word."""
    squares = list(_squares(paths))
    if not squares or len(squares) > MOST_BOXES:
        return spots
    lines = [box for drawing, box in paths if not drawing.rectangle or _is_dark(drawing)]
    signs, taken = [], set()
    own = [spot[1:5] for spot in spots if spot.text in _SIGNS]
    for square in squares:
        if any(_holds(square, sign) or _holds(sign, square) for sign in own):
            continue
        inside = [at for at, spot in enumerate(spots) if spot.text in _MARKS and _holds(square, spot[1:5])]
        marked = bool(inside) or any(_is_mark(square, line) for line in lines)
        taken.update(inside)
        signs.append(Spot(CHECKED if marked else UNCHECKED, *square))
    return [*(spot for at, spot in enumerate(spots) if at not in taken), *signs]


def _squares(paths: Iterable[tuple[Drawing, Box]]) -> Iterator[Box]:
    """The small squares that are drawn open, each once."""
    seen: set[tuple[int, int]] = set()
    for drawing, box in paths:
        across, down = box[2] - box[0], box[3] - box[1]
        if not (drawing.rectangle and min(across, down) >= _LEAST and max(across, down) <= _MOST):
            continue
        place = (round((box[0] + box[2]) / 8), round((box[1] + box[3]) / 8))
        if min(across, down) >= _SQUARE * max(across, down) and not _is_dark(drawing) and place not in seen:
            seen.add(place)
            yield box


def _is_dark(drawing: Drawing) -> bool:
    return drawing.fill[3] > 0 and max(drawing.fill[:3]) < 128


def _is_mark(square: Box, line: Box) -> bool:
    across, down = line[2] - line[0], line[3] - line[1]
    wide, high = square[2] - square[0], square[3] - square[1]
    is_size = across >= _MARK * wide and down >= _MARK * high and across <= _MOST_MARK * wide and down <= _MOST_MARK * high
    return is_size and _holds(square, line)


def _holds(square: Sequence[float], box: Sequence[float]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return square[0] <= x <= square[2] and square[1] <= y <= square[3]


def _rules(paths: Iterable[tuple[Drawing, Box]]) -> Iterator[Rule]:
    """Lines across, and the edges of cells that are drawn as boxes."""
    for drawing, (left, top, right, bottom) in paths:
        if right - left < _SHORT:
            continue
        if bottom - top <= _THIN:
            yield Rule((top + bottom) / 2, left, right)
        elif drawing.rectangle and bottom - top >= _SHORT:
            yield Rule(top, left, right)
            yield Rule(bottom, left, right)
