"""Which files that came in belong to one case.

Records go together into one case, the open one where there is one. A determination starts a case of its own, unless the
record or the open case names the same case number. What came in one mail with a determination, the mail's own words among
it, goes with it, unless it names another number or the mail brings several determinations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile, Document
from imr_desktop.extract import Proposal, Understood, foresee, is_determination, split_documents, understand
from imr_desktop.record import FileRead
from imr_desktop.record.layers import states
from imr_desktop.review.taken import TakenIn

_STATEMENTS = "attestations."
"""What a source's reviewer stated is no proposal: whoever signs states it anew."""


Step = Callable[[], object]
"""Called between parts of long work; what it raises ends the work."""


def grouped(
    case: Case | None, reads: Sequence[FileRead], away: frozenset[str] = frozenset(), step: Step | None = None
) -> list[TakenIn]:
    """The cases that files make, the one for `case` first; `away` are digests of its record that are filled in."""
    letters = [read for read in reads if is_determination(read)]
    alone = [_letter_case(letter, reads, letters) for letter in letters]
    placed = {id(read) for bundle, _taken in alone for read in bundle}
    records = [read for read in reads if id(read) not in placed]
    groups = [add(case or edits.new_case(), records, away, step)] if records or case is not None else []
    for bundle, taken in alone:
        same = _same_number(groups, taken)
        if same is None:
            groups.append(taken)
        else:
            groups[same] = _joined(groups[same], bundle)
    return groups


def _letter_case(
    letter: FileRead, reads: Sequence[FileRead], letters: Sequence[FileRead]
) -> tuple[Sequence[FileRead], TakenIn]:
    """A determination with what came in the same mail, as a case of its own; without it where that is of another case."""
    mail = _mail(letter, reads)
    bundle = [read for read in reads if mail is not None and _mail(read, reads) is mail]
    if sum(_mail(other, reads) is mail for other in letters) == 1 and bundle:
        taken = add(edits.new_case(), bundle)
        if len(set(_numbers(taken))) < 2:
            return bundle, taken
    return [letter], add(edits.new_case(), [letter])


def _mail(read: FileRead, reads: Sequence[FileRead]) -> FileRead | None:
    """The mail that a file came in, the outermost of several; a mail is in itself. Mails stand before what is in them."""
    found = read if read.kind == "mail" else None
    before = next(at for at, one in enumerate(reads) if one is read)
    for one in reversed(reads[:before]):
        if one.kind == "mail" and read.source == f"mail part of {one.name}":
            found = read = one
    return found


def _joined(group: TakenIn, reads: Sequence[FileRead]) -> TakenIn:
    """A case that was among the files with more of them."""
    more = add(group.case, reads)
    return replace(
        more,
        reads=group.reads + more.reads,
        proposals=group.proposals + more.proposals,
        sentences=group.sentences + more.sentences,
        facts=group.facts + more.facts,
        requests=group.requests + more.requests,
        people=group.people + more.people,
        gaps=group.gaps + more.gaps,
    )


def by_letter(taken: TakenIn) -> tuple[TakenIn, ...]:
    """A case for each determination among files of one case number, each with the same record: none is mixed."""
    letters = [read for read in taken.reads if is_determination(read)]
    if len(letters) < 2:
        return (taken,)
    record = [read for read in taken.reads if read not in letters]
    return tuple(add(edits.new_case(), [*record, letter]) for letter in letters)


def _same_number(groups: list[TakenIn], one: TakenIn) -> int | None:
    number = _number(one)
    matching = [index for index, group in enumerate(groups) if number and _number(group) == number]
    return matching[0] if matching else None


def _number(taken: TakenIn) -> str:
    return taken.case.number or next(iter(_numbers(taken)), "")


def _numbers(taken: TakenIn) -> list[str]:
    """The case numbers that files state."""
    return [str(proposal.value) for proposal in taken.proposals if proposal.key == "number"]


def add(case: Case, reads: Sequence[FileRead], away: frozenset[str] = frozenset(), step: Step | None = None) -> TakenIn:
    """A case with files added, and what they propose; those it has already are said."""
    kept, sentences = [], []
    found: list[Understood] = []
    for read in reads:
        if any(file.digest == read.digest for file in case.files):
            if not read.source and read.digest not in away:
                sentences.append(f"{read.name} is in the record already and was not added again.")
            continue
        first_page = case.page_count + 1
        documents = split_documents(read, first_page, step)
        if step is not None:
            foresee(read, documents, first_page, step)
        file = CaseFile(
            read.digest, read.name, len(read.pages), first_page, *states(read.pages, first_page), source=read.source
        )
        case = edits.add_files(case, [file], documents)
        found.append(understand(case, read, documents))
        if _has_letter_without_items(documents, found[-1].proposals):
            sentences.append(f"In {read.name} no disputed item of the determination could be read; add its items by hand.")
        kept.append(read)
    said = Understood.of(found)
    return TakenIn(
        case,
        tuple(kept),
        tuple(one for one in said.proposals if not one.key.startswith(_STATEMENTS)),
        tuple(sentences),
        facts=said.facts,
        requests=said.requests,
        people=said.people,
        gaps=said.gaps,
    )


def _has_letter_without_items(documents: Iterable[Document], proposals: Iterable[Proposal]) -> bool:
    """Whether a determination gave no item at all: that is said, for an empty list reads as an answer."""
    letters = {document.id for document in documents if document.type == "determination"}
    named = {source.document for one in proposals if one.key.startswith("items.") for source in one.sources}
    return bool(letters - named)
