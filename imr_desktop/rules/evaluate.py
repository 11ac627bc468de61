"""What the packs say of a case's items: a proposed status for each criterion, with its trace. The physician decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imr_desktop.case.model import Case, CriterionAnswer, DisputedItem, SourceRef
from imr_desktop.rules import editions, wording
from imr_desktop.rules.derive import DERIVED, SUMS, Asked, asked, derived
from imr_desktop.rules.evidence import CaseEvidence, distinct
from imr_desktop.rules.expression import Known
from imr_desktop.rules.kleene import Truth
from imr_desktop.rules.model import CriterionReport, Edition, InputValue, ItemReport, Status
from imr_desktop.rules.packs import Criterion, Packs, Rule
from imr_desktop.rules.request.parse import parse_request

_SOURCES_SHOWN = 8
_DENYING = ("not_supported", "question_then_not_supported")


@dataclass(frozen=True, slots=True)
class Looked:
    """The inputs a rule's criteria read, as far as they are known, with their sources."""

    known: dict[str, Known]
    sources: dict[str, tuple[SourceRef, ...]]
    conflicting: frozenset[str] = frozenset()


def evaluate_case(case: Case, packs: Packs, record: Mapping[int, str] | None = None) -> tuple[ItemReport, ...]:
    """A report for each item, in order. `record` maps case pages to their text."""
    evidence = CaseEvidence(case, packs.phrases, packs.inputs, record)
    governing = editions.governing_date(case)
    return tuple(_item(case, item, packs, evidence, governing) for item in case.items)


def evaluate_rule(case: Case, item: DisputedItem, rule: Rule, packs: Packs,
                  record: Mapping[int, str] | None = None) -> tuple[CriterionReport, ...]:
    """One rule's criteria for an item, whether or not it is the one its service calls for.

    Outside the days its edition was in force, all are *not applicable* and say which edition governs.
    """
    governing = editions.governing_date(case)
    named = packs.matcher.match(item.disputed_text)
    request = asked(case, item, parse_request(item.disputed_text), named, governing.day)
    looked = _look(rule, packs, CaseEvidence(case, packs.phrases, packs.inputs, record), request)
    outside = editions.not_governing(rule.data, dict(packs.editions), governing)
    return _criteria(rule, looked, packs, item.answers, outside)


def judge(rule: Rule, known: Mapping[str, Known], packs: Packs) -> dict[str, Status]:
    """The status of each criterion for given inputs, by criterion id: what examples are checked with."""
    reports = _criteria(rule, Looked(with_sums(dict(known)), {}), packs, (), "")
    return {report.id: report.status for report in reports}


def _item(case: Case, item: DisputedItem, packs: Packs, evidence: CaseEvidence,
          governing: editions.Governing) -> ItemReport:
    request = parse_request(item.disputed_text)
    named = packs.matcher.match(item.disputed_text)
    service = named.service.name if named else None
    rules = packs.by_service.get(service, ()) if service else ()
    if not rules:
        return ItemReport(item.id, item.title, service, request, None, "", "", ())
    question = asked(case, item, request, named, governing.day)
    looked = {rule.data.id: _look(rule, packs, evidence, question) for rule in rules}
    applying = _applying(rules, looked, packs, governing)
    choice = editions.choose([rule.data for rule in applying], dict(packs.editions), governing, item)
    rule = packs.rules[choice.rule.id]
    return ItemReport(
        item_id=item.id, title=item.title, service=service, request=request, rule=rule.data.id,
        edition=packs.editions[rule.data.edition].title, governing_edition=choice.note,
        criteria=_criteria(rule, looked[rule.data.id], packs, item.answers, ""))


def _applying(rules: Sequence[Rule], looked: Mapping[str, Looked], packs: Packs,
              governing: editions.Governing) -> list[Rule]:
    """The rules whose gates are not closed; where a rule in force is closed, those of other days do not stand in for it."""
    closed = [rule for rule in rules if _closed(rule, looked[rule.data.id])]
    open_rules = [rule for rule in rules if rule not in closed]
    day = governing.day
    if day is not None and any(packs.editions[rule.data.edition].covers(day) for rule in closed):
        open_rules = [rule for rule in open_rules if packs.editions[rule.data.edition].covers(day)]
    return open_rules or list(rules)


def _closed(rule: Rule, looked: Looked) -> bool:
    """Whether a gate says for certain that the rule does not apply."""
    return any(gate.test.truth(looked.known) is False for gate in rule.gates)


def _look(rule: Rule, packs: Packs, evidence: CaseEvidence, question: Asked) -> Looked:
    known: dict[str, Known] = {}
    sources: dict[str, tuple[SourceRef, ...]] = {}
    conflicting = set()
    for key in dict.fromkeys(key for criterion in rule.criteria for key in _with_parts(criterion.keys)):
        found = evidence.of(key, question.item)
        value = found.known
        if value is None and key in DERIVED:
            value = derived(key, question)
        if value is not None:
            known[key] = value
        if found.sources:
            sources[key] = found.sources
        if found.conflicting:
            conflicting.add(key)
    return Looked(with_sums(known), sources, frozenset(conflicting))


