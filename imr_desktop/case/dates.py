"""Calendar days as people write and type them: the one form they are shown in, and the one core they are read by."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

YEARS = range(1900, 2101)
"""Years that a day typed by the reviewer can be of."""
_TYPED = re.compile(
    r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d{2})|(?P<iy>\d{4})-(?P<im>\d{1,2})-(?P<id>\d{1,2})", re.ASCII
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = "|".join(_MONTHS)
"""The beginnings of the months' names, for a pattern."""
_NAME = re.compile(MONTHS, re.IGNORECASE)
_TYPED_TURN = 69
_LONGEST = 40


def written(day: date | None) -> str:
    """A day as the letter and the window show it, MM/DD/YYYY; empty for None."""
    return f"{day.month:02d}/{day.day:02d}/{day.year:04d}" if day else ""


def span(first: date | None, last: date | None) -> str:
    """A day, or the first and last of a span; empty where there is no first."""
    return " \u2013 ".join(written(day) for day in (first, last) if day) if first else ""


def written_at(at: datetime, *, seconds: bool = False) -> str:
    """MM/DD/YYYY HH:MM on this computer's clock, to the second where asked for."""
    local = at.astimezone()
    return f"{written(local)} {local:%H:%M:%S}" if seconds else f"{written(local)} {local:%H:%M}"


def in_california(at: datetime) -> datetime:
    """A moment on California's clock, whose days a determination counts in (Labor Code 4610.6); without a zone it is UTC."""
    return moment(at).astimezone(_california())


def moment(at: datetime) -> datetime:
    """A moment that can be put in order with others, whatever zone each is told in; without a zone it is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def today() -> date:
    """The day it is in California: dates of a determination, deadlines and what a signature says of its day agree."""
    return now().date()


def now() -> datetime:
    """The moment on California's clock."""
    return in_california(datetime.now(UTC))


@cache
def _california() -> ZoneInfo:
    return ZoneInfo("America/Los_Angeles")


def read(text: str, *, short_years: bool = False) -> date:
    """A day typed as MM/DD/YYYY or YYYY-MM-DD, where `short_years` also as MM/DD/YY (1969 to 2068).

    Raises ValueError for anything else, for days no calendar has and for years no claim has; its words say so.
    """
    found = _TYPED.fullmatch(text.strip())
    year, month, day = (found[at] or found["i" + at] for at in "ymd") if found else ("", "", "")
    made = day_of(year, month, day, _TYPED_TURN) if len(year) == 4 or short_years else None
    if made is None:
        shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
        raise ValueError(f"“{shown}” is not a date of this calendar; write it as MM/DD/YYYY")
    if made.year not in YEARS:
        raise ValueError(f"the year {made.year} is not possible; enter {YEARS[0]} to {YEARS[-1]}")
    return made


def day_of(year: str | int, month: str | int, day: str | int, turn: int) -> date | None:
    """The day of a year, month (a number or an English name) and day; None where there is none.

    A year of two digits is of the 2000s where it is below `turn`, else of the 1900s.
    """
    try:
        number = int(year)
        if len(str(year)) <= 2:
            number += 2000 if number < turn else 1900
        named = isinstance(month, str) and month[:1].isalpha()
        return date(number, _MONTHS.index(str(month)[:3].lower()) + 1 if named else int(month), int(day))
    except (ValueError, OverflowError):
        return None


def named(words: str, turn: int) -> date | None:
    """The day that words name: ``3/3/07``, ``2007-03-03``, ``March 3rd, 2007``, ``3 Mar 2007``; None where there is none."""
    numbers, month = re.findall(r"\d+", words), _NAME.search(words)
    if month and len(numbers) == 2:
        return day_of(numbers[1], month[0], numbers[0], turn)
    if len(numbers) != 3:
        return None
    first, second, third = numbers
    return day_of(first, second, third, turn) if len(first) == 4 else day_of(third, first, second, turn)
