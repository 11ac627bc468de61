"""The record as a whole: what it contradicts, what it lacks, what happened when, and what it still proposes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from imr_desktop.case import citation, edits
from imr_desktop.case.dates import read, written
from imr_desktop.case.model import Case, Resolution, SourceRef
from imr_desktop.case.splitting import bare
from imr_desktop.extract import OtherPerson, Understood, understand
from imr_desktop.extract.packet import Conflict as Conflict
from imr_desktop.extract.packet import ConflictValue as ConflictValue
from imr_desktop.extract.packet import Event as Event
from imr_desktop.extract.packet import Misread as Misread
from imr_desktop.extract.packet import Missing as Missing
from imr_desktop.extract.packet import Overview, overlook, requested_on
from imr_desktop.extract.packet import undated as undated
from imr_desktop.review.day_order import questioned
from imr_desktop.review.remarks import people_in
from imr_desktop.review.requests import IN_DISPUTE, ListQuestion, Request, asked_as, list_questions, listed, telling_words
from imr_desktop.review.taken import TakenIn

if TYPE_CHECKING:
    from imr_desktop.record import FileRead
    from imr_desktop.review.record import RecordService
    from imr_desktop.review.reviewer import ReviewerService

_MOST_RUNS = 6
"""Runs of pages that an entry of the saved time line names."""


class Survey(NamedTuple):
    """A case's record looked over; `taken` is what it proposes, as when its files were dropped.

    `questions` is what waits for the reviewer's choice: facts with several values, then what the lists of requests differ in.
    """

    overview: Overview
    taken: TakenIn
    questions: tuple[Conflict, ...]


class OverviewService:
    """Looks over the record of the open case. Safe to call from worker threads; it takes its time with a long record."""

    def __init__(self, record: RecordService) -> None:
        self._record = record
        self._last: tuple[object, Overview] | None = None
        self._forgotten = 0

    def of(self, case: Case) -> Survey:
        """The record of a case as it is known now. The last one is kept: a case changes more often than its record."""
        forgotten, reads = self._forgotten, self._record.reads(case)
        said = Understood.of(
            understand(case, read, [document for document in case.documents if document.file == read.digest])
            for read in reads
        )
        found = TakenIn(
            case, reads, said.proposals, facts=said.facts, requests=said.requests, people=said.people, gaps=said.gaps
        )
        taken = _sifted(found)
        known, last = _rests_on(taken), self._last
        seen = last[1] if last is not None and last[0] == known else overview_of(taken)
        if forgotten == self._forgotten:  # else the case was closed meanwhile
            self._last = known, seen
        return Survey(seen, taken, questions_of(seen, taken))

    def remember(self, taken: TakenIn) -> None:
        """What files said when they came in: it is not found a second time once they are the case's."""
        self._last = _rests_on(taken), taken.overview

    def forget(self) -> None:
        """Forget the record that is remembered, and do not remember what is being looked over."""
        self._forgotten += 1
        self._last = None


def _rests_on(taken: TakenIn) -> object:
    """What an overview depends on: the files as they were read, how they are parted, and the day of the request."""
    case = taken.case
    return tuple(map(bare, case.documents)), taken.reads, requested_on(case, taken.proposals)


def overview_of(taken: TakenIn) -> Overview:
    """What files that were read say as a whole."""
    return overlook(taken.case, taken.reads, taken.proposals, taken.facts, taken.requests, taken.people)


def looked_over(taken: TakenIn, held: Iterable[FileRead] = ()) -> TakenIn:
    """Files that were read, with what they say as a whole, whom they name and what they ask of the reviewer.

    `held` are the files that the case had before these came.
    """
    taken = _sifted(taken, held)
    overview = overview_of(taken)
    return replace(taken, overview=overview, questions=questions_of(overview, taken))


def _sifted(taken: TakenIn, held: Iterable[FileRead] = ()) -> TakenIn:
    """The same with what another person's files say behind the rest, and days that cannot follow each other in question."""
    taken = _of_one_person(taken, held)
    return replace(taken, proposals=questioned(taken.case, taken.proposals, _pages_of(taken.people)))


def _of_one_person(taken: TakenIn, held: Iterable[FileRead] = ()) -> TakenIn:
    """The same with whole files of another person told: what they alone propose comes last, and they ask for nothing."""
    people = people_in(taken.case, taken.reads, taken.people, held)
    if people == taken.people:
        return taken
    other = _pages_of(people)
    return replace(
        taken,
        people=people,
        proposals=tuple(sorted(taken.proposals, key=lambda one: set() < {source.page for source in one.sources} <= other)),
        facts=tuple(structs.replace(one, subject="other") if one.source.page in other else one for one in taken.facts),
        requests=tuple(one for one in taken.requests if one.page not in other),
        gaps=tuple(one for one in taken.gaps if one.first_page not in other),
    )


