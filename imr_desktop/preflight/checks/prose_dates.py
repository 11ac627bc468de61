"""Dates in the text against the fields: injury, utilization review, request for authorization, application, assignment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache, partial

from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.data import pattern_of, spaced, table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.prose_dates_found import DATE, like, parse
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, prose

_RANGE = re.compile(rf"\s*(?:to|through|until|-|–)\s*{DATE}", re.IGNORECASE)
_AT_ISSUE = re.compile(r"^(?:prior|previous|initial|original)\b", re.IGNORECASE)
_THE_ONE = re.compile(r"\b(?:original|initial)\s+$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
WINDOW = 40
"""Letters before a phrase in which words of another injury or review are looked for."""


@cache
def _phrases(part: str, field: str) -> re.Pattern[str]:
    """The phrases for one date; each has one group, the date."""
    rows = table("prose_dates.toml")[part].get(field, ["(?!)()"])
    return re.compile("|".join(spaced(row).replace("{date}", f"({DATE})") for row in rows), re.IGNORECASE)


_other = partial(pattern_of, "prose_dates.toml", "other", "words")


@check("prose.injury", severity="consider")
def injury(case: Case, context: Context) -> Iterator[Raised]:
    """The date of injury in the text is the one of the case.

    bad: {"dates": {"injury": "2024-03-05"}, "summary": "He sustained an industrial injury on 3/6/24."}
    good: {"dates": {"injury": "2024-03-05"}, "summary": "The date of injury is March 5, 2024."}
    bad: {"dates": {"injury": "2024-03-05"}, "summary": "A 44-year-old male with an occupational claim from 03/15/2024."}
    bad: {"dates": {"injury": "2024-03-05"}, "summary": "She injured her left knee on 3/5/23."}
    bad: {"dates": {"injury": "2024-03-05"}, "summary": "The claim dated 3/6/2024 covers the knee."}
    good: {"dates": {"injury": "2024-03-05"}, "summary": "He had a prior work injury on 2/1/2010."}
    good: {"dates": {"injury": "2024-03-05"}, "summary": "He was involved in another accident on 7/1/2024."}
    """
    yield from _differing(case, "injury")


@check("prose.ur_denial", severity="consider")
def ur_denial(case: Case, context: Context) -> Iterator[Raised]:
    """The date of the utilization review in the text is the one of the case.

    bad: {"dates": {"ur_denial": "2025-10-03"}, "summary": "On 10-02-2025, utilization review denied the MRI."}
    bad: {"dates": {"ur_denial": "2025-10-03"}, "summary": "A prior review dated 09/23/2025 denied the MRI."}
    bad: {"dates": {"ur_denial": "2025-10-03"}, "summary": "The original utilization review (10-13-2025) denied the MRI."}
    bad: {"dates": {"ur_denial": "2025-10-03"}, "summary": "On 10/3/24, the claims administrator denied the MRI."}
    good: {"dates": {"ur_denial": "2025-10-03"}, "summary": "The utilization review determination is dated 10/3/25."}
    good: {"dates": {"ur_denial": "2025-10-03"}, "summary": "A prior review dated 02/11/2025 denied acupuncture."}
    """
    yield from _differing(case, "ur_denial")


@check("prose.rfa", severity="consider")
def rfa(case: Case, context: Context) -> Iterator[Raised]:
    """The date of the request for authorization in the text is the one of the case.

    bad: {"dates": {"request_for_authorization": "2025-09-20"}, "summary": "The RFA dated 9/21/2025 asks for an MRI."}
    good: {"dates": {"request_for_authorization": "2025-09-20"}, "summary": "The request for authorization dated 09/20/2025."}
    """
    yield from _differing(case, "request_for_authorization")


@check("prose.application", severity="consider")
def application(case: Case, context: Context) -> Iterator[Raised]:
    """The date the application was received, in the text, is the one of the case.

    bad: {"dates": {"application_received": "2025-10-14"}, "summary": "The application for IMR was received on 10/15/25."}
    good: {"dates": {"application_received": "2025-10-14"}, "summary": "The application was received 10/14/2025."}
    """
    yield from _differing(case, "application_received")


@check("prose.assigned", severity="consider")
def assigned(case: Case, context: Context) -> Iterator[Raised]:
    """The date of assignment in the text is the one of the case.

    bad: {"dates": {"assigned": "2025-10-21"}, "summary": "Date assigned: 10/22/2025."}
    good: {"dates": {"assigned": "2025-10-21"}, "summary": "The case was assigned on October 21, 2025."}
    """
    yield from _differing(case, "assigned")


@check("prose.decision", severity="consider")
def decision(case: Case, context: Context) -> Iterator[Raised]:
    """The date of the determination in the text is the one of the case.

    bad: {"dates": {"decision": "2025-11-20"}, "summary": "This final determination is dated 11/21/2025."}
    good: {"dates": {"decision": "2025-11-20"}, "summary": "The decision date is 11/20/2025."}
    """
    yield from _differing(case, "decision")


def _differing(case: Case, field: str) -> Iterator[Raised]:
    right = getattr(case.dates, field)
    if right is None:
        return
    for text in prose(case):
        count = 0
        for first, start, end in _dates(text.text, field, right):
            day = parse(text.text[start:end], right)
            if day is not None and day != right and not _about_another(text.text, first, end):
                count += 1
                yield _raised(text, start, end, field, like(text.text[start:end], right), count)


@lru_cache(maxsize=1024)
def _dates(text: str, field: str, right: date) -> tuple[tuple[int, int, int], ...]:
    """Where the phrases for a date start, and where the date in each stands."""
    seen: dict[int, tuple[int, int, int]] = {}
    for sentence in TextField(text, "").sentences(*table("prose_dates.toml")["hints"][field]):
        if _DIGIT.search(sentence.text) is None:
            continue
        for part in ("phrases", "near"):
            for found in _phrases(part, field).finditer(sentence.text):
                start, end = found.span(found.lastindex or 0)
                if part == "phrases" or _is_near(sentence.text[start:end], right):
                    at = sentence.start
                    seen.setdefault(at + start, (at + found.start(), at + start, at + end))
    return tuple(seen.values())


def _is_near(words: str, right: date) -> bool:
    """Whether a date lies near the case's own, or is it but for the year."""
    day = parse(words, right)
    days = table("prose_dates.toml")["near"]["days"]
    return day is not None and (abs((day - right).days) <= days or (day.month, day.day) == (right.month, right.day))


def _about_another(text: str, start: int, end: int) -> bool:
    """Whether another injury or review is meant, or a span of time; "prior review" is what letters call the one at issue."""
    before = _THE_ONE.sub(" ", text[max(0, start - WINDOW) : start])
    said = _AT_ISSUE.sub(" ", text[start:end])
    return _other().search(before) is not None or _other().search(said) is not None or _RANGE.match(text, end) is not None


def _raised(text: TextField, start: int, end: int, field: str, right: str, count: int) -> Raised:
    words = text.text[start:end]
    message = f"{words} here, but the {places.date_name(field)} is {right}: correct one."
    return text.raised((start, end), message, count, Fix(f"Replace by {right}", (text.replace(start, end, right),)))
