"""Calendar dates as they stand in records: 10/28/2016, 10-28-16, 2016-10-28, October 28, 2016, 28 Oct 2016.

Scores and ranges ("6-8 of 10", "4/5") are never dates: a numeric date needs all three parts. A day that no calendar has
(2/30/2016) or a year outside 1900-2049 gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Generic, NamedTuple, TypeVar

_T = TypeVar("_T")
_CENTURY_PIVOT = 40  # two digits up to 40 are 20xx; a claim of the 1990s still reads right
_YEARS = range(1900, 2050)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BREAK = r"(?:[ \t]{0,4}[\r\n\f]\s{0,8})?"  # a line may break after a separator
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"(?<![\d/.\-])(?P<m>\d{{1,2}})(?P<sep>[/\-]){_BREAK}(?P<d>\d{{1,2}})(?P=sep){_BREAK}(?P<y>\d{{4}}|\d{{2}})(?![\d/\-]|\.\d)"
    rf"|(?<![\d/.\-])(?P<m4>\d{{1,2}})\.(?P<d4>\d{{1,2}})\.(?P<y4>\d{{4}})(?![\d/\-])"
    rf"|(?<![\d/.\-])(?P<iy>\d{{4}})-(?P<im>\d{{2}})-(?P<id>\d{{2}})(?![\d/\-])"
    rf"|\b{_MONTH.format('mn')}\s{{1,8}}(?P<md>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,8}}(?P<my>\d{{4}})(?!\d)"
    rf"|(?<![\d/.\-])(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,8}}{_MONTH.format('dn')},?\s{{1,8}}(?P<dy>\d{{4}})(?!\d)",
    re.IGNORECASE,
)


class Located(NamedTuple, Generic[_T]):
    """A value and where it stands: ``text[start:end]``."""

    value: _T
    start: int
    end: int


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Located[date]]:
    """All dates in ``text[start:end]``, in reading order. Linear in the text's length."""
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        value = _value(match)
        if value is not None:
            yield Located(value, match.start(), match.end())


def first_date(text: str, start: int = 0, end: int | None = None) -> Located[date] | None:
    """The first date in ``text[start:end]``, or None."""
    return next(find_dates(text, start, end), None)


def _value(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    if part["m"]:
        year, month, day = _year(part["y"]), int(part["m"]), int(part["d"])
    elif part["m4"]:
        year, month, day = int(part["y4"]), int(part["m4"]), int(part["d4"])
    elif part["iy"]:
        year, month, day = int(part["iy"]), int(part["im"]), int(part["id"])
    elif part["mn"]:
        year, month, day = int(part["my"]), _month(part["mn"]), int(part["md"])
    else:
        year, month, day = int(part["dy"]), _month(part["dn"]), int(part["dd"])
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= _CENTURY_PIVOT else 1900)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1
