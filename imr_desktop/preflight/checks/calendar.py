"""Dates in the text against the calendar, and against the days between which a claim lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, partial

from imr_desktop.case import dates
from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.data import pattern_of, spaced, table
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.prose_calendar import WrittenDate, dates_of, later_than
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, prose

_words = partial(pattern_of, "prose_dates.toml", "calendar")


@check("prose.impossible", severity="consider", confidence="sure")
def impossible(case: Case, context: Context) -> Iterator[Raised]:
    """Every date in the text is a day of the calendar.

    bad: {"summary": "He was seen on 02/30/2025."}
    bad: {"summary": "The MRI of 13/45/2024 shows a tear."}
    bad: {"summary": "The report of February 30, 2025 describes a limp."}
    bad: {"summary": "He had an infarct in June 20216."}
    good: {"summary": "He was seen on 02/28/2025. Straight leg raise was 30/45/60 degrees; Trezix 320.5/30/16 mg."}
    """
    for field, one in _dates(case):
        if one.day is None:
            yield _raised(field, one, f"There is no day {one.words}: correct it.")


@check("prose.future", severity="consider")
def future(case: Case, context: Context) -> Iterator[Raised]:
    """No date in the text lies after the determination's own.

    bad: {"dates": {"decision": "2025-11-20"}, "summary": "She was seen on 12/15/2025."}
    bad: {"summary": "The report of 10/02/2052 describes a limp."}
    good: {"dates": {"decision": "2025-11-20"}, "summary": "She was seen on 11/15/2025; surgery is scheduled for 12/15/2025."}
    good: {"dates": {"decision": "2025-11-20"}, "summary": "Date of birth 3/4/48."}
    """
    last = case.dates.decision or context.today
    for field, one in _dates(case):
        if later_than(one, last) and not _words("planned").search(one.sentence.text):
            what = places.date_name("decision") if case.dates.decision else "day of this check"
            yield _raised(field, one, f"{one.words} lies after the {what}: correct it.")


@check("prose.after_application", severity="consider", confidence="unsure")
def after_application(case: Case, context: Context) -> Iterator[Raised]:
    """What the text cites of the record is older than the application.

    bad: {"dates": {"application_received": "2025-10-14", "decision": "2025-11-20"}, "summary": "MRI of 11/2/2025: a tear."}
    good: {"dates": {"application_received": "2025-10-14", "decision": "2025-11-20"}, "summary": "MRI of 10/2/2025: a tear."}
    good: {"dates": {"application_received": "2025-10-14", "decision": "2025-11-20"},
          "summary": "Drug information, accessed 11/2/2025."}
    """
    received = case.dates.application_received
    last = case.dates.decision or context.today
    for field, one in _once(case) if received else ():
        later = received and later_than(one, received) and not later_than(one, last)
        if later and not any(_words(key).search(one.sentence.text) for key in ("not_record", "planned")):
            message = f"{one.words} lies after the application ({dates.written(received)}): was it part of the record?"
            yield _raised(field, one, message)


@check("prose.wrong_year", severity="consider")
def wrong_year(case: Case, context: Context) -> Iterator[Raised]:
    """A visit or study dated a year before it can have been, or after the case went to review, bears the wrong year.

    bad: {"dates": {"injury": "2024-10-05", "decision": "2025-02-15"},
          "summary": "On 01/14/2024 she reported low back pain of 7/10."}
    bad: {"dates": {"injury": "2024-10-05", "decision": "2025-02-15"}, "summary": "The MRI of 11/18/2023 shows a tear."}
    bad: {"dates": {"injury": "2024-10-05", "decision": "2025-02-15"}, "summary": "The examination of 03/14/2024 shows it."}
    bad: {"dates": {"injury": "2024-10-05", "assigned": "2025-01-20", "decision": "2025-02-15"},
          "summary": "The progress report of 02/11/2025 describes spasm."}
    good: {"dates": {"injury": "2024-10-05", "decision": "2025-02-15"}, "summary": "On 01/14/2025 she reported pain."}
    good: {"dates": {"injury": "2024-10-05", "decision": "2025-02-15"},
          "summary": "Before the injury, on 01/14/2024, she was seen for an ankle sprain."}
    good: {"dates": {"injury": "2024-10-05", "decision": "2025-02-15"}, "summary": "He was seen on 3/2/2024 for the knee."}
    """
    injury, assigned = case.dates.injury, case.dates.assigned
    last = case.dates.decision or assigned or case.dates.application_received
    for field, one in _once(case):
        if one.day is None or not _of_visit(one):
            continue
        if injury and last and one.day < injury and (_own_date(one) or any(_years_later(one.day, injury, last))):
            if not _words("earlier").search(one.sentence.text):
                yield _raised(field, one, f"{one.words} lies before the injury ({dates.written(injury)}): is the date right?")
        elif assigned and later_than(one, assigned) and not later_than(one, case.dates.decision or context.today):
            yield _raised(
                field, one, f"{one.words} lies after the case was assigned ({dates.written(assigned)}): correct it."
            )


def _of_visit(one: WrittenDate) -> bool:
    """Whether a date is of a visit or study of the record."""
    text = one.sentence.text
    return _words("visit").search(text) is not None and not any(_words(key).search(text) for key in ("not_record", "planned"))


def _own_date(one: WrittenDate) -> bool:
    """Whether a date shortly before the injury is said to be a visit's or report's own: "the examination of 3/14/2024"."""
    return _visit_of().search(one.sentence.text, 0, one.start - one.sentence.start) is not None


@cache
def _visit_of() -> re.Pattern[str]:
    return re.compile(spaced(table("prose_dates.toml")["calendar"]["visit_of"]), re.IGNORECASE)


def _years_later(day: date, injury: date, last: date) -> Iterator[bool]:
    """Whether the same day lies between injury and review, for each year it can have been."""
    for year in range(max(injury.year, day.year + 1), last.year + 1):
        later = dates.day_of(year, day.month, day.day, 0)
        yield later is not None and injury <= later <= last


@check("prose.before_injury", severity="consider", confidence="unsure")
def before_injury(case: Case, context: Context) -> Iterator[Raised]:
    """A date shortly before the injury is meant to be one.

    bad: {"dates": {"injury": "2025-03-05"}, "summary": "On 2/27/2025 she was seen for knee pain."}
    good: {"dates": {"injury": "2025-03-05"}, "summary": "On 3/27/2025 she was seen for knee pain."}
    good: {"dates": {"injury": "2025-03-05"}, "summary": "On 2/27/2025 she was seen for a prior knee strain."}
    """
    injury = case.dates.injury
    for field, one in _once(case) if injury else ():
        if injury and one.day and _shortly_before(one.day, injury) and not _said_to_be_earlier(one):
            yield _raised(field, one, f"{one.words} lies before the injury ({dates.written(injury)}): is it meant?")


def _shortly_before(day: date, injury: date) -> bool:
    days = table("prose_dates.toml")["calendar"]["before_injury_days"]
    return injury - timedelta(days=min(days, (injury - date.min).days)) <= day < injury


def _said_to_be_earlier(one: WrittenDate) -> bool:
    return any(_words(key).search(one.sentence.text) for key in ("prior", "not_record"))


def _dates(case: Case) -> Iterator[tuple[TextField, WrittenDate]]:
    for field in prose(case):
        yield from ((field, one) for one in dates_of(field))


def _once(case: Case) -> Iterator[tuple[TextField, WrittenDate]]:
    """Every day the texts name, where it is named first."""
    seen: set[date | None] = set()
    for field, one in _dates(case):
        if one.day not in seen:
            seen.add(one.day)
            yield field, one


def _raised(field: TextField, one: WrittenDate, message: str) -> Raised:
    return field.raised((one.start, one.end), message, one.start)
