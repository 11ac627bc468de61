"""How often and how long: frequency and duration over a regular request (see `regular`)."""

from __future__ import annotations

import re

from imr_desktop.rules.request.reading import VISIT, Reading

_PER = r"(?:(?:a|an|per|each|every) |/ ?)"
_WEEKLY = re.compile(
    rf"\b(\d{{1,4}}) (?:(?:x|days?|{VISIT}(?: of [a-z]+)?|[a-z]+ {VISIT}) ?{_PER}?week(?:ly)?|{_PER}week|weekly)\b"
)
_BARE_WEEKLY = re.compile(r"\bweekly\b|\b(?:every|per|each) week\b")
_MONTHLY = re.compile(rf"\b(\d{{1,4}}) (?:(?:x|[a-z]+|[a-z]+ [a-z]+) )?(?:{_PER}month|monthly)\b")
_BARE_MONTHLY = re.compile(r"\bmonthly\b|\b(?:every|per|each) month\b")
_INTERVAL = re.compile(r"(?:\b1 x )?\bevery (?:(\d{1,2})|(other)|\d{1,2} ?(?:-|to) ?\d{1,2}) (week|month)\b")
_BY = re.compile(
    r"(?<![\d.x/#-])(?<!# )\b(\d{1,2}) x (\d{1,2})\b(?: week)?(?![\d-])"
    r"(?! ?(?:x|inch|in\b|cm|mm|\"|gauze|pad|view|month|day|year|hour|refill|box|tube|bottle))"
)
_MEASURED = re.compile(r"\b(?:gauze|dressings?|sponges?|bandages?|foam|mattress|inch(?:es)?)\b")  # 4x4 is their size
_WEEKS = re.compile(
    r"\b(?:(?:for|x|over|during|the|next|per|of|a|period|duration) )*(\d{1,9}) "
    r"(?:more |additional |consecutive |full )?week\b(?! apart)"
)
_MONTHS = re.compile(
    r"\b(?:(?:for|x|over|during|the|next|of|a|period|duration) )*(\d{1,3}) "
    r"(?:more |additional |consecutive |full )?month\b(?! supply)"
)
_THEN_TIMES = re.compile(
    rf" ?[,;:)]* ?(?:x|for|/) ?(\d{{1,2}})\b(?! ?(?:x|month|day|year|hour|-|to\b))"
    rf"(?! (?:[a-z-]+ ){{0,3}}(?:{VISIT}|injection))"
)
_BRACKETED = re.compile(r" ?[,;=]? ?\((\d{1,3})\)")
_RANGE_BY = re.compile(
    rf"\? *(?:(?:x ?)?{_PER}?week(?:ly)? ?)?x (\d{{1,2}})\b(?! ?(?:month|day))"
    rf"(?! (?:[a-z-]+ ){{0,3}}{VISIT})"
)
_AND = re.compile(r"\band\b|\bplus\b|&")
_PHASES = re.compile(r"\b(?:and then|then|followed by)\b")
_MOST_A_WEEK = 7
_MOST_IN_ALL = 400


def read_schedule(reading: Reading, dosed: bool) -> None:
    """Read frequency and duration; with `dosed` words (a drug) ``2 x 6`` is no schedule."""
    if not _read_phases(reading, dosed):
        _read_one(reading, dosed)
        _read_again(reading)


def _read_phases(reading: Reading, dosed: bool) -> bool:
    """Several schedules one after the other: their visits together."""
    parts = _PHASES.split(reading.rest)
    if not 2 <= len(parts) <= 4 or dosed:
        return False
    phases = [Reading(part) for part in parts]
    for phase in phases:
        _read_one(phase, dosed)
    visits = [(phase.per_week or 0) * (phase.weeks or 0) for phase in phases]
    if not all(visits):
        return False
    reading.planned, reading.rest = sum(visits), " ; ".join(phase.rest for phase in phases)
    return True


