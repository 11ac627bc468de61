"""Taking files in: from dropped paths to a case with documents, and proposals for its fields.

Records go together into one case, the open one where there is one. A determination starts a case of its own, unless the
record or the open case names the same case number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile, Document
from imr_desktop.errors import ImrError
from imr_desktop.extract import Proposal, accept, propose, split_documents
from imr_desktop.record import FileRead, Reader, gather
from imr_desktop.store.exchange.strict import MOST_JSON, plain_case

Progress = Callable[[int, int], None]
Keep = Callable[[Path, FileRead], None]

CASE_SUFFIX = ".json"


@dataclass(frozen=True)
class TakenIn:
    """What became of the files: a case holding them, what they propose, and sentences for what could not be used.

    `reads` are the files of this case in order; `others` are further cases that were among the same files. Sentences stand
    with the first case alone, and `warning` is about this computer, not about the files.
    """

    case: Case
    reads: tuple[FileRead, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    sentences: tuple[str, ...] = ()
    failed: tuple[FileRead, ...] = ()
    others: tuple[TakenIn, ...] = ()
    finished: bool = field(default=False, kw_only=True)
    warning: str = field(default="", kw_only=True)

    @property
    def all(self) -> tuple[TakenIn, ...]:
        """The cases that the files gave, this one first."""
        return (self, *self.others)

    def accepted(self, *, decisions: bool) -> Case:
        """The case with every proposal accepted; `decisions` also takes the decisions a determination states."""
        if self.finished:
            return self.case
        return accept(self.case, self.proposals, at=datetime.now(UTC), decisions=decisions)


def take_in(case: Case | None, paths: Iterable[Path], reader: Reader, *, keep: Keep | None = None,
            progress: Progress | None = None) -> TakenIn:
    """Read files and folders into `case`, or into new cases where it is None.

    `keep` stores an original that was read; `progress` is told (done, of). Files that cannot be used become sentences,
    never an exception. Raises StoreError only where `keep` does.
    """
    files, sentences = gather(paths)
    cases, reads, failed = [], [], []
    for done, path in enumerate(files):
        if progress:
            progress(done, len(files))
        if path.suffix.lower() == CASE_SUFFIX:
            try:
                cases.append(TakenIn(plain_case(_bounded(path), path.name), finished=True))
            except (ImrError, OSError) as error:
                sentences.append(str(error))
            continue
        read = reader.read(path)
        if read.error:
            sentences.append(read.error)
            failed.append(read)
            continue
        if keep:
            keep(path, read)
        reads.append(read)
    groups = [*_group(case, reads), *cases] or [TakenIn(edits.new_case())]
    first, *others = groups
    said = (*sentences, *(sentence for group in groups for sentence in group.sentences))
    quiet = tuple(replace(other, sentences=()) for other in others)
    return replace(first, sentences=said, failed=tuple(failed), others=quiet)


def _bounded(path: Path) -> bytes:
    """A file's bytes, no more than tell that it is too large. Raises OSError."""
    with path.open("rb") as file:
        return file.read(MOST_JSON + 1)


def _group(case: Case | None, reads: list[FileRead]) -> list[TakenIn]:
    parts = [(read, split_documents(read, 1)) for read in reads]
    determinations = [read for read, documents in parts if _is_determination(documents)]
    records = [read for read, documents in parts if not _is_determination(documents)]
    groups = [_add(case or edits.new_case(), records)] if records or case is not None else []
    for read in determinations:
        alone = _add(edits.new_case(), [read])
        same = _same_number(groups, alone)
        if same is None:
            groups.append(alone)
        else:
            joined = _add(groups[same].case, [read])
            groups[same] = replace(joined, reads=groups[same].reads + joined.reads,
                                   proposals=groups[same].proposals + joined.proposals)
    return groups


def _is_determination(documents: tuple[Document, ...]) -> bool:
    return len(documents) == 1 and documents[0].type == "determination"


def _same_number(groups: list[TakenIn], one: TakenIn) -> int | None:
    number = _number(one)
    matching = [index for index, group in enumerate(groups) if number and _number(group) == number]
    return matching[0] if matching else None


def _number(taken: TakenIn) -> str:
    stated = [str(proposal.value) for proposal in taken.proposals if proposal.key == "number"]
    return taken.case.number or (stated[0] if stated else "")


def _add(case: Case, reads: list[FileRead]) -> TakenIn:
    kept, proposals, sentences = [], [], []
    for read in reads:
        if any(file.digest == read.digest for file in case.files):
            sentences.append(f"{read.name} is in the record already and was not added again.")
            continue
        first_page = case.page_count + 1
        documents = split_documents(read, first_page)
        unreadable = tuple(first_page + page.number - 1 for page in read.pages if not page.readable)
        file = CaseFile(read.digest, read.name, len(read.pages), first_page, unreadable)
        case = edits.add_files(case, [file], documents)
        proposals.extend(propose(case, read, documents))
        kept.append(read)
    return TakenIn(case, tuple(kept), tuple(proposals), tuple(sentences))
