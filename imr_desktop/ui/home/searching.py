"""Finding cases by typing: every word of what was typed has to stand in what the worklist says of a case. Imports no Qt."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.ui.home.worklist import CaseRow


def folded(text: str) -> str:
    """Text without capitals and accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def folded_words(text: str) -> list[str]:
    """The words of a text, folded."""
    return folded(text).split()


@lru_cache(maxsize=20_000)
def date_words(day: date) -> str:
    """A date in the ways people type it: ``12/02/2026 12/2/2026 2026-12-02 wednesday december 2 dec 2 2026``."""
    return (
        f"{day:%m/%d/%Y} {day.month}/{day.day}/{day.year} {day.isoformat()} {day:%A} {day:%B} {day.day} {day:%b} {day.day} "
        f"{day.year}"
    ).lower()


def words_of(row: CaseRow, today: date) -> str:
    """All that a case can be found by: number, items, services, status, dates and what the due date comes to."""
    summary = row.summary
    dates = (summary.due, summary.injury, summary.received, summary.signed_at and summary.signed_at.date())
    due = row.due(today)
    told = (
        *(summary.number, summary.number.replace("-", ""), *summary.titles, *row.services),
        *(row.status.word, row.status.short, due.left, due.when, summary.track, row.aside),
    )
    near = _near(summary.due, today) if summary.signed_at is None else ""
    return folded(" ".join(filter(None, told))) + " " + " ".join(date_words(day) for day in dates if day) + near


def _near(due: date | None, today: date) -> str:
    if due is None:
        return " waiting no due date"
    days = (due - today).days
    if days < 0:
        return " overdue"
    return " this week" + {0: " today", 1: " tomorrow"}.get(days, "") if days < 7 else ""


def matches(words: str, wanted: list[str]) -> bool:
    """Whether every wanted word stands in the words of a case."""
    return all(word in words for word in wanted)
