"""Why each rule that was looked at for an item governs it, adds to it, or was skipped."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.rules import editions, selection, wording
from imr_desktop.rules.evaluate import Considered
from imr_desktop.rules.explained import Place, WeighedRule
from imr_desktop.rules.packs import Packs, Rule


def weighed(considered: Considered, packs: Packs) -> Iterator[WeighedRule]:
    """The governing rule first, then those that add to it, then those skipped, in the packs' order."""
    main = considered.main
    if main is not None:
        yield _row(main, "governs", _why_governs(considered), packs)
    for rule in considered.added:
        yield _row(rule, "adds", _why_added(rule, packs), packs)
    for rule in considered.rules:
        if rule is not main:
            yield _row(rule, "skipped", _why_skipped(rule, considered, packs), packs)
    for rule in considered.additions:
        if rule not in considered.added:
            yield _row(rule, "skipped", _why_not_added(rule, considered, packs), packs)


def _row(rule: Rule, place: Place, why: str, packs: Packs) -> WeighedRule:
    data = rule.data
    return WeighedRule(data.id, data.service, packs.editions[data.edition].title, rule.source, rule.overrides, place, why)


def _why_governs(considered: Considered) -> str:
    return considered.choice.note if considered.choice else ""


def _why_added(rule: Rule, packs: Packs) -> str:
    if rule.when is not None:
        return f"This holds: {wording.in_words(rule.when, packs.inputs)}."
    for_all = not (rule.data.to or rule.data.families)
    return "It is for every request." if for_all else "It is for this kind of service."


def _why_skipped(rule: Rule, considered: Considered, packs: Packs) -> str:
    known, main = considered.looked.known, considered.main
    outside = editions.not_governing(rule.data, dict(packs.editions), considered.governing)
    if outside:
        return outside
    if rule.when is not None and (truth := rule.when.truth(known)) is not True:
        return _condition(rule, truth is None, packs)
    if gate := selection.closed_gate(rule, considered.looked):
        return f"A gate is closed: {gate.data.text}."
    if main is None:
        return "It cannot apply."
    if main.when is not None and rule.when is None:
        return f"{main.data.id} is for this very case and goes before it."
    return f"{main.data.id} goes before it."


def _condition(rule: Rule, unknown: bool, packs: Packs) -> str:
    said = "not known here" if unknown else "not so here"
    return f"It is only for this, {said}: {wording.in_words(rule.when, packs.inputs)}." if rule.when else ""


def _why_not_added(rule: Rule, considered: Considered, packs: Packs) -> str:
    standing = selection.standing(rule, considered.main, considered.looked, packs, considered.governing)
    match standing:
        case "asked already":
            return "The governing rule asks the same."
        case "condition unknown" | "condition not met":
            return _condition(rule, standing == "condition unknown", packs)
        case "no day":
            return "No day is known that would say whether its edition governs."
        case "not in force":
            return editions.not_governing(rule.data, dict(packs.editions), considered.governing)
        case _:
            gate = selection.closed_gate(rule, considered.looked)
            return f"A gate is closed: {gate.data.text}." if gate else ""
