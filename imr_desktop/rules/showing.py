"""A rule whole, for people: where it stands, when it applies, what it tests, and its own examples."""

from __future__ import annotations

import difflib
from typing import Any

import msgspec

from imr_desktop.errors import UsageError
from imr_desktop.rules import wording
from imr_desktop.rules.model import Example, InputSpec, RuleEntry
from imr_desktop.rules.packs import Criterion, Packs, Rule, entry_of

_NEAREST = 4
_LONGEST = 120
_ON_FAIL = {
    "not_supported": "not met",
    "question_then_not_supported": "not met, and asks first whether it is so",
    "question": "not documented: it only asks",
    "not_applicable": "the criterion does not apply",
}
_MISSING = "not documented, and it asks"


class ShownInput(msgspec.Struct, frozen=True):
    """An input a criterion reads."""

    key: str
    label: str
    question: str
    type: str
    unit: str


class ShownCriterion(msgspec.Struct, frozen=True):
    """A criterion with its tests in words and as written, and what follows where it fails or an input is missing."""

    id: str
    kind: str
    text: str
    test: str
    test_as_written: dict[str, Any]
    applies_when: str
    inputs: tuple[ShownInput, ...]
    limit: str
    fails: str
    missing: str
    citation: str
    confidence: str
    seen_in: tuple[str, ...]
    question: str
    would_change: str


class ShownRule(msgspec.Struct, frozen=True):
    """A rule: its line in the list, its service's names, its conditions and gates in words, criteria and examples."""

    entry: RuleEntry
    section: str
    also: tuple[str, ...]
    synonyms: tuple[str, ...]
    note: str
    applies_when: str
    adds_to: tuple[str, ...]
    not_to: tuple[str, ...]
    gates: tuple[str, ...]
    closes: tuple[str, ...]
    criteria: tuple[ShownCriterion, ...]
    examples: tuple[Example, ...]


def show_rule(packs: Packs, rule_id: str) -> ShownRule:
    """The rule with this id. Raises UsageError that names the nearest ids where there is none."""
    rule = packs.rules.get(rule_id)
    if rule is None:
        raise UsageError(f"No rule is called {_shown(rule_id)}; {_advice(packs, rule_id)}")
    data = rule.data
    service = packs.services.get(data.service)
    drugs = (name for generic, brands in (service.drugs if service else {}).items() for name in (generic, *brands))
    return ShownRule(
        entry=entry_of(packs, rule),
        section=data.section,
        also=data.also,
        synonyms=(*(service.synonyms if service else ()), *drugs),
        note=data.note,
        applies_when=wording.in_words(rule.when, packs.inputs) if rule.when else "",
        adds_to=_adds_to(rule),
        not_to=data.not_to,
        gates=tuple(gate.data.text for gate in rule.gates),
        closes=tuple(packs.editions[edition].title for edition in data.gates),
        criteria=tuple(_criterion(criterion, rule, packs) for criterion in rule.criteria),
        examples=data.examples,
    )


def _adds_to(rule: Rule) -> tuple[str, ...]:
    if not rule.data.adds:
        return ()
    return (*rule.data.to, *(f"all {family}" for family in rule.data.families)) or ("every request",)


def _criterion(criterion: Criterion, rule: Rule, packs: Packs) -> ShownCriterion:
    data = criterion.data
    from_memory = data.confidence == "from-memory" and data.on_fail not in ("question", "not_applicable")
    return ShownCriterion(
        id=data.id,
        kind=data.kind,
        text=data.text,
        test=wording.in_words(criterion.test, packs.inputs),
        test_as_written=data.test,
        applies_when=wording.in_words(criterion.when, packs.inputs) if criterion.when else "",
        inputs=tuple(_input(packs.inputs[key]) for key in criterion.keys),
        limit=data.limit or wording.limit_of(criterion.test, packs.inputs),
        fails="not documented: from memory, so it only asks" if from_memory else _ON_FAIL[data.on_fail or "question"],
        missing=_MISSING,
        citation=f"{packs.editions[rule.data.edition].title}, {data.citation}",
        confidence=data.confidence,
        seen_in=data.seen_in,
        question=data.question,
        would_change=data.would_change,
    )


def _input(spec: InputSpec) -> ShownInput:
    return ShownInput(spec.key, spec.label, spec.question, spec.type, spec.unit)


def _shown(words: str) -> str:
    return f"“{words if len(words) <= _LONGEST else words[:_LONGEST] + '…'}”"


def _advice(packs: Packs, wanted: str) -> str:
    near = _nearest(packs, wanted[:_LONGEST].strip().lower())
    return f"the nearest are {', '.join(near)}." if near else "`imr-desktop rules list` names them all."


def _nearest(packs: Packs, wanted: str) -> list[str]:
    """Ids that hold the words or whose service does, then those spelt alike."""
    holding = [key for key, rule in packs.rules.items() if wanted and (wanted in key or wanted in rule.data.service.lower())]
    alike = difflib.get_close_matches(wanted, packs.rules, n=_NEAREST, cutoff=0.5)
    return list(dict.fromkeys((*holding, *alike)))[:_NEAREST]
