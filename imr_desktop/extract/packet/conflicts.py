"""What the documents of a record contradict each other in: one fact, several values, each with its places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

import msgspec

from imr_desktop.case.dates import written
from imr_desktop.case.model import SourceRef
from imr_desktop.extract.likeness import differ_in_level
from imr_desktop.extract.requests import held_together

if TYPE_CHECKING:
    from imr_desktop.case.model import Document
    from imr_desktop.extract.facts import RecordFact
    from imr_desktop.extract.model import Proposal
    from imr_desktop.extract.packet.spoken import Spoken
    from imr_desktop.extract.requests import Request, Together

SINGLE = (
    "number",
    "sex",
    "dates.injury",
    "dates.ur_denial",
    "dates.ur_served",
    "dates.request_for_authorization",
    "dates.application_received",
)
"""Places of a case that hold one value, which no passing of time explains another of."""
_OWN = {"dates.request_for_authorization": "rfa", "dates.ur_denial": "ur determination"}
"""The paper whose own day a date is; a record may hold several of them."""
_INJURY, _SPAN = "dates.injury", "injury.span"
_SIDE = re.compile(r"\b(?:left|right)\b[ ]?", re.IGNORECASE)
_FEW = 3  # documents with one side to each with the other
_STALE = 400
"""Days by which an age may be behind: a report that carries over last year's is no contradiction."""
_ONE_DISPUTE = 120
"""Days between a request, its review and the application of one dispute."""
_ONE_REQUEST = 30
"""Days between letters that decide the same request: later ones answer another."""
_REFUSED = frozenset({"denied", "modified"})


class ConflictValue(msgspec.Struct, frozen=True):
    """One value of a fact and where it stands."""

    value: Any
    sources: tuple[SourceRef, ...] = ()


class Conflict(msgspec.Struct, frozen=True):
    """One fact that documents give several values of.

    `key` is the place it goes to in the case; ``requests.<title>``, ``decided.<title>``, ``allowed.<title>``,
    ``level.<title>``, ``side.<part>`` and ``injury.span`` have none there.

    `values` are in the order of their support: more documents first.
    """

    key: str
    values: tuple[ConflictValue, ...]


def conflicts_in(
    documents: Sequence[Document],
    proposals: Iterable[Proposal],
    facts: Iterable[RecordFact],
    requests: Iterable[Request],
    spoken: Sequence[Spoken] = (),
) -> tuple[Conflict, ...]:
    """The contradictions of one record, those of the claim first, then of what was asked for.

    `spoken` is what documents let be guessed: it contradicts what one of them alone says.
    """
    listed = tuple(facts)
    values = _values(proposals, listed)
    for one in _spoken_otherwise(values["sex"].values if "sex" in values else (), spoken):
        values["sex"].note(one.value, (one.source,))
    sides = tuple(_sides(listed))
    sides += tuple(_other_limbs(spoken, {source.document for one in sides for source in one.values[-1].sources}))
    asked = held_together(requests)
    return (
        *_singles(values, documents),
        *_ages(values, documents),
        *sides,
        *_asked(asked, documents),
        *_levels(asked, documents),
    )


