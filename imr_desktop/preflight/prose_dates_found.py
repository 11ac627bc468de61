"""Dates as people write them in prose: 3/3/07, 10-13-16, 03/03/2007, 2007-03-03, March 3, 2007."""

from __future__ import annotations

import re
from datetime import date

from imr_desktop.case import dates

_TURN = 50  # two-digit years below it are of this century

DATE = (
    r"(?:\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})(?!\d)"
)
"""The pattern of a date, to be compiled with IGNORECASE."""


def parse(words: str, near: date | None = None) -> date | None:
    """The day a text names, or None where there is no such day. Two-digit years fall within 80 years before to 19 after 2000,
    or in the century of `near`.
    """
    day = dates.named(words, _TURN)
    if day and near and near.year % 100 == day.year % 100 and not re.search(r"\d{4}", words):
        return dates.day_of(near.year, day.month, day.day, _TURN)
    return day


def like(words: str, day: date) -> str:
    """A day in the form another was written in."""
    if words[:1].isalpha():
        return f"{day:%B} {day.day}, {day.year}"
    if re.match(r"\d{4}-", words):
        return day.isoformat()
    sign = "-" if "-" in words else "/"
    month, number, year = re.findall(r"\d+", words)
    pad = 2 if month.startswith("0") or number.startswith("0") else 1
    shown = str(day.year) if len(year) == 4 else f"{day.year % 100:02d}"
    return sign.join((f"{day.month:0{pad}d}", f"{day.day:0{pad}d}", shown))
