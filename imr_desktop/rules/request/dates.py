"""Whether a request is for care already given, and on which days."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.case import dates

_RETRO = re.compile(r"\bretro(?:spective(?:ly)?|active(?:ly)?)?\b|\bdos\b|\bdates? of service\b", re.IGNORECASE)
_DAY = (
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\d{4}-\d{1,2}-\d{1,2}\b"
    rf"|(?:{dates.MONTHS})[a-z]{{0,6}}\.? \d{{1,2}},? \d{{4}}\b"
)
_DAYS = re.compile(rf"(?<![\d/])({_DAY})(?: ?(?:-|–|—|to|through|thru|and(?= {_DAY} ?\)?$)) ?({_DAY}))?", re.IGNORECASE)
_BETWEEN = re.compile(rf"\bbetween ({_DAY}) and ({_DAY})", re.IGNORECASE)
_INJURY = re.compile(rf"\b(?:doi|dates? of injury|dob|date of birth)\b:? ?(?:{_DAY})", re.IGNORECASE)
_CENTURY = 100  # every two-digit year is of this century
_MOST_DAYS = 60


_JOIN = r"(?: ?(?:-|–|to\b|through|thru|and\b|,|&|;)){1,3} ?"
_TOLD = re.compile(
    rf"\(?\b(?:dos|dates? of service|from|between|on)?:? ?(?:{_DAY})(?:{_JOIN}(?:{_DAY})){{0,20}}\)?", re.IGNORECASE
)


def without_dates(text: str) -> str:
    """The words without days of service, so that what stands behind them is seen."""
    return _TOLD.sub(" ", text) if any(letter.isdigit() for letter in text) else text


def is_retrospective(text: str) -> bool:
    """Whether the words say that the care was already given."""
    return bool(_RETRO.search(text))


def service_dates(text: str) -> tuple[str, ...]:
    """The days of service of a retrospective request: ``2016-01-02``, or ``2016-01-02/2016-03-04`` from one to another."""
    if not is_retrospective(text):
        return ()
    words = _INJURY.sub(" ", " ".join(text.split()))
    words = _BETWEEN.sub(r"\1 - \2", words)
    return tuple(dict.fromkeys(_spans(words)))[:_MOST_DAYS]


def _spans(words: str) -> Iterator[str]:
    for match in _DAYS.finditer(words):
        days = [day for written in match.groups() if written and (day := dates.named(written, _CENTURY))]
        if len(days) == 2 and days[0] <= days[1] and not re.search(r"\band\b", match.group()):
            yield f"{days[0].isoformat()}/{days[1].isoformat()}"
        else:
            yield from (day.isoformat() for day in days)
