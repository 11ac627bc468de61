"""Values of the claim out of many documents: what each says, and which of them say the same of different days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from operator import ne
from typing import TYPE_CHECKING

from imr_desktop.extract.model import Proposal

if TYPE_CHECKING:
    from imr_desktop.case.model import Document
    from imr_desktop.extract.facts.collect import Placed

_YEAR = 365.25
_SPAN = "The record gives a first and a last day (cumulative injury): look, then tick both"
_MANY = 3
"""Documents that agree on a value before one that says another is a slip."""
_ONE_DISPUTE = 120
"""Days between requests of one dispute: one that is made again, or one whose day is a slip."""
_REVIEW = "ur determination"
_OF_DISPUTE = frozenset({"imr application", _REVIEW, "rfa", "notice of assignment"})
MOST_PLACES = _MANY
"""Places that are cited for one value of the claim: a packet says it on every page."""
_UR, _REQUEST, _RECEIVED = "dates.ur_denial", "dates.request_for_authorization", "dates.request_received"
_OF_LETTER = {"reviewer specialty": "ur_specialty", "ur deadline": "ur_deadline"}
_SAID_OF_ITSELF = frozenset({_RECEIVED, *_OF_LETTER.values()})


def claim_proposals(placed: Iterable[Placed]) -> Iterator[Proposal]:
    """Age, sex, injury and day of the request as the documents say them, each value with the first places that say it.

    Of ages the latest, and those that contradict it.
    """
    counted: Counter[tuple[str, str]] = Counter()
    for one in _told(placed):
        counted[one.key, str(one.value)] += 1
        if counted[one.key, str(one.value)] <= MOST_PLACES:
            yield one


def _told(placed: Iterable[Placed]) -> Iterator[Proposal]:
    told = [one for one in placed if one.part.document.type != "determination"]  # its own reader gives these
    births = {one.found.day for one in told if one.found.kind == "birth"}
    told = [one for one in told if one.found.kind != "injury" or one.found.day not in births]
    yield from _ages([one for one in told if one.found.kind == "age"])
    for part, one in told:
        source = (part.source(one.start, one.end),)
        if one.kind == "sex":
            yield Proposal("sex", one.value, source)
        elif one.kind == "request date" and one.day and _is_own(part.document, one.day):
            yield Proposal(_REQUEST, one.day.isoformat(), source)
        elif one.kind == "ur received" and one.day:
            yield Proposal(_RECEIVED, one.day.isoformat(), source)
        elif one.kind in _OF_LETTER:
            yield Proposal(_OF_LETTER[one.kind], one.value, source)
        elif one.kind == "ur date" and one.day:
            yield Proposal(_UR, one.day.isoformat(), source)
        elif one.kind == "injury" and one.day and one.until is None:
            yield Proposal("dates.injury", one.day.isoformat(), source)
        elif one.kind == "injury" and one.day and one.until:
            yield Proposal("dates.injury", one.day.isoformat(), source, note=_SPAN)
            yield Proposal("dates.injury_until", one.until.isoformat(), source, note=_SPAN)


def _is_own(document: Document, day: date) -> bool:
    """Whether a day of a request is not another than the request form's own, where that is known."""
    return document.type != "rfa" or document.date in (None, day)


def _ages(told: list[Placed]) -> Iterator[Proposal]:
    """The age of the newest document; another only where the days between them do not explain it, and its day is no guess."""
    if not told:
        return
    newest = max(told, key=lambda one: _sure_day(one.part.document) or date.min)
    yield Proposal("age", int(newest.found.number or 0), (newest.part.source(newest.found.start, newest.found.end),))
    for part, one in told:
        between = _years(_sure_day(part.document), _sure_day(newest.part.document))
        years = int((newest.found.number or 0) - (one.number or 0))
        if years == 0 or between is None or between - 1 <= years <= between + 1:
            continue
        yield Proposal("age", int(one.number or 0), (part.source(one.start, one.end),))


def _sure_day(document: Document) -> date | None:
    """A document's day where it is no guess."""
    return None if "date" in document.guessed else document.date


def _years(first: date | None, last: date | None) -> float | None:
    return (last - first).days / _YEAR if first and last else None


def agreed(proposals: list[Proposal], documents: Iterable[Document], by_machine: Collection[str] = ()) -> Iterator[Proposal]:
    """The values that the record agrees on, and of decisions of utilization review only the one in dispute.

    That is the one the application names; a letter's own day stands beside it only where no letter bears the day named.
    Without an application it is the newest letter's. What another letter says of itself is left out. Of the days of requests
    those that the letter in dispute names come first; one long before or after is of another request. `by_machine` are the
    documents, by their id, that only a machine read.
    """
    types = {one.id: one.type for one in documents}
    own = [one for one in proposals if one.key == _UR and one.sources and types.get(one.sources[0].document) == _REVIEW]
    named = {one.value for one in proposals if one.key == _UR and one not in own}
    newest = max((one.value for one in own), default="")
    kept = named if any(one.value in named for one in own) else {newest}
    others = {one.sources[0].document for one in own} - {one.sources[0].document for one in own if one.value in kept}
    slips = _slips(proposals, {paper: type_ for paper, type_ in types.items() if paper not in others}, by_machine)
    letters = {one.sources[0].document for one in own} - others
    asked = {str(one.value) for one in proposals if one.key == _REQUEST and one.sources[0].document in letters}
    elsewhere = any(one.key == _REQUEST and one.sources[0].document not in others for one in proposals)
    of_itself = _SAID_OF_ITSELF | ({_REQUEST} if elsewhere else set())
    for one in sorted(proposals, key=lambda one: one.key == _REQUEST and str(one.value) not in asked):
        is_others = one.key in of_itself and one.sources[0].document in others
        is_earlier = one.key == _REQUEST and bool(asked) and all(_is_apart(str(one.value), day) for day in asked)
        if (one not in own or one.value in kept) and not (is_others or is_earlier or _is_slip(one, slips)):
            yield one


def _is_apart(day: str, other: str) -> bool:
    """Whether two days are of requests of two disputes, and not one of them written with a wrong year."""
    apart = abs((date.fromisoformat(day) - date.fromisoformat(other)).days)
    return apart > _ONE_DISPUTE and day[4:] != other[4:]


def _slips(
    proposals: Iterable[Proposal], types: Mapping[str, str], by_machine: Collection[str]
) -> Mapping[tuple[str, str], str]:
    """A sex or a day of injury that one report alone gives, where many documents agree on another, with that report.

    The record's contradictions show it; it is no second choice. The papers of the dispute are always heard, but for a day
    that only a machine read and that is one figure away from the other.
    """
    papers: dict[tuple[str, str], set[str]] = {}
    for one in proposals:
        if one.key in ("sex", "dates.injury"):
            papers.setdefault((one.key, str(one.value)), set()).update(source.document for source in one.sources)
    most = {key: max((len(some), value) for (other, value), some in papers.items() if other == key) for key, _ in papers}
    alone = {said: next(iter(some)) for said, some in papers.items() if len(some) == 1 and most[said[0]][0] >= _MANY}
    return {
        (key, value): paper
        for (key, value), paper in alone.items()
        if types.get(paper) not in _OF_DISPUTE or (paper in by_machine and sum(map(ne, value, most[key][1])) == 1)
    }


def _is_slip(one: Proposal, slips: Mapping[tuple[str, str], str]) -> bool:
    """Whether a value is one of these, or the end of a span that begins with it."""
    if one.key == "dates.injury_until":
        return any(key == "dates.injury" and paper == one.sources[0].document for (key, _), paper in slips.items())
    return (one.key, str(one.value)) in slips
