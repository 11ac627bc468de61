"""What to ask where a request's words leave it open; each question ends with a question mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.rules.request.parts import scheduled
from imr_desktop.rules.request.reading import Reading
from imr_desktop.rules.request.sessions import ONE_AT_A_TIME

_NOUNS = (
    r"(?:quantity|qty|amount|number|duration|dosage|dose|frequency|strength|prescription|supply|rental|sessions?"
    r"|visits?|treatments?|units?|refills?|length|time|period|medication|course)"
)
_OPEN = re.compile(
    r"\b(?:unknown|unspecified|undetermined|unstated|indefinite|undisclosed)\b"
    rf"(?= ?(?:[a-z/-]+ ){{0,2}}{_NOUNS})"
    rf"|\b{_NOUNS} ?:? ?(?:is |are |was )?(?:unknown|unspecified|unstated|not (?:specified|stated|given|"
    r"indicated|listed|noted|provided|known)|n/a|\?)|\(unspecified\)|\(unknown\)|\bunspecified$"
    r"|\bunspecified (?:#|x)"
)
_ACQUIRED = re.compile(
    r"\b(?:rental or purchase|purchase or rental|rental ?/ ?purchase|purchase ?/ ?rental|rent or buy)\b"
    r"|\bunknown if rental\b"
)
_REFILLS = re.compile(r"\bwith (?:additional )?refill\b(?! ?\d)|\bplus refill\b")


def question(reading: Reading, text: str, total: float | None) -> str | None:
    """The first question that a request leaves; None where it leaves none."""
    return next(_questions(reading, text, total), None)


def _questions(reading: Reading, text: str, total: float | None) -> Iterator[str]:
    if reading.refused:
        yield f"The request gives a number that cannot be ({reading.refused[0]}): how many are asked for?"
    if reading.conflicting:
        yield "The request gives different numbers of visits: how many are asked for?"
    if reading.ranges:
        yield f"The request gives a range ({', '.join(reading.ranges)}): which number is asked for?"
    if reading.unclear:
        yield reading.unclear
    yield from _of_schedule(reading, total)
    yield from _of_injections(reading, text)
    if _ACQUIRED.search(text):
        yield "Is it asked for as rental or purchase?"
    if _OPEN.search(text):
        yield "The request leaves its quantity or duration open: how much is asked for, and for how long?"
    if reading.count is None and "biweekly" in text:
        yield "Does biweekly mean twice a week, or every two weeks?"
    if reading.refills is None and _REFILLS.search(text):
        yield "Refills are asked for: how many refills?"


def _of_schedule(reading: Reading, total: float | None) -> Iterator[str]:
    planned = scheduled(reading)
    if planned is not None and total is None and reading.count is not None and reading.remaining is None:
        how = f"{_times(reading.per_week)} a week for {reading.weeks} weeks" if reading.per_week else "its schedule"
        yield f"{reading.count} are asked for, but {how} makes {planned}: which is meant?"
    if reading.per_week is None or reading.weeks is not None or reading.count is not None:
        return
    if reading.months is not None:
        yield (
            f"{_times(reading.per_week)} a week for {reading.months} months is asked for: for how many weeks, "
            "and how many visits in all?"
        )
    else:
        yield f"{_times(reading.per_week)} a week is asked for: for how many weeks?"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _of_injections(reading: Reading, text: str) -> Iterator[str]:
    if reading.per_session is not None and reading.sessions is None:
        yield f"{reading.per_session} injections a session are asked for: in how many sessions?"
    if not open_sessions(reading, text):
        return
    if reading.sessions is None:
        yield f"Are {reading.count} injections asked for in one session, or {reading.count} sessions?"
    else:
        yield (f"Are {reading.count} injections asked for in each of {reading.sessions} sessions, or {reading.count} in all?")


def open_sessions(reading: Reading, text: str) -> bool:
    """Whether several injections are asked for without saying in how many sessions, or how many in each."""
    if reading.unit != "injection" or (reading.count or 0) <= 1 or reading.per_session is not None:
        return False
    if reading.per_week is not None or reading.per_month is not None or ONE_AT_A_TIME.search(text):
        return False
    return reading.sessions is None or (reading.sessions > 1 and reading.sessions != reading.count)
