"""Months and years between days of the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from imr_desktop.rules.calculators.model import InputRefused


def add_months(start: date, months: int) -> date:
    """The same day of the month `months` later; the month's last day where it has no such day. Raises InputRefused."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise InputRefused("The dates run out of the calendar; shorten the period.")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def add_days(start: date, days: int) -> date:
    """The day `days` later. Raises InputRefused where the calendar ends."""
    try:
        return start + timedelta(days)
    except OverflowError:
        raise InputRefused("The dates run out of the calendar; shorten the period.") from None


def months_between(start: date, end: date) -> tuple[int, int]:
    """Whole months from `start` to a later `end`, and the days left over."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return months, (end - add_months(start, months)).days


def years_between(start: date, end: date) -> int:
    """Whole years: a birthday of February 29 comes on March 1 in a common year."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def counted(number: int | float, unit: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"
