"""Loaded packs: validated rules with their tests compiled, ready to evaluate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from imr_desktop.rules import derive, regions, wording
from imr_desktop.rules.chapter_table import ChapterTable
from imr_desktop.rules.evidence import PhraseIndex
from imr_desktop.rules.expression import Node
from imr_desktop.rules.formulary_answers import Formulary
from imr_desktop.rules.match import Matcher
from imr_desktop.rules.model import CriterionData, Edition, InputSpec, RuleData, RuleEntry, Service, Tier
from imr_desktop.rules.readings import Reading
from imr_desktop.rules.request.body import body_parts

SHIPPED = "shipped"
_MOST_DAYS = 100


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion ready to evaluate: its data, compiled test and condition, and the inputs it reads."""

    data: CriterionData
    test: Node
    when: Node | None
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """A rule ready to evaluate; `file` is where it stands, `source` "shipped" or a user's file, `when` its condition.

    `merged` are its groups, each as one criterion that asks which of its members is for the patient.
    """

    data: RuleData
    family: str
    file: str
    criteria: tuple[Criterion, ...]
    when: Node | None = None
    source: str = SHIPPED
    overrides: tuple[str, ...] = ()
    edition_gates: tuple[Criterion, ...] = ()
    tier: Tier = "MTUS chapter"
    merged: Mapping[str, Criterion] = field(default_factory=dict)

    @cached_property
    def gates(self) -> tuple[Criterion, ...]:
        """The criteria, its own and its edition's, that decide whether the rule applies at all."""
        own = tuple(criterion for criterion in self.criteria if criterion.data.kind == "gate")
        return (*own, *self.edition_gates)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The inputs its criteria and its condition read."""
        read = (key for criterion in (*self.criteria, *self.edition_gates) for key in criterion.keys)
        return tuple(dict.fromkeys((*(self.when.keys() if self.when else ()), *read)))

    @cached_property
    def dependencies(self) -> frozenset[str]:
        """The inputs its dependency criteria test."""
        return frozenset(chain.from_iterable(one.test.keys() for one in self.criteria if one.data.kind == "dependency"))

    def adds_to(self, service: Service | None) -> bool:
        """Whether its criteria stand beside those of the service's own rule; None is a service not recognised."""
        data = self.data
        if service is None or not (data.to or data.families):
            return not (data.to or data.families) and (service is None or service.name not in data.not_to)
        return service.name not in data.not_to and (service.name in data.to or service.family in data.families)


class OnDay(NamedTuple):
    """`rules` are those of a service, `additions` those that may add to it, `live` the additions in force on a day.

    `readings` are the additions with a last day of their own, `keys` the inputs to look up: what is not in force is shown as
    history and decides nothing, so that nothing is looked up for it.
    """

    rules: tuple[Rule, ...]
    additions: tuple[Rule, ...]
    live: tuple[Rule, ...]
    readings: tuple[Rule, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Packs:
    """Everything loaded. `version` and `digest` (SHA-256 over all files) go on the record of a determination.

    `additions` are the rules whose criteria stand beside those of a service's own rule, `definitions` the tests that settle
    an input from others. `readings` are the reviewer's own by the id of their rule, retired ones too; `faults` say which of
    them are left out.
    """

    version: str
    digest: str
    editions: Mapping[str, Edition]
    inputs: Mapping[str, InputSpec]
    services: Mapping[str, Service]
    rules: Mapping[str, Rule]
    by_service: Mapping[str, Sequence[Rule]]
    additions: Sequence[Rule]
    definitions: Mapping[str, Node]
    chapters: ChapterTable = field(repr=False)
    current_years: int
    matcher: Matcher = field(repr=False)
    phrases: PhraseIndex = field(repr=False)
    formulary: Formulary = field(repr=False)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def forget_texts(self) -> None:
        """Forget what was found in which text."""
        body_parts.cache_clear()
        self.chapters.forget_texts()
        self.matcher.forget_texts()
        self.phrases.said.cache_clear()
        self.formulary.forget_texts()
        self.on_days.clear()
        self._in_force.clear()
        derive.forget_texts()
        regions.forget_texts()

    def covers(self, rule: Rule, day: date | None) -> bool:
        """Whether a rule's edition governed on a day, or was current then; on a day that is not known any may."""
        return day is None or rule.data.edition in self._in_force_on(day)

    def _in_force_on(self, day: date) -> frozenset[str]:
        """The editions in force; remembered for the last days asked for."""
        kept = self._in_force
        if day not in kept:
            if len(kept) >= _MOST_DAYS:
                kept.clear()
            kept[day] = frozenset(one.id for one in self.editions.values() if one.covers(day))
        return kept[day]

    @cached_property
    def _in_force(self) -> dict[date, frozenset[str]]:
        return {}

    @cached_property
    def on_days(self) -> dict[tuple[str, date | None], OnDay]:
        """What was put together for a service on a day."""
        return {}

    @cached_property
    def limits(self) -> dict[str, str]:
        """The limits in words of the criteria that were shown, by the criterion's id."""
        return {}

    def limit_of(self, criterion: Criterion) -> str:
        """A criterion's limit in words: as its pack says it, else as its test does."""
        key = criterion.data.id
        if key not in self.limits:
            self.limits[key] = criterion.data.limit or wording.limit_of(criterion.test, self.inputs)
        return self.limits[key]

    def additions_for(self, service: Service | None) -> tuple[Rule, ...]:
        """The rules that may put criteria beside those of a service's own rule."""
        name = service.name if service else ""
        if name not in self._additions:
            self._additions[name] = tuple(rule for rule in self.additions if rule.adds_to(service))
        return self._additions[name]

    @cached_property
    def _additions(self) -> dict[str, tuple[Rule, ...]]:
        """Rules that add, by the name of a service that was asked for."""
        return {}

    @cached_property
    def criteria(self) -> Mapping[str, tuple[Rule, Criterion]]:
        """Every criterion, and every group as one, with its rule, by the criterion's id."""
        whole = ((rule, (*rule.criteria, *rule.merged.values())) for rule in self.rules.values())
        return {criterion.data.id: (rule, criterion) for rule, criteria in whole for criterion in criteria}

    @cached_property
    def own_gates(self) -> tuple[Rule, ...]:
        """The rules of the user's packs that gate editions."""
        return tuple(rule for rule in self.rules.values() if rule.data.gates and rule.source != SHIPPED)


def list_rules(packs: Packs) -> tuple[RuleEntry, ...]:
    """All rules in the order of their files, as ``rules list --json`` prints them."""
    return tuple(entry_of(packs, rule) for rule in packs.rules.values())


def entry_of(packs: Packs, rule: Rule) -> RuleEntry:
    """A rule as one line of the list."""
    edition = packs.editions[rule.data.edition]
    confidences = {criterion.data.confidence for criterion in rule.criteria}
    return RuleEntry(
        id=rule.data.id,
        service=rule.data.service,
        family=rule.family,
        edition=edition.title,
        in_force_from=edition.in_force_from,
        in_force_to=edition.in_force_to,
        confidence=confidences.pop() if len(confidences) == 1 else "mixed",
        criteria=len(rule.criteria),
        source=rule.source,
        overrides=rule.overrides,
    )
