"""The disputed items: each is there, decided and explained."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight import places
from imr_desktop.preflight.problem import Context, Fix, Raised, SetCaseField, SetItemField
from imr_desktop.preflight.registry import check

_WORD = re.compile(r"\w+")
LEAST_WORDS = 5
"""A rationale of fewer words cannot name condition, documents and findings."""


@check("item.none", severity="must fix", confidence="sure")
def no_items(case: Case, context: Context) -> Iterator[Raised]:
    """The case has a disputed item to decide.

    bad: {}
    good: {"items": [{"title": "MRI of the left knee"}]}
    """
    if not case.items:
        yield Raised(places.of_case("items", "Disputed items"), "No disputed item: add what the application lists.")


@check("item.count", severity="must fix", confidence="sure")
def item_count(case: Case, context: Context) -> Iterator[Raised]:
    """As many items are decided as are in dispute.

    bad: {"expected_items": 2, "items": [{"title": "MRI of the left knee"}]}
    good: {"expected_items": 1, "items": [{"title": "MRI of the left knee"}]}
    good: {"items": [{"title": "MRI of the left knee"}]}
    """
    expected, there = case.expected_items, len(case.items)
    if expected is not None and there and expected != there:
        missing = "add what is missing" if there < expected else "remove what is not in dispute"
        fix = Fix(f"In dispute: {there}", (SetCaseField("expected_items", there),))
        message = f"{_count(there)} here, {expected} in dispute: {missing}, or correct the number."
        yield Raised(places.of_case("items", "Disputed items"), message, fix=fix)


@check("item.untitled", severity="must fix", confidence="sure")
def untitled(case: Case, context: Context) -> Iterator[Raised]:
    """Every item says what was requested.

    bad: {"items": [{"title": "  "}]}
    good: {"items": [{"title": "Acupuncture x 6"}]}
    """
    for number, item in places.numbered(case):
        if not item.title.strip():
            message = f"Item {number} does not say what was requested: write it."
            yield places.raised(number, item, "title", message, fix=Fix("Write the request", act="write", target=item.id))


@check("item.undecided", severity="must fix", confidence="sure")
def undecided(case: Case, context: Context) -> Iterator[Raised]:
    """Every item is decided, or ended without a decision.

    bad: {"items": [{"title": "MRI", "source_decision": "Upheld", "decision": null}]}
    good: {"items": [{"title": "MRI", "decision": "Overturned"}]}
    good: {"items": [{"title": "MRI", "decision": null, "end_state": "withdrawn"}]}
    """
    for number, item in places.numbered(case):
        if not item.settled:
            message = f"Item {number} is undecided: Upheld or Overturned?"
            yield places.raised(number, item, "decision", message, fix=Fix("Decide", act="decide", target=item.id))


@check("item.rationale", severity="must fix", confidence="sure")
def rationale(case: Case, context: Context) -> Iterator[Raised]:
    """Every decision has a rationale.

    bad: {"items": [{"title": "MRI", "rationale": " "}]}
    bad: {"items": [{"title": "MRI", "rationale": "Not medically necessary."}]}
    good: {"items": [{"title": "MRI",
          "rationale": "The patient has knee pain after a fall; the exam shows locking and effusion."}]}
    good: {"items": [{"title": "MRI", "rationale": "", "end_state": "withdrawn"}]}
    """
    for number, item in places.numbered(case):
        if item.end_state is None and len(_WORD.findall(item.rationale[:200])) < LEAST_WORDS:
            what = "has no rationale" if not item.rationale.strip() else "has a rationale of a few words only"
            message = f"Item {number} {what}: say why."
            yield places.raised(
                number, item, "rationale", message, fix=Fix("Write the rationale", act="write", target=item.id)
            )


@check("item.duplicate", severity="consider", confidence="sure")
def duplicate(case: Case, context: Context) -> Iterator[Raised]:
    """No request stands in the case twice.

    bad: {"items": [{"title": "Ibuprofen 800 mg #60"}, {"title": "ibuprofen 800mg, #60"}]}
    good: {"items": [{"title": "Ibuprofen 800 mg #60"}, {"title": "Ibuprofen 600 mg #60"}]}
    """
    first: dict[str, int] = {}
    for number, item in places.numbered(case):
        words = _letters(item)
        if words and words in first:
            message = f"Item {number} asks for the same as item {first[words]}: remove one, or tell them apart."
            yield places.raised(number, item, "title", message)
        first.setdefault(words, number)


@check("item.remainder", severity="must fix", confidence="sure")
def remainder(case: Case, context: Context) -> Iterator[Raised]:
    """Where utilization review allowed a part, it is clear what is left in dispute.

    bad: {"items": [{"title": "PT x 12", "requested": "PT x 12", "authorized": "PT x 6", "relation": "remainder"}]}
    good: {"items": [{"title": "PT", "authorized": "PT x 6", "in_dispute": "PT x 6", "relation": "remainder"}]}
    good: {"items": [{"title": "PT", "requested": "PT x 12", "authorized": "a home program", "relation": "whole"}]}
    """
    for number, item in places.numbered(case):
        if item.relation == "remainder" and not item.in_dispute.strip():
            fix = Fix("Whole request", (SetItemField(item.id, "in_dispute", item.requested),)) if item.requested else None
            yield places.raised(
                number, item, "in_dispute", f"Item {number}: UR allowed a part; write what remains in dispute.", fix=fix
            )


def _letters(item: DisputedItem) -> str:
    return "".join(_WORD.findall(item.title.casefold()))


def _count(number: int) -> str:
    return "1 item" if number == 1 else f"{number} items"
