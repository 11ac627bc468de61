"""Months of the calendar between days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_later(start: date, months: int) -> date:
    """The same day of the month `months` later; the month's last day where it has no such day. Raises OverflowError."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> tuple[int, int]:
    """Whole months from `start` to a later `end`, and the days left over."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months_later(start, months) > end:
        months -= 1
    return months, (end - months_later(start, months)).days
