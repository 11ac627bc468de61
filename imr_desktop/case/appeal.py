"""Until when a determination can be appealed from, by the dated table ``resources/calendars/appeal.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from imr_desktop.case.deadlines import holidays
from imr_desktop.paths import resource

Place = Literal["California", "another state", "outside the United States"]
"""Where the address is of the one who is served."""


@dataclass(frozen=True)
class AppealPeriod:
    """The last day, how many days were added for the way of service, and the law both rest on."""

    last: date
    days: int
    added: int
    citations: tuple[str, ...]


def appeal_period(mailed: date, place: Place | None, *, in_person: bool = False) -> AppealPeriod | None:
    """The period for one who is served on a day; None where the address is of no known place, so that no day can be named."""
    period = _row(_table()["period"], mailed)
    if in_person:
        return AppealPeriod(next_open(mailed + timedelta(period["days"])), period["days"], 0, (period["citation"],))
    rows = [row for row in _table()["extension"] if row["place"] == place]
    if not rows:
        return None
    extension = _row(rows, mailed)
    last = next_open(mailed + timedelta(period["days"] + extension["days"]))
    return AppealPeriod(last, period["days"], extension["days"], (period["citation"], extension["citation"]))


def next_open(day: date) -> date:
    """The day itself, or the next that is neither of a weekend nor a judicial holiday (CCP 12a)."""
    while day.weekday() >= 5 or day in holidays(day.year) | holidays(day.year + 1):  # New Year's Day may be kept in December
        day += timedelta(1)
    return day


def _row(rows: list[dict[str, Any]], day: date) -> dict[str, Any]:
    return max((row for row in rows if row["from"] <= day), key=_begin, default=min(rows, key=_begin))


def _begin(row: dict[str, Any]) -> date:
    begin: date = row["from"]
    return begin


@cache
def _table() -> dict[str, Any]:
    with resource("calendars", "appeal.toml").open("rb") as file:
        return tomllib.load(file)
