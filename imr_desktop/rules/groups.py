"""Which of a rule's criteria are shown: of those for different patients the one that fits, or one that asks which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from imr_desktop.rules.expression import Group, Known, Leaf, Node
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
        would_change="Once it is known which of these is for this patient, that one alone is judged.",
        limit="; ".join(dict.fromkeys(one.data.limit for one in members if one.data.limit)),
        seen_in=tuple(dict.fromkeys(name for one in members for name in one.data.seen_in)),
    )
    whens = tuple(one.when for one in members if one.when is not None)
    when = _one_of(whens) or Group("any", whens)
    tests = tuple(_both(one) for one in members)
    keys = tuple(dict.fromkeys(key for one in members for key in one.keys))
    return Criterion(data, Group("any", tests), when, keys)


def _one_of(whens: tuple[Node, ...]) -> Node | None:
    """Conditions that each name a value of one input, as one condition."""
    leaves = [one for one in whens if isinstance(one, Leaf) and one.op == "=="]
    if len(leaves) < len(whens) or len({one.key for one in leaves}) > 1 or not isinstance(leaves[0].value, str):
        return None
    return Leaf(leaves[0].key, "in", tuple(one.value for one in leaves))


def _both(one: Criterion) -> Node:
    return one.test if one.when is None else Group("all", (one.when, one.test))
