"""The whole record looked over once its files were read: conflicts, what is missing, the time line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.packet.chronology import Event, chronology_of
from imr_desktop.extract.packet.conflicts import Conflict, conflicts_in
from imr_desktop.extract.packet.misread import Misread, as_read, misread_injuries, told_as_read
from imr_desktop.extract.packet.missing import Missing, missing_in
from imr_desktop.extract.packet.spoken import spoken_in
from imr_desktop.extract.parts.furniture import PageCount, furnished

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.extract.facts import RecordFact
    from imr_desktop.extract.model import Proposal
    from imr_desktop.extract.parts.others import OtherPerson
    from imr_desktop.extract.requests import Request
    from imr_desktop.record import FileRead


class Overview(NamedTuple):
    """What a record says as a whole; `misread` are doubtful readings that are neither contradictions nor on the time line."""

    conflicts: tuple[Conflict, ...] = ()
    missing: tuple[Missing, ...] = ()
    chronology: tuple[Event, ...] = ()
    misread: tuple[Misread, ...] = ()


def overlook(
    case: Case,
    reads: Iterable[FileRead],
    proposals: Sequence[Proposal],
    facts: Sequence[RecordFact],
    requests: Sequence[Request],
    people: Sequence[OtherPerson] = (),
) -> Overview:
    """Look over a case's record. `reads` are its files as they were read; pages of those that are not given were not read.

    What pages of other `people` say is no part of it: neither a contradiction nor a day of the patient's. What is missing is
    said of pages too of which it is not clear whose they are.
    """
    pages = _pages(case, reads)
    own = [document for document in case.documents if not any(one.holds(document) for one in people)]
    ids = {document.id for document in own}
    held = [document for document in case.documents if not any(one.holds(document) for one in people if not one.unclear)]
    stated = [one for one in proposals if _is_on(one, ids)]
    misread = tuple(misread_injuries(stated, facts, pages.by_machine))
    stated, told = as_read(stated, misread), told_as_read(facts, misread)
    return Overview(
        conflicts_in(own, stated, told, requests, spoken_in(own, pages.texts)),
        missing_in(held, pages.texts, pages.counters, requested_on(case, stated), pages.unread),
        chronology_of(own, told),
        misread,
    )


class _Pages(NamedTuple):
    """A record's pages by case page: text without furniture, own counters, those only a machine read, those not read."""

    texts: dict[int, str]
    counters: dict[int, PageCount]
    by_machine: set[int]
    unread: set[int]


def _pages(case: Case, reads: Iterable[FileRead]) -> _Pages:
    first_pages = {file.digest: file.first_page for file in case.files}
    unread = {page for file in case.files for page in range(file.first_page, file.first_page + file.pages)}
    found = _Pages({}, {}, set(), unread)
    for read in reads:
        first = first_pages.get(read.digest)
        if first is None:
            continue
        found.by_machine.update(first + page.number - 1 for page in read.pages if page.verdict == "doubtful")
        found.unread.difference_update(first + page.number - 1 for page in read.pages if page.readable)
        plain = furnished(read.pages)
        found.texts.update(enumerate(plain.texts, first))
        found.counters.update((page, one) for page, one in enumerate(plain.counts, first) if one and one.n and not one.whole)
    return found


def _is_on(proposal: Proposal, documents: set[str]) -> bool:
    """Whether one of these documents proposes it."""
    return not proposal.sources or any(source.document in documents for source in proposal.sources)


def requested_on(case: Case, proposals: Iterable[Proposal]) -> date | None:
    """The day of the request for authorization: the case's own, else the best supported."""
    said = next((one.value for one in proposals if one.key == "dates.request_for_authorization"), None)
    return case.dates.request_for_authorization or (date.fromisoformat(said) if isinstance(said, str) else None)
