"""What the packs say of a case's items: a proposed status for each criterion, with its trace. The physician decides."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from imr_desktop.case import dates
from imr_desktop.case.model import Case, CriterionAnswer, DisputedItem, SourceRef
from imr_desktop.rules import editions, groups, selection, visits, wording
from imr_desktop.rules.chapters import governing_text
from imr_desktop.rules.derive import OUTSIDE_MTUS, SUMS, asked
from imr_desktop.rules.evidence import CaseEvidence, distinct
from imr_desktop.rules.expression import Const, Known, Node
from imr_desktop.rules.formulary_items import requested_drug
from imr_desktop.rules.kleene import Truth
from imr_desktop.rules.lookup import ResolvedInputs, resolve_inputs, settled, with_parts
from imr_desktop.rules.match import NamedService
from imr_desktop.rules.model import (
    CriterionReport,
    GoverningText,
    InputValue,
    ItemReport,
    OwnRule,
    Request,
    Service,
    Status,
    Tier,
)
from imr_desktop.rules.on_day import on_day
from imr_desktop.rules.packs import SHIPPED, Criterion, Packs, Rule
from imr_desktop.rules.request.parse import request_of
from imr_desktop.rules.tiers import DENYING

_SOURCES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ItemContext:
    """One item with all that its report rests on.

    `rules` are those of its service, `additions` those that may add to it; `main` is the governing rule, chosen by `choice`,
    `added` the rules whose criteria stand beside it; `outside` says why `main` does not apply on the day (empty: it does).
    `lapsed` are readings of the service that are past their edition or their last day.
    """

    item: DisputedItem
    request: Request
    named: NamedService | None
    service: Service | None
    governing: editions.Governing
    rules: tuple[Rule, ...]
    additions: tuple[Rule, ...]
    resolved: ResolvedInputs
    choice: editions.RuleChoice | None
    main: Rule | None
    added: tuple[Rule, ...]
    outside: str
    text: GoverningText
    lapsed: tuple[Rule, ...] = ()


def evaluate_case(
    case: Case, packs: Packs, record: Mapping[int, str] | None = None, *, only: Container[str] | None = None
) -> tuple[ItemReport, ...]:
    """A report for each item, in order. `record` maps case pages to their text; `only` limits it to items of these ids."""
    return tuple(report_of(context, packs) for context in item_contexts(case, packs, record, only=only))


def item_contexts(
    case: Case, packs: Packs, record: Mapping[int, str] | None = None, *, only: Container[str] | None = None
) -> Iterator[ItemContext]:
    """Each item with its service, rules and inputs looked up, in order; `report_of` makes its report."""
    items = [item for item in case.items if only is None or item.id in only]
    if not items:
        return
    evidence = CaseEvidence(case, packs.phrases, packs.inputs, record)
    governing = editions.governing_date(case)
    surgeries = _surgeries(case, packs)
    for item in items:
        yield _item_context(case, item, packs, evidence, governing, surgeries)


def criterion_statuses(rule: Rule, known: Mapping[str, Known], packs: Packs) -> dict[str, Status]:
    """The status of each criterion for given inputs, by criterion id: what examples are checked with."""
    resolved = ResolvedInputs(settled(dict(known), packs), {})
    closed = selection.closed_gate(rule, resolved) is not None
    return {
        criterion.data.id: "not applicable" if closed else status_of(criterion, resolved)[0] for criterion in rule.criteria
    }


def _surgeries(case: Case, packs: Packs) -> tuple[DisputedItem, ...]:
    """The operations in dispute, without what only goes with one."""
    named = ((item, packs.matcher.match(item.disputed_text)) for item in case.items)
    return tuple(
        item
        for item, one in named
        if one and one.service.family == "surgery" and not packs.services[one.service.name].ancillary
    )


def _item_context(
    case: Case,
    item: DisputedItem,
    packs: Packs,
    evidence: CaseEvidence,
    governing: editions.Governing,
    surgeries: tuple[DisputedItem, ...],
) -> ItemContext:
    request = request_of(item)
    named = packs.matcher.match(item.disputed_text)
    service = packs.services[named.service.name] if named else None
    listed = requested_drug(case, item, request, service, packs.formulary, governing.day)
    question = asked(case, item, request, named, governing.day, surgeries, listed)
    there = on_day(service, governing.day, packs)
    resolved = resolve_inputs(there.keys, packs, evidence, question)
    text = governing_text(case, item, service, request, governing.day, packs, surgeries)
    choice = selection.choice(there.rules, resolved, packs, governing, item, text)
    main = packs.rules[choice.rule.id] if choice else None
    outside = choice.note if choice and governing.day is not None and not choice.in_force else ""
    # A text out of force is shown and says nothing: not even whether the MTUS speaks to the treatment.
    at_work = None if outside else main
    if at_work is not None:
        resolved.known[OUTSIDE_MTUS] = Known(not packs.editions[at_work.data.edition].dated)
    stands = {
        rule.data.id: selection.standing(rule, at_work, resolved, packs, governing, text)
        for rule in (*there.live, *there.readings)
    }
    added = tuple(rule for rule in there.live if stands[rule.data.id] == "used")
    lapsed = tuple(rule for rule in there.readings if stands[rule.data.id] in selection.LAPSED)
    rules, additions = there.rules, there.additions
    return ItemContext(
        item, request, named, service, governing, rules, additions, resolved, choice, main, added, outside, text, lapsed
    )


def report_of(context: ItemContext, packs: Packs) -> ItemReport:
    """What the packs say of an item."""
    item, choice = context.item, context.choice
    # A rule of a text out of force is history: its criteria are shown as such, and it is no rule of the item.
    main = None if context.outside else context.main
    return ItemReport(
        item_id=item.id,
        title=item.title,
        service=context.service.name if context.service else None,
        request=context.request,
        rule=main.data.id if main else None,
        edition=packs.editions[main.data.edition].title if main else "",
        governing_edition=choice.note if choice else "",
        criteria=tuple(report for rule in in_order(context) for report in _criteria(rule, context, packs)),
        source=main.source if main else "",
        overrides=main.overrides if main else (),
        added=tuple(rule.data.id for rule in context.added),
        own=_own(context, packs),
        governing=context.text,
        entry=_entry(context, packs),
    )


def _entry(context: ItemContext, packs: Packs) -> bool:
    """Whether the governing chapter's words are licensed, and no criterion in force was read in them for the service."""
    at_work = (*context.added, *((context.main,) if context.main and not context.outside else ()))
    own = (rule for rule in at_work if rule.data.edition == context.text.edition_id)
    read = any(criterion.data.confidence == "high" for rule in own for criterion in rule.criteria)
    return bool(packs.editions[context.text.edition_id].chapter) and not read


