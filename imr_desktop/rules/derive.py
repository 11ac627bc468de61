"""Inputs read off the request's words and the case's fields, so that nobody has to type them.

`DERIVED` names them all; `inputs.yaml` marks the same ones ``derived: true``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.case.numbers import as_digits
from imr_desktop.rules import editions, phases, visits
from imr_desktop.rules.expression import Known
from imr_desktop.rules.formulary_answers import INPUTS, ListAnswer
from imr_desktop.rules.match import NamedService
from imr_desktop.rules.model import InputValue, Request
from imr_desktop.rules.request.body import body_parts, regions_of
from imr_desktop.rules.request.clean import MAX_CHARACTERS

_DAYS = re.compile(r"\b(\d{1,3})[- ]*(day|week|month)s?\b(?!\s*(?:ago|old|(?:a|per|each|/)\s*week))")
_DAYS_IN = {"day": 1, "week": 7, "month": 30}
_FORMS = ("tablet", "capsule", "patch", "cream", "gel", "ointment", "lotion", "solution", "suspension", "spray")
_AROUND_SURGERY = re.compile(r"\b(?:pre|post|peri)[- ]?(?:op\b|operative|surgical|surgery)|\bafter surgery\b")
_ASSOCIATED = re.compile(r"\bassociated (?:surgical|surgery) services?\b|\bassociated service")
_STAGES = (("trial", re.compile(r"\btrial\b")), ("permanent", re.compile(r"\bpermanent\b|\bimplant(?:ation)?\b")))
_HOURS = re.compile(r"\b(\d{1,4})[- ]*(?:hours?|hrs?)\b(?!\s*(?:a|per|/|each|x\s*\d))")
_HOURS_A_WEEK = re.compile(r"\b(\d{1,3})\s*(?:hours?|hrs?)\s*(?:a|per|/|each)\s*(?:week|wk)\b")
_HOURS_A_DAY = re.compile(r"\b(\d{1,2})\s*(?:hours?|hrs?)\s*(?:a|per|/|each)\s*day\b\D{1,20}(\d)\s*(?:x|days?|times)")
_STRENGTH = re.compile(r"\b(\d{1,2}(?:\.\d{1,5})?|\.\d{1,5})\s*(?:%|percent)")
_CAPSAICIN = re.compile(r"\bcapsaicin\D{0,20}?(\d{0,2}\.\d{1,5})\s*%")
_SUMMARY_LIMIT = 3_000


@dataclass(frozen=True, slots=True)
class RequestedItem:
    """One item with what its words say; `words` is the request in lower case with digits."""

    case: Case
    item: DisputedItem
    request: Request
    named: NamedService | None
    words: str
    day: date | None
    surgeries: tuple[DisputedItem, ...] = ()
    listed: ListAnswer | None = None


def asked(
    case: Case,
    item: DisputedItem,
    request: Request,
    named: NamedService | None,
    day: date | None,
    surgeries: Iterable[DisputedItem] = (),
    listed: ListAnswer | None = None,
) -> RequestedItem:
    """Prepare an item for deriving inputs; `surgeries` are the operations in dispute in the same case, `listed` is what the
    drug list says of it.
    """
    words, others = _digits(item.disputed_text), tuple(one for one in surgeries if one.id != item.id)
    return RequestedItem(case, item, request, named, words, day, others, listed)


@lru_cache(maxsize=512)
def _digits(text: str) -> str:
    """A request in small letters with digits."""
    return as_digits(text[:MAX_CHARACTERS].lower())


def _per_session(asked: RequestedItem) -> float | None:
    """Injections in one session: as stated; else all of them, where the words name no number of sessions.

    ``x 6`` may be six in one session or six sessions, which `Request.ambiguous` asks; until it is answered, the number is
    measured as what the request names, and a fact ``request.units_per_session`` replaces it.
    """
    request = asked.request
    if request.per_session is not None:
        return request.per_session
    return request.count if request.unit == "injection" and request.sessions is None else None


def _duration_days(asked: RequestedItem) -> float | None:
    if asked.request.weeks is not None:
        return asked.request.weeks * 7
    match = _DAYS.search(asked.words)
    return int(match[1]) * _DAYS_IN[match[2]] if match else None


def _level_count(word: str) -> Callable[[RequestedItem], float | None]:
    def count(asked: RequestedItem) -> float | None:
        return len(asked.request.levels) or None if word in asked.words else None

    return count


def _said(*words: str) -> Callable[[RequestedItem], bool | None]:
    def said(asked: RequestedItem) -> bool | None:
        return True if any(word in asked.words for word in words) else None

    return said


def _part_asked_for(asked: RequestedItem) -> tuple[str, ...] | None:
    """The parts of the body that the request names, by a level too, or the operation in dispute that it goes with."""
    own = asked.request.body or regions_of(asked.words)
    if own or not _ancillary(asked):
        return own or None
    return body_parts(" ".join(surgery.disputed_text for surgery in asked.surgeries)) or None


def _region(asked: RequestedItem) -> tuple[str, ...] | None:
    """The parts of the body it is for: as the request's words say, else the whole item's, else all that the summary names."""
    item = asked.item
    return (
        asked.request.body
        or body_parts(f"{item.title} {item.requested}")
        or body_parts(asked.case.summary[:_SUMMARY_LIMIT])
        or None
    )


def _days_since_injury(asked: RequestedItem) -> float | None:
    """From the injury to the request, or to utilization review where the request's day is not known."""
    claim = asked.case.dates
    day = claim.request_for_authorization or claim.ur_denial
    return None if claim.injury is None or day is None or day < claim.injury else (day - claim.injury).days


