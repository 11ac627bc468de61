"""What happened when, out of a record: its documents, and what they say of treatments, drugs, studies and work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from imr_desktop.case.model import SourceRef

if TYPE_CHECKING:
    from imr_desktop.case.model import Document
    from imr_desktop.extract.facts import RecordFact

Kind = Literal["injury", "document", "surgery", "treatment", "study", "medication", "work status", "decision"]
Precision = Literal["day", "month", "year"]
_DECISIONS = frozenset({"imr application", "ur determination", "rfa", "notice of assignment", "determination"})
_OF_FACT: dict[str, Kind] = {"surgery": "surgery", "treatment": "treatment", "imaging": "study", "electrodiagnostic": "study"}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the time line. `until` ends a span; `about` says how exact `date` is.

    `text` are its words; `detail` what belongs to it (a dose, an author); `sources` where it stands, by case page; `document`
    is the id of the document that it is, where it is one.
    """

    kind: Kind
    date: dt.date
    text: str
    detail: str = ""
    until: dt.date | None = None
    about: Precision = "day"
    sources: tuple[SourceRef, ...] = ()
    document: str = ""


def chronology_of(documents: Sequence[Document], facts: Iterable[RecordFact]) -> tuple[Event, ...]:
    """All that the record dates, oldest first; on one day the injury first, then what was done, then who wrote of it.

    What a document repeats of an older day is one entry with all its sources. A drug begins where it is first named and
    ends where it was last: the record says no more of it.
    """
    listed = tuple(facts)
    events = [*_documents(documents), *_facts(listed, documents), *_drugs(listed), *_work(listed)]
    order = {kind: at for at, kind in enumerate(("injury", "surgery", "treatment", "study", "medication", "work status"))}
    return tuple(sorted(_spanned(tuple(_joined(events))), key=lambda one: (one.date, order.get(one.kind, 9), one.text)))


def undated(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents that no time line can hold, since nothing dates them."""
    return tuple(document for document in documents if document.date is None)


def _documents(documents: Sequence[Document]) -> Iterator[Event]:
    for document in documents:
        if document.date:
            yield Event(
                kind="decision" if document.type in _DECISIONS else "document",
                date=document.date,
                text=document.called,
                detail=", ".join(filter(None, (document.author, document.facility))),
                sources=(SourceRef(document.id, document.first_page),),
                document=document.id,
            )


def _facts(facts: Sequence[RecordFact], documents: Sequence[Document]) -> Iterator[Event]:
    """Injury, surgeries, treatments and studies that have a day of their own, which is not their document's."""
    written = {document.id: document.date for document in documents}
    for fact in facts:
        own = fact.date if fact.date != written.get(fact.source.document) else None
        if fact.subject != "patient" or fact.status in ("template", "planned") or own is None:
            continue
        if fact.kind == "injury":
            yield Event(kind="injury", date=own, until=fact.until, text="Injury", sources=(fact.source,))
        elif fact.kind in _OF_FACT and fact.polarity != "absent":
            yield Event(
                kind=_OF_FACT[fact.kind],
                date=own,
                until=fact.until,
                text=" ".join(filter(None, (fact.side, fact.level, fact.value))),
                detail=fact.response,
                sources=(fact.source,),
            )


def _drugs(facts: Sequence[RecordFact]) -> Iterator[Event]:
    """A drug with its dose, from the first document that names it to the last; another dose is another span."""
    runs: dict[tuple[str, str], list[RecordFact]] = {}
    for fact in facts:
        if fact.kind == "medication" and fact.subject == "patient" and fact.status == "current" and fact.date:
            runs.setdefault((fact.value.lower(), fact.dose), []).append(fact)
    for named in runs.values():
        days = sorted(one.date for one in named if one.date)
        yield Event(
            kind="medication",
            date=days[0],
            until=days[-1] if days[-1] > days[0] else None,
            text=named[0].value[:1].upper() + named[0].value[1:],
            detail=" ".join(filter(None, (named[0].dose, named[0].frequency))),
            sources=tuple(one.source for one in sorted(named, key=_day_of)),
        )


def _work(facts: Sequence[RecordFact]) -> Iterator[Event]:
    """Each change of work status: a report that says what the one before said adds nothing."""
    before = ""
    for fact in sorted((one for one in facts if one.kind == "work status" and one.date), key=_day_of):
        if fact.subject == "patient" and fact.status == "current" and fact.value != before and fact.date:
            before = fact.value
            yield Event(kind="work status", date=fact.date, text=fact.value, sources=(fact.source,))


def _day_of(fact: RecordFact) -> dt.date:
    return fact.date or dt.date.min


def _joined(events: Iterable[Event]) -> Iterator[Event]:
    """Entries of one kind, day and words become one, with all their sources."""
    held: dict[tuple[object, ...], tuple[Event, dict[SourceRef, None]]] = {}
    for event in events:
        key = (event.kind, event.document, event.date, event.until, event.text.lower())
        _first, sources = held.setdefault(key, (event, {}))
        sources |= dict.fromkeys(event.sources)
    for first, sources in held.values():
        yield msgspec.structs.replace(first, sources=tuple(sources))


def _spanned(events: Sequence[Event]) -> Iterator[Event]:
    """The entries; an injury told by the first or the last day of a span that other papers tell whole is part of that one."""
    spans = [one for one in events if one.kind == "injury" and one.until]
    taken: dict[Event, tuple[SourceRef, ...]] = {}
    alone = []
    for event in events:
        span = _span_of(event, spans) if event.kind == "injury" and not event.until else None
        if span is None:
            alone.append(event)
        else:
            taken[span] = (*taken.get(span, ()), *event.sources)
    for event in alone:
        yield msgspec.structs.replace(event, sources=(*event.sources, *taken[event])) if event in taken else event


def _span_of(injury: Event, spans: Sequence[Event]) -> Event | None:
    return next((span for span in spans if injury.date in (span.date, span.until)), None)
