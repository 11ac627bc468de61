"""Rules whose criteria a later edition of the same chapter keeps: written once, read as one rule for each edition."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from imr_desktop.rules.model import Carried, CriterionData, Example, RuleData


def spread(rule: RuleData) -> Iterator[RuleData]:
    """The rule in its own edition, then in each later one, where what was not seen there can only ask."""
    yield replace(rule, carried=()) if rule.carried else rule
    for later in rule.carried:
        yield replace(
            rule,
            id=later.id,
            edition=later.edition,
            criteria=tuple(_criterion(criterion, rule, later) for criterion in rule.criteria),
            examples=tuple(_example(example, later) for example in rule.examples),
            carried=(),
        )


def _short(criterion: CriterionData, rule: RuleData) -> str:
    return criterion.id.removeprefix(f"{rule.id}.")


def _criterion(criterion: CriterionData, rule: RuleData, later: Carried) -> CriterionData:
    short = _short(criterion, rule)
    renamed = replace(criterion, id=f"{later.id}.{short}")
    if short in later.seen:
        return replace(renamed, seen_in=later.seen[short])
    asking = renamed.on_fail if renamed.on_fail == "not_applicable" else "question"
    return replace(renamed, confidence="from-memory" if renamed.confidence == "from-memory" else "mixed", on_fail=asking)


def _example(example: Example, later: Carried) -> Example:
    """The same inputs; what could deny in the rule's own edition is *not documented* where it was not seen."""
    expect = {
        short: "not documented" if status == "not met" and short not in later.seen else status
        for short, status in example.expect.items()
    }
    return replace(example, expect=expect)
