"""What an update of the guideline packs changes, as text for people and as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from imr_desktop.cli.output import say
from imr_desktop.review.updating import CaseChanges, RuleChange, Update

_MOST_WORDS = 160


def update_json(update: Update) -> dict[str, Any]:
    """The update's counts and each difference; a case with `counts` false differs in wording alone."""
    return {
        "cases": update.looked_at,
        "changed": update.changed,
        "sentence": update.sentence(),
        "old": {"version": update.old.version, "digest": update.old.digest},
        "new": {"version": update.new.version, "digest": update.new.digest},
        "changes": [_case_json(case) for case in update.cases],
    }


def _case_json(case: CaseChanges) -> dict[str, Any]:
    return {
        "case_number": case.case_number or None,
        "counts": case.counts,
        "items": [{"title": item.title, "changes": msgspec.to_builtins(item.changes)} for item in case.items],
    }


def say_update(update: Update) -> None:
    """Print the sentence, then each case with its differences."""
    say(f"{update.sentence()} (from {update.old.version or 'no version'} to {update.new.version or 'no version'})")
    for case in update.cases:
        say(f"\nCase {case.case_number or '(no number)'}{'' if case.counts else ': wording alone'}")
        for item in case.items:
            say(f"  {_short(item.title)}")
            for change in item.changes:
                _say_change(change)
    if update.old.digest == update.new.digest:
        say("Both are the same packs.")


def _say_change(change: RuleChange) -> None:
    name = f"{change.what}  {change.text}" if change.text else change.what
    say(f"    {name}")
    say(f"      from {_short(change.old)} to {_short(change.new)}. {change.why}")


def _short(words: str) -> str:
    return words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…"