def _acquisition(asked: RequestedItem) -> str | None:
    return next((word for word in ("purchase", "rental", "trial") if word in asked.words), None)


def _form(asked: RequestedItem) -> str | None:
    return next((form for form in _FORMS if re.search(rf"\b{form}s?\b", asked.words)), None)


def _includes_ncs(asked: RequestedItem) -> bool | None:
    if re.search(r"\bnc[sv]\b|nerve conduction", asked.words):
        return True
    return False if re.search(r"\bemg\b|electromyograph", asked.words) else None


def _weeks_of_complaint(asked: RequestedItem) -> float | None:
    injury, day = asked.case.dates.injury, editions.asked_on(asked.case, asked.day)
    if phases.months_of_complaint(asked.case, asked.day) is None or injury is None or day is None:
        return None
    return round((day - injury).days / 7, 1)


def _quantity(asked: RequestedItem) -> str | None:
    request = asked.request
    for number, word in ((request.total, request.unit or ""), (request.pack, "#"), (request.count, request.unit or "")):
        if number is not None:
            return f"{number:g} {word}".strip()
    days = _duration_days(asked)
    return f"{days:g} days" if days is not None else None


def _ancillary(asked: RequestedItem) -> bool | None:
    """Whether it goes with an operation that is itself in dispute, or is called a service associated with one.

    Where no operation is in dispute it does not; where one is, other services may go with it without saying so.
    """
    if _ASSOCIATED.search(asked.words):
        return True
    if not asked.surgeries:
        return False
    bound = (asked.named is not None and asked.named.service.ancillary) or bool(_AROUND_SURGERY.search(asked.words))
    return True if bound else None


def _surgery_supported(asked: RequestedItem) -> bool | None:
    """What the reviewer decided of the case's operations, where all went one way."""
    decisions = {surgery.decision for surgery in asked.surgeries}
    return {"Upheld": False, "Overturned": True}.get(next(iter(decisions)) or "") if len(decisions) == 1 else None


def _stage(asked: RequestedItem) -> str | None:
    return next((stage for stage, words in _STAGES if words.search(asked.words)), None)


def _program(asked: RequestedItem) -> str | None:
    return next((name for name in ("work hardening", "work conditioning") if name in asked.words), None)


def _device(asked: RequestedItem) -> str | None:
    return "nmes" if re.search(r"\bnmes\b|neuromuscular", asked.words) else None


def _hours(asked: RequestedItem) -> float | None:
    match = _HOURS.search(asked.words)
    return float(match[1]) if match else None


def _hours_a_week(asked: RequestedItem) -> float | None:
    if match := _HOURS_A_WEEK.search(asked.words):
        return float(match[1])
    match = _HOURS_A_DAY.search(asked.words)
    return float(match[1]) * float(match[2]) if match else None


