"""Months and years between days of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

from imr_desktop.rules.calculators.model import InputRefused
from imr_desktop.rules.months import months_later


def add_months(start: date, months: int) -> date:
    """`months_later`. Raises InputRefused where the calendar ends."""
    try:
        return months_later(start, months)
    except OverflowError:
        raise InputRefused("The dates run out of the calendar; shorten the period.") from None


def add_days(start: date, days: int) -> date:
    """The day `days` later. Raises InputRefused where the calendar ends."""
    try:
        return start + timedelta(days)
    except OverflowError:
        raise InputRefused("The dates run out of the calendar; shorten the period.") from None


def years_between(start: date, end: date) -> int:
    """Whole years: a birthday of February 29 comes on March 1 in a common year."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def counted(number: int | float, unit: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"
