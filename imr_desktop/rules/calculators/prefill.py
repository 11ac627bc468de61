"""What the case already says of a calculator's inputs. Only facts of the case and words of the request are used."""

from __future__ import annotations

from collections.abc import Mapping

from imr_desktop.case import dates
from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.rules.calculators.data import table
from imr_desktop.rules.model import Request

_VISITS = ("visit", "session", "treatment")


def prefilled(
    name: str, case: Case, item: DisputedItem | None, request: Request | None, service: str | None
) -> dict[str, str]:
    """Words for the calculator's fields, by field name; what the case does not say is left out.

    `request` is what the item's words ask for, `service` the service they were recognised as.
    """
    made = {
        "age": _age(case),
        "bmi": {"age": _number(case.age)},
        "visits": _visits(case, request, service),
        "supply": _supply(request),
        "postsurgical": _postsurgical(case, request),
        "mme": _mme(case),
    }
    found: Mapping[str, str] = made.get(name, {}) if item is not None or name in ("age", "bmi", "mme") else {}
    return {key: words for key, words in found.items() if words}


def _age(case: Case) -> dict[str, str]:
    return {"age": _number(case.age), "date": dates.written(case.dates.injury)}


def _visits(case: Case, request: Request | None, service: str | None) -> dict[str, str]:
    kind = table("visits")["services"].get(service or "", "")
    return {"requested": _visit_count(request), "injury": dates.written(case.dates.injury), "kind": kind}


def _supply(request: Request | None) -> dict[str, str]:
    if request is None:
        return {}
    return {"quantity": _number(request.pack), "refills": _number(request.refills)}


def _postsurgical(case: Case, request: Request | None) -> dict[str, str]:
    return {"requested": _visit_count(request), "on": dates.written(case.dates.request_for_authorization)}


def _mme(case: Case) -> dict[str, str]:
    """The table in force on the day that governs the case, as far as that day is known."""
    day = case.dates.decision or case.dates.ur_denial or case.dates.request_for_authorization
    if day is None:
        return {}
    tables = sorted(table("mme")["table"], key=lambda one: one["published"])
    held = [one for one in tables if one["published"] <= day] or tables[:1]
    return {"year": str(held[-1]["year"])}


def _visit_count(request: Request | None) -> str:
    if request is None or request.ambiguous:
        return ""
    return _number(request.total if request.unit in _VISITS or request.per_week else None)


def _number(value: float | None) -> str:
    return "" if value is None else str(value)
