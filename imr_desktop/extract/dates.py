"""Calendar dates as they stand in records: 10/28/2016, 10-28-16, 2016-10-28, October 28, 2016, 28 Oct 2016, 28-Oct-16,
28 de octubre de 2016.

Scores and ranges ("6-8 of 10", "4/5") are never dates: a numeric date needs all three parts. A day that no calendar has
(2/30/2016) or a year outside 1900-2049 gives nothing. Beside a label that asks for a day, 10.28.16 is one as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from imr_desktop.case.dates import day_of, named

_T = TypeVar("_T")
TURN = 41
"""The first two-digit year that is 19xx: those up to 40 are 20xx, and a claim of the 1990s still reads right."""
_YEARS = range(1900, 2050)
_BREAK = r"(?:[ \t]{0,4}[\r\n\f]\s{0,8})?"  # a line may break after a separator
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
"""A month's name or what it is shortened to, as a pattern for small letters."""
_MONTH = rf"{MONTH}\.?"
_MESES = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre"),
    "diciembre",
)
"""The months in Spanish: in them "4 de marzo de 2024" is written."""
_DATE = re.compile(
    r"(?=\d)(?:(?<![\d/.\-])|(?<=/\d\d-)|(?<=/\d{4}-))(?:"  # a dash between days is a span's: 1/1/19-3/14/24
    rf"\d{{1,2}}(?P<sep>[/\-]){_BREAK}\d{{1,2}}(?P=sep){_BREAK}(?:\d{{4}}|\d{{2}})(?![\d/]|-(?!\d{{1,2}}/\d{{1,2}}/\d{{2}})|\.\d)"
    r"|\d{1,2}\.\d{1,2}\.\d{4}(?![\d/\-])"
    r"|\d{4}-\d{2}-\d{2}(?![\d/\-])"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{{1,8}}(?:(?:day )?of\s{{1,4}})?{_MONTH},?\s{{1,8}}\d{{4}}(?!\d)"
    rf"|\d{{1,2}}\s{{1,8}}de\s{{1,8}}(?P<mes>{'|'.join(_MESES)})\s{{1,8}}del?\s{{1,8}}\d{{4}}(?!\d)"
    rf"|\d{{1,2}}(?P<dash>[/\-]){_MONTH}(?P=dash)(?:\d{{4}}|\d{{2}})(?!\d))"
    rf"|(?=[adfjmnos])\b{_MONTH}\s{{1,8}}(?P<also>\d{{1,2}}(?:,|,?\s{{1,4}}(?:and|&))\s{{1,4}})?"
    r"\d{1,2}(?:st|nd|rd|th)?(?:,?\s{1,8}|,)\d{4}(?!\d)",
    re.IGNORECASE,
)
_YEAR_END = re.compile(r"\d\d")
"""What every date has: most lines are passed over for want of it."""
_DOTTED = re.compile(r"[ ]{0,8}(?P<day>\d{1,2}\.\d{1,2}\.\d{2})(?![\d/\-]|\.\d)")
_LOOSE = re.compile(
    r"(?<![\w/.\-])([\dOolI|]{1,2})[ ]?[/.\- ][ ]?([\dOolI|]{1,2})[ ]?[/.\- ][ ]?((?:[12]|l|I)[9O0o][\dOolI|]{2}|[\dOolI|"
    r"]{2})(?![\w/\-])"
)
_MISREAD = str.maketrans("OolI|", "00111")
_CUMULATIVE = re.compile(r"\bc\.?t\b|\bcumulative\b|\bcontinuous\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"\s{0,8}(?:[\-\u2013\u2014]|\b(?:up )?to\b|\bthrough\b|\bthru\b|\buntil\b|\bending\b)\s{0,8}"
    r"(?P<open>present|current|date\b)?",
    re.IGNORECASE,
)


class Located(NamedTuple, Generic[_T]):
    """A value and where it stands: ``text[start:end]``."""

    value: _T
    start: int
    end: int


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Located[date]]:
    """All dates in ``text[start:end]``, in reading order; none is cut at `end`. Linear in the text's length."""
    stop = len(text) if end is None else _uncut(text, end)
    if _YEAR_END.search(text, start, stop) is None:
        return
    for match in _DATE.finditer(text, start, stop):
        value = _value(match)
        if value is not None:
            yield Located(value, match.start(), match.end())


def _uncut(text: str, end: int) -> int:
    """Where a number that goes on over `end` is over: 2024 cut behind 20 would be another year."""
    while 0 < end < len(text) and text[end - 1].isdigit() and text[end].isdigit():
        end += 1
    return end


def first_date(text: str, start: int = 0, end: int | None = None) -> Located[date] | None:
    """The first date in ``text[start:end]``, or None."""
    return next(find_dates(text, start, end), None)


def read_day(text: str, start: int, end: int) -> Located[date] | None:
    """The first day in a place that asks for one, where 10.28.16, 10 28 16 and a machine's slips are days too."""
    end = _uncut(text, end)
    found = first_date(text, start, end)
    loose = _LOOSE.search(text, start, end)
    if loose is None or (found is not None and found.start <= loose.start()):
        return found
    day = named("/".join(part.translate(_MISREAD) for part in loose.groups()), TURN)
    return Located(day, *loose.span()) if day and day.year in _YEARS else found


def labelled_date(text: str, start: int, end: int) -> Located[date] | None:
    """The day that stands after a label ending at `start`; None for a span of days, which names no single one.

    An injury by cumulative trauma ("CT 01/01/2019 - 03/14/2024") has a first and a last day, and is neither.
    """
    dotted = _DOTTED.match(text, start, end)
    day = named(dotted["day"], TURN) if dotted else None
    found = Located(day, *dotted.span("day")) if dotted and day and day.year in _YEARS else first_date(text, start, end)
    if found is None or _CUMULATIVE.search(text, start, found.start) or _begins_span(text, found.end):
        return None
    return found


def _begins_span(text: str, end: int) -> bool:
    until = _UNTIL.match(text, end)
    if until is None:
        return False
    last = first_date(text, until.end(), until.end() + 40)
    return bool(until["open"]) or (last is not None and last.start == until.end())


def _in_spanish(match: re.Match[str]) -> date | None:
    day, year = re.findall(r"\d+", match[0])
    return day_of(year, _MESES.index(match["mes"].lower()) + 1, day, TURN)


def _value(match: re.Match[str]) -> date | None:
    words = match[0].replace(match["also"] or "", "", 1)  # of two days the last: "March 3 and 5, 2024"
    value = _in_spanish(match) if match["mes"] else named(words, TURN)
    return value if value and value.year in _YEARS else None
