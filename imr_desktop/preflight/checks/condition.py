"""The employee's medical condition stands in each analysis (Labor Code 4610.6(e))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.data import any_of, pattern_of, table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import rationales, sentences


@cache
def _condition() -> re.Pattern[str]:
    data = table("conditions.toml")
    return re.compile(rf"\b(?:{any_of(data['words'])}|\w+{any_of(data['endings'])})\b", re.IGNORECASE)


@lru_cache(maxsize=512)
def names_condition(text: str) -> bool:
    """Whether a text names a condition, a diagnosis or a complaint at all."""
    return _condition().search(text) is not None


@check("condition.missing", severity="must fix")
def missing(case: Case, context: Context) -> Iterator[Raised]:
    """Each analysis names the medical condition, in the rationale or in the case summary.

    bad: {"summary": "The employee was seen on 11/16/2025.",
          "items": [{"rationale": "The MTUS does not recommend this device."}]}
    good: {"summary": "The employee has lumbar radiculopathy.",
          "items": [{"rationale": "The MTUS does not recommend this device."}]}
    good: {"items": [{"rationale": "For a rotator cuff tear the guideline recommends it."}]}
    """
    if names_condition(case.summary):
        return
    for number, item in places.numbered(case):
        if item.end_state is None and item.rationale.strip() and not names_condition(item.rationale):
            message = f"Item {number} names no medical condition: name it here or in the summary."
            yield places.raised(
                number, item, "rationale", message, fix=Fix("Write the condition", act="write", target="summary")
            )


@check("condition.rationale", severity="consider")
def in_rationale(case: Case, context: Context) -> Iterator[Raised]:
    """Where most rationales say what ails the employee, each does: it is read by itself.

    bad: {"summary": "The employee has lumbar radiculopathy.", "items": [{"rationale": "Radiculopathy is shown."},
          {"rationale": "The radiculopathy is new."}, {"rationale": "The MTUS does not recommend this device."}]}
    good: {"summary": "The employee has lumbar radiculopathy.", "items": [{"rationale": "Radiculopathy is shown."},
          {"rationale": "The radiculopathy is new."}, {"rationale": "Old radiculopathy; the MTUS has no device."}]}
    good: {"summary": "The employee has lumbar radiculopathy.",
          "items": [{"rationale": "The MTUS does not recommend this device."}]}
    """
    if not names_condition(case.summary):
        return
    those = [field for field in rationales(case) if field.item and field.item.end_state is None]
    silent = [field for field in those if not names_condition(_of_patient(field.text))]
    if len(silent) * 2 >= len(those):
        return
    for field in silent:
        if field.item:
            yield places.raised(
                field.number, field.item, "rationale", f"Item {field.number} names no medical condition: name it."
            )


@lru_cache(maxsize=256)
def _of_patient(text: str) -> str:
    """A rationale without what it says of guidelines in general."""
    general = pattern_of("conditions.toml", "general")
    kept = [one.text for one in sentences(text) if not general.search(one.text)]
    return " ".join(kept)
