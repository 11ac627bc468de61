"""Explaining an item: why it is this service, why this rule, and why each criterion has its status.

Nothing here decides: it tells what `evaluate` did, from the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from imr_desktop.case.model import Case, SourceRef
from imr_desktop.rules import groups, visits, wording
from imr_desktop.rules.derive import SUMS
from imr_desktop.rules.evaluate import ItemContext, in_order, item_contexts, missing_inputs, report_of, status_of
from imr_desktop.rules.explained import Explained, ExplainedCriterion, ExplainedInput, Gate
from imr_desktop.rules.expression import Const
from imr_desktop.rules.lookup import with_parts
from imr_desktop.rules.model import HISTORICAL, CriterionReport, Request
from imr_desktop.rules.naming import named_by
from imr_desktop.rules.origins import origin
from imr_desktop.rules.packs import Criterion, Packs, Rule
from imr_desktop.rules.tiers import MAY_DENY
from imr_desktop.rules.weighing import weighed

FROM_MEMORY = "from memory: not compared with the guideline's text, so it can only ask and never says not met"

VISITS = frozenset({*visits.SHOWN, *(key for key in SUMS if key.startswith("visits."))})
"""The inputs whose values stand together as the numbers beside a limit."""
_PLACES = {"summary": "the case summary", "finding": "a finding"}
_QUOTED = 200


def explain_case(case: Case, packs: Packs, record: Mapping[int, str] | None = None) -> tuple[Explained, ...]:
    """An explanation of each item, in order. `record` maps case pages to their text."""
    return tuple(explain(case, context, packs) for context in item_contexts(case, packs, record))


def explain(case: Case, context: ItemContext, packs: Packs) -> Explained:
    """One item explained."""
    report = report_of(context, packs)
    criteria = ((rule, criterion) for rule in in_order(context) for criterion in groups.shown(rule, context.resolved.known))
    named = named_by(context.named, context.item.disputed_text)
    return Explained(
        item_id=report.item_id,
        title=report.title,
        words=context.item.disputed_text,
        request=report.request,
        understood=tuple(understood(report.request)),
        asks=report.request.ambiguous,
        service=report.service,
        matched=named.words,
        service_why=named.why,
        governing_day=context.governing.day,
        governing_basis=context.governing.basis,
        rule=report.rule,
        governing_edition=report.governing_edition,
        gates=tuple(_gate(gate, case, context, packs) for gate in _gates(context)),
        criteria=tuple(
            _criterion(rule, criterion, one, case, context, packs)
            for (rule, criterion), one in zip(criteria, report.criteria, strict=True)
        ),
        rules=tuple(weighed(context, packs)),
        own=report.own,
        governing=report.governing,
        entry=report.entry,
    )


def _gates(context: ItemContext) -> tuple[Criterion, ...]:
    """The gates of the rule at work: those of a text out of force ask nothing."""
    return context.main.gates if context.main and not context.outside else ()


def understood(request: Request) -> Iterable[str]:
    """What was read from a request's words, a clause each."""
    if request.total is not None:
        yield f"{_counted(request.total, request.unit)} in all"
    elif request.count is not None:
        yield f"{_counted(request.count, request.unit)}"
    if request.per_week is not None:
        yield f"{request.per_week} a week"
    if request.weeks is not None:
        yield f"for {_counted(request.weeks, 'week')}"
    yield from (
        f"{name}: {value}"
        for name, value in (
            ("injections in a session", request.per_session),
            ("sessions", request.sessions),
            ("asked for at first", request.original),
            ("already authorized", request.authorized),
            ("dose", request.dose),
            ("quantity", request.pack),
            ("refills", request.refills),
            ("side", request.side),
            ("body part", ", ".join(request.body)),
            ("levels", ", ".join(request.levels)),
            ("already given", ", ".join(request.service_dates) or ("yes" if request.retrospective else "")),
        )
        if value not in (None, "")
    )


def _counted(number: float, unit: str | None) -> str:
    return f"{number} {unit}{'' if number == 1 or unit.endswith('s') else 's'}" if unit else str(number)


def _values(criterion: Criterion, case: Case, context: ItemContext, packs: Packs) -> tuple[ExplainedInput, ...]:
    resolved = context.resolved
    found = []
    for key in dict.fromkeys(with_parts(criterion.keys)):
        spec, known = packs.inputs[key], resolved.known.get(key)
        conflicting = key in resolved.conflicting
        if known is None and not conflicting:
            continue
        words = "the places found say different things" if known is None else wording.value(known, spec)
        found.append(
            ExplainedInput(
                key,
                spec.label,
                words,
                origin(key, case, context, packs),
                resolved.sources.get(key, ()),
                known is None,
                key not in criterion.data.shown,
            )
        )
    return tuple(found)


