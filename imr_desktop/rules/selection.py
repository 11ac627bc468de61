"""Which of a service's rules governs an item, and which further rules add criteria."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from imr_desktop.case import dates
from imr_desktop.case.model import DisputedItem
from imr_desktop.rules import editions
from imr_desktop.rules.lookup import ResolvedInputs
from imr_desktop.rules.model import GoverningText
from imr_desktop.rules.packs import Criterion, Packs, Rule

Standing = Literal[
    "used",
    "asked already",
    "condition not met",
    "condition unknown",
    "no day",
    "not in force",
    "expired",
    "other chapter",
    "gate closed",
]
LAPSED: frozenset[Standing] = frozenset(("not in force", "expired"))


def choice(
    rules: Sequence[Rule],
    resolved: ResolvedInputs,
    packs: Packs,
    governing: editions.Governing,
    item: DisputedItem,
    text: GoverningText,
) -> editions.RuleChoice | None:
    """The governing rule of those for a service, None where none can apply; a rule of the governing `text` goes first."""
    fitting = _fitting(_of_chapters(rules, packs, text), resolved, packs, governing)
    applying = _applying(fitting, resolved, packs, governing)
    if not applying:
        return None
    return editions.choose([rule.data for rule in applying], packs.editions, governing, item, text)


def _of_chapters(rules: Sequence[Rule], packs: Packs, text: GoverningText) -> list[Rule]:
    """The rules without those of chapters that are about other parts of the body."""
    chapters = packs.chapters.chapters_of(text)
    return [rule for rule in rules if (packs.editions[rule.data.edition].chapter or None) in (None, *chapters)]


def _fitting(rules: Sequence[Rule], resolved: ResolvedInputs, packs: Packs, governing: editions.Governing) -> list[Rule]:
    """Rules whose condition holds, if any is in force; else those without one; else those that may yet hold."""
    known = resolved.known
    special = [rule for rule in rules if rule.when and in_force(rule, packs, governing) and rule.when.truth(known) is True]
    return (
        special
        or [rule for rule in rules if rule.when is None]
        or [rule for rule in rules if rule.when and rule.when.truth(known) is not False]
    )


def in_force(rule: Rule, packs: Packs, governing: editions.Governing) -> bool:
    """Whether the rule's edition governed on the day, or was current then, or no day is known."""
    return packs.covers(rule, governing.day)


def standing(
    rule: Rule, main: Rule | None, resolved: ResolvedInputs, packs: Packs, governing: editions.Governing, text: GoverningText
) -> Standing:
    """Where a rule that adds stands for an item with the governing rule `main`: used, or what keeps it away.

    A reading of the chapter of one part of the body is not used where that of another governs.
    """
    if rule.data.expires is not None and not _speaks(rule, packs, text):
        return "other chapter"
    if main is not None and rule.dependencies and rule.dependencies <= main.dependencies:
        return "asked already"
    edition = packs.editions[rule.data.edition]
    newest_reading = rule.data.expires is not None and edition.in_force_to is None
    if edition.dated and governing.day is None and not newest_reading:
        return "no day"
    if not in_force(rule, packs, governing):
        return "not in force"
    if rule.data.expires is not None and governing.day is not None and governing.day > rule.data.expires:
        return "expired"
    if rule.when is not None and (truth := rule.when.truth(resolved.known)) is not True:
        return "condition unknown" if truth is None else "condition not met"
    return "gate closed" if closed_gate(rule, resolved) else "used"


def expired(rule: Rule) -> str:
    """Why a reading is not used any more."""
    return f"It was to be used to {dates.written(rule.data.expires)}: the guideline is to be read again."


def _speaks(rule: Rule, packs: Packs, text: GoverningText) -> bool:
    chapter, governing = packs.editions[rule.data.edition].chapter, packs.chapters.chapters_of(text)
    of_parts = {one.name for one in packs.chapters.chapters if one.body}
    return chapter not in of_parts or chapter in governing or not governing & of_parts


def _applying(rules: Sequence[Rule], resolved: ResolvedInputs, packs: Packs, governing: editions.Governing) -> list[Rule]:
    """The rules whose gates are not closed; where a rule in force is closed, those of other days do not stand in for it."""
    closed = [rule for rule in rules if closed_gate(rule, resolved)]
    open_rules = [rule for rule in rules if rule not in closed]
    if governing.day is not None and any(in_force(rule, packs, governing) for rule in closed):
        open_rules = [rule for rule in open_rules if in_force(rule, packs, governing)]
    return open_rules or list(rules)


def closed_gate(rule: Rule, resolved: ResolvedInputs) -> Criterion | None:
    """The gate that says for certain that the rule does not apply, if one does."""
    return next((gate for gate in rule.gates if gate.test.truth(resolved.known) is False), None)
