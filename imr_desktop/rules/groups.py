"""Which of a rule's criteria are shown: of those for different patients the one that fits, or one that asks which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from imr_desktop.rules.expression import Group, Known, Node
from imr_desktop.rules.model import CriterionData
from imr_desktop.rules.packs import Criterion, Rule


def shown(rule: Rule, known: Mapping[str, Known]) -> Iterator[Criterion]:
    """The criteria of a rule for a patient, in order.

    Of a group the members whose condition holds; else the single one that may yet hold, or all that may as one question. A
    gate that is open says nothing of the treatment: the explanation names it among the gates.
    """
    seen = set()
    for criterion in rule.criteria:
        if criterion.data.kind == "gate" and criterion.test.truth(known) is True:
            continue
        if not criterion.data.group:
            yield criterion
        elif criterion.data.group not in seen:
            seen.add(criterion.data.group)
            yield from _fitting(rule, criterion.data.group, known)


def _fitting(rule: Rule, group: str, known: Mapping[str, Known]) -> tuple[Criterion, ...]:
    members = [(one, one.when.truth(known) if one.when else True) for one in rule.criteria if one.data.group == group]
    fitting = tuple(one for one, truth in members if truth is True)
    open_ones = tuple(one for one, truth in members if truth is None)
    return fitting or (open_ones if len(open_ones) < 2 else (rule.merged[group],))


def merged(rule_id: str, members: tuple[Criterion, ...]) -> Criterion:
    """Several criteria for different patients as one that asks which of them it is."""
    first = members[0].data
    texts = "; ".join(one.data.text[:1].lower() + one.data.text[1:] for one in members)
    data = CriterionData(
        id=f"{rule_id}.{first.group}",
        kind=first.kind,
        text=f"Only one of these is for this patient: {texts}",
        test=first.test,
        citation=first.citation,
        confidence=first.confidence if len({one.data.confidence for one in members}) == 1 else "from-memory",
        on_fail="question",
        group=first.group,
        limit="; ".join(dict.fromkeys(one.data.limit for one in members if one.data.limit)),
        seen_in=tuple(dict.fromkeys(name for one in members for name in one.data.seen_in)),
    )
    whens = tuple(one.when for one in members if one.when is not None)
    tests = tuple(_both(one) for one in members)
    keys = tuple(dict.fromkeys(key for one in members for key in one.keys))
    return Criterion(data, Group("any", tests), Group("any", whens), keys)


def _both(one: Criterion) -> Node:
    return one.test if one.when is None else Group("all", (one.when, one.test))
