"""Inputs read off the request's words and the case's fields, so that nobody has to type them.

`DERIVED` names them all; `inputs.yaml` marks the same ones ``derived: true``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.rules.expression import Known
from imr_desktop.rules.match import Named
from imr_desktop.rules.model import InputValue, Request
from imr_desktop.rules.request.clean import MAX_CHARACTERS
from imr_desktop.rules.request.numbers import as_digits
from imr_desktop.rules.request.quantity import VISIT_UNITS

_DAYS = re.compile(r"\b(\d{1,3})[- ]*(day|week|month)s?\b(?!\s*(?:ago|old))")
_DAYS_IN = {"day": 1, "week": 7, "month": 30}
_PER_SESSION = re.compile(r"\b(\d{1,2})\s+(?:\w+\s+){0,4}?(?:per|each|in (?:a|1)|in one) (?:session|visit)\b")
_FORMS = ("patch", "cream", "gel", "ointment", "lotion", "solution", "suspension", "spray")
_POSTSURGICAL = re.compile(r"\bpost[- ]?(?:op\b|operative|surgical|surgery)|\bafter surgery\b")
_MONTH_DAYS = 30.44


@dataclass(frozen=True, slots=True)
class Asked:
    """One item with what its words say; `words` is the request in lower case with digits."""

    case: Case
    item: DisputedItem
    request: Request
    named: Named | None
    words: str
    day: date | None


def asked(case: Case, item: DisputedItem, request: Request, named: Named | None, day: date | None) -> Asked:
    """Prepare an item for deriving inputs."""
    words = as_digits(item.disputed_text[:MAX_CHARACTERS].lower())
    return Asked(case, item, request, named, words, day)


def _per_session(asked: Asked) -> float | None:
    match = _PER_SESSION.search(asked.words)
    if match:
        return float(match[1])
    return asked.request.total if asked.request.unit == "injection" else None


def _visits(asked: Asked) -> float | None:
    request = asked.request
    return request.total if request.unit is None or request.unit in VISIT_UNITS else None


def _duration_days(asked: Asked) -> float | None:
    if asked.request.weeks is not None:
        return asked.request.weeks * 7
    match = _DAYS.search(asked.words)
    return int(match[1]) * _DAYS_IN[match[2]] if match else None


def _level_count(word: str) -> Callable[[Asked], float | None]:
    def count(asked: Asked) -> float | None:
        return len(asked.request.levels) or None if word in asked.words else None
    return count


def _said(*words: str) -> Callable[[Asked], bool | None]:
    def said(asked: Asked) -> bool | None:
        return True if any(word in asked.words for word in words) else None
    return said


def _acquisition(asked: Asked) -> str | None:
    return next((word for word in ("purchase", "rental", "trial") if word in asked.words), None)


def _form(asked: Asked) -> str | None:
    return next((form for form in _FORMS if re.search(rf"\b{form}s?\b", asked.words)), None)


def _includes_ncs(asked: Asked) -> bool | None:
    if re.search(r"\bnc[sv]\b|nerve conduction", asked.words):
        return True
    return False if re.search(r"\bemg\b|electromyograph", asked.words) else None


def _months_since_injury(asked: Asked) -> float | None:
    injury = asked.case.dates.injury
    if injury is None or asked.day is None or asked.day < injury:
        return None
    return round((asked.day - injury).days / _MONTH_DAYS, 1)


DERIVED: dict[str, Callable[[Asked], Any]] = {
    "request.units_per_session": _per_session,
    "request.units_total": lambda asked: asked.request.total,
    "request.frequency_per_week": lambda asked: asked.request.per_week,
    "request.duration_weeks": lambda asked: asked.request.weeks,
    "request.duration_days": _duration_days,
    "request.body_part": lambda asked: asked.request.body or None,
    "request.facet_levels": lambda asked: len(asked.request.levels) or None,
    "request.transforaminal_levels": _level_count("transforaminal"),
    "request.interlaminar_levels": _level_count("interlaminar"),
    "request.fluoroscopy": _said("fluoroscop"),
    "request.includes_ncs": _includes_ncs,
    "request.acquisition": _acquisition,
    "request.is_repeat": _said("repeat"),
    "request.is_refill": _said("refill"),
    "request.postsurgical": lambda asked: True if _POSTSURGICAL.search(asked.words) else None,
    "visits.requested": _visits,
    "drug.name": lambda asked: (asked.named.drug or None) if asked.named else None,
    "drug.ingredients": lambda asked: (asked.named.drugs or None) if asked.named else None,
    "drug.form": _form,
    "patient.age": lambda asked: asked.case.age,
    "history.months_since_injury": _months_since_injury,
}

# Sums of a stated number and one a record may hold: where the latter is missing, the former is a lower bound.
SUMS = {"visits.prior_plus_requested": ("visits.requested", "visits.prior")}


def derived(key: str, asked: Asked) -> Known | None:
    """A derived input's value, or None where the words do not say it."""
    value: InputValue | None = DERIVED[key](asked)
    return None if value is None else Known(value)
