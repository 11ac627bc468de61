"""All examples of all rules, tried and counted by family."""

from __future__ import annotations

from dataclasses import dataclass

from imr_desktop.rules.loader import ExampleResult, try_examples
from imr_desktop.rules.packs import Packs


@dataclass(frozen=True, slots=True)
class Family:
    """How many rules a family has, how many examples they carry, and how many of those failed."""

    name: str
    rules: int
    examples: int
    failed: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The families in the packs' order, the examples that failed, and the rules that carry none."""

    families: tuple[Family, ...]
    failures: tuple[ExampleResult, ...]
    without: tuple[str, ...]

    @property
    def examples(self) -> int:
        return sum(family.examples for family in self.families)


def try_packs(packs: Packs) -> Trial:
    """Try every example. Raises PackInvalid where one gives no inputs that the packs know."""
    tried = list(try_examples(packs))
    names = dict.fromkeys(rule.family for rule in packs.rules.values())
    families = tuple(
        Family(
            name,
            sum(rule.family == name for rule in packs.rules.values()),
            sum(one.rule.family == name for one in tried),
            sum(bool(one.failures) for one in tried if one.rule.family == name),
        )
        for name in names
    )
    return Trial(
        families,
        tuple(one for one in tried if one.failures),
        tuple(key for key, rule in packs.rules.items() if not rule.data.examples),
    )
