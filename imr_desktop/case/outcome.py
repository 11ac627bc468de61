"""The case's outcome, derived from its items in the words of the published index (Uphold, Overturn, Partial Overturn)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from imr_desktop.case.model import Case, Decision

Outcome = Literal["Uphold", "Overturn", "Partial Overturn"]

CLOSING: Mapping[Decision, str] = MappingProxyType(
    {"Upheld": "The request is not medically necessary.", "Overturned": "The request is medically necessary."}
)
"""The sentence that states the result of an item in the determination's own words, and ends its rationale."""


def outcome(case: Case) -> Outcome | None:
    """What the decisions come to, or None while an item is undecided or none was decided.

    *Uphold*: every denial stands. *Overturn*: every denial is reversed. Items that ended without a decision do not count.
    """
    if not case.items or any(not item.settled for item in case.items):
        return None
    decisions = {item.decision for item in case.items if item.decision is not None and item.end_state is None}
    if not decisions:
        return None
    if len(decisions) == 2:
        return "Partial Overturn"
    return "Uphold" if decisions == {"Upheld"} else "Overturn"
