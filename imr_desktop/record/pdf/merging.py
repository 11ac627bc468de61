"""Fields and annotations as words of the page: their values at the places where they are drawn.

How they read in the plain text: a field's value and typewriter text as if printed there, a check box or radio button as
U+2612 (checked) or U+2610; a note as a line ``[Note on the page: …]``, a stamp as ``[Stamp on the page: …]``, each after
the line beside which it stands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby

from imr_desktop.record.evidence.parts import PartWord
from imr_desktop.record.geometry import joined
from imr_desktop.record.model import Box, Origin
from imr_desktop.record.pdf.layers import CHECKED, UNCHECKED, Mark, MarkKind

_ALIKE = 0.34
LABELS = {"note": "[Note on the page:", "stamp": "[Stamp on the page:"}
_FIELDS = ("field", "box", "list", "button")
_LETTER_WIDTH = 0.5
_LINE_HEIGHT = 1.2
_PAD = 2.0
_FITTING = 12.0


def merged(
    own: Iterable[PartWord], over: list[PartWord], marks: Iterable[Mark]
) -> tuple[list[PartWord], list[list[PartWord]]]:
    """The page's own words with those of fields and typewriter among them, and notes and stamps, each as a line of words.

    `over` is what fields and annotations draw; what lies outside all of them is cut off there, and nobody sees it.
    """
    flow = list(own)
    notes: list[list[PartWord]] = []
    places = _Places(over)
    for mark in sorted(marks, key=lambda mark: mark.width * mark.height):
        made = list(_settled(mark, places.take(mark.box)))
        if mark.kind in LABELS:
            notes.extend([_labelled(mark, made)] if made else [])
        else:
            flow.extend(made)
    return flow, notes


class _Places:
    """Words by height, each to be taken once."""

    def __init__(self, words: list[PartWord]) -> None:
        self._words = words
        self._by_height = sorted((_middle(word.box)[1], at) for at, word in enumerate(words))
        self._taken: set[int] = set()

    def take(self, box: Box) -> list[PartWord]:
        """Those not yet taken whose middle lies in a box, in the order in which they are drawn."""
        first, last = bisect_left(self._by_height, (box[1], -1)), bisect_right(self._by_height, (box[3], len(self._words)))
        near = sorted(at for _, at in self._by_height[first:last] if at not in self._taken)
        found = [at for at in near if box[0] <= _middle(self._words[at].box)[0] <= box[2]]
        self._taken.update(found)
        return [self._words[at] for at in found]


def _settled(mark: Mark, own: list[PartWord]) -> Iterator[PartWord]:
    """A mark's words: what is drawn, put right by its value where both say the same."""
    origin: Origin = "form field" if mark.kind in _FIELDS else "annotation"
    if mark.kind == "box":
        yield PartWord(mark.text, mark.box, origin)
    elif not own:
        yield from _estimated(mark, origin)
    elif mark.kind == "list":
        yield from _listed(mark, own)
    else:
        value = mark.text.split()
        right = value != [word.text for word in own] and _says_the_same(value, own, mark.kind)
        for word in _spread(value, own) if right else own:
            yield word._replace(origin=origin)


def _says_the_same(value: list[str], own: list[PartWord], kind: MarkKind) -> bool:
    """Whether a value is what is drawn, if in another order or cut off; or a field's drawing is letters that mean nothing."""
    wanted, drawn = "".join(value), "".join(word.text for word in own)
    if not wanted:
        return False
    if wanted.startswith(drawn) or sorted(wanted) == sorted(drawn):
        return True
    return kind == "field" and len(set(wanted) & set(drawn)) < _ALIKE * len(set(wanted))


def _listed(mark: Mark, own: list[PartWord]) -> Iterator[PartWord]:
    """The lines of a list box, each with the sign of a checked box or of one that is not."""
    chosen = {" ".join(line.split()) for line in mark.text.splitlines()}
    for _, line in groupby(own, key=lambda word: round(word.box[3], 3)):
        words = list(line)
        left, top, _, bottom = words[0].box
        sign = CHECKED if " ".join(word.text for word in words) in chosen else UNCHECKED
        for word in (PartWord(sign, (left, top, left, bottom)), *words):
            yield word._replace(origin="form field")


def _spread(value: list[str], own: list[PartWord]) -> Iterator[PartWord]:
    """The words of a value over the places of the same letters, however those were parted (one box a letter, cut off)."""
    letters = [(word, at, len(word.text)) for word in own for at in range(len(word.text))]
    ends = list(accumulate(map(len, value)))
    for text, end in zip(value, ends, strict=True):
        there = letters[end - len(text) : end] or letters[-1:]
        boxes = [_letter(word.box, at, count) for word, at, count in there]
        box = boxes[0]
        for one in boxes[1:]:
            box = joined(box, one)
        yield there[0][0]._replace(text=text, box=box)


def _letter(box: Box, at: int, count: int) -> Box:
    width = (box[2] - box[0]) / count
    return box[0] + at * width, box[1], box[0] + (at + 1) * width, box[3]


def _estimated(mark: Mark, origin: Origin) -> Iterator[PartWord]:
    """Words of a value that is not drawn as text, laid out in its box as a viewer would."""
    size = mark.size or min(_FITTING, mark.height * 0.7) or _FITTING
    across, down = (mark.box[2] - mark.box[0]) / max(mark.width, 1.0), (mark.box[3] - mark.box[1]) / max(mark.height, 1.0)
    step = size * _LINE_HEIGHT
    first = _PAD if mark.height > 2 * step else max(0.0, (mark.height - step) / 2)
    for text, row, x in _laid_out(mark, size):
        top, end = min(first + row * step, mark.height), x + len(text) * size * _LETTER_WIDTH
        place = (min(x, mark.width), top, min(end, mark.width), min(top + step, mark.height))
        left, above = mark.box[0], mark.box[1]
        box = (left + place[0] * across, above + place[1] * down, left + place[2] * across, above + place[3] * down)
        yield PartWord(text, box, origin, size=size)


def _laid_out(mark: Mark, size: float) -> Iterator[tuple[str, int, float]]:
    """Each word with its line and where it begins on that, in points."""
    letter = size * _LETTER_WIDTH
    row = 0
    for line in mark.text.splitlines():
        x = _PAD
        for text in line.split():
            if x > _PAD and x + len(text) * letter > mark.width - _PAD:
                row, x = row + 1, _PAD
            yield text, row, x
            x += (len(text) + 1) * letter
        row += 1


def _labelled(mark: Mark, made: list[PartWord]) -> list[PartWord]:
    left, top, _, bottom = made[0].box
    label = [PartWord(text, (left, top, left, bottom), "annotation") for text in LABELS[mark.kind].split()]
    return [*label, *made[:-1], made[-1]._replace(text=made[-1].text + "]")]


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
