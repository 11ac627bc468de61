"""Why each rule that was looked at for an item governs it, adds to it, or was skipped."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case import dates
from imr_desktop.rules import editions, selection, wording
from imr_desktop.rules.evaluate import ItemContext
from imr_desktop.rules.explained import Place, WeighedRule
from imr_desktop.rules.packs import Packs, Rule


def weighed(context: ItemContext, packs: Packs) -> Iterator[WeighedRule]:
    """The governing rule first, then those that add to it, then those skipped, in the packs' order."""
    main = context.main
    if main is not None:
        yield _row(main, "governs", _why_governs(context), context, packs)
    for rule in context.added:
        yield _row(rule, "adds", _why_added(rule, packs), context, packs)
    for rule in context.rules:
        if rule is not main:
            yield _row(rule, "skipped", _why_skipped(rule, context, packs), context, packs)
    for rule in context.additions:
        if rule not in context.added:
            yield _row(rule, "skipped", why_not_added(rule, context, packs), context, packs)


def _row(rule: Rule, place: Place, why: str, context: ItemContext, packs: Packs) -> WeighedRule:
    data = rule.data
    return WeighedRule(
        data.id,
        data.service,
        packs.editions[data.edition].title,
        rule.source,
        rule.overrides,
        place,
        why,
        general=data.adds,
        out_of_force=not selection.in_force(rule, packs, context.governing),
    )


def _why_governs(context: ItemContext) -> str:
    return context.choice.note if context.choice else ""


def _why_added(rule: Rule, packs: Packs) -> str:
    if rule.when is not None:
        return f"This holds: {wording.in_words(rule.when, packs.inputs)}."
    for_all = not (rule.data.to or rule.data.families)
    return "It is for every request." if for_all else "It is for this kind of service."


def _why_skipped(rule: Rule, context: ItemContext, packs: Packs) -> str:
    known, main = context.resolved.known, context.main
    if not selection.in_force(rule, packs, context.governing):
        return _not_in_force(rule, context, packs)
    if rule.when is not None and (truth := rule.when.truth(known)) is not True:
        first = truth is None and main is not None and main.when is None
        return _condition(rule, truth is None, packs, first)
    if gate := selection.closed_gate(rule, context.resolved):
        return f"It is only for this, not so here: {gate.data.text}."
    if main is None:
        return "It cannot apply."
    return f"{main.data.id} goes before it{_reason(rule, main, packs)}."


def _reason(rule: Rule, main: Rule, packs: Packs) -> str:
    if main.when is not None and rule.when is None:
        return ", since it is for this very situation"
    if packs.editions[main.data.edition].dated and not packs.editions[rule.data.edition].dated:
        return ", since it stands in the MTUS"
    return ", since its edition is the newer or the one cited"


def _not_in_force(rule: Rule, context: ItemContext, packs: Packs) -> str:
    day = context.governing.day
    known = f"; the day is {dates.written(day)} ({context.governing.basis})" if day else ""
    return f"Its edition: {editions.span(packs.editions[rule.data.edition])}{known}."


def _condition(rule: Rule, unknown: bool, packs: Packs, first: bool = False) -> str:
    words = wording.in_words(rule.when, packs.inputs) if rule.when else ""
    if first:
        return f"It would go first where this holds, which is not known here: {words}."
    return f"It is only for this, {'not known' if unknown else 'not so'} here: {words}."


def why_not_added(rule: Rule, context: ItemContext, packs: Packs) -> str:
    """Why a rule that adds is not at work on an item, as a sentence."""
    standing = selection.standing(rule, context.main, context.resolved, packs, context.governing, context.text)
    match standing:
        case "asked already":
            return "The governing rule asks the same."
        case "condition unknown" | "condition not met":
            return _condition(rule, standing == "condition unknown", packs)
        case "no day":
            return "No day is known that would say whether its edition governs."
        case "not in force":
            return _not_in_force(rule, context, packs)
        case "expired":
            return selection.expired(rule)
        case "other chapter":
            return f"It is of another chapter than what governs here: {context.text.citation}."
        case _:
            gate = selection.closed_gate(rule, context.resolved)
            return f"It is only for this, not so here: {gate.data.text}." if gate else ""
