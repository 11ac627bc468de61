"""Loaded packs: validated rules with their tests compiled, ready to evaluate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from imr_desktop.rules.evidence import PhraseIndex
from imr_desktop.rules.expression import Node
from imr_desktop.rules.match import Matcher
from imr_desktop.rules.model import CriterionData, Edition, InputSpec, RuleData, RuleEntry, Service


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion ready to evaluate: its data, compiled test and condition, and the inputs it reads."""

    data: CriterionData
    test: Node
    when: Node | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to evaluate, gates first in `gates`; `file` is where it stands."""

    data: RuleData
    family: str
    file: str
    criteria: tuple[Criterion, ...]

    @property
    def gates(self) -> tuple[Criterion, ...]:
        """The criteria that decide whether the rule applies at all."""
        return tuple(criterion for criterion in self.criteria if criterion.data.kind == "gate")


@dataclass(frozen=True)
class Packs:
    """Everything loaded from one folder. `digest` is the SHA-256 over its files, for the record of a determination."""

    digest: str
    editions: Mapping[str, Edition]
    inputs: Mapping[str, InputSpec]
    services: Mapping[str, Service]
    rules: Mapping[str, Rule]
    by_service: Mapping[str, Sequence[Rule]]
    matcher: Matcher = field(repr=False)
    phrases: PhraseIndex = field(repr=False)


def list_rules(packs: Packs) -> tuple[RuleEntry, ...]:
    """All rules in the order of their files, as ``rules list --json`` prints them."""
    return tuple(_entry(packs, rule) for rule in packs.rules.values())


def _entry(packs: Packs, rule: Rule) -> RuleEntry:
    edition = packs.editions[rule.data.edition]
    confidences = {criterion.data.confidence for criterion in rule.criteria}
    return RuleEntry(
        id=rule.data.id, service=rule.data.service, family=rule.family, edition=edition.title,
        in_force_from=edition.in_force_from, in_force_to=edition.in_force_to,
        confidence=confidences.pop() if len(confidences) == 1 else "mixed", criteria=len(rule.criteria))
