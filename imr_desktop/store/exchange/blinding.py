"""A second opinion that does not know the first: what is hidden from the second reviewer, and both opinions side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, TypeVar

import msgspec

from imr_desktop.case import fields
from imr_desktop.case.fields import Use
from imr_desktop.case.labels import spoken
from imr_desktop.case.model import Case, DisputedItem, Fact, Finding, SourceRef

replace = msgspec.structs.replace

_DETERMINATION = "determination"
Entry = TypeVar("Entry", Finding, Fact)


class OpinionDifference(NamedTuple):
    """A place where two opinions on an item differ: the item's id, place and label, what (`field`), and both in words."""

    item: str
    field: str
    label: str
    first: str
    second: str


# --- hiding the first opinion ---------------------------------------------------------------------------------------------


def blind(case: Case) -> Case:
    """The case as a second reviewer first sees it: the record, the dates, and what was asked for and denied.

    Only what the table of fields shows to a second reviewer is kept. Hidden: decisions and their reasons, guidelines and
    evidence of the reviewer, answers, preliminary views, the summary, searches with what was remarked, statements,
    acknowledgements, comments, signed letters, credentials; what an earlier determination decided; which documents were
    opened and marked; findings and facts that rest on no page of the record.
    """
    seen = fields.kept(case, Use.SECOND)
    return replace(
        seen,
        items=tuple(replace(one, sources=_of_record(case, one.sources)) for one in seen.items),
        findings=_resting(case, seen.findings),
        facts=_resting(case, seen.facts),
    )


def _resting(case: Case, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries that rest on a page of the record, with those sources alone."""
    found = ((one, _of_record(case, one.sources)) for one in entries)
    return tuple(replace(one, sources=sources) for one, sources in found if sources)


def _of_record(case: Case, sources: tuple[SourceRef, ...]) -> tuple[SourceRef, ...]:
    """The sources that are pages of the record, and not the reviewer's own text or a determination."""
    record = {one.id for one in case.documents if one.type != _DETERMINATION}
    return tuple(source for source in sources if source.document in record)


def tells_the_opinion(case: Case) -> frozenset[str]:
    """Files of the record that hold nothing but determinations: they are kept back, their pages keep their numbers."""
    kinds: dict[str, set[bool]] = {}
    for document in case.documents:
        kinds.setdefault(document.file, set()).add(document.type == _DETERMINATION)
    return frozenset(file for file, found in kinds.items() if found == {True})


# --- comparing ------------------------------------------------------------------------------------------------------------


def compare_opinions(first: Case, second: Case) -> tuple[OpinionDifference, ...]:
    """Where two opinions differ, item by item: decision, guideline, reasons, and the answers to criteria.

    An item that only one of them has is a difference of its own. Labels count the items of the first.
    """
    others = {item.id: item for item in second.items}
    known = {item.id for item in first.items}
    found: list[OpinionDifference] = []
    for number, item in enumerate(first.items, start=1):
        label = f"Item {number}"
        if item.id in others:
            found.extend(_of_item(label, item, others[item.id]))
        else:
            found.append(OpinionDifference(item.id, "item", label, item.title, ""))
    extra = [item for item in second.items if item.id not in known]
    return (
        *found,
        *(
            OpinionDifference(item.id, "item", f"Item {number}", "", item.title)
            for number, item in enumerate(extra, start=len(first.items) + 1)
        ),
    )


def _of_item(label: str, first: DisputedItem, second: DisputedItem) -> Iterator[OpinionDifference]:
    for field in _opinion():
        one, other = getattr(first, field) or "", getattr(second, field) or ""
        if one != other:
            yield OpinionDifference(first.id, field, f"{label} › {fields.title(DisputedItem, field)}", one, other)
    answers, others = _answers(first), _answers(second)
    for criterion in dict.fromkeys((*answers, *others)):
        one, other = answers.get(criterion, ""), others.get(criterion, "")
        if one != other:
            yield OpinionDifference(first.id, f"answers.{criterion}", f"{label} › Criterion {spoken(criterion)}", one, other)


@cache
def _opinion() -> tuple[str, ...]:
    """The fields of an item that are the reviewer's own and set as one value: the decision first, the others in order."""
    shown = fields.named(DisputedItem, Use.SECOND)
    own = (name for name in fields.named(DisputedItem, fields.EDITED | Use.LETTER) if name not in shown)
    return tuple(sorted(own, key="decision".__ne__))


def _answers(item: DisputedItem) -> dict[str, str]:
    return {answer.criterion: ": ".join(word for word in (answer.status, answer.reason) if word) for answer in item.answers}