def _read_one(reading: Reading, dosed: bool) -> None:
    every = reading.take(_INTERVAL.search(reading.rest), " ; x ")
    if not every:
        _read_frequency(reading, dosed)
    if reading.weeks is None and (match := _WEEKS.search(reading.rest)):
        _read_weeks(reading, match)
    if every and every[3] == "week":
        _read_interval(reading, 2 if every[2] else int(every[1] or 0))
    if reading.weeks is None and (reading.per_month or reading.per_week):
        _read_months(reading)


def _read_frequency(reading: Reading, dosed: bool) -> None:
    if reading.ranges and not dosed and (match := _RANGE_BY.search(reading.rest)):
        reading.weeks = int(match[1])
        reading.take(match)
    if match := _WEEKLY.search(reading.rest):
        reading.per_week = int(match[1])
        _take_with_times(reading, match)
    elif match := _MONTHLY.search(reading.rest):
        _read_monthly(reading, match)
    elif not dosed and (match := _BY.search(reading.rest)):
        _read_by(reading, match)
    elif not reading.ranges and not dosed and (match := _BARE_WEEKLY.search(reading.rest)):
        reading.per_week = 1
        _take_with_times(reading, match)
    elif not reading.ranges and not dosed and (match := _BARE_MONTHLY.search(reading.rest)):
        reading.per_month = 1
        _take_with_times(reading, match)


def _take_with_times(reading: Reading, match: re.Match[str]) -> None:
    """Take a frequency and the number after it: ``2 x a week x 6`` means six weeks."""
    times = _THEN_TIMES.match(reading.rest[match.end() :])
    week = times and reading.rest[match.end() + times.end() :].lstrip().startswith("week")
    if not times or week:
        reading.take(match)
        return
    number = int(times[1])
    if reading.per_month is None:
        reading.weeks = number
    else:
        reading.months = number
    reading.rest = f"{reading.rest[: match.start()]} ; {reading.rest[match.end() + times.end() :]}"


def _read_monthly(reading: Reading, match: re.Match[str]) -> None:
    """``30 patch a month``: the words stay, so that what is counted is still read."""
    words = match.group()
    noun = re.match(r"(\d+) ((?!x\b)[a-z]+)", words)
    reading.per_month = int(match[1])
    if noun and noun[2] not in ("a", "per", "each", "every"):
        reading.rest = f"{reading.rest[: match.start()]}{noun[1]} {noun[2]} ; {reading.rest[match.end() :]}"
    else:
        _take_with_times(reading, match)


def _read_by(reading: Reading, match: re.Match[str]) -> None:
    often, long = int(match[1]), int(match[2])
    if _MEASURED.search(reading.rest):
        reading.take(match)
        return
    if often * long > _MOST_IN_ALL:
        reading.refused.append(match.group())
    elif often > _MOST_A_WEEK:
        reading.unclear = f"Does {often} x {long} mean {often} times a week for {long} weeks, or something else?"
    else:
        reading.per_week, reading.weeks = often, long
    reading.take(match)


def _read_weeks(reading: Reading, match: re.Match[str]) -> None:
    reading.weeks = int(match[1])
    bracket = _BRACKETED.match(reading.rest[match.end() :])
    reading.take(match)
    if bracket:
        reading.count = int(bracket[1])


def _read_interval(reading: Reading, every: int) -> None:
    if every and reading.weeks and reading.weeks % every == 0:
        reading.planned = reading.weeks // every


def _read_months(reading: Reading) -> None:
    if match := reading.take(_MONTHS.search(reading.rest)):
        reading.months = int(match[1])


def _read_again(reading: Reading) -> None:
    """A schedule said twice (``twice a week for 6 weeks, 2x6``) is one; two different ones are a question."""
    while reading.per_week and reading.weeks and (match := reading.take(_BY.search(reading.rest))):
        if (int(match[1]), int(match[2])) != (reading.per_week, reading.weeks):
            reading.conflicting = True
    if (
        reading.per_week
        and reading.weeks
        and (match := _WEEKLY.search(reading.rest))
        and _AND.search(reading.rest[: match.start()])
    ):
        reading.conflicting = True