def _gate(gate: Criterion, case: Case, context: ItemContext, packs: Packs) -> Gate:
    missing = missing_inputs(gate, context.resolved)
    return Gate(
        gate.data.id,
        gate.data.text,
        gate.test.truth(context.resolved.known),
        _values(gate, case, context, packs),
        _labels(missing, packs),
        gate.data.citation,
    )


def _labels(keys: Iterable[str], packs: Packs) -> tuple[str, ...]:
    return tuple(dict.fromkeys(packs.inputs[key].label for key in keys))


def _criterion(
    rule: Rule, criterion: Criterion, report: CriterionReport, case: Case, context: ItemContext, packs: Packs
) -> ExplainedCriterion:
    return ExplainedCriterion(
        rule=rule.data.id,
        report=report,
        test=wording.in_words(criterion.test, packs.inputs),
        applies_when=wording.in_words(criterion.when, packs.inputs) if criterion.when else "",
        values=_values(criterion, case, context, packs),
        missing=_labels(report.missing, packs),
        why=_why(criterion, report, case, context, packs),
        sure=sure(criterion),
    )


def sure(criterion: Criterion) -> str:
    """How sure a criterion is, and since when: where it was seen, or that it was not compared with the text."""
    if criterion.data.confidence == "from-memory":
        return FROM_MEMORY
    seen = f"seen in {', '.join(criterion.data.seen_in)}" if criterion.data.seen_in else "seen in part"
    return f"high: {seen}" if criterion.data.confidence == "high" else f"mixed: not seen in this very edition; {seen}"


def _why(criterion: Criterion, report: CriterionReport, case: Case, context: ItemContext, packs: Packs) -> str:
    if report.historical:
        return f"{HISTORICAL}: {report.would_change}"
    if report.status == "not applicable":
        return _why_not_applicable(criterion, report, context, packs)
    if report.status == "met":
        return f"Decided by {_decided(criterion, True, case, context, packs)}."
    if report.status == "not met":
        return _why_not_met(criterion, case, context, packs)
    if conflict := [key for key in criterion.keys if key in context.resolved.conflicting]:
        return f"The record says different things of {wording.labels(conflict, packs.inputs)}."
    _, truth = status_of(criterion, context.resolved)
    if criterion.when is not None and criterion.when.truth(context.resolved.known) is None:
        return f"Nothing tells whether it applies to this patient: {wording.in_words(criterion.when, packs.inputs)}."
    if truth is None:
        return f"Nothing in the case tells this: {'; '.join(_labels(report.missing, packs))}."
    return _why_only_asked(criterion, report, case, context, packs)


def _decided(criterion: Criterion, holds: bool, case: Case, context: ItemContext, packs: Packs) -> str:
    """What decided, each with the document, page and sentence that says it."""
    keys = wording.deciding(criterion.test, context.resolved.known, holds)
    return "; ".join(_told(key, case, context, packs) for key in keys)


def _told(key: str, case: Case, context: ItemContext, packs: Packs) -> str:
    words = wording.found(context.resolved.known[key], packs.inputs[key])
    sources = context.resolved.sources.get(key, ())
    return f"{words} ({place(sources[0], case) if sources else origin(key, case, context, packs)})"


def place(source: SourceRef, case: Case) -> str:
    """Where a sentence stands, and the sentence: "Progress report, p. 7: “…”"."""
    document = next((one.title for one in case.documents if one.id == source.document), "")
    name = document or _PLACES.get(source.document.partition(":")[0], "the record")
    quote = source.quote if len(source.quote) <= _QUOTED else f"{source.quote[:_QUOTED].rsplit(' ', 1)[0]} …"
    return f"{name}{f', p. {source.page}' if source.page else ''}{f': “{quote}”' if quote else ''}"


def _why_not_met(criterion: Criterion, case: Case, context: ItemContext, packs: Packs) -> str:
    if isinstance(criterion.test, Const):
        return "The guideline does not recommend it, whatever the record says."
    return f"Decided by {_decided(criterion, False, case, context, packs)}."


def _why_only_asked(criterion: Criterion, report: CriterionReport, case: Case, context: ItemContext, packs: Packs) -> str:
    """Why a test that fails gives a question and not *not met*."""
    decided = _decided(criterion, False, case, context, packs)
    failing = (
        "The guideline would not recommend it"
        if isinstance(criterion.test, Const)
        else f"Found is {decided}, which does not meet it"
    )
    if criterion.data.confidence == "from-memory":
        return f"{failing}; but the criterion is from memory, so it only asks."
    if report.tier not in MAY_DENY:
        return f"{failing}; but it stands in no text that may say not met. {report.kind_of_text}."
    return f"{failing}; but by itself this does not speak against the treatment, so it only asks."


def _why_not_applicable(criterion: Criterion, report: CriterionReport, context: ItemContext, packs: Packs) -> str:
    known = context.resolved.known
    applies = criterion.when.truth(known) if criterion.when else True
    if criterion.when is not None and applies is False:
        return f"It applies only with this, which is not so here: {wording.in_words(criterion.when, packs.inputs)}."
    return report.would_change
