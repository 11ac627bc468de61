"""Whether a complaint is acute, subacute or chronic on a day, by the dated table ``resources/calendars/phases.toml``.

It is counted from the injury, in calendar months. Where the days of injury that the case names tell different phases, none is
known.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from imr_desktop.case import dates
from imr_desktop.case.model import Case
from imr_desktop.paths import resource
from imr_desktop.rules.model import Phase
from imr_desktop.rules.months import months_between

AFTER_SURGERY = re.compile(r"\bpost[- ]?(?:op\b|operative|surgical|surgery)|\bafter surgery\b", re.IGNORECASE)
"""Words that say that something is asked for after an operation."""
_MONTH_DAYS = 30.44
_SUMMARY_LIMIT = 3_000
_SAME_INJURY_DAYS = 31
_TURN = 69  # years of two digits below it are of this century
_DAY = r"(\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})|[A-Z][a-z]{2,8} \d{1,2}, \d{4})"
_INJURY = re.compile(rf"\b(?:injury|claim|injured)\b[\w\s,()]{{0,24}}?\b(?:of|on|dated?|from)\s+{_DAY}")


class Told(NamedTuple):
    """A phase, or why none is known."""

    phase: Phase
    why: str = ""


def phase_of(case: Case, day: date | None) -> Told:
    """The phase of a case's complaint on a day (None: not known)."""
    injury = case.dates.injury
    if injury is None or day is None or day < injury:
        return Told("", "The phase is not known: no date of injury before the day.")
    told = {_phase_since(begun, day) for begun in (injury, *_injuries(case.summary[:_SUMMARY_LIMIT]))}
    if len(told) > 1:
        return Told("", "The phase is not known: the summary names another day of injury, which tells another phase.")
    (phase,) = told
    return Told(phase, "" if phase else f"The phase is not known: no law of {dates.written(day)} says when one begins.")


def months_since_injury(case: Case, day: date | None) -> float | None:
    """Calendar months from the injury to a day, in tenths that never round to a whole month, which is where limits lie."""
    injury = case.dates.injury
    if injury is None or day is None or day < injury:
        return None
    months, days = months_between(injury, day)
    tenths = min(max(round(days / _MONTH_DAYS * 10), 1), 9) if days else 0
    return round(months + tenths / 10, 1)


def months_of_complaint(case: Case, day: date | None) -> float | None:
    """How long the complaint has gone on where nobody says it: since the injury, unless the summary dates that otherwise."""
    injury, months = case.dates.injury, months_since_injury(case, day)
    if injury is None or day is None or months is None:
        return None
    others = _injuries(case.summary[:_SUMMARY_LIMIT])
    far = any(abs((other - injury).days) > _SAME_INJURY_DAYS for other in others)
    differ = any(_phase_since(other, day) != _phase_since(injury, day) for other in others)
    return None if far or differ else months


def forget_texts() -> None:
    """Forget what was read in which summary."""
    _injuries.cache_clear()


def _phase_since(begun: date, day: date) -> Phase:
    """The phase on a day of what began on another; empty where nothing says it."""
    if day < begun:
        return ""
    months, _ = months_between(begun, day)
    subacute, chronic = _begins("subacute", day), _begins("chronic", day)
    if subacute is not None and months < subacute:
        return "acute"
    if subacute is None or chronic is None:
        return ""
    return "subacute" if months < chronic else "chronic"


def _begins(name: Phase, day: date) -> int | None:
    """After how many months a phase begins by the law of a day; None where that says nothing."""
    rows = [row for row in _table() if row["name"] == name and row["from"] <= day]
    months: int | None = max(rows, key=lambda row: row["from"])["months"] if rows else None
    return months


@lru_cache(maxsize=64)
def _injuries(summary: str) -> frozenset[date]:
    """The days of injury that a summary names."""
    named = (dates.named(match[1], _TURN) for match in _INJURY.finditer(summary))
    return frozenset(day for day in named if day is not None)


@cache
def _table() -> tuple[dict[str, Any], ...]:
    with resource("calendars", "phases.toml").open("rb") as file:
        return tuple(tomllib.load(file)["phase"])