def _strength(asked: RequestedItem) -> float | None:
    strengths = _CAPSAICIN.findall(asked.words) or _STRENGTH.findall(asked.words)
    return float(strengths[0]) if len(strengths) == 1 else None


def _fill(asked: RequestedItem) -> str | None:
    return next(
        (
            fill
            for fill in ("special fill", "perioperative fill", "physician dispensed")
            if fill in asked.words.replace("-", " ")
        ),
        None,
    )


def _of_list(read: Callable[[ListAnswer], InputValue | None]) -> Callable[[RequestedItem], InputValue | None]:
    def of(asked: RequestedItem) -> InputValue | None:
        return read(asked.listed) if asked.listed else None

    return of


OUTSIDE_MTUS = "guideline.outside_mtus"  # known only once the governing rule is

DERIVED: dict[str, Callable[[RequestedItem], Any]] = {
    "request.units_per_session": _per_session,
    "request.units_total": lambda asked: asked.request.total,
    "request.frequency_per_week": lambda asked: asked.request.per_week,
    "request.duration_weeks": lambda asked: asked.request.weeks,
    "request.duration_days": _duration_days,
    "request.body_part": _part_asked_for,
    "request.region": _region,
    "request.days_since_injury": _days_since_injury,
    "request.facet_levels": lambda asked: len(asked.request.levels) or None,
    "request.transforaminal_levels": _level_count("transforaminal"),
    "request.interlaminar_levels": _level_count("interlaminar"),
    "request.fluoroscopy": _said("fluoroscop"),
    "request.includes_ncs": _includes_ncs,
    "request.acquisition": _acquisition,
    "request.is_repeat": _said("repeat"),
    "request.is_refill": _said("refill"),
    "request.postsurgical": lambda asked: True if phases.AFTER_SURGERY.search(asked.words) else None,
    visits.REQUESTED: lambda asked: visits.requested(asked.request),
    visits.AUTHORIZED: lambda asked: visits.authorized(asked.request),
    visits.ORIGINAL: lambda asked: visits.original(asked.request, asked.item),
    "drug.name": lambda asked: (asked.named.drug or None) if asked.named else None,
    "drug.ingredients": lambda asked: (asked.named.drugs or None) if asked.named else None,
    "drug.form": _form,
    "patient.age": lambda asked: asked.case.age,
    "history.months_since_injury": lambda asked: phases.months_since_injury(asked.case, asked.day),
    "history.symptom_duration_months": lambda asked: phases.months_of_complaint(asked.case, asked.day),
    "history.symptom_duration_weeks": _weeks_of_complaint,
    "history.phase": lambda asked: phases.phase_of(asked.case, asked.day).phase or None,
    "request.quantity": _quantity,
    "request.ancillary": _ancillary,
    "request.stage": _stage,
    "request.program": _program,
    "request.device": _device,
    "request.program_hours_total": _hours,
    "request.hours_per_week": _hours_a_week,
    "surgery.supported": _surgery_supported,
    "drug.strength_percent": _strength,
    "drug.days_supply": _duration_days,
    "drug.fill": _fill,
    "drug.compounded": _said("compound", "cmpd"),
    **{key: _of_list(read) for key, read in INPUTS.items()},
    OUTSIDE_MTUS: lambda asked: None,
    "case.decision_date": lambda asked: asked.day.isoformat() if asked.day else None,
}

# Sums of a stated number and one a record may hold: where the latter is missing, the former is a lower bound.
SUMS = {
    visits.COURSE: (visits.ORIGINAL, visits.PRIOR),
    "visits.postop_total_incl_request": (visits.ORIGINAL, visits.POSTOP_PRIOR),
}


def derived(key: str, asked: RequestedItem) -> Known | None:
    """A derived input's value, or None where the words do not say it."""
    value: InputValue | Known | None = DERIVED[key](asked)
    return value if value is None or isinstance(value, Known) else Known(value)


def forget_texts() -> None:
    """Forget what was read in which summary and request."""
    phases.forget_texts()
    _digits.cache_clear()
