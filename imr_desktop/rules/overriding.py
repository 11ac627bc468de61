"""A user's rules over the shipped ones: which replaces which, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterable

from imr_desktop.rules.packs import SHIPPED
from imr_desktop.rules.validate import LocatedRule, fail, unique


def settle(rules: Iterable[LocatedRule]) -> tuple[list[LocatedRule], dict[str, tuple[str, ...]]]:
    """The rules that stand, and for each user's rule that replaces shipped ones the ids of these.

    A user's rule replaces the shipped rule of the same id and those it names in `overrides`. Only shipped rules can be
    replaced, and each once, so that no chain or circle can come about. Raises PackInvalid.
    """
    listed = list(rules)
    shipped = {rule.data.id for rule in listed if rule.source == SHIPPED}
    unique(((rule.data.id, rule.file) for rule in listed if rule.source == SHIPPED), "rule")
    unique(((rule.data.id, rule.file) for rule in listed if rule.source != SHIPPED), "rule")
    by: dict[str, LocatedRule] = {}
    replaced: dict[str, tuple[str, ...]] = {}
    for rule in listed:
        for target in _targets(rule, shipped, listed):
            if target in by:
                fail(
                    rule.file,
                    f"replaces “{target}”, which {by[target].data.id} in {by[target].file} replaces already",
                    rule.data.id,
                )
            by[target] = rule
            replaced[rule.data.id] = (*replaced.get(rule.data.id, ()), target)
    return [rule for rule in listed if rule.source != SHIPPED or rule.data.id not in by], replaced


def _targets(rule: LocatedRule, shipped: set[str], listed: list[LocatedRule]) -> tuple[str, ...]:
    if rule.source == SHIPPED:
        if rule.data.overrides:
            fail(rule.file, "names rules to override, which only a user's pack can", rule.data.id)
        return ()
    for target in rule.data.overrides:
        if target not in shipped:
            fail(rule.file, f"overrides “{target}”, {_why_not(rule, target, listed)}", rule.data.id)
    same = (rule.data.id,) if rule.data.id in shipped else ()
    return tuple(dict.fromkeys((*same, *rule.data.overrides)))


def _why_not(rule: LocatedRule, target: str, listed: list[LocatedRule]) -> str:
    if target == rule.data.id:
        return "which is itself"
    other = next((one for one in listed if one.data.id == target), None)
    if other is None:
        return "which no shipped rule is called"
    circle = " and overrides it in turn (a cycle)" if rule.data.id in other.data.overrides else ""
    return f"which stands in {other.file}{circle}; only shipped rules can be overridden"