def _pages_of(people: Iterable[OtherPerson]) -> frozenset[int | None]:
    return frozenset(page for one in people for page in range(one.first_page, one.last_page + 1))


def questions_of(overview: Overview, taken: TakenIn) -> tuple[Conflict, ...]:
    """What files that were read leave to the reviewer's choice; pages of another person ask nothing."""
    other = _pages_of(taken.people)
    return (*overview.conflicts, *list_questions(one for one in taken.requests if one.page not in other))


def open_conflicts(case: Case, conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """The conflicts that wait for the reviewer's choice: none was made, or the record says a further value since."""
    made = {one.place: {one.value, *one.others} for one in case.resolutions}
    return tuple(
        conflict for conflict in conflicts if not {str(one.value) for one in conflict.values} <= made.get(conflict.key, set())
    )


def resolved(case: Case, conflict: Conflict, chosen: ConflictValue, reason: str, requests: Iterable[Request] = ()) -> Case:
    """The case with the reviewer's choice: it holds wherever the fact is used, and stays with its reason.

    Of a number asked for the item takes the words of the paper that has it, out of `requests`. What has no place in the case
    (a diagnosis's side) is kept as the choice alone, and the checks hold texts and findings against it. Raises ValueError,
    TypeError where the value does not fit its place.
    """
    sources: tuple[SourceRef, ...] = tuple(source for one in conflict.values for source in one.sources)
    choice = Resolution(
        conflict.key,
        str(chosen.value),
        reason.strip(),
        datetime.now(UTC),
        tuple(str(one.value) for one in conflict.values if one is not chosen),
        sources,
    )
    group, _, name = conflict.key.partition(".")
    if isinstance(conflict, ListQuestion):
        case = listed(case, conflict, in_dispute=chosen.value == IN_DISPUTE)
    elif group == "requests":
        case = asked_as(case, name, chosen.value, requests)
    elif group == "injury":
        first, _, last = str(chosen.value).partition(" - ")
        case = edits.set_dates(case, injury=read(first), injury_until=read(last) if last else None)
    elif group == "dates":
        case = edits.set_dates(case, **{name: date.fromisoformat(str(chosen.value))})
    elif not name:
        case = edits.set_field(case, **{group: chosen.value})
    return edits.resolve(case, choice)


def about(event: Event, words: str, item: str = "") -> bool:
    """Whether an entry of the time line has all these words in it, and one of the telling ones of a disputed item's title.

    Nothing asked for is about everything; a title without a telling word (``MRI``) is asked for by all it has.
    """
    searched = _searched(event)
    if not all(word in searched for word in re.findall(r"\w+", words.lower())):
        return False
    telling = telling_words(item) or frozenset(re.findall(r"\w+", item.lower()))
    return not telling or any(word in searched for word in telling)


def _searched(event: Event) -> str:
    return f"{event.kind} {event.text} {event.detail} {' '.join(source.quote for source in event.sources)}".lower()


def save_chronology(reviewer: ReviewerService, case: Case, events: Sequence[Event], asked: str, path: Path) -> Path:
    """Write the time line as a PDF for the file or as an appendix; it is no part of the determination, and names no reviewer.

    `asked` are the words that its entries were chosen by, empty for all: that others are left out is said, and so are the
    documents that nothing dates. Raises SigningError where an entry names the reviewer, OSError, RenderError.
    """
    from imr_desktop.atomic import write_atomically
    from imr_desktop.determination.chronology import Entry, chronology_pdf
    from imr_desktop.review.outgoing import require_nameless

    entries = (Entry(_days(one), _told(one), _pages(one)) for one in events)
    data = chronology_pdf(case.number, entries, _left_out(case, asked))
    require_nameless(data, path.name, reviewer.identity, "The time line was not saved")
    write_atomically(path, data)
    return path


def _left_out(case: Case, asked: str) -> Iterator[str]:
    if asked:
        yield f"Only entries about: {asked}."
    if bare := undated(case.documents):
        pages = citation.listed((one.first_page for one in bare), "page", "pages")
        if len(bare) == 1:
            yield f"No date could be read on 1 document, which begins on {pages}."
        else:
            yield f"No date could be read on {len(bare)} documents, which begin on {pages}."


def _days(event: Event) -> str:
    return " - ".join(written(day) for day in (event.date, event.until) if day)


def _told(event: Event) -> str:
    words = ". ".join(filter(None, (event.text, event.detail)))
    return words[:1].upper() + words[1:]


def _pages(event: Event) -> str:
    runs = citation.runs(source.page for source in event.sources)
    more = sum(last - first + 1 for first, last in runs[_MOST_RUNS:])
    words = citation.numbers(page for first, last in runs[:_MOST_RUNS] for page in range(first, last + 1))
    return f"{words} and {more} more" if more else words
