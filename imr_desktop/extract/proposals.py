"""Every proposal of one file: what its determinations, forms and reports say about the places of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from imr_desktop.case.dates import today
from imr_desktop.case.model import Case, Document, SourceRef
from imr_desktop.case.splitting import bare
from imr_desktop.extract.dates import find_dates
from imr_desktop.extract.determination import read_determination
from imr_desktop.extract.doctypes import rank_of
from imr_desktop.extract.facts import (
    Placed,
    RecordFact,
    agreed,
    claim_proposals,
    facts_of,
    finding_proposals,
    read_facts,
    records_of,
)
from imr_desktop.extract.facts.places import box_of
from imr_desktop.extract.forms import FormValue, checked_track, labelled_fields, stated_in_prose
from imr_desktop.extract.gaps import Gap, too_long, too_many
from imr_desktop.extract.model import ParsedItem, Proposal
from imr_desktop.extract.pagetext import PagedText, Quote, running_lines
from imr_desktop.extract.parts.furniture import furnished
from imr_desktop.extract.parts.others import OtherPerson, other_people
from imr_desktop.extract.requests import Request, drawn_track, foresee_requests, request_proposals, requests_in
from imr_desktop.extract.requests.slips import righted

if TYPE_CHECKING:
    from imr_desktop.record import FileRead
    from imr_desktop.record.model import PageText

_T = TypeVar("_T")
_KEPT = 64  # files of which is kept what they say
MOST_SOURCES = 4
"""Places that a proposal cites: a packet says much on every page, and the facts name them all."""
_DATE_KEYS = {
    "date_assigned": "dates.assigned",
    "date_of_injury": "dates.injury",
    "decision_date": "dates.decision",
    "ur_denial_date": "dates.ur_denial",
    "application_received": "dates.application_received",
}
_PLAIN_KEYS = {
    "case_number": "number",
    "age": "age",
    "sex": "sex",
    "licensure": "credentials.licensure",
    "specialty": "credentials.specialty",
    "summary": "summary",
}
_OWN_DAY = {"rfa": "dates.request_for_authorization", "ur determination": "dates.ur_denial"}
_TRACKS = {"standard": "standard", "regular": "standard", "expedited": "expedited", "formulary": "formulary"}
_LISTS = ("items.", "findings.")
"""How the keys of what is listed begin: each file numbers its own."""
_NOT_PROPOSED = ("decision", "end_state")
"""What a source says became of an item: the physician's own word, or nothing."""


class _DocumentPart(NamedTuple):
    """One document of the file with its text."""

    document: Document
    text: PagedText
    pages: Sequence[PageText] = ()
    is_of_other: bool = False

    def source(self, start: int, end: int) -> SourceRef:
        return self.quoted(self.text.quote(start, end))

    def quoted(self, quote: Quote) -> SourceRef:
        box = box_of(quote.text, self.pages[quote.page]) if quote.page < len(self.pages) else None
        return SourceRef(self.document.id, self.document.first_page + quote.page, quote.text, box)


