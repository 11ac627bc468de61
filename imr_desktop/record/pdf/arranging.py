"""A page's words in reading order, and as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise

from imr_desktop.record.evidence.parts import PartWord
from imr_desktop.record.geometry import joined, turned_box, turned_size
from imr_desktop.record.model import Box
from imr_desktop.record.order import PARAGRAPH_GAP, Placed, rows_in_order


def arranged(
    words: Sequence[PartWord], notes: Sequence[Sequence[PartWord]], width: float, height: float, turned: int
) -> tuple[PartWord, ...]:
    """The words in reading order, their lines counted anew; notes each on a line of its own, after the line beside them.

    Words that run in another direction than the page's come last, as they were written.
    """
    box_of = upright_boxes(width, height, turned)
    along = [at for at, word in enumerate(words) if (word.angle + turned + 45) % 360 < 90]
    rows = rows_in_order([_placed(at, words[at], box_of) for at in along])
    lines = [[words[at] for one in row for at in one.words] for row in rows]
    for note in notes:
        middle = _middle(box_of(note[0].box))
        beside = min(range(len(lines)), key=lambda at: abs(_middle(box_of(lines[at][0].box)) - middle), default=-1)
        lines.insert(beside + 1, list(note))
    upright = set(along)
    others = [word for at, word in enumerate(words) if at not in upright]
    lines.extend(list(line) for _, line in groupby(others, key=lambda word: (word.line, word.angle)))
    return tuple(word._replace(line=number) for number, line in enumerate(lines) for word in line)


def text_of(words: Sequence[PartWord], width: float, height: float, turned: int) -> str:
    """Words in reading order as text: a line feed after each line, two where the gap is wider than the usual step."""
    if not words:
        return ""
    box_of = upright_boxes(width, height, turned)
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    middles = [_middle(_around(box_of(word.box) for word in line)) for line in lines]
    steps = sorted(below - above for above, below in pairwise(middles) if below > above)
    usual = steps[len(steps) // 3] if steps else 0.0
    parts = [_line(lines[0])]
    for (above, below), line in zip(pairwise(middles), lines[1:], strict=True):
        wide = usual > 0 and (below - above > usual * PARAGRAPH_GAP or above - below > usual)
        parts.append(("\n\n" if wide else "\n") + _line(line))
    return "".join(parts)


def _placed(at: int, word: PartWord, box_of: Callable[[Box], Box]) -> Placed:
    return Placed(at, box_of(word.box), word.line, word.origin == "form field" or word.text.endswith(":"))


def _line(words: Iterable[PartWord]) -> str:
    return " ".join(word.text for word in words)


def upright_boxes(width: float, height: float, turned: int) -> Callable[[Box], Box]:
    """A function from boxes (fractions) of the file's picture to points of the upright one."""
    across, down = turned_size(width, height, turned)

    def box_of(box: Box) -> Box:
        left, top, right, bottom = turned_box(box, turned)
        return left * across, top * down, right * across, bottom * down

    return box_of


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _around(boxes: Iterable[Box]) -> Box:
    found: Box | None = None
    for box in boxes:
        found = joined(found, box) if found else box
    return found or (0.0, 0.0, 0.0, 0.0)
