"""What else happened when a case was saved, told from what it was and what it is: for the audit trail."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from imr_desktop.case.model import Case, DisputedItem

Event = tuple[str, dict[str, Any]]
_LONGEST = 500


def events(before: Case | None, after: Case) -> Iterator[Event]:
    """Searches kept, checks passed, views noted, answers and decisions given, signatures made, comments written."""
    if before == after:
        return
    known = before or Case(after.id)
    yield from _searches(known, after)
    yield from _passed(known, after)
    yield from _resolved(known, after)
    old = {item.id: item for item in known.items}
    for number, item in enumerate(after.items, start=1):
        for what, detail in _of_item(old.get(item.id) or DisputedItem(item.id, ""), item):
            yield what, {**detail, "number": number}
    yield from _signed(known, after)
    for comment in set(after.comments) - set(known.comments):
        yield "comment", {"id": comment.id, "text": short(comment.text)}


def short(text: str) -> str:
    """A text as the trail keeps it: a long one cut, with its digest."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… (SHA-256 {hashlib.sha256(text.encode()).hexdigest()})"


def _searches(before: Case, after: Case) -> Iterator[Event]:
    old = {search.id: search for search in before.searches}
    for search in after.searches:
        if old.get(search.id) != search:
            answered = sum(bool(hit.remark) or hit.found for hit in search.hits)
            yield (
                "search kept",
                {
                    "id": search.id,
                    "terms": short(", ".join(search.terms)),
                    "pages": len(search.pages),
                    "unreadable": len(search.unreadable),
                    "hits": len(search.hits),
                    "answered": answered,
                },
            )


def _passed(before: Case, after: Case) -> Iterator[Event]:
    old = set(before.acknowledgements)
    for one in after.acknowledgements:
        if one not in old:
            yield "check overridden", {"problem": one.problem, "reason": short(one.reason)}


def _resolved(before: Case, after: Case) -> Iterator[Event]:
    for one in set(after.resolutions) - set(before.resolutions):
        yield "conflict resolved", {"place": one.place, "value": short(one.value), "reason": short(one.reason)}


def _of_item(before: DisputedItem, after: DisputedItem) -> Iterator[Event]:
    if before.decision != after.decision:
        yield "decision", {"item": after.id, "before": before.decision, "after": after.decision}
    for view in after.preliminary_views[len(before.preliminary_views) :]:
        yield "preliminary view", {"item": after.id, "text": short(view.text)}
    old = set(before.answers)
    for answer in after.answers:
        if answer not in old:
            yield (
                "criterion answered",
                {"item": after.id, "criterion": answer.criterion, "status": answer.status, "reason": short(answer.reason)},
            )


def _signed(before: Case, after: Case) -> Iterator[Event]:
    for letter in after.signed[len(before.signed) :]:
        packs = after.rule_packs
        yield (
            "determination signed",
            {
                "file": letter.file,
                "digest": letter.digest,
                "packs": packs.version if packs else "",
                "packs_digest": packs.digest if packs else "",
            },
        )