class _Said:
    """The values of one fact as they are gathered, each with its places; of a value one place a page is enough."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Any, list[SourceRef], set[tuple[str, int]]]] = {}

    def note(self, value: Any, sources: tuple[SourceRef, ...]) -> None:
        _value, held, known = self._found.setdefault(str(value), (value, [], set()))
        held += [one for one in sources if (one.document, one.page) not in known]
        known.update((one.document, one.page) for one in sources)

    @property
    def values(self) -> tuple[ConflictValue, ...]:
        return tuple(ConflictValue(value, tuple(sources)) for value, sources, _known in self._found.values())


_Values = dict[str, _Said]


def _values(proposals: Iterable[Proposal], facts: Iterable[RecordFact]) -> _Values:
    """All that is said of each place, equal values joined with all their sources."""
    found: _Values = {}
    for proposal in proposals:
        if proposal.key in (*SINGLE, "age"):
            found.setdefault(proposal.key, _Said()).note(proposal.value, proposal.sources)
    told = [fact for fact in facts if (fact.subject, fact.status) == ("patient", "current") and fact.doubt < 0.5]
    for fact in told:
        if fact.kind == "sex":
            found.setdefault("sex", _Said()).note(fact.value, (fact.source,))
        elif fact.kind == "age" and fact.number:
            found.setdefault("age", _Said()).note(int(fact.number), (fact.source,))
    return found | _injuries(told, found.pop(_INJURY, _Said()))


def _spoken_otherwise(stated: Sequence[ConflictValue], spoken: Sequence[Spoken]) -> Sequence[Spoken]:
    """Of documents that only speak of a man or a woman, those that do not fit the one sex that is stated.

    Where others fit it, or one or two alone do not, that is somebody else in the text.
    """
    told = {source.document for one in stated for source in one.sources}
    sexes = [one for one in spoken if one.what == "sex" and one.source.document not in told]
    other = [one for one in sexes if one.value not in {value.value for value in stated}]
    enough = len(stated) == 1 and len(other) >= _FEW and (len(sexes) - len(other)) * _FEW < len(other)
    return other if enough else ()


def _injuries(facts: Sequence[RecordFact], proposed: _Said) -> _Values:
    """The days of injury; where some document gives a span, spans are held against each other, and days against both ends."""
    listed = [fact for fact in facts if fact.kind == "injury" and fact.date]
    spans = {(fact.date, fact.until) for fact in listed if fact.until}
    ends = {day for span in spans for day in span}
    said = _Said()
    for one in proposed.values:
        if date.fromisoformat(str(one.value)) not in ends:
            said.note(one.value, one.sources)
    for fact in listed:
        if fact.until:
            said.note(f"{written(fact.date)} - {written(fact.until)}", (fact.source,))
        elif fact.date and fact.date not in ends:
            said.note(fact.date.isoformat(), (fact.source,))
    return {_SPAN if spans else _INJURY: said}


def _singles(values: _Values, documents: Sequence[Document]) -> Iterator[Conflict]:
    types = {document.id: document.type for document in documents}
    for key in (*SINGLE, _SPAN):
        said = values[key].values if key in values else ()
        if key in _OWN:
            said = tuple(_slips(said, _OWN[key], types))
        if len(said) > 1:
            yield Conflict(key, _ordered(said))


def _slips(said: Sequence[ConflictValue], own: str, types: dict[str, str]) -> Iterator[ConflictValue]:
    """Of the days of papers that a record may hold several of, those that are a slip of another one.

    Each paper's own day is a list, and one that no paper bears is a paper that is not here. What differs from another day in
    its year, its month or its day alone, and no paper bears it, was written wrongly.
    """
    held = [one for one in said if any(types.get(source.document) == own for source in one.sources)]
    for one in said:
        if any(other is not one and _is_near(one, other) and not (one in held and other in held) for other in said):
            yield one


def _is_near(one: ConflictValue, other: ConflictValue) -> bool:
    """Whether two days differ in their day alone, or by one in their month or year alone."""
    (year, month, day), (year_2, month_2, day_2) = (map(int, str(value.value).split("-")) for value in (one, other))
    if (year, month) == (year_2, month_2):
        return day != day_2
    return day == day_2 and abs(year - year_2) + abs(month - month_2) == 1


def _sides(facts: Iterable[RecordFact]) -> Iterator[Conflict]:
    """A diagnosis that a few documents give the other side of; where that is as often said, both sides have it."""
    found: dict[str, _Said] = {}
    for fact in facts:
        if (
            fact.kind == "diagnosis"
            and fact.side in ("left", "right")
            and (fact.subject, fact.status) == ("patient", "current")
        ):
            found.setdefault(_SIDE.sub("", fact.value).lower(), _Said()).note(fact.side, (fact.source,))
    told: set[frozenset[str]] = set()
    both = {name: said.values for name, said in found.items()}
    for name, values in sorted(both.items(), key=lambda one: -sum(len(value.sources) for value in one[1])):
        many, few = *_ordered(values), *([] if len(values) > 1 else [ConflictValue("")])
        papers = frozenset(source.document for source in few.sources)
        if papers and papers not in told and len(papers) * _FEW <= len({source.document for source in many.sources}):
            told.add(papers)
            yield Conflict(f"side.{' '.join(name.split())}", (many, few))


def _other_limbs(spoken: Sequence[Spoken], told: set[str]) -> Iterator[Conflict]:
    """A limb that one document names on one side alone, and all others on the other; of documents `told` none.

    A report on the other limb names several parts of it: one is enough.
    """
    found: dict[str, dict[str, dict[str, SourceRef]]] = {}
    for one in spoken:
        if one.what != "sex":
            found.setdefault(one.what, {}).setdefault(one.value, {})[one.source.document] = one.source
    for part, sides in found.items():
        if len(sides) < 2:
            continue
        few, many = sorted(sides, key=lambda side: len(sides[side]))
        papers = sides[few].keys()
        if len(papers) == 1 and not papers & (told | sides[many].keys()) and len(sides[many]) >= _FEW:
            told |= papers
            yield Conflict(f"side.{part}", tuple(ConflictValue(side, tuple(sides[side].values())) for side in (many, few)))


def _ages(values: _Values, documents: Sequence[Document]) -> Iterator[Conflict]:
    """Ages that do not come from one birthday: each document's age on its own day bounds the year of birth."""
    said = values["age"].values if "age" in values else ()
    days = {document.id: document.date for document in documents if "date" not in document.guessed}
    spans = [
        (day.toordinal() - (int(one.value) + 1) * 365.25, day.toordinal() - int(one.value) * 365.25, str(one.value))
        for one in said
        for source in one.sources
        if (day := days.get(source.document))
    ]
    if spans and max(low for low, _high, _value in spans) > min(high for _low, high, _value in spans) + _STALE:
        yield Conflict("age", _ordered(said))


