"""What an application says that utilization review decided of its items, where the row of an item says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.ruling import by_counts, ruling
from imr_desktop.extract.requests.words import Verdict

_CELLS = re.compile(r"\s{2,}|[|\t()]")
_BOXES = re.compile(r"[\u2610-\u2612\u25a1\u25a0]|\[\s?\w?\s?\]")
"""Boxes beside words: which of them is marked says the answer, and not the words."""
_ALLOWED = re.compile(r"\W{0,2}(?P<count>\d{1,4})\s(?:approved|allowed|authori[sz]ed|certified|given)\b", re.IGNORECASE)
_LONGEST, _OPENING = 40, 3
_FEWEST = 2
"""Words of a title that tell its row, where the row breaks it."""


def with_stated(found: Sequence[Found], pages: Sequence[str]) -> tuple[Found, ...]:
    """An application's items, each with the decision that its row gives; what no cell of it says is unknown."""
    return tuple(one._replace(verdict=_stated(one, pages)) for one in found)


def _stated(one: Found, pages: Sequence[str]) -> Verdict | None:
    line = _row(one.title.split(), pages[one.page].split("\n") if one.page < len(pages) else ())
    said = set(_said(one, line)) if not _BOXES.search(line) else set()
    return said.pop() if len(said) == 1 else None


def _row(words: Sequence[str], lines: Sequence[str]) -> str:
    """The line that has most of a title, from its beginning, without that; empty where none has enough of it."""
    for count in range(len(words), min(_FEWEST, len(words)) - 1, -1):
        title = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words[:count])) + r"(?!\w)")
        for line in lines:
            if title.search(line):
                return title.sub("  ", line, count=1)
    return ""


def _said(one: Found, line: str) -> Iterator[Verdict]:
    """The decisions that a row's cells begin with, or give by how much was allowed."""
    for cell in map(str.strip, _CELLS.split(line[:400])):
        if not cell or len(cell) > _LONGEST:
            continue
        counted, made = _ALLOWED.match(cell), ruling(cell)
        verdict = by_counts(one.asked, float(counted["count"])) if counted else made.verdict if made else None
        if verdict in ("denied", "modified") and (counted or (made and made.start <= _OPENING)):
            yield verdict
