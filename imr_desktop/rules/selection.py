"""Which of a service's rules governs an item, and which further rules add criteria."""

from __future__ import annotations

from collections.abc import Sequence

from imr_desktop.case.model import DisputedItem
from imr_desktop.rules import editions
from imr_desktop.rules.lookup import Looked
from imr_desktop.rules.packs import Packs, Rule


def choice(rules: Sequence[Rule], looked: Looked, packs: Packs, governing: editions.Governing,
            item: DisputedItem) -> editions.Choice | None:
    """The governing rule of those for a service, None where none can apply."""
    applying = _applying(_fitting(rules, looked, packs, governing), looked, packs, governing)
    if not applying:
        return None
    return editions.choose([rule.data for rule in applying], dict(packs.editions), governing, item)


def _fitting(rules: Sequence[Rule], looked: Looked, packs: Packs,
             governing: editions.Governing) -> list[Rule]:
    """Rules whose condition holds, if any is in force; else those without one; else those that may yet hold."""
    truths = {rule.data.id: rule.when.truth(looked.known) for rule in rules if rule.when}
    special = [rule for rule in rules if truths.get(rule.data.id) is True and _in_force(rule, packs, governing)]
    return (special or [rule for rule in rules if rule.when is None]
            or [rule for rule in rules if truths[rule.data.id] is not False])


def _in_force(rule: Rule, packs: Packs, governing: editions.Governing) -> bool:
    edition = packs.editions[rule.data.edition]
    return not edition.dated or governing.day is None or edition.covers(governing.day)


def adds(rule: Rule, main: Rule | None, looked: Looked, packs: Packs, governing: editions.Governing) -> bool:
    """Whether an added rule's criteria are shown: its condition holds, it is in force, and asks nothing twice."""
    if main is not None and _dependencies(rule) and _dependencies(rule) <= _dependencies(main):
        return False
    if rule.when is not None and rule.when.truth(looked.known) is not True:
        return False
    if packs.editions[rule.data.edition].dated and governing.day is None:
        return False
    return _in_force(rule, packs, governing) and not _closed(rule, looked)


def _dependencies(rule: Rule) -> set[str]:
    """The inputs its dependency criteria test."""
    return {key for criterion in rule.criteria if criterion.data.kind == "dependency" for key in (*criterion.test.keys(),)}


def _applying(rules: Sequence[Rule], looked: Looked, packs: Packs,
              governing: editions.Governing) -> list[Rule]:
    """The rules whose gates are not closed; where a rule in force is closed, those of other days do not stand in for it."""
    closed = [rule for rule in rules if _closed(rule, looked)]
    open_rules = [rule for rule in rules if rule not in closed]
    day = governing.day
    if day is not None and any(packs.editions[rule.data.edition].covers(day) for rule in closed):
        open_rules = [rule for rule in open_rules if packs.editions[rule.data.edition].covers(day)]
    return open_rules or list(rules)


def _closed(rule: Rule, looked: Looked) -> bool:
    """Whether a gate says for certain that the rule does not apply."""
    return any(gate.test.truth(looked.known) is False for gate in rule.gates)