class Understood(NamedTuple):
    """What one file says: values for places of the case, the facts they and the findings rest on, and what is asked for.

    `people` are the pages that name another person: what they alone propose comes last, their facts say whose they are,
    and nothing is asked for there, but where it is not clear whose the file is. `gaps` are pages that may say more.
    """

    proposals: tuple[Proposal, ...] = ()
    facts: tuple[RecordFact, ...] = ()
    requests: tuple[Request, ...] = ()
    people: tuple[OtherPerson, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @classmethod
    def of(cls, files: Iterable[Understood]) -> Understood:
        """What several files say together, in their order; a value of one place that several give is proposed once."""
        listed = tuple(files)
        return cls(
            tuple(_agreed_on(one for file in listed for one in file.proposals)),
            tuple(one for file in listed for one in file.facts),
            tuple(one for file in listed for one in file.requests),
            tuple(one for file in listed for one in file.people),
            tuple(one for file in listed for one in file.gaps),
        )


def propose(case: Case, read: FileRead, documents: Iterable[Document]) -> tuple[Proposal, ...]:
    """What one file proposes for `case`: the proposals of `understand`."""
    return understand(case, read, documents).proposals


def understand(case: Case, read: FileRead, documents: Iterable[Document]) -> Understood:
    """What one file proposes for `case`, best supported first within each key, the facts of all its documents, its requests.

    `documents` are the file's, as `split_documents` gave them; pages in sources are case pages. Different values for one key
    each keep a proposal of their own; equal values from several documents share one, with all their sources. What a file was
    found to say is kept: it is asked for again once the file is in a case.
    """
    listed = tuple(map(bare, documents))
    if not listed:
        return Understood()
    first = next((file.first_page for file in case.files if file.digest == read.digest), listed[0].first_page)
    return _understood(read, listed, first)


@lru_cache(maxsize=_KEPT)
def _understood(read: FileRead, listed: tuple[Document, ...], first: int) -> Understood:
    texts = furnished(read.pages).texts
    people = other_people(read, listed, first)
    parts = sorted(_parts(read, listed, texts, first, people), key=_trust)
    own, others = ([part for part in parts if part.is_of_other is other] for other in (False, True))
    facts, further = read_facts(own), read_facts(others)
    unclear = [part for part in others if any(one.unclear and one.holds(part.document) for one in people)]
    requests, gaps = requests_in([*own, *unclear], read.pages, first)
    by_machine = frozenset(part.document.id for part in parts if _slips(part.pages))

    def proposed(
        of: list[_DocumentPart], told: list[Placed], asked: tuple[Request, ...], number: int
    ) -> tuple[Proposal, ...]:
        stated = [proposal for part in of for proposal in _single_values(part, texts, first)]
        values = filter(_has_come, agreed([*stated, *claim_proposals(told)], listed, by_machine))
        return _merged([*values, *request_proposals(of, asked), *finding_proposals(told, number)])

    proposals = proposed(own, facts, requests, 1)
    gaps = (*gaps, *too_long(own), *too_many(listed, proposals))
    if others:
        known = {(one.key, str(one.value)) for one in proposals}
        more = proposed(others, further, requests_in(others, read.pages, first).requests, len(proposals) + 1)
        proposals += tuple(one for one in more if (one.key, str(one.value)) not in known)
    return Understood(proposals, tuple(records_of([*facts, *further])), requests, people, gaps)


def foresee(read: FileRead, documents: Sequence[Document], first: int, step: Callable[[], object]) -> None:
    """Find what `understand` will ask for, from case page `first` on, while the rest of the file is being read.

    The functions that find it keep it a while. `step` is called before each document; what it raises ends the work.
    """
    texts = furnished(read.pages).texts
    parts = list(_parts(read, documents, texts, first, ()))
    for part in parts:
        step()
        facts_of(part)
    foresee_requests(parts, read.pages, first, step)


def _parts(
    read: FileRead, documents: Sequence[Document], texts: Sequence[str], first: int, people: Iterable[OtherPerson]
) -> Iterator[_DocumentPart]:
    running = running_lines(texts) if len(documents) > 1 else frozenset[str]()
    for document in documents:
        yield _DocumentPart(
            document,
            PagedText.of(_pages_of(document, texts, first), running, _slips(_pages_of(document, read.pages, first))),
            _pages_of(document, read.pages, first),
            any(one.holds(document) for one in people),
        )


def _slips(pages: Sequence[PageText]) -> Callable[[str], str] | None:
    """What puts slips right in a document's labels, where only a machine read it."""
    return righted if pages and all(page.verdict == "doubtful" for page in pages) else None


def _has_come(proposal: Proposal) -> bool:
    """Whether a day that a case has is not still to come: such a day is a slip, and nothing to propose."""
    return not proposal.key.startswith("dates.") or str(proposal.value) <= today().isoformat()


def _trust(part: _DocumentPart) -> tuple[int, int, int]:
    """Better ranked documents first; among equals the newest, so that an age is the latest one."""
    document = part.document
    return rank_of(document.type), -(document.date or date.min).toordinal(), document.first_page


def _pages_of(document: Document, texts: Sequence[_T], first: int) -> Sequence[_T]:
    return texts[document.first_page - first : document.last_page - first + 1]


def _single_values(part: _DocumentPart, texts: Sequence[str], first: int) -> Iterator[Proposal]:
    document = part.document
    if document.type == "determination":
        yield from _determination(part, list(_pages_of(document, texts, first)))
        return
    found = list(labelled_fields(part.text, document.type))
    if document.type in ("correspondence", "notice of assignment", "imr application"):
        found += stated_in_prose(part.text)
    if document.type == "imr application" and (track := drawn_track(part.text, part.pages) or checked_track(part.text)):
        found.append(track)
    if document.type in _OWN_DAY and document.date and not any(hit.key == _OWN_DAY[document.type] for hit in found):
        found += _own_day(part, _OWN_DAY[document.type])
    for hit in found:
        yield Proposal(hit.key, _json(hit.value), (part.source(hit.start, hit.end),))


def _own_day(part: _DocumentPart, key: str) -> Iterator[FormValue]:
    """A document's own day as the day of what it does: where it stands last, as beside a signature."""
    for found in reversed(list(find_dates(part.text.folded))):
        if found.value == part.document.date:
            start = part.text.folded.rfind("\n", 0, found.start) + 1
            yield FormValue(key, found.value, start, found.end)
            return


def _determination(part: _DocumentPart, pages: list[str]) -> Iterator[Proposal]:
    reading = read_determination(pages)
    if reading is None:
        return
    parsed = reading.parsed
    for fields in (_PLAIN_KEYS, _DATE_KEYS):
        for name, key in fields.items():
            if (value := getattr(parsed, name)) is not None:
                yield Proposal(key, _json(value), _sources(part, reading.quotes.get(name)))
    if parsed.priority and (track := _TRACKS.get(parsed.priority.lower())):
        yield Proposal("track", track, _sources(part, reading.quotes.get("priority")))
    for name, quote in reading.quotes.items():
        if name.startswith("attestations."):
            yield Proposal(name, True, _sources(part, quote))
    if parsed.items:
        yield Proposal("expected_items", len(parsed.items), _sources(part, reading.quotes.get("items.1")))
    for number, item in enumerate(parsed.items, 1):
        yield Proposal(f"items.{number}", _item_value(item), _sources(part, reading.quotes.get(f"items.{number}")))


def _item_value(item: ParsedItem) -> dict[str, Any]:
    """A parsed item as the fields of a `DisputedItem`; its decision is the source's, not the physician's."""
    value = {
        name: given for name, given in msgspec.structs.asdict(item).items() if given is not None and name not in _NOT_PROPOSED
    }
    return {**value, **({"source_decision": item.decision} if item.decision else {})}


def _sources(part: _DocumentPart, quote: Quote | None) -> tuple[SourceRef, ...]:
    return (part.quoted(quote),) if quote else ()


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _with_more(sources: tuple[SourceRef, ...], more: tuple[SourceRef, ...]) -> tuple[SourceRef, ...]:
    """The sources and further ones, until there are enough: a packet says a thing thousands of times."""
    return sources if len(sources) >= MOST_SOURCES else sources + tuple(one for one in more if one not in sources)


def _agreed_on(proposals: Iterable[Proposal]) -> Iterable[Proposal]:
    """The proposals of several files, equal values of one place as one with all their sources; lists stay as they are."""
    merged: dict[object, Proposal] = {}
    for at, one in enumerate(proposals):
        known = at if one.key.startswith(_LISTS) else (one.key, msgspec.json.encode(one.value, order="deterministic"))
        earlier = merged.get(known)
        merged[known] = (
            msgspec.structs.replace(earlier, sources=earlier.sources + one.sources, doubt=min(earlier.doubt, one.doubt))
            if earlier
            else one
        )
    return merged.values()


def _merged(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Proposals with one key and one value become one with their first sources, the best supported; order stays."""
    merged: dict[tuple[str, bytes], Proposal] = {}
    for proposal in proposals:
        known = (proposal.key, msgspec.json.encode(proposal.value, order="deterministic"))
        earlier = merged.get(known)
        merged[known] = (
            proposal
            if earlier is None
            else Proposal(
                earlier.key,
                earlier.value,
                _with_more(earlier.sources, proposal.sources),
                min(earlier.doubt, proposal.doubt),
                earlier.note,
            )
        )
    return tuple(
        msgspec.structs.replace(one, sources=one.sources[:MOST_SOURCES]) if len(one.sources) > MOST_SOURCES else one
        for one in merged.values()
    )
