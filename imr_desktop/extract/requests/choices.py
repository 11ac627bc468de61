"""Boxes to be checked: what stands beside an empty one was not chosen, and is nobody's word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.record.layout import CHECKED

_EMPTY = r"[\u2610\u25a1\u274f\u2750\u2751\u2752\u25fb\u25fd]|\[[ _]{0,3}\]|\((?:[ ]{1,3}|_{1,3})\)"
_FULL = r"[\u2611\u2612\u2713\u2714\u2717\u2718]|\[[ ]?[xX\u2713\u2714\u2612*][ ]?\]|\([ ]?[xX\u2713\u2714][ ]?\)"
_MARK = re.compile(rf"(?P<empty>{_EMPTY})|(?P<full>{_FULL})")
_FULL_BOX = re.compile(_FULL)
_COUNT_APART = re.compile(r"[ ]{4,}\d{1,4}(?:[ ]{4,}|\s{0,9}\Z)")
"""A count in another column than the box before it."""
_APART = re.compile(r"[ ]{4,}")


def without_unchecked(raw: str, folded: str) -> tuple[str, str]:
    """A text and its folded form with unchecked choices and their boxes as spaces, checked boxes as one sign: places stay.

    A choice stands behind its box, or before it where a line begins with words and ends in a box.
    """
    if _MARK.search(folded) is None:
        return raw, folded
    spans = list(_blanks(folded))
    return _FULL_BOX.sub(_sign, _blanked(raw, spans)), _FULL_BOX.sub(_sign, _blanked(folded, spans))


def _sign(box: re.Match[str]) -> str:
    return CHECKED + " " * (len(box.group()) - 1)


def checked(folded: str) -> Iterator[tuple[str, int, int]]:
    """The choices whose box is checked, with their places."""
    for at, line in _lines(folded):
        for is_full, start, end, _ in _choices(line):
            if is_full:
                yield line[start:end].strip(), at + start, at + end


def _blanks(folded: str) -> Iterator[tuple[int, int]]:
    for at, line in _lines(folded):
        for is_full, start, end, box in _choices(line):
            if not is_full:
                yield at + box[0], at + box[1]
                yield at + start, at + end


def _lines(folded: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in re.split(r"[\n\f]", folded):
        yield at, line
        at += len(line) + 1


def _choices(line: str) -> Iterator[tuple[bool, int, int, tuple[int, int]]]:
    """Each box of a line: whether it is checked, where its words begin and end, and where it stands itself."""
    marks = list(_MARK.finditer(line))
    if not marks:
        return
    behind = not line[: marks[0].start()].strip() or line[marks[-1].end() :].strip()
    for number, mark in enumerate(marks):
        if behind:
            start, end = mark.end(), marks[number + 1].start() if number + 1 < len(marks) else len(line)
            words = line[start:end]
            gap = _APART.search(words, len(words) - len(words.lstrip()))
            end = start if _COUNT_APART.match(words) else start + gap.start() if gap else end
        else:
            start, end = marks[number - 1].end() if number else 0, mark.start()
            colon = line.rfind(":", start, end)
            start = colon + 1 if colon >= 0 else start
        yield mark["full"] is not None, start, end, mark.span()


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            begin = max(start, at)
            parts += [text[at:begin], " " * (end - begin)]
            at = end
    return "".join([*parts, text[at:]])
