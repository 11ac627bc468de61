"""Tables of an examination with a column for each side: the head names the sides, a row has a judgment for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imr_desktop.extract.facts.exam import SignFound
from imr_desktop.extract.facts.judging import judges, judgment
from imr_desktop.extract.facts.marks import Mark, marks_of, sides_in
from imr_desktop.extract.facts.tables import table

if TYPE_CHECKING:
    from imr_desktop.extract.facts.model import Side

_LONGEST = 90
"""Characters of a line that may head a table."""
_CELL = re.compile(r"(?<![\w+\-])(?:\(?[+\-]\)?|neg|pos|n|y|yes|no|nl|wnl)(?![\w+\-])", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Columns:
    """The sides of a table in the order of its columns, and the words of its head."""

    sides: tuple[Side, ...]
    words: str


def columns_of(text: str, start: int, end: int, marks: list[Mark]) -> Columns | None:
    """The columns that a line heads; None where it is no such head: it names both sides once and nothing that was found."""
    if end - start > _LONGEST or not _has_both_sides(text, start, end, marks):
        return None
    every = marks_of(text, start, end, marks)
    sides = [mark for mark in every if mark.what == "side" and mark.value in ("left", "right")]
    if len(sides) != 2 or sides[0].value == sides[1].value or any(mark.what == "symbol" for mark in every):
        return None
    words = text[start : sides[0].start] + text[sides[0].end : sides[1].start] + text[sides[1].end : end]
    if any(word.lower() not in table("exam")["columns"]["head"] for word in _WORD.findall(words)):
        return None
    return Columns(tuple(mark.value for mark in sides), " ".join(text[start:end].split()))  # type: ignore[misc]


def _has_both_sides(text: str, start: int, end: int, marks: list[Mark]) -> bool:
    """Whether a line names both sides at all: few do, and the others are looked at no further."""
    found = {mark.value for mark in marks if mark.what == "side"} | {mark.value for mark in sides_in(text, start, end)}
    return {"left", "right"} <= found


def signs_in_row(text: str, start: int, end: int, marks: list[Mark], columns: Columns) -> list[SignFound]:
    """The signs of a row, once for each side; empty where the row has no judgment for each column."""
    every = marks_of(text, start, end, marks)
    signs = [mark for mark in every if mark.what == "sign" and mark.sign]
    if not signs or any(mark.what == "side" for mark in every):
        return []
    cells = _cells(text, [mark for mark in every if judges(mark)], signs[-1].end, end)
    if len(cells) != len(columns.sides):
        return []
    found = []
    for mark in {mark.sign.name: mark for mark in reversed(signs) if mark.sign}.values():
        for cell, side in zip(cells, columns.sides, strict=True):
            assert mark.sign is not None
            polarity, doubt = judgment([cell], mark.sign, mark.value == "asked")
            if polarity or doubt:
                found.append(
                    SignFound(mark.sign, polarity, side, "", mark.start, doubt, columns.words, mark.value == "asked")
                )
    return found


def _cells(text: str, judged: list[Mark], start: int, end: int) -> list[Mark]:
    """The judgments behind a row's name, and bare plus and minus signs, which mean nothing elsewhere."""
    found = [mark for mark in judged if mark.start >= start]
    for match in _CELL.finditer(text, start, end):
        if not any(mark.start < match.end() and match.start() < mark.end for mark in found):
            found.append(_bare(match))
    return sorted(found, key=lambda mark: mark.start)


def _bare(match: re.Match[str]) -> Mark:
    is_positive = match[0].strip("()").lower() in ("+", "pos", "y", "yes")
    return Mark(match.start(), match.end(), "symbol", "positive" if is_positive else "negative")
