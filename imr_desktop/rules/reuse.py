"""Evaluating a case again after a change: only what depends on the change is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import msgspec

from imr_desktop.case import fields
from imr_desktop.case.model import Case, DisputedItem, Struct
from imr_desktop.rules.evaluate import evaluate_case
from imr_desktop.rules.model import ItemReport
from imr_desktop.rules.packs import Packs

replace = msgspec.structs.replace
Part = TypeVar("Part", Case, DisputedItem)


@dataclass(frozen=True, slots=True)
class _Before:
    case: Case
    packs: Packs
    record: Mapping[int, str]
    reports: Mapping[str, ItemReport]


class Evaluations:
    """`evaluate_case` with a memory of the last case: a report is kept while nothing it rests on has changed.

    Prose of an item touches no report; an item's own words, answers and facts touch its own; dates, findings, summary,
    record, packs and the decision on an operation touch all. Safe to share between threads: each call reads and sets the
    memory once.
    """

    def __init__(self) -> None:
        self._before: _Before | None = None

    def of(self, case: Case, packs: Packs, record: Mapping[int, str]) -> tuple[ItemReport, ...]:
        """A report for each item, in order, as `evaluate_case` gives it."""
        read = _read_by_rules(case)
        kept = _kept(self._before, read, packs, record)
        fresh = evaluate_case(case, packs, record, only={item.id for item in case.items} - kept.keys())
        reports = kept | {report.item_id: report for report in fresh}
        self._before = _Before(read, packs, record, reports)
        return tuple(reports[item.id] for item in case.items)


def _kept(before: _Before | None, read: Case, packs: Packs, record: Mapping[int, str]) -> dict[str, ItemReport]:
    if before is None or before.packs is not packs or before.record != record or _shared(before.case) != _shared(read):
        return {}
    earlier = {item.id: (item, _own_facts(before.case, item)) for item in before.case.items}
    if _decisions(before.case) != _decisions(read):
        return {}
    return {item.id: before.reports[item.id] for item in read.items if earlier.get(item.id) == (item, _own_facts(read, item))}


def _read_by_rules(case: Case) -> Case:
    """The case without what no rule reads."""
    return _without(case, items=tuple(_without(item) for item in case.items))


def _without(part: Part, **changes: Any) -> Part:
    return replace(part, **_defaults(type(part)), **changes)


@cache
def _defaults(kind: type[Struct]) -> dict[str, Any]:
    return {one.name: one.default for one in msgspec.structs.fields(kind) if one.name in fields.named(kind, fields.UNRULED)}


def _shared(case: Case) -> Case:
    """What every item's report may rest on."""
    return replace(case, items=(), facts=tuple(fact for fact in case.facts if not fact.item))


def _own_facts(case: Case, item: DisputedItem) -> tuple[object, ...]:
    return tuple(fact for fact in case.facts if fact.item == item.id)


def _decisions(case: Case) -> tuple[tuple[str, str, str | None], ...]:
    """Each item's words and decision: what goes with an operation is judged by the decision on it."""
    return tuple((item.id, item.disputed_text, item.decision) for item in case.items)