def _with_parts(keys: tuple[str, ...]) -> tuple[str, ...]:
    return (*keys, *(part for key in keys for part in SUMS.get(key, ())))


def with_sums(known: dict[str, Known]) -> dict[str, Known]:
    """Add the sums that follow from what is known; with a part missing, the sum is a lower bound."""
    for total, (stated, earlier) in SUMS.items():
        if total in known or stated not in known:
            continue
        first, second = known[stated].value, known.get(earlier)
        known[total] = Known(first, at_least=True) if second is None else Known(first + second.value)
    return known


def _criteria(rule: Rule, looked: Looked, packs: Packs, answers: tuple[CriterionAnswer, ...],
              outside: str) -> tuple[CriterionReport, ...]:
    given = {answer.criterion: answer for answer in answers}
    where = _edition(packs.editions[rule.data.edition])
    closed = next((gate for gate in rule.gates if gate.test.truth(looked.known) is False), None)
    reports = []
    for criterion in rule.criteria:
        reason = outside
        if not reason and closed is not None:
            reason = f"The rule does not apply, since this does not hold: {closed.data.text}."
        reports.append(_report(criterion, looked, packs, given.get(criterion.data.id), reason, where))
    return tuple(reports)


def _status(criterion: Criterion, looked: Looked) -> tuple[Status, Truth]:
    """The status proposed, and the test's own truth value."""
    applies = criterion.when.truth(looked.known) if criterion.when else True
    truth = criterion.test.truth(looked.known)
    if applies is False or (applies is None and criterion.data.on_missing == "not_applicable"):
        return "not applicable", truth
    if truth is True:
        return "met", truth
    if applies is None or truth is None:
        return "not documented", None
    if criterion.data.on_fail == "not_applicable":
        return "not applicable", truth
    if criterion.data.confidence == "high" and criterion.data.on_fail in _DENYING:
        return "not met", truth
    return "not documented", truth


def _report(criterion: Criterion, looked: Looked, packs: Packs, answer: CriterionAnswer | None, reason: str,
            where: _Where) -> CriterionReport:
    data = criterion.data
    status, truth = ("not applicable", None) if reason else _status(criterion, looked)
    missing = _missing(criterion, looked) if status == "not documented" else ()
    return CriterionReport(
        id=data.id, text=data.text, kind=data.kind, status=status, inputs=_inputs(criterion, looked),
        limit=data.limit or wording.limit_of(criterion.test, packs.inputs), citation=f"{where.title}, {data.citation}",
        confidence=data.confidence, sources=_sources(criterion, looked), missing=missing,
        would_change=_would_change(criterion, status, missing, packs, reason),
        edition=where.edition, question=_question(criterion, looked, status, truth, missing, packs), answer=answer)


@dataclass(frozen=True, slots=True)
class _Where:
    """The edition a rule's criteria stand in: its title, and with the days it was in force."""

    title: str
    edition: str


def _edition(edition: Edition) -> _Where:
    days = f", in force {editions.span(edition)}" if edition.dated else ""
    return _Where(edition.title, f"{edition.title}{days}")


def _missing(criterion: Criterion, looked: Looked) -> tuple[str, ...]:
    tested = [*(criterion.when.keys() if criterion.when else ()), *criterion.test.keys()]
    parts = (part for key in tested for part in (SUMS.get(key) or (key,)))
    return tuple(dict.fromkeys(key for key in parts if key not in looked.known))


def _inputs(criterion: Criterion, looked: Looked) -> dict[str, InputValue]:
    """What is known, except a sum of which only a bound is known: its stated part stands for it."""
    return {key: looked.known[key].value for key in _with_parts(criterion.keys)
            if key in looked.known and not looked.known[key].at_least}


def _sources(criterion: Criterion, looked: Looked) -> tuple[SourceRef, ...]:
    found = (source for key in _with_parts(criterion.keys) for source in looked.sources.get(key, ()))
    return distinct(found, _SOURCES_SHOWN)


def _would_change(criterion: Criterion, status: Status, missing: tuple[str, ...], packs: Packs, reason: str) -> str:
    if criterion.data.would_change and status in ("not met", "not documented"):
        return criterion.data.would_change
    return wording.would_change(status, criterion.test, missing, packs.inputs, reason)


def _question(criterion: Criterion, looked: Looked, status: Status, truth: Truth, missing: tuple[str, ...],
              packs: Packs) -> str:
    if status != "not documented":
        return ""
    if conflict := [key for key in criterion.keys if key in looked.conflicting]:
        return f"The record says different things of {wording.labels(conflict, packs.inputs)}: which holds?"
    if truth is False and criterion.data.confidence == "from-memory":
        return (criterion.data.question or f"Does the guideline ask for this: {criterion.data.text}?") + \
            " The criterion was not checked against the guideline's text, so it can only ask."
    return criterion.data.question or wording.question_for(missing, packs.inputs) or f"{criterion.data.text}: is it so?"
