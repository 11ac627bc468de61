"""What other guideline packs would change for a case, criterion by criterion, and why.

A difference in status, in what is asked, or in the rule, service or edition counts as a change; where only the wording
of a criterion or its citation differs, that is told apart, because no answer changes with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from imr_desktop.case.model import Case
from imr_desktop.rules import wording
from imr_desktop.rules.evaluate import evaluate_case
from imr_desktop.rules.model import CriterionReport, ItemReport
from imr_desktop.rules.packs import Criterion, Packs, Rule

Kind = Literal["service", "rule", "edition", "added", "removed", "status", "test", "wording"]
_ABSENT = "—"


class RuleChange(msgspec.Struct, frozen=True):
    """One difference: `what` it is of (a criterion's id, or service, rule or edition), from what to what, and why."""

    kind: Kind
    what: str
    text: str
    old: str
    new: str
    why: str


class ItemChanges(msgspec.Struct, frozen=True):
    """The differences of one item (at least one)."""

    item_id: str
    title: str
    changes: tuple[RuleChange, ...]

    @property
    def counts(self) -> bool:
        """Whether anything but wording differs."""
        return any(change.kind != "wording" for change in self.changes)


class CaseChanges(msgspec.Struct, frozen=True):
    """The items of a case that differ."""

    case_id: str
    case_number: str
    items: tuple[ItemChanges, ...]

    @property
    def counts(self) -> bool:
        """Whether anything but wording differs."""
        return any(item.counts for item in self.items)


def compare_case(case: Case, old: Packs, new: Packs, record: Mapping[int, str] | None = None) -> CaseChanges:
    """Evaluate a case under both packs. `record` maps case pages to their text."""
    pairs = zip(evaluate_case(case, old, record), evaluate_case(case, new, record), strict=True)
    items = (ItemChanges(before.item_id, before.title, tuple(_item(before, after, old, new))) for before, after in pairs)
    return CaseChanges(case.id, case.number, tuple(item for item in items if item.changes))


def _item(before: ItemReport, after: ItemReport, old: Packs, new: Packs) -> Iterator[RuleChange]:
    if before.service != after.service:
        unknown = "not recognised"
        why = "The names of services differ."
        yield RuleChange("service", "service", "", before.service or unknown, after.service or unknown, why)
    if before.rule != after.rule:
        why = _why_rule(before, after, old, new)
        yield RuleChange("rule", "rule", "", before.rule or _ABSENT, after.rule or _ABSENT, why)
    if before.governing_edition != after.governing_edition:
        was, now = before.governing_edition or _ABSENT, after.governing_edition or _ABSENT
        yield RuleChange("edition", "edition", "", was, now, _why_edition(before, after, old, new))
    yield from _criteria(before, after, old, new)


def _criteria(before: ItemReport, after: ItemReport, old: Packs, new: Packs) -> Iterator[RuleChange]:
    earlier = {criterion.id: criterion for criterion in before.criteria}
    later = {criterion.id: criterion for criterion in after.criteria}
    for key in dict.fromkeys((*earlier, *later)):
        one, other = earlier.get(key), later.get(key)
        if one is None and other is not None:
            yield RuleChange("added", key, other.text, _ABSENT, other.status, _why_only(key, old, new, gone=False))
        elif other is None and one is not None:
            yield RuleChange("removed", key, one.text, one.status, _ABSENT, _why_only(key, new, old, gone=True))
        elif one is not None and other is not None:
            yield from _criterion(one, other, old, new)


def _criterion(one: CriterionReport, other: CriterionReport, old: Packs, new: Packs) -> Iterator[RuleChange]:
    first, second = old.criteria.get(one.id), new.criteria.get(one.id)
    reasons = list(_tests(first[1], second[1], old, new)) if first and second else []
    if one.status != other.status:
        yield RuleChange(
            "status", one.id, other.text, one.status, other.status, _why_status(reasons, one, other, first, second)
        )
    elif reasons:
        yield RuleChange("test", one.id, other.text, one.status, other.status, _sentence(reasons))
    if one.text != other.text:
        yield RuleChange("wording", one.id, other.text, one.text, other.text, "Its words differ.")
    if one.citation != other.citation:
        yield RuleChange("wording", one.id, other.text, one.citation, other.citation, "Its citation differs.")


def _tests(one: Criterion, other: Criterion, old: Packs, new: Packs) -> Iterator[str]:
    """What differs between two versions of a criterion, a clause each."""
    limits = [data.data.limit or wording.limit_of(data.test, packs.inputs) for data, packs in ((one, old), (other, new))]
    if limits[0] != limits[1]:
        yield f"the limit was {limits[0] or 'none'} and is {limits[1] or 'none'}"
    if one.test != other.test:
        yield (f"the test was “{wording.in_words(one.test, old.inputs)}” and is “{wording.in_words(other.test, new.inputs)}”")
    if one.when != other.when:
        was, now = (
            wording.in_words(node, packs.inputs) if node else "always" for node, packs in ((one.when, old), (other.when, new))
        )
        yield f"it applied: {was}; it applies: {now}"
    for name in ("confidence", "on_fail", "group"):
        was, now = getattr(one.data, name), getattr(other.data, name)
        if was != now:
            yield f"{_NAMES[name]} was {was.replace('_', ' ')} and is {now.replace('_', ' ')}"


_NAMES = {
    "confidence": "its confidence",
    "on_fail": "what follows where it fails",
    "group": "the group of criteria of which one applies",
}


def _why_status(
    reasons: list[str],
    one: CriterionReport,
    other: CriterionReport,
    first: tuple[Rule, Criterion] | None,
    second: tuple[Rule, Criterion] | None,
) -> str:
    if reasons:
        return _sentence(reasons)
    if first and second and first[0].gates != second[0].gates:
        return "The conditions under which its rule applies differ."
    if one.edition != other.edition:
        return "The edition it stands in, or its days in force, differ."
    if one.inputs != other.inputs:
        return "What is read from the case differs."
    if "not applicable" in (one.status, other.status):
        return "Whether its rule or edition applies differs."
    return "How its inputs are settled differs."


def _sentence(clauses: list[str]) -> str:
    text = "; ".join(clauses)
    return f"{text[0].upper()}{text[1:]}."


def _why_only(criterion: str, without: Packs, having: Packs, gone: bool) -> str:
    """Why a criterion is shown with one set of packs (`having`) alone; `gone`: these are the old ones."""
    found = having.criteria.get(criterion)
    rule = found[0].data.id if found else criterion
    if rule not in without.rules:
        return f"The rule {rule} is {'gone' if gone else 'new'}."
    if criterion not in without.criteria:
        return f"The rule {rule} {'no longer has' if gone else 'now has'} this criterion."
    return f"The rule {rule} {'no longer speaks' if gone else 'now speaks'} for this item."


def _why_rule(before: ItemReport, after: ItemReport, old: Packs, new: Packs) -> str:
    if after.rule and after.rule not in old.rules:
        rule = new.rules[after.rule]
        replaced = f" and replaces {', '.join(rule.overrides)}" if rule.overrides else ""
        return f"The rule {after.rule} is new{replaced}."
    if before.rule and before.rule not in new.rules:
        return f"The rule {before.rule} is gone."
    return "Another rule governs." if before.service == after.service else "The service is another."


def _why_edition(before: ItemReport, after: ItemReport, old: Packs, new: Packs) -> str:
    if before.rule != after.rule:
        return "The rule is another."
    if before.rule and old.rules[before.rule].data.edition != new.rules[before.rule].data.edition:
        return "The rule stands in another edition."
    return "The edition's title or days in force differ."
