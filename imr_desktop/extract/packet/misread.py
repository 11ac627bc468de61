"""Days of injury that a machine may have misread: one figure away from the day that many documents give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from operator import ne
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.case.model import SourceRef

if TYPE_CHECKING:
    from imr_desktop.extract.facts import RecordFact
    from imr_desktop.extract.model import Proposal

_KEY, _KIND = "dates.injury", "injury"
_MANY = 3
"""Documents that give the one day before another is held for a misreading of it."""


class Misread(NamedTuple):
    """A day of the injury that only a machine read, at its `sources`, and the day that so many `documents` give instead."""

    day: date
    stands: date
    documents: int
    sources: tuple[SourceRef, ...]


def misread_injuries(
    proposals: Iterable[Proposal], facts: Iterable[RecordFact], by_machine: Collection[int]
) -> Iterator[Misread]:
    """The days of injury that are doubtful readings and no contradiction; `by_machine` are case pages."""
    said: dict[date, dict[SourceRef, None]] = {}
    for fact in facts:
        if fact.kind == _KIND and fact.date and fact.until is None and (fact.subject, fact.status) == ("patient", "current"):
            said.setdefault(fact.date, {})[fact.source] = None
    for one in proposals:
        if one.key == _KEY:
            said.setdefault(date.fromisoformat(str(one.value)), {}).update(dict.fromkeys(one.sources))
    many = {day: papers for day, found in said.items() if len(papers := {one.document for one in found}) >= _MANY}
    for day, sources in said.items():
        stands = next((one for one in many if sum(map(ne, day.isoformat(), one.isoformat())) == 1), None)
        papers = {one.document for one in sources}
        if stands and len(papers) < len(many[stands]) and all(one.page in by_machine for one in sources):
            yield Misread(day, stands, len(many[stands]), tuple(sources))


def as_read(proposals: Iterable[Proposal], misread: Iterable[Misread]) -> list[Proposal]:
    """The proposals without these days."""
    days = {each.day.isoformat() for each in misread}
    return [one for one in proposals if one.key != _KEY or str(one.value) not in days]


def told_as_read(facts: Iterable[RecordFact], misread: Iterable[Misread]) -> list[RecordFact]:
    """The facts without these days."""
    days = {each.day for each in misread}
    return [one for one in facts if one.kind != _KIND or one.until is not None or one.date not in days]
