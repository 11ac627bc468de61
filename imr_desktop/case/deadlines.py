"""When a determination is due, counted from the case's dates by the dated tables in ``resources/calendars``.

The first day is left out and the last counts (CCP 12). The due date is not rolled past weekends: whether CCP 12a applies to
the reviewer's period is unsettled, and the unrolled date is the safe target. Late is valid (Margaris), so nothing here
ever blocks signing.
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from imr_desktop.case.dates import in_california
from imr_desktop.case.model import Case
from imr_desktop.paths import resource


@dataclass(frozen=True)
class Deadline:
    """The due date, the law it rests on, and whether another date had to serve as the one to count from."""

    due: date
    citation: str
    calculated: bool


def judged_on(case: Case, today: date) -> date:
    """The day lateness is judged on: today until the case is signed, then the day of its signature. A decision date is only
    written down; it stops no clock.
    """
    return in_california(case.signed[-1].signed_at).date() if case.signed else today


def deadline(case: Case) -> Deadline | None:
    """The determination's due date, or None where no date to count from is known."""
    rule = _rule(case)
    for field in (rule["starts"], *rule["fallbacks"]):
        start = getattr(case.dates, field)
        if start is not None:
            due = add_working_days(start, rule["days"]) if rule["unit"] == "working" else start + timedelta(rule["days"])
            return Deadline(due, rule["citation"], field != rule["starts"])
    return None


def add_working_days(start: date, days: int) -> date:
    """The day `days` working days after `start` (weekends and judicial holidays do not count)."""
    day = start
    while days > 0:
        day += timedelta(1)
        if day.weekday() < 5 and day not in holidays(day.year):
            days -= 1
    return day


@cache
def holidays(year: int) -> frozenset[date]:
    """The judicial holidays kept in a year, with weekend days moved as CCP 135 says: that of the next New Year may be."""
    found = [
        _kept_on(row, of)
        for of in range(year, min(year + 1, date.max.year) + 1)
        for row in _table("holidays.toml")["holiday"]
        if row.get("from", 0) <= of <= row.get("to", 9999)
    ]
    return frozenset(day for day in found if day.year == year)


def _kept_on(row: dict[str, Any], year: int) -> date:
    if "day" in row:
        day = date(year, row["month"], row["day"])
        return day + timedelta({5: -1, 6: 1}.get(day.weekday(), 0))
    first = date(year, row["month"], 1)
    days = [first + timedelta(n) for n in range(monthrange(year, row["month"])[1])]
    matching = [day for day in days if day.weekday() == row["weekday"]]
    index: int = row["which"] if row["which"] < 0 else row["which"] - 1
    return matching[index] + timedelta(row.get("offset", 0))


def _rule(case: Case) -> dict[str, Any]:
    day = case.dates.assigned or case.dates.application_received or date.max
    rows = [row for row in _table("deadlines.toml")["determination"] if row["track"] == case.track and row["from"] <= day]
    rows = rows or [row for row in _table("deadlines.toml")["determination"] if row["track"] == case.track]
    return max(rows, key=lambda row: row["from"])


@cache
def _table(name: str) -> dict[str, Any]:
    with resource("calendars", name).open("rb") as file:
        return tomllib.load(file)
