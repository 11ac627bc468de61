"""How many visits: asked for at first, allowed, in dispute. A limit on a course never sees only what was left over."""

from __future__ import annotations

import re
from collections.abc import Mapping

from imr_desktop.case.model import DisputedItem
from imr_desktop.rules.expression import Known
from imr_desktop.rules.model import InputValue, Request
from imr_desktop.rules.request.reading import VISIT_UNITS

PRIOR, REQUESTED, AUTHORIZED, ORIGINAL = "visits.prior", "visits.requested", "visits.authorized", "visits.original"
COURSE, POSTOP_PRIOR = "visits.course", "visits.postop_prior"
INJURY_TOTALS = {
    "physical therapy": "visits.pt_injury_total_incl_request",
    "occupational therapy": "visits.ot_injury_total_incl_request",
    "chiropractic treatment": "visits.chiro_injury_total_incl_request",
}
"""Labor Code 4604.5(c) counts each profession for itself."""
BESIDE = (AUTHORIZED, REQUESTED)
SHOWN = (PRIOR, POSTOP_PRIOR, ORIGINAL, AUTHORIZED, REQUESTED)
_NAMES = {
    PRIOR: "prior",
    POSTOP_PRIOR: "prior since the operation",
    ORIGINAL: "asked for",
    AUTHORIZED: "authorized",
    REQUESTED: "in dispute",
}
_REST = re.compile(r"\bremain(?:ing|der)\b")


def requested(request: Request) -> float | None:
    """The visits in dispute."""
    return request.total if _counts_visits(request) else None


def authorized(request: Request) -> float | None:
    """The visits that utilization review allowed."""
    return request.authorized if _counts_visits(request) else None


def original(request: Request, item: DisputedItem) -> Known | None:
    """The visits asked for before utilization review allowed a part; at least those in dispute where that part is unknown."""
    rest = requested(request)
    if not _counts_visits(request):
        return None
    if request.original is not None:
        return Known(request.original)
    if rest is None or not _is_rest(request, item):
        return None if rest is None else Known(rest)
    return Known(rest, at_least=True) if request.authorized is None else Known(rest + request.authorized)


def injury_totals(known: Mapping[str, Known], service: str) -> dict[str, Known]:
    """What is known of all visits of the service's profession for the injury: at least this course."""
    key, course = INJURY_TOTALS.get(service), known.get(COURSE)
    return {} if key is None or key in known or course is None else {key: Known(course.value, at_least=True)}


def in_words(inputs: Mapping[str, InputValue], keys: tuple[str, ...]) -> str:
    """The numbers behind a limit on visits, for a line: "prior 6, asked for 12, authorized 6"; empty where it has none."""
    if ORIGINAL not in keys:
        return ""
    counted = [key for key in SHOWN if key in keys]
    same = ORIGINAL in counted and AUTHORIZED not in inputs
    return ", ".join(
        f"{_NAMES[key]} {_number(inputs.get(key))}"
        for key in counted
        if not (same and key == REQUESTED) and (key in inputs or key in (PRIOR, POSTOP_PRIOR))
    )


def _number(value: InputValue | None) -> str:
    return "not known" if value is None else f"{value:g}" if isinstance(value, int | float) else str(value)


def _counts_visits(request: Request) -> bool:
    return request.pack is None and (request.unit is None or request.unit in VISIT_UNITS)


def _is_rest(request: Request, item: DisputedItem) -> bool:
    """Whether what is in dispute is what utilization review left over."""
    if item.relation == "whole":
        return False
    allowed = item.authorized or request.authorized is not None
    return bool(allowed) or item.relation == "remainder" or bool(_REST.search(item.disputed_text.lower()))