def in_order(context: ItemContext) -> list[Rule]:
    """Law on whether there is anything to review, the governing rule, what stands beside it, and last what is historical."""
    first = [rule for rule in context.added if rule.data.first]
    main = [context.main] if context.main else []
    beside = [rule for rule in context.added if not rule.data.first]
    order = [*first, *beside, *main] if context.outside else [*first, *main, *beside]
    return [*order, *context.lapsed]


def _own(context: ItemContext, packs: Packs) -> tuple[OwnRule, ...]:
    """The rules of the user's packs that are at work on an item, gates among them."""
    used = [rule for rule in (context.main, *context.added) if rule]
    closing = [criterion for rule in used for criterion in rule.edition_gates]
    gating = [gate for gate in packs.own_gates if any(criterion in gate.criteria for criterion in closing)]
    own = {rule.data.id: rule for rule in (*used, *gating) if rule.source != SHIPPED}
    return tuple(OwnRule(key, rule.source, rule.overrides) for key, rule in own.items())


def _criteria(rule: Rule, context: ItemContext, packs: Packs) -> tuple[CriterionReport, ...]:
    given = {answer.criterion: answer for answer in context.item.answers}
    outside = context.outside if rule is context.main else _lapsed(rule, context, packs)
    where = _where(rule, packs, context.governing.day, bool(outside))
    closed = selection.closed_gate(rule, context.resolved)
    reason = outside
    if not reason and closed is not None:
        reason = f"The rule does not apply, since this does not hold: {closed.data.text}."
    return tuple(
        _report(criterion, context.resolved, packs, given.get(criterion.data.id), reason, where)
        for criterion in groups.shown(rule, context.resolved.known)
    )


def _lapsed(rule: Rule, context: ItemContext, packs: Packs) -> str:
    """Why a reading is not used on the day; empty where it is."""
    if rule not in context.lapsed:
        return ""
    if selection.in_force(rule, packs, context.governing):
        return selection.expired(rule)
    return f"Its edition is not in force on {dates.written(context.governing.day)} ({context.governing.basis})."


def status_of(criterion: Criterion, resolved: ResolvedInputs) -> tuple[Status, Truth]:
    """The status proposed, and the test's own truth value."""
    applies = criterion.when.truth(resolved.known) if criterion.when else True
    truth = criterion.test.truth(resolved.known)
    if applies is False:
        return "not applicable", truth
    if applies is None or truth is None:
        return "not documented", None
    if truth is True:
        return "met", truth
    if criterion.data.on_fail == "not_applicable":
        return "not applicable", truth
    if criterion.data.confidence == "high" and criterion.data.on_fail in DENYING:
        return "not met", truth
    return "not documented", truth


