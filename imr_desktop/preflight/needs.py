"""Which checks could not be made, and why: what they need was not there, or they broke."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from imr_desktop.preflight.problem import NotRun
from imr_desktop.preflight.registry import all_checks

if TYPE_CHECKING:
    from imr_desktop.preflight.problem import Context, Need, Problem

PARTLY = "Made in part:"
"""How the reason of a check begins that was made without some pages."""
BROKE = ":not-run"
"""How the id of a problem ends that says a check broke."""


def not_run(context: Context, problems: Iterable[Problem]) -> tuple[NotRun, ...]:
    """The checks that were not made over a case, in their order, each with what it lacked; then those that broke."""
    return (*_lacking(context), *(NotRun(one.check, one.message) for one in problems if one.id.endswith(BROKE)))


def _lacking(context: Context) -> Iterator[NotRun]:
    for check in all_checks():
        if check.needs and (reason := lacks(context, check.needs)):
            yield NotRun(check.name, reason)


def lacks(context: Context, need: Need) -> str:
    """What of a need is not there, in a sentence; empty where all of it is."""
    match need:
        case "record":
            return _no_record(context)
        case "identity":
            return "" if context.identity else "Nobody has said whose name must stay out of the letter."
        case "packs":
            return "" if context.packs is not None else "No guideline packs are loaded."
        case "rules":
            return "The guideline rules could not run." if context.rules_fault else ""
        case "others":
            return "" if context.others.items else "No other decided case is at hand to compare with."
        case "disclosures":
            return "" if context.disclosures else "The settings name nobody the reviewer has ties with."


def _no_record(context: Context) -> str:
    if any(text.strip() for text in context.record.values()):
        return f"{PARTLY} {context.away}" if context.away else ""
    return context.away or "No text of the record is at hand."
