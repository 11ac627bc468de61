"""Every proposal of one file: what its determinations, forms and reports say about the places of a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from imr_desktop.case.dates import today
from imr_desktop.case.model import Case, Document, SourceRef
from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.determination import read_determination
from imr_desktop.extract.doctypes import rank_of
from imr_desktop.extract.fax import without_fax_lines
from imr_desktop.extract.findings import FindingWords, find_findings
from imr_desktop.extract.forms import FormValue, checked_track, labelled_fields, stated_in_prose
from imr_desktop.extract.likeness import plain
from imr_desktop.extract.model import ParsedItem, Proposal
from imr_desktop.extract.pagetext import PagedText, Quote, running_lines
from imr_desktop.extract.people import find_age, find_sex
from imr_desktop.extract.requests import request_proposals
from imr_desktop.extract.rfa import rfa_diagnoses

if TYPE_CHECKING:
    from imr_desktop.record import FileRead

MAX_FINDINGS = 60
_ONE_PHRASE = 80  # characters from an age to its sex ("a 54-year-old, right-hand-dominant female")
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
_TRACKS = {"standard": "standard", "regular": "standard", "expedited": "expedited", "formulary": "formulary"}
_REPORT = frozenset({"symptoms", "exam", "diagnosis", "function"})
_FINDINGS = {
    "progress report": _REPORT,
    "imaging": frozenset({"imaging"}),
    "electrodiagnostic study": frozenset({"imaging"}),
    "therapy note": frozenset({"function"}),
}
_NEWEST = {"rfa": 2, "progress report": 2, "imaging": 6, "electrodiagnostic study": 3, "therapy note": 1}


class _DocumentPart(NamedTuple):
    """One document of the file with its text."""

    document: Document
    text: PagedText

    def source(self, start: int, end: int) -> SourceRef:
        return self.quoted(self.text.quote(start, end))

    def quoted(self, quote: Quote) -> SourceRef:
        return SourceRef(self.document.id, self.document.first_page + quote.page, quote.text)


def propose(case: Case, read: FileRead, documents: Iterable[Document]) -> tuple[Proposal, ...]:
    """What one file proposes for `case`, best supported first within each key.

    `documents` are the file's, as `split_documents` gave them; pages in sources are case pages. Different values for one key
    each keep a proposal of their own; equal values from several documents share one, with all their sources.
    """
    listed = tuple(documents)
    if not listed:
        return ()
    first = next((file.first_page for file in case.files if file.digest == read.digest), listed[0].first_page)
    texts = without_fax_lines([page.text if page.readable else "" for page in read.pages])
    running = running_lines(texts) if len(listed) > 1 else frozenset()
    parts = [_DocumentPart(document, PagedText.of(_pages_of(document, texts, first), running)) for document in listed]
    parts.sort(key=_trust)
    proposals = [proposal for part in parts for proposal in _single_values(part, texts, first)]
    return _merged([*filter(_has_come, proposals), *request_proposals(parts, read.pages, first), *_finding_proposals(parts)])


def _has_come(proposal: Proposal) -> bool:
    """Whether a day that a case has is not still to come: such a day is a slip, and nothing to propose."""
    return not proposal.key.startswith("dates.") or str(proposal.value) <= today().isoformat()


def _trust(part: _DocumentPart) -> tuple[int, int, int]:
    """Better ranked documents first; among equals the newest, so that an age is the latest one."""
    document = part.document
    return rank_of(document.type), -(document.date or date.min).toordinal(), document.first_page


def _pages_of(document: Document, texts: list[str], first: int) -> list[str]:
    return texts[document.first_page - first : document.last_page - first + 1]


def _single_values(part: _DocumentPart, texts: list[str], first: int) -> Iterator[Proposal]:
    document = part.document
    if document.type == "determination":
        yield from _determination(part, _pages_of(document, texts, first))
        return
    found = list(labelled_fields(part.text, document.type))
    if document.type in ("correspondence", "notice of assignment", "imr application"):
        found += stated_in_prose(part.text)
    if document.type == "imr application" and (track := checked_track(part.text)):
        found.append(track)
    if document.type == "rfa" and document.date:
        found += _signing_date(part)
    found += _person(part)
    for hit in found:
        yield Proposal(hit.key, _json(hit.value), (part.source(hit.start, hit.end),))


def _signing_date(part: _DocumentPart) -> Iterator[FormValue]:
    for found in reversed(list(find_dates(part.text.folded))):
        if found.value == part.document.date:
            start = part.text.folded.rfind("\n", 0, found.start) + 1
            yield FormValue("dates.request_for_authorization", found.value, start, found.end)
            return


def _person(part: _DocumentPart) -> Iterator[FormValue]:
    if part.document.type not in ("ur determination", "progress report", "imr application"):
        return
    age = find_age(part.text.folded)
    if age:
        yield FormValue("age", age.value, age.start, age.end)
    sex = find_sex(part.text.folded, age=age)
    if sex:
        yield FormValue("sex", sex.value, min(sex.start, age.start) if age and _close(age, sex) else sex.start, sex.end)


def _close(age: Located[int], sex: Located[str]) -> bool:
    return 0 <= sex.start - age.start < _ONE_PHRASE


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
        yield Proposal(f"items.{number}", item_value(item), _sources(part, reading.quotes.get(f"items.{number}")))


def item_value(item: ParsedItem) -> dict[str, Any]:
    """A parsed item as the fields of a `DisputedItem`; its decision is the source's, not the physician's."""
    value = {name: given for name, given in msgspec.structs.asdict(item).items() if given is not None and name != "decision"}
    return {**value, **({"source_decision": item.decision} if item.decision else {})}


def _sources(part: _DocumentPart, quote: Quote | None) -> tuple[SourceRef, ...]:
    return (part.quoted(quote),) if quote else ()


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _finding_proposals(parts: list[_DocumentPart]) -> Iterator[Proposal]:
    """What the newest reports found; a sentence that several reports repeat is one finding with all its sources."""
    found: dict[str, tuple[dict[str, Any], list[SourceRef]]] = {}
    for part in _reporting(parts):
        for words in _finding_words(part):
            value = {"text": words.text, "category": words.category}
            if part.document.date:
                value["date"] = part.document.date.isoformat()
            _, sources = found.setdefault(plain(words.text), (value, []))
            sources.append(part.source(words.start, words.end))
    for number, (value, sources) in enumerate(list(found.values())[:MAX_FINDINGS], 1):
        yield Proposal(f"findings.{number}", value, tuple(sources))


def _finding_words(part: _DocumentPart) -> Iterable[FindingWords]:
    if part.document.type == "rfa":
        spans = rfa_diagnoses(part.text)
        return (FindingWords("diagnosis", words, *span) for span in spans if (words := part.text.clean(*span).strip(" ,;|")))
    return find_findings(part.text, _FINDINGS[part.document.type])


def _reporting(parts: list[_DocumentPart]) -> Iterator[_DocumentPart]:
    """The documents that findings are taken from: of each kind the newest few, in the order of trust."""
    counted: Counter[str] = Counter()
    for part in parts:
        kind = part.document.type
        counted[kind] += 1
        if counted[kind] <= _NEWEST.get(kind, 0):
            yield part


def _merged(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Proposals with one key and one value become one, keeping all their sources; order stays."""
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
                earlier.sources + tuple(source for source in proposal.sources if source not in earlier.sources),
            )
        )
    return tuple(merged.values())