def _report(
    criterion: Criterion, resolved: ResolvedInputs, packs: Packs, answer: CriterionAnswer | None, reason: str, where: _Where
) -> CriterionReport:
    data = criterion.data
    status, truth = ("not applicable", None) if reason else status_of(criterion, resolved)
    if status == "not met" and where.only_asks:
        status = "not documented"
    missing = _to_ask(missing_inputs(criterion, resolved), packs) if status == "not documented" else ()
    inputs = _inputs(criterion, resolved)
    return CriterionReport(
        id=data.id,
        text=data.text,
        kind=data.kind,
        status=status,
        inputs=inputs,
        limit=packs.limit_of(criterion),
        citation=f"{where.title}, {data.citation}",
        confidence=data.confidence,
        sources=_sources(criterion, resolved),
        missing=missing,
        would_change=_would_change(criterion, status, resolved, packs, reason),
        edition=where.edition,
        question=_question(criterion, resolved, status, truth, missing, packs),
        answer=answer,
        labels={key: packs.inputs[key].label for key in (*inputs, *missing)},
        source=where.source,
        overrides=where.overrides,
        tier=where.tier,
        historical=where.historical,
        found=visits.in_words(inputs, with_parts(criterion.keys)),
    )


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a rule's criteria stand: the edition's title, alone and with its days in force; the file; what it replaces.

    One in a text that is not in force is `historical`; one in a text that may have ended `only_asks`.
    """

    title: str
    edition: str
    source: str
    overrides: tuple[str, ...]
    tier: Tier
    historical: bool
    only_asks: bool


def _where(rule: Rule, packs: Packs, day: date | None, historical: bool) -> _Where:
    edition = packs.editions[rule.data.edition]
    days = f", {editions.span(edition)}" if edition.dated or edition.current_to else ""
    asks = edition.asks_from is not None and (day is None or edition.asks_from <= day)
    return _Where(edition.title, f"{edition.title}{days}", rule.source, rule.overrides, rule.tier, historical, asks)


def missing_inputs(criterion: Criterion, resolved: ResolvedInputs) -> tuple[str, ...]:
    """The inputs its condition and test read that are not known."""
    tested = [*(criterion.when.keys() if criterion.when else ()), *criterion.test.keys()]
    parts = (part for key in tested for part in (SUMS.get(key) or (key,)))
    return tuple(dict.fromkeys(key for key in parts if key not in resolved.known))


def _to_ask(missing: tuple[str, ...], packs: Packs) -> tuple[str, ...]:
    """Without those that follow from a missing number: how many visits there were tells whether there were any."""
    return tuple(
        key for key in missing if key not in packs.definitions or next(iter(packs.definitions[key].keys())) not in missing
    )


def _inputs(criterion: Criterion, resolved: ResolvedInputs) -> dict[str, InputValue]:
    """What is known, except a sum of which only a bound is known: its stated part stands for it."""
    return {
        key: resolved.known[key].value
        for key in with_parts(criterion.keys)
        if key in resolved.known and not resolved.known[key].at_least
    }


def _sources(criterion: Criterion, resolved: ResolvedInputs) -> tuple[SourceRef, ...]:
    found = (source for key in with_parts(criterion.keys) for source in resolved.sources.get(key, ()))
    return distinct(found, _SOURCES_SHOWN)


def _would_change(criterion: Criterion, status: Status, resolved: ResolvedInputs, packs: Packs, reason: str) -> str:
    if criterion.data.would_change and status in ("not met", "not documented"):
        return criterion.data.would_change
    return wording.would_change(status, criterion.test, resolved.known, packs.inputs, criterion.when, reason)


def _question(
    criterion: Criterion, resolved: ResolvedInputs, status: Status, truth: Truth, missing: tuple[str, ...], packs: Packs
) -> str:
    if status != "not documented":
        return ""
    if conflict := [key for key in criterion.keys if key in resolved.conflicting]:
        return f"The record says different things of {wording.labels(conflict, packs.inputs)}: which holds?"
    if criterion.when is not None and criterion.when.truth(resolved.known) is None:
        return _whether_it_applies(criterion, criterion.when, missing, packs)
    if truth is False and criterion.data.confidence == "from-memory":
        asking = (
            "Does the guideline recommend it?"
            if isinstance(criterion.test, Const)
            else f"Does the guideline ask for this: {criterion.data.text}?"
        )
        return (
            criterion.data.question or asking
        ) + " The criterion was not checked against the guideline's text, so it can only ask."
    if criterion.data.question or missing:
        return criterion.data.question or wording.question_for(missing, packs.inputs)
    found = "; ".join(
        f"{packs.inputs[key].label}: {wording.value(resolved.known[key], packs.inputs[key])}"
        for key in criterion.keys
        if key in resolved.known
    )
    return f"Found is {found}, which does not meet this: {criterion.data.text}. Is that right for this patient?"


def _whether_it_applies(criterion: Criterion, when: Node, missing: tuple[str, ...], packs: Packs) -> str:
    """The question whether a criterion is for this patient, then that of the criterion itself."""
    asked_first = [key for key in missing if key in set(when.keys())]
    then = [key for key in missing if key not in asked_first]
    first = wording.question_for(asked_first, packs.inputs)
    if not then:
        return first
    second = criterion.data.question or wording.question_for(then, packs.inputs)
    return f"{first} {second}" if criterion.data.group else f"{first} If so: {second}"
