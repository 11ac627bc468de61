"""What pages propose that a machine has read since their file came in: values with their pages, and documents parted anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile
from imr_desktop.extract import Proposal, accept, propose, split_documents
from imr_desktop.record import FileRead
from imr_desktop.review.taken import TakenIn

if TYPE_CHECKING:
    from imr_desktop.review.record import RecordService


@dataclass(frozen=True)
class ReadAgain(TakenIn):
    """What is proposed for the open case out of files it holds already; its documents are those parted anew."""

    def accepted_into(self, case: Case, proposals: Iterable[Proposal]) -> Case:
        """The case with documents parted anew, where nothing in it rests on how they were, and with these proposals."""
        for read in self.reads:
            case = edits.part_anew(case, read.digest, [one for one in self.case.documents if one.file == read.digest])
        return replace(self, case=case).accepted(proposals)


def read_again(record: RecordService, case: Case, pages: Collection[int]) -> ReadAgain:
    """What these case pages propose that the case does not hold yet. It takes its time: for worker threads."""
    reads, proposals, parted = [], [], case
    for file in case.files:
        if any(file.first_page <= page < file.first_page + file.pages for page in pages):
            read = _read(record, case, file)
            documents = split_documents(read, file.first_page)
            parted = edits.part_anew(parted, file.digest, documents)
            held = tuple(one for one in parted.documents if one.file == file.digest)
            found = [one for one in propose(parted, read, held) if _is_from(one, pages) and _is_new(parted, one)]
            if found or held != tuple(one for one in case.documents if one.file == file.digest):
                reads.append(read)
                proposals += found
    return ReadAgain(parted, tuple(reads), tuple(proposals))


def _read(record: RecordService, case: Case, file: CaseFile) -> FileRead:
    return FileRead("", file.name, file.digest, pages=record.pages(case, file))


def _is_from(proposal: Proposal, pages: Collection[int]) -> bool:
    statement = proposal.key.startswith("attestations.")
    return not statement and any(source.page in pages for source in proposal.sources)


def _is_new(case: Case, proposal: Proposal) -> bool:
    return accept(case, [proposal], at=datetime.now(UTC), decisions=False) != case
