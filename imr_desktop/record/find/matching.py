"""A query made ready to be held against pages, and where it stands on one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from imr_desktop.record.find.fold import Folded, Place
from imr_desktop.record.find.pattern import pattern
from imr_desktop.record.find.query import Clause, Near, Query, Term

_CLOSE = 60
"""Letters between two words of a query that are shown as one hit."""
Names = Mapping[Term, tuple[str, ...]]
"""The other names of terms."""


@dataclass(frozen=True)
class Spot:
    """A place on a page, which clause it is of, whether it is another name, and whether only a tolerant pattern finds it."""

    place: Place
    clause: int
    named: bool = False
    tolerant: bool = False


@dataclass(frozen=True)
class _Finder:
    """One part of a clause as patterns; two of them where a query asks for nearness."""

    own: re.Pattern[str]
    other: re.Pattern[str] | None
    tolerant: re.Pattern[str]

    @classmethod
    def of(cls, term: Term, names: Names) -> _Finder:
        known = names.get(term, ())
        return cls(
            pattern([term.words], plural=not term.exact),
            pattern(known) if known else None,
            pattern([term.words, *known], plural=not term.exact, tolerant=True),
        )

    def spots(self, page: Folded, clause: int, *, doubtful: bool) -> Iterator[Spot]:
        known = set()
        for place in page.places(self.own):
            known.add(place)
            yield Spot(place, clause)
        for place in page.places(self.other) if self.other else ():
            if place not in known:
                known.add(place)
                yield Spot(place, clause, named=True)
        for place in page.places(self.tolerant) if doubtful else ():
            if place not in known:
                yield Spot(place, clause, tolerant=True)


class Matcher:
    """A query held against pages."""

    def __init__(self, query: Query, names: Names) -> None:
        self._wanted = [self._parts(clause, names) for clause in query.wanted]
        self._without = [self._parts(clause, names) for clause in query.clauses if clause.without]
        self._phrases = [(clauses, pattern([words])) for clauses, words in _phrases(query)]
        self.clauses = len(self._wanted)

    @staticmethod
    def _parts(clause: Clause, names: Names) -> list[tuple[_Finder, _Finder | None, int]]:
        return [
            (_Finder.of(part.first, names), _Finder.of(part.second, names), part.words)
            if isinstance(part, Near)
            else (_Finder.of(part, names), None, 0)
            for part in clause.parts
        ]

    def on(self, page: Folded, text: str, *, doubtful: bool) -> list[Spot]:
        """Where the query stands on a page, in order; nothing where not all of it does, or what it leaves out does."""
        spots: list[Spot] = []
        for at, parts in enumerate(self._wanted):
            found = [spot for part in parts for spot in _spots(part, page, text, at, doubtful=doubtful)]
            if not found:
                return []
            spots.extend(found)
        if any(next(_spots(part, page, text, 0, doubtful=False), None) for parts in self._without for part in parts):
            return []
        for clauses, phrase in self._phrases:
            if places := list(page.places(phrase)):
                spots = [spot for spot in spots if spot.clause not in clauses]
                spots += [Spot(place, clauses[0]) for place in places]
        return _joined(sorted(spots, key=lambda spot: (spot.place.start, -spot.place.end)), text)


def _spots(
    part: tuple[_Finder, _Finder | None, int], page: Folded, text: str, clause: int, *, doubtful: bool
) -> Iterator[Spot]:
    first, second, most = part
    found = list(first.spots(page, clause, doubtful=doubtful))
    if second is None:
        yield from found
        return
    others = list(second.spots(page, clause, doubtful=doubtful)) if found else []
    for one in found:
        for other in others:
            start, end = sorted((one.place, other.place))
            if start.end <= end.start and len(text[start.end : end.start].split()) <= most:
                place = Place(start.start, end.end, end.beyond)
                yield Spot(place, clause, one.named or other.named, one.tolerant or other.tolerant)


def _phrases(query: Query) -> Iterator[tuple[list[int], str]]:
    """Words that follow each other in the query: where they do so on a page too, that is what was meant."""
    single = [
        (at, clause.parts[0] if len(clause.parts) == 1 and isinstance(clause.parts[0], Term) else None)
        for at, clause in enumerate(query.wanted)
    ]
    for plain, run in groupby(single, key=lambda one: one[1] is not None and not one[1].whole):
        members = [(at, term.words) for at, term in run if term is not None]
        if plain and len(members) > 1:
            yield [at for at, _ in members], " ".join(words for _, words in members)


def _joined(spots: list[Spot], text: str) -> list[Spot]:
    """Places that overlap are one, and so are different words of the query that stand close to each other."""
    joined: list[Spot] = []
    clauses: set[int] = set()
    for spot in spots:
        last = joined[-1] if joined else None
        if last and spot.place.start < last.place.end:
            if spot.place.end > last.place.end:
                joined[-1] = _over(last, spot)
            elif (last.named and not spot.named) or (last.tolerant and not spot.tolerant):
                joined[-1] = replace(last, named=last.named and spot.named, tolerant=last.tolerant and spot.tolerant)
        elif last and spot.named and not last.named and spot.clause in clauses and _close(text, last.place, spot.place):
            continue  # another name beside its own: "EMG/NCS"
        elif last and spot.clause not in clauses and _close(text, last.place, spot.place):
            joined[-1] = _over(last, spot)
            clauses.add(spot.clause)
        else:
            joined.append(spot)
            clauses = {spot.clause}
    return joined


def _close(text: str, first: Place, second: Place) -> bool:
    between = text[first.end : second.start]
    return len(between) <= _CLOSE and not first.beyond and "\n\n" not in between


def _over(first: Spot, second: Spot) -> Spot:
    place = Place(first.place.start, second.place.end, second.place.beyond)
    return Spot(place, first.clause, first.named and second.named, first.tolerant or second.tolerant)