def _levels(asked: Iterable[Together], documents: Sequence[Document]) -> Iterator[Conflict]:
    """One request that papers of these weeks ask for, or decide, at another level of the spine each."""
    days = {document.id: document.date for document in documents}
    for one, other in combinations(asked, 2):
        papers = {request.source for request in one.all} & {request.source for request in other.all}
        if papers or not differ_in_level(one.all[0].title, other.all[0].title):
            continue
        dated = [days.get(source.document) for held in (one, other) for request in held.all for source in request.sources]
        known = [day for day in dated if day]
        if not known or (max(known) - min(known)).days <= _ONE_DISPUTE:
            said = tuple(
                ConflictValue(held.all[0].title, tuple(source for request in held.all for source in request.sources))
                for held in (one, other)
            )
            yield Conflict(f"level.{one.all[0].title}", _ordered(said))


def _asked(asked: Iterable[Together], documents: Sequence[Document]) -> Iterator[Conflict]:
    """One request of which papers of one dispute give another number, or say that it was otherwise decided, or allowed.

    That the one letter certified or deferred what an application lists is asked where the lists are held against each other.
    """
    days = {document.id: document.date for document in documents}
    for together in asked:
        said = {group: _Said() for group in ("decided", "requests", "allowed")}
        papers = list(_of_one_dispute(together, days))
        letters = {one.sure_decision for one in papers if one.source == "ur"}
        for request in papers:
            made = request.sure_decision
            if made in _REFUSED or (made == "certified" and letters & _REFUSED):
                said["decided"].note(made, request.sources)
            if request.asked is not None:
                said["requests"].note(request.asked, request.sources)
            if made == "modified" and request.allowed is not None:
                said["allowed"].note(request.allowed, request.sources)
        for group, one in said.items():
            if len(values := one.values) > 1:
                yield Conflict(f"{group}.{together.all[0].title}", _ordered(values))


def _of_one_dispute(together: Together, days: dict[str, date | None]) -> Iterator[Request]:
    """What papers say of a request, with all that each of them says of it, and what others of its kind say in those days."""
    own = {one.source: _day(one, days) for one in together.all}
    for one in (*together.all, *together.again):
        first, day = own.get(one.source), _day(one, days)
        if one in together.all or not first or not day or abs((day - first).days) <= _ONE_REQUEST:
            yield from (one, *one.otherwise)


def _day(request: Request, days: dict[str, date | None]) -> date | None:
    return next((days.get(source.document) for source in request.sources), None)


def _ordered(values: Iterable[ConflictValue]) -> tuple[ConflictValue, ...]:
    return tuple(sorted(values, key=lambda one: -len({source.document for source in one.sources})))
