"""Places in the words people use for them: one name for each part of the case, the same as in the window."""

from __future__ import annotations

from imr_desktop.case import fields
from imr_desktop.case.bound import lowered
from imr_desktop.case.model import Case, ClaimDates, DisputedItem
from imr_desktop.preflight.problem import Fix, Place, Raised

SUMMARY = Place("summary", field="summary", label="Case summary")
RECORD = Place("record", label="Record")


def of_case(field: str, name: str = "") -> Place:
    """A field of the case itself, under its own name or another."""
    return Place("case", field=field, label=name or fields.title(Case, field))


def date_name(field: str) -> str:
    """One of the claim dates as a sentence names it: ``date of injury``."""
    return lowered(fields.title(ClaimDates, field))


def of_date(field: str) -> Place:
    """One of the claim dates."""
    return Place("dates", field=field, label=f"Dates › {fields.title(ClaimDates, field)}")


def of_item(number: int, item: DisputedItem, field: str = "", start: int = -1, end: int = -1) -> Place:
    """An item or one of its fields; `number` counts from 1 in the order of the case."""
    label = f"Item {number}" + (f" › {fields.title(DisputedItem, field)}" if field else "")
    return Place("item", item.id, field, start, end, label)


def raised(
    number: int, item: DisputedItem, field: str, message: str, quote: str | None = None, fix: Fix | None = None
) -> Raised:
    """A problem of an item's field, the only one there of its check."""
    return Raised(of_item(number, item, field), message, str(number), quote, fix)


def numbered(case: Case) -> list[tuple[int, DisputedItem]]:
    """The items with their numbers, from 1."""
    return list(enumerate(case.items, start=1))
