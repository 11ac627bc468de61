"""Limits that the guideline packs hold as data, found by the input they bound. Nothing is copied out of the packs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from imr_desktop.rules.calculators.data import table
from imr_desktop.rules.model import CriterionData, RuleData
from imr_desktop.rules.packs import Packs, Rule
from imr_desktop.rules.visits import INJURY_TOTALS

TOTAL_VISITS = ("visits.course", "visits.injury_total_incl_request", *INJURY_TOTALS.values())
_CHECKED = "high"


@dataclass(frozen=True, slots=True)
class Limit:
    """A criterion's upper bound: the number, and where it stands."""

    number: int
    rule: RuleData
    criterion: CriterionData
    edition: str

    @property
    def checked(self) -> bool:
        """Whether the limit was seen in its source; else it is from memory and to be looked up."""
        return self.criterion.confidence == _CHECKED

    @property
    def source(self) -> str:
        return f"{self.edition}, {self.criterion.citation}"


def visit_caps(packs: Packs) -> dict[str, Limit]:
    """The limits on all visits together, by criterion id; editions set apart have calculators of their own."""
    apart = table("visits")["editions_apart"]
    return {
        limit.criterion.id: limit
        for rule in packs.rules.values()
        if rule.data.edition not in apart
        for limit in limits_of(rule, packs, TOTAL_VISITS)
    }


def limits_of(rule: Rule, packs: Packs, keys: tuple[str, ...]) -> Iterator[Limit]:
    """The rule's upper bounds on any of these inputs; one that is only an alternative to something else is none."""
    for criterion in rule.data.criteria:
        test = criterion.test
        if test.get("in") in keys and test.get("op") == "<=" and isinstance(test.get("val"), int):
            yield Limit(test["val"], rule.data, criterion, packs.editions[rule.data.edition].title)
