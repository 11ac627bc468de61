"""Places in the words people use for them: one name for each part of the case, the same as in the window."""

from __future__ import annotations

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight.problem import Place

DATE_NAMES = {
    "injury": "date of injury",
    "ur_denial": "UR denial date",
    "ur_served": "date UR was served",
    "request_for_authorization": "RFA date",
    "application_received": "date the application was received",
    "assigned": "date assigned",
    "records_complete": "date the records were complete",
    "decision": "decision date",
    "mailed": "date mailed",
}

FIELD_NAMES = {
    "title": "Request",
    "requested": "Requested",
    "authorized": "Authorized by UR",
    "in_dispute": "In dispute",
    "claims_administrator_guideline": "UR's guideline",
    "reviewer_guideline": "Your citation",
    "no_citation_reason": "Reason for no citation",
    "evidence": "Evidence",
    "answers": "Criteria",
    "rationale": "Rationale",
    "decision": "Decision",
}

SUMMARY = Place("summary", field="summary", label="Case summary")
RECORD = Place("record", label="Record")
SIGN = Place("sign", label="Sign")


def of_case(field: str, name: str) -> Place:
    """A field of the case itself, e.g. ``of_case("number", "Case number")``."""
    return Place("case", field=field, label=name)


def of_date(field: str) -> Place:
    """One of the claim dates."""
    name = DATE_NAMES.get(field, field)
    return Place("dates", field=field, label=f"Dates › {name[:1].upper()}{name[1:]}")


def of_item(number: int, item: DisputedItem, field: str = "", start: int = -1, end: int = -1) -> Place:
    """An item or one of its fields; `number` counts from 1 in the order of the case."""
    label = f"Item {number}" + (f" › {FIELD_NAMES.get(field, field)}" if field else "")
    return Place("item", item.id, field, start, end, label)


def numbered(case: Case) -> list[tuple[int, DisputedItem]]:
    """The items with their numbers, from 1."""
    return list(enumerate(case.items, start=1))
