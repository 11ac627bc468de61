"""Where two states of a case differ, for those who go from one to the other and want to see what changed."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from imr_desktop.case.model import Case, DisputedItem


class Spot(NamedTuple):
    """A place of the case: an area (``summary``, ``item``, ``finding``, ``record``, ``case``), which one, and its field.

    `at` is where the change ends in a text of the later state, -1 where the place is no text.
    """

    area: str
    which: str = ""
    field: str = ""
    at: int = -1


def moved(before: Case, after: Case) -> Spot | None:
    """The first place that differs, texts first; None where what differs stands in no place of its own."""
    if before.summary != after.summary:
        return Spot("summary", at=_end(before.summary, after.summary))
    if before.documents != after.documents and before.files == after.files and _cited_anew(before, after):
        return Spot("record")
    return _of_items(before, after) or _of_findings(before, after) or _of_the_rest(before, after)


def _cited_anew(before: Case, after: Case) -> bool:
    """Whether items and findings differ in sources alone, which name another document where one was parted or joined."""
    old, new = (
        [msgspec.structs.replace(one, sources=()) for one in (*case.items, *case.findings)] for case in (before, after)
    )
    return old == new


def _of_items(before: Case, after: Case) -> Spot | None:
    old = {item.id: item for item in before.items}
    changed = [item for item in after.items if old.get(item.id) != item]
    for item in changed:
        was = old.get(item.id) or DisputedItem(item.id, "")
        if was.rationale != item.rationale:
            return Spot("item", item.id, "rationale", _end(was.rationale, item.rationale))
    for item in changed:
        return Spot("item", item.id, _field(old.get(item.id), item))
    left = {item.id for item in after.items}
    gone = next((at for at, item in enumerate(before.items) if item.id not in left), None)
    if gone is not None and after.items:
        return Spot("item", after.items[min(gone, len(after.items) - 1)].id, "decision")  # what stands in its place now
    return next((Spot("item", fact.item, "answers") for fact in (set(before.facts) ^ set(after.facts)) if fact.item), None)


def _field(was: DisputedItem | None, item: DisputedItem) -> str:
    fields = [
        name for name in msgspec.structs.fields(DisputedItem) if was and getattr(was, name.name) != getattr(item, name.name)
    ]
    return fields[0].name if fields else "decision"


def _of_findings(before: Case, after: Case) -> Spot | None:
    old = {finding.id: finding for finding in before.findings}
    changed = [finding.id for finding in after.findings if old.get(finding.id) != finding]
    if changed:
        return Spot("finding", changed[0])
    return Spot("finding") if len(before.findings) != len(after.findings) else None


def _of_the_rest(before: Case, after: Case) -> Spot | None:
    if before.files != after.files:
        return Spot("record")
    facts = ("number", "track", "age", "sex", "expected_items", "ur_specialty", "ur_deadline", "dates", "credentials")
    return Spot("case") if any(getattr(before, name) != getattr(after, name) for name in facts) else None


def _end(before: str, after: str) -> int:
    """Where what differs ends in `after`."""
    tail = 0
    while tail < min(len(before), len(after)) and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return len(after) - tail
