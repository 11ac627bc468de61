"""Dates in a text against the pages it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from imr_desktop.preflight.cited import prose_days
from imr_desktop.preflight.cited.fault import Fault, Parts, inside
from imr_desktop.preflight.cited.held_pages import Held, page_with_day
from imr_desktop.preflight.prose_dates_found import like

if TYPE_CHECKING:
    from datetime import date


_ABOUT_INJURY = re.compile(r"\b(?:injur\w*|since|onset|began|begun|hurt|accident|incident|fell|fall|when|caught|doi)\b")
_OF_REPORT = re.compile(
    r"\b(?:exam\w*|report\w*|visit|mri|x-rays?|radiographs?|ct|emg|note\w*|evaluat\w*|seen|study|dated|scan|therapist|surgery)\b"
)
_CASE_DATE = re.compile(r"\b(?:injur\w*|utilization|denied|denial|request\w*|application|authoriz\w*|since)\b")


def dates(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    """A date that stands on no page of the cited document, or there as the date of injury alone."""
    there = days_of(of)
    for start, end, day in prose_days.written(text):
        part = inside(parts, start)
        if part is None or (day == of.injury and _ABOUT_INJURY.search(text, *part)):
            continue
        if day in there:
            if not loose and there[day] == {"injury"} and _is_of_report(text, start, part) and (right := _own_day(of)):
                shown = like("01/01/2000", right)
                message = f"On {of.named}, {text[start:end]} is the date of injury; the report there is of {shown}."
                yield Fault("date", start, end, message)
            continue
        elsewhere = page_with_day(of, day)
        if elsewhere and (loose or _is_known(text, part, of, day)):
            continue
        yield Fault("date", start, end, _date_message(text[start:end], of, day, elsewhere), elsewhere)
    for start, end, year, month in () if loose else prose_days.months(text):
        named = any((day.year, day.month) == (year, month) for day in there) or any(
            text[start:end] in one for one in of.around
        )
        if there and not named and inside(parts, start):
            yield Fault("date", start, end, f"No date on {of.named} lies in that month: which is right?")


def days_of(of: Held) -> dict[date, frozenset[str]]:
    """The days that the cited documents name, each with what it is there."""
    found: dict[date, frozenset[str]] = dict.fromkeys(of.known, frozenset(("own",)))
    for page in of.around:
        for day, roles in prose_days.days(page).items():
            found[day] = found.get(day, frozenset()) | roles
    return found


def _is_of_report(text: str, at: int, part: tuple[int, int]) -> bool:
    return _OF_REPORT.search(text, part[0], at) is not None and not _ABOUT_INJURY.search(text, *part)


def _own_day(of: Held) -> date | None:
    return max(of.known, default=None) if len(of.known) == 1 else None


def _is_known(text: str, part: tuple[int, int], of: Held, day: date) -> bool:
    """Whether a date of the case is named in passing ("since the request of …"): it need not stand on the cited page."""
    return day == of.injury and _CASE_DATE.search(text, *part) is not None


def _date_message(words: str, of: Held, day: date, elsewhere: int) -> str:
    there = [one for one in days_of(of) if one != of.injury]
    alike = min(there, key=lambda one: _apart(one, day), default=None)
    if elsewhere:
        return f"{words} does not stand on {of.named}, but on page {elsewhere}: which is right?"
    near = f", which has {like('01/01/2000', alike)}" if alike else ""
    return f"{words} does not stand on {of.named}{near}, nor on any other page: correct it."


def _apart(one: date, other: date) -> tuple[int, int]:
    written = (f"{one:%m%d%Y}", f"{other:%m%d%Y}")
    return sum(a != b for a, b in zip(*written, strict=True)), abs((one - other).days)
