"""Finding cases by typing: every word of what was typed has to stand in what the worklist says of a case. Imports no Qt."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from imr_desktop.language import tr

if TYPE_CHECKING:
    from imr_desktop.ui.home.worklist import CaseRow


_MARKS = dict.fromkeys(range(0x300, 0x370))
"""Accents as signs of their own, which stand behind their letter once it is taken apart."""


def folded(text: str) -> str:
    """Text without capitals and accents."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).translate(_MARKS).casefold()


def folded_words(text: str) -> list[str]:
    """The words of a text, folded, without the commas behind them: ``Fri, Dec 9, 2016`` is typed as it is shown."""
    return [word for one in folded(text).split() if (word := one.strip(",;"))]


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


@lru_cache(maxsize=20_000)
def date_words(day: date) -> str:
    """A date in the ways people type it: ``12/02/2026 12/2/2026 2026-12-02 wednesday december 2 dec 2 2026``."""
    year, month, number = day.year, day.month, day.day
    name = _MONTHS[month - 1]
    return (
        f"{month:02}/{number:02}/{year} {month}/{number}/{year} {year}-{month:02}-{number:02} {_DAYS[day.weekday()]} "
        f"{name} {number} {name[:3]} {number} {year}"
    )


def words_of(row: CaseRow, today: date) -> str:
    """All that a case can be found by: number, items, services, status, dates and what the due date comes to."""
    summary, status = row.summary, row.status
    signed = summary.signed_at
    days = (summary.due, summary.injury, summary.received, signed and signed.date())
    told = folded(
        f"{summary.number} {summary.number.replace('-', '')} {' '.join(summary.titles)} {' '.join(row.services)} "
        f"{status.word} {status.short} {summary.track} {row.aside}"
    )
    near = _near(summary.due, today) if signed is None else ""
    return " ".join((told, *(date_words(day) for day in days if day), near))


def _near(due: date | None, today: date) -> str:
    if due is None:
        return "waiting no due date"
    days = (due - today).days
    if days < 0:
        return tr("{days} {days:,} days late overdue", days=-days)
    near = ("due today", "due tomorrow")[days] if days < 2 else ""
    return tr("{days} days left {near}{what}", days=days, near=near, what=" this week" if days < 7 else "")
