"""The days a text names, by day: with whether each stands there as the date of the injury, or of a fax or print."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from imr_desktop.preflight.prose_dates_found import DATE, parse

if TYPE_CHECKING:
    from datetime import date

_DATE = re.compile(rf"(?<![\d./#])(?:{DATE})", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(january|february|march|april|may|june|july|august|september|october|november|december),?\s(?:of\s)?((?:19|20)\d\d)\b"
)
_MONTHS = tuple(name.lower() for name in month_name)[1:]
_LABEL = re.compile(r"(?:injur\w*|onset|doi|d/i|accident|incident|occurred|loss)\W{0,3}(?:\w+\W+){0,3}$")
_MACHINE = re.compile(r"(?:fax\w*|printed|transmi\w+|received|scanned|birth|dob|d\.o\.b\.?)\W{0,3}(?:\w+\W+){0,4}$")


@lru_cache(maxsize=8192)
def days(folded: str) -> Mapping[date, frozenset[str]]:
    """The days a folded text names, each with what it is there: ``injury``, ``machine`` (a fax, a print) or ``own``."""
    found: dict[date, set[str]] = {}
    for match in _DATE.finditer(folded) if any(sign in folded for sign in ("/", "-", "20", "19")) else ():
        if day := _day(match[0]):
            before = folded[max(0, match.start() - 45) : match.start()]
            role = "injury" if _LABEL.search(before) else "machine" if _MACHINE.search(before) else "own"
            found.setdefault(day, set()).add(role)
    return {day: frozenset(roles) for day, roles in found.items()}


def _day(words: str) -> date | None:
    """A day as it is written; ``6-8/10`` is a score of pain."""
    return None if "-" in words and "/" in words else parse(words)


def written(folded: str) -> list[tuple[int, int, date]]:
    """The days a folded text names, with their places, in order."""
    return [(*match.span(), day) for match in _DATE.finditer(folded) if (day := _day(match[0]))]


def months(folded: str) -> list[tuple[int, int, int, int]]:
    """The months with a year and no day that a folded text names: place, year, month."""
    return [(*match.span(), int(match[2]), _MONTHS.index(match[1]) + 1) for match in _MONTH.finditer(folded)]
