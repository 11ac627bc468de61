"""Days without a year or a day of their own, as records give them: "March 2014", "May 22 and May 29, 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from imr_desktop.case.dates import MONTHS, named
from imr_desktop.extract.dates import MONTH, TURN, Located
from imr_desktop.extract.patterns import in_small_letters

_NAMES = MONTHS.split("|")
_MONTH = re.compile(
    rf"\b(?P<name>{MONTH})\.?,?(?: of)?"
    r"\s{1,8}(?P<year>(?:19|20)\d{2})(?![\d/\-])"
    r"|(?<![\d/.\-])(?P<number>0?[1-9]|1[0-2])/(?P<of>(?:19|20)\d{2})(?![\d/\-])"
)


_LAST = re.compile(
    rf"\b(?:last|this past)\s{{1,4}}(?P<name>{MONTH})\b(?!\.?,?\s{{0,4}}\d)|\b(?P<of>{MONTH}) (?:of )?last year\b"
)
_SHARED = re.compile(
    rf"\b(?P<day>{MONTH}\.?\s{{1,8}}\d{{1,2}})(?=(?:,\s{{1,4}}{MONTH}\.?\s{{1,8}}\d{{1,2}}){{0,4}}"
    rf",?\s{{1,4}}(?:and|&)\s{{1,4}}(?:{MONTH}\.?\s{{1,8}})?\d{{1,2}},?\s{{1,8}}(?P<year>(?:19|20)\d{{2}}))"
)


class Month(NamedTuple):
    """A month of a year."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)


def find_months(text: str, told: date | None = None) -> Iterator[Located[Month]]:
    """Months that no day stands with: those with a year, then those that a paper of the day `told` calls "last March".

    Linear in the text's length.
    """
    small = in_small_letters(text)
    if told is not None:
        for match in _LAST.finditer(small):
            month = _NAMES.index((match["name"] or match["of"])[:3]) + 1
            year = told.year - 1 if match["of"] or month >= told.month else told.year
            yield Located(Month(year, month), match.start(), match.end())
    for match in _MONTH.finditer(small):
        month = int(match["number"]) if match["number"] else _NAMES.index(match["name"][:3]) + 1
        yield Located(Month(int(match["year"] or match["of"]), month), match.start(), match.end())


def find_shared(text: str) -> Iterator[Located[date]]:
    """Days whose year stands behind the last of them: the first of "May 22 and May 29, 2024"."""
    for match in _SHARED.finditer(in_small_letters(text)):
        if day := named(f"{match['day']}, {match['year']}", TURN):
            yield Located(day, match.start(), match.end("day"))
