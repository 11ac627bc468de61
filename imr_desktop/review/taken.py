"""What became of files that came in: a case that holds them, and what they propose for its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

from msgspec import structs

from imr_desktop.case import citation, edits, incoming
from imr_desktop.case.model import Case, Document, ReceivedFile
from imr_desktop.extract import BY_HAND, Gap, ItemOutcome, OtherPerson, Proposal, RecordFact, accept, item_outcomes
from imr_desktop.extract.packet import Conflict, Overview
from imr_desktop.extract.requests import Request
from imr_desktop.record import FileRead
from imr_desktop.review.belonging import Belonging
from imr_desktop.review.remarks import Remarks, remarks_of, sentences_of


def by_hand(proposal: Proposal, number: int) -> Proposal:
    """An item as the reviewer wants it: one of its own. `number` tells it from others."""
    return structs.replace(proposal, key=f"{BY_HAND}{number}")


def titled(proposal: Proposal, title: str) -> Proposal:
    """An item under another title: it is joined with the item of that title. Its sources keep its own words."""
    return structs.replace(proposal, value={**proposal.value, "title": title})


@dataclass(frozen=True)
class TakenIn:
    """What became of the files: a case holding them, what they propose, and sentences for what could not be used.

    `reads` are the files of this case in order; `others` are further cases that were among the same files. Sentences stand
    with the first case alone, and `warning` is about this computer, not about the files. `given_case` is a case JSON as
    it was read, and `left_out` says what of it did not come in. `received` has a line for each file and each file in one.
    `belonging` is what files read into a case that was there say of it; None where they began one. `facts` are those of the
    files' documents, `requests` what their application, review and request for authorization list, `overview` what they
    contradict and lack, `questions` what of that waits for the reviewer's choice, `people` the pages that name another person
    than the rest of their file or of the case, or each of several; `gaps` those that may say more than was read out of them.
    """

    case: Case
    reads: tuple[FileRead, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    sentences: tuple[str, ...] = ()
    failed: tuple[FileRead, ...] = ()
    others: tuple[TakenIn, ...] = ()
    warning: str = field(default="", kw_only=True)
    given_case: Case | None = field(default=None, kw_only=True)
    left_out: tuple[str, ...] = field(default=(), kw_only=True)
    received: tuple[ReceivedFile, ...] = field(default=(), kw_only=True)
    belonging: Belonging | None = field(default=None, kw_only=True)
    facts: tuple[RecordFact, ...] = field(default=(), kw_only=True)
    requests: tuple[Request, ...] = field(default=(), kw_only=True)
    people: tuple[OtherPerson, ...] = field(default=(), kw_only=True)
    gaps: tuple[Gap, ...] = field(default=(), kw_only=True)
    overview: Overview = field(default=Overview(), kw_only=True)
    questions: tuple[Conflict, ...] = field(default=(), kw_only=True)

    @property
    def finished(self) -> bool:
        """Whether it is a case JSON: nothing is proposed, the case comes in as it is."""
        return self.given_case is not None

    @property
    def all(self) -> tuple[TakenIn, ...]:
        """The cases that the files gave, this one first."""
        return (self, *self.others)

    @property
    def said_of_files(self) -> Mapping[str, str]:
        """What is to be said of each file, by its digest: pages of another person, its order, languages, gaps."""
        named = self.named_otherwise
        told: dict[str, str] = {}
        for file in self.case.files:
            words = " ".join((named.get(file.digest, ""), *sentences_of(file, self.remarks, self.gaps))).strip()
            told |= {file.digest: words} if words else {}
        return told

    @property
    def named_otherwise(self) -> Mapping[str, str]:
        """A sentence for each file, by its digest, with pages of another person: which case pages, and whom."""
        told: dict[str, str] = {}
        for one in self.people:
            file = next(file for file in self.case.files if file.first_page <= one.first_page < file.first_page + file.pages)
            pages = citation.label(one.first_page, one.last_page)
            if one.unclear:
                ahead = told.get(file.digest) or f"{file.name} names several people; whose record it is is not clear."
                told[file.digest] = f"{ahead} On {pages}: {one.name}."
                continue
            words = f"In {file.name}, {pages} name another person: {one.name}." if one.first_page < one.last_page else ""
            words = words or f"In {file.name}, {pages} names another person: {one.name}."
            told[file.digest] = f"{told.get(file.digest, '')} {words}".strip()
        return told

    @cached_property
    def remarks(self) -> Remarks:
        """What is to be said of the files' pages beside their words."""
        return remarks_of(self.case, self.reads, self.people)

    def in_doubt(self, proposal: Proposal) -> bool:
        """Whether a proposal is a guess or rests on a page that only a machine read: somebody must look first."""
        if proposal.doubt >= 0.5:
            return True
        return any(source.page in self._doubtful for source in proposal.sources)

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The documents of its case by their ids."""
        return {document.id: document for document in self.case.documents}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What the documents of its case are called, by their ids."""
        return {document.id: document.called for document in self.case.documents}

    @cached_property
    def _doubtful(self) -> frozenset[int]:
        return frozenset(page for file in self.case.files for page in file.doubtful)

    @property
    def sure(self) -> tuple[Proposal, ...]:
        """The proposals that rest on pages that were read and name nobody else."""
        return tuple(one for one in self.proposals if not (self.in_doubt(one) or self.is_of_another(one)))

    @property
    def whose_is_unclear(self) -> bool:
        """Whether the files name several people, and nobody knows whose record it is."""
        return any(one.unclear for one in self.people)

    def is_of_another(self, proposal: Proposal) -> bool:
        """Whether a proposal rests on pages alone that name another person, or one of several whose record it may be."""
        pages = [source.page for source in proposal.sources]
        return bool(pages) and all(any(one.first_page <= page <= one.last_page for one in self.people) for page in pages)

    def accepted(self, proposals: Iterable[Proposal] | None = None, *, decisions: bool = False) -> Case:
        """The case with these proposals accepted, by default those that rest on no page in doubt.

        `decisions` also takes the decisions and answers that the files state for the reviewer's own: only where the person
        at the keyboard says that they are, or where they are merely looked at.
        """
        if self.given_case is not None:
            return edits.with_id(incoming.adopt(self.given_case), self.case.id) if decisions else self.case
        chosen = self.sure if proposals is None else tuple(proposals)
        return accept(self.case, chosen, at=datetime.now(UTC), decisions=decisions)

    def item_outcomes(self, proposals: Iterable[Proposal]) -> tuple[ItemOutcome | None, ...]:
        """What becomes of each item among these proposals where they are taken in together; None for what is no item."""
        return item_outcomes(self.case, proposals)

    def text_of(self, page: int) -> str:
        """The text of a case page of the files that were read; empty for any other page."""
        reads = {read.digest: read for read in self.reads}
        for file in self.case.files:
            if file.first_page <= page < file.first_page + file.pages and file.digest in reads:
                return reads[file.digest].pages[page - file.first_page].text
        return ""

    def accepted_into(self, case: Case, proposals: Iterable[Proposal]) -> Case:
        """The case these files were read for, with files and proposals taken in; it may have changed meanwhile."""
        held = {file.digest for file in case.files}
        files = [file for file in self.case.files if file.digest not in held]
        fresh = {file.digest for file in files}
        documents = [document for document in self.case.documents if document.file in fresh]
        return replace(self, case=edits.receive(edits.add_files(case, files, documents), self.received)).accepted(proposals)
