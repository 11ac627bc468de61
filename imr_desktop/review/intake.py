"""Taking files in: from dropped paths to a case with documents, and proposals for its fields.

Which files belong to one case stands in `grouping`. A case JSON comes in as a new case that is undecided (see
`case.incoming`): nothing that comes in speaks for the reviewer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from imr_desktop.case import edits, incoming
from imr_desktop.case.model import Case, Document, ReceivedFile
from imr_desktop.errors import CaseInvalid, ImrError
from imr_desktop.extract import (
    Proposal,
    foresee,
    parse_determination,  # noqa: F401  handed on
    split_documents,
)
from imr_desktop.record import FileRead, PageText, Reader, SoFar, gather
from imr_desktop.review import provenance, received
from imr_desktop.review.belonging import belonging
from imr_desktop.review.grouping import add, grouped
from imr_desktop.review.kept import KeptFiles
from imr_desktop.review.meanwhile import Meanwhile
from imr_desktop.review.overview import looked_over
from imr_desktop.review.received import Come
from imr_desktop.review.taken import TakenIn
from imr_desktop.sandbox import SandboxFailure
from imr_desktop.store.exchange.strict import MOST_JSON, plain_case

if TYPE_CHECKING:
    from imr_desktop.record.containers.arrival import Arrival
    from imr_desktop.record.containers.passwords import Ask, Passwords
    from imr_desktop.review.cases import CaseService
    from imr_desktop.review.machine import MachineService
    from imr_desktop.review.processes import Processes
    from imr_desktop.review.record import RecordService
    from imr_desktop.review.reviewer import ReviewerService
    from imr_desktop.review.vault import VaultService
    from imr_desktop.store.repository import Saved
    from imr_desktop.store.vault import Vault

Progress = Callable[[int, int], None]
Keep = Callable[["Path | bytes", FileRead], None]
_Layers = Callable[["Path | bytes", FileRead], FileRead]

CASE_SUFFIX = ".json"
PASTED = "Pasted determination.txt"


class PartedSoFar(NamedTuple):
    """A file that is still being read: what of its `of` pages is there, and the documents these are."""

    read: FileRead
    of: int
    documents: tuple[Document, ...]
    first_page: int


class IntakeService:
    """Files and pasted text as cases of one home. Safe to call from worker threads."""

    def __init__(
        self,
        vault: VaultService,
        cases: CaseService,
        record: RecordService,
        reviewer: ReviewerService,
        processes: Processes,
        machine: MachineService,
        passwords: Passwords,
    ) -> None:
        self._vault, self._cases, self._record = vault, cases, record
        self._reviewer, self._processes, self._machine, self._passwords = reviewer, processes, machine, passwords
        self._last: tuple[ReceivedFile, ...] = ()
        self.kept = KeptFiles(vault, record)

    def take_in(
        self,
        case: Case | None,
        paths: Iterable[Path],
        progress: Progress | None = None,
        ask: Ask | None = None,
        so_far: SoFar | None = None,
        read_through: Callable[[], object] = bool,
        *,
        keep: bool = True,
        see: Keep | None = None,
    ) -> TakenIn:
        """Read dropped files and folders; `keep` copies the originals into the home. See the function `take_in`.

        Where they are not kept, `see` is given each original with what was read of it.

        `ask` is asked for the password of each locked file that none of those known opens; what it raises ends the reading.
        `so_far` is told what was read of a long file, and how many pages it has; what it raises ends the reading, too. Where
        nobody is told, that is understood meanwhile. `read_through` is called when no more is read.
        """
        meanwhile = Meanwhile(partial(self._understand_so_far, case))
        reader = Reader(self._processes.serving("reading", case), self._passwords, ask, so_far or meanwhile.so_far)
        away = frozenset(file.digest for file in self._record.missing(case)) if case and keep else frozenset[str]()
        over = self._machine.layers
        through = read_through if so_far else meanwhile.end
        with meanwhile, self._keeping() as put:
            taken = take_in(
                case,
                paths,
                reader,
                keep=put if keep else see,
                layers=over,
                progress=progress,
                away=away,
                read_through=through,
                held=self._record.reads(case) if case else (),
            )
        self._last = tuple(line for one in taken.all for line in one.received)
        if keep:
            _foresee_likenesses(taken)
        vault = self._vault.if_open
        known = taken if vault is None else _with_known(taken, vault)
        return replace(known, warning=self._processes.first_warning())

    @contextmanager
    def _keeping(self) -> Iterator[Keep]:
        """What keeps originals; where the reading ends by an error, or is stopped, none of them stays."""
        reading = self.kept.begin()
        try:
            yield partial(self.kept.keep, reading)
        except BaseException:
            self.kept.end(reading)
            raise

    def get_ready(self) -> None:
        """Files are about to come: have the process that reads started, and what parts a file loaded.

        It is no matter where that process cannot be started: the reading says so.
        """
        with suppress(SandboxFailure):
            self._processes.of("reading").warm()
        split_documents(FileRead("", "", pages=(PageText(1, "MRI 01/02/2024"),)), 1)

    def parted_so_far(self, case: Case | None, read: FileRead, of: int, step: Callable[[], object]) -> PartedSoFar:
        """The documents of a file that is still being read: none of it is final, and nothing of it can be taken.

        What `step` raises ends it; it is called often. What it finds is found sooner when the whole file is there.
        """
        first = case.page_count + 1 if case else 1
        documents = split_documents(read, first, step)
        return PartedSoFar(read, of, documents, first)

    def _understand_so_far(self, case: Case | None, read: FileRead, of: int, step: Callable[[], object]) -> None:
        self.foresee(self.parted_so_far(case, read, of, step), step)

    def foresee(self, parted: PartedSoFar, step: Callable[[], object]) -> None:
        """Look for the facts of documents that came so far, all but the last, which may go on. What `step` raises ends it."""
        foresee(parted.read, parted.documents[:-1], parted.first_page, step)

    def apart(self, taken: TakenIn) -> TakenIn:
        """The same files as a case of their own. It takes its time with long ones: for worker threads."""
        return apart(taken)

    def received(self, case: Case | None) -> tuple[ReceivedFile, ...]:
        """What a case received; without one what the files gave that were read last, whatever became of them."""
        return case.received if case is not None else self._last

    def export_received(self, lines: Iterable[ReceivedFile], path: Path) -> Path:
        """Write the lines as plain text where a person said. Raises OSError."""
        path.write_text(received.as_text(lines), encoding="utf-8")
        return path

    def take_text(self, case: Case | None, text: str, progress: Progress | None = None) -> TakenIn:
        """Read pasted text as a file of its own; it is kept like every other original and never lies in the clear."""
        if progress:
            progress(0, 1)
        reader = Reader(self._processes.serving("reading", case), self._passwords)
        with self._keeping() as put:
            held = self._record.reads(case) if case else ()
            given = {PASTED: text.encode(errors="replace")}
            return take_in(case, (), reader, pasted=given, keep=put, progress=progress, held=held)

    def take_letter(self, _case: Case | None, letter: tuple[str, bytes], progress: Progress | None = None) -> TakenIn:
        """The case attached to a signed letter (its file's name, the data), as a case JSON comes in. Raises CaseInvalid."""
        name, data = letter
        if progress:
            progress(0, 1)
        taken, vault = _told(plain_case(data, f"the case in {name}")), self._vault.if_open
        return taken if vault is None else _with_known(taken, vault)

    def begin(self, taken: TakenIn, proposals: Iterable[Proposal] | None = None) -> Case:
        """A case of its own as it is opened, with the reviewer's licensure and specialty where it states none. StoreError."""
        case, settings = taken.accepted(proposals), self._reviewer.settings
        if taken.finished:
            provenance.note_unproven(self._vault.store, case.id)
        own = case.credentials
        return edits.set_credentials(
            case, licensure=own.licensure or settings.licensure, specialty=own.specialty or settings.specialty
        )

    def store(self, case: Case) -> Saved:
        """Store a case that came in. Raises StoreError."""
        provenance.note_unproven(self._vault.store, case.id)
        return self._cases.save(case, "case imported")

    def store_others(self, taken: TakenIn) -> int:
        """Accept and store the further cases among the files; how many. Raises StoreError."""
        for other in taken.others:
            case = other.accepted()
            if other.finished:
                provenance.note_unproven(self._vault.store, case.id)
            self._cases.save(case)
        return len(taken.others)


def _foresee_likenesses(taken: TakenIn) -> None:
    """Find which items may be the same, while nobody waits for it."""
    from imr_desktop.review.alike import foresee as foresee_pairs  # with it come all checks, which only a window needs here

    values = (one.value for one in taken.proposals if one.key.startswith("items."))
    foresee_pairs([str(value.get("title", "")) for value in values if isinstance(value, dict)])


def take_in(
    case: Case | None,
    paths: Iterable[Path],
    reader: Reader,
    *,
    pasted: Mapping[str, bytes] | None = None,
    keep: Keep | None = None,
    layers: _Layers | None = None,
    progress: Progress | None = None,
    away: frozenset[str] = frozenset(),
    read_through: Callable[[], object] = bool,
    held: Sequence[FileRead] = (),
) -> TakenIn:
    """Read files and folders into `case`, or into new cases where it is None; `pasted` holds by name what lies in no file.

    `keep` stores an original that was read, `layers` gives it with what else is known of its pages; `progress` is told
    (done, of), and while what was read is being understood (of, of), often: what it raises ends the work; `away` are
    digests of the case's record that are not in the vault and are filled in; `read_through` is called when no more is
    read; `held` are the files of `case` as they were read before. Files that cannot be used become sentences, never an
    exception. Raises StoreError only where `keep` does.
    """
    files, sentences = gather(paths)
    intake = _Intake(keep, layers, sentences)
    for done, path in enumerate(files):
        intake.read(path, reader, partial(progress, done, len(files)) if progress else None)
    for name, data in (pasted or {}).items():
        for arrival in reader.read_all_bytes(data, name):
            intake.add(arrival)
    read_through()
    step = partial(progress, len(files) or 1, len(files) or 1) if progress else None
    understood = grouped(case, intake.reads, away, step)
    if step:
        step()
    records = (looked_over(one, held if case is not None and one.case.id == case.id else ()) for one in understood)
    groups = [*records, *intake.cases] or [TakenIn(edits.new_case())]
    said_of = {digest: words for group in groups for digest, words in group.said_of_files.items()}
    come = [replace(one, read=_noted(one.read, said_of.get(one.read.digest, ""))) for one in intake.come]
    first, *others = _told_received(groups, come, away)
    if case is not None and first.reads:
        first = replace(first, belonging=belonging(case, first.reads, first.case.files, first.proposals))
    said = (*sentences, *(sentence for group in groups for sentence in group.sentences))
    quiet = tuple(replace(other, sentences=()) for other in others)
    return replace(first, sentences=said, failed=tuple(intake.failed), others=quiet)


def _noted(read: FileRead, words: str) -> FileRead:
    """A file with one more sentence said of it."""
    return msgspec.structs.replace(read, note=f"{read.note} {words}".strip()) if words else read


def apart(taken: TakenIn) -> TakenIn:
    """The same files as a case of their own: they were read into one that they do not belong to."""
    alone = add(edits.new_case(), taken.reads)
    lines = received.moved(taken.received, taken.case.files, alone.case.files)
    return replace(
        looked_over(alone),
        case=edits.receive(alone.case, lines),
        sentences=taken.sentences,
        failed=taken.failed,
        others=taken.others,
        warning=taken.warning,
        received=lines,
    )


class _Intake:
    """Files as they come in: what is read, what cannot be, and what is kept."""

    def __init__(self, keep: Keep | None, layers: _Layers | None, sentences: list[str]) -> None:
        self._keep, self._layers, self._sentences = keep, layers, sentences
        self.reads: list[FileRead] = []
        self.failed: list[FileRead] = []
        self.come: list[Come] = []
        self.cases: list[TakenIn] = []

    def read(self, path: Path, reader: Reader, step: Callable[[], object] | None) -> None:
        """Read a file with all that is in it; a case JSON is a case of its own. What `step` raises ends it."""
        if step:
            step()
        if path.suffix.lower() == CASE_SUFFIX:
            try:
                self.cases.append(_told(_case_in(path)))
            except (ImrError, OSError) as error:
                self._sentences.append(str(error))
            return
        for arrival in reader.read_all(path):
            self.add(arrival)
            if step and arrival.read.source:
                step()  # a file of many parts can be stopped, too

    def add(self, arrival: Arrival) -> None:
        """Note a file, and keep its original. Raises StoreError only where keeping it does."""
        one = Come.of(arrival)
        self.come.append(one)
        if one.read.error:
            self._sentences.append(one.read.error)
            self.failed.append(one.read)
        if one.is_kept and self._keep:
            self._keep(arrival.content, one.read)
        if one.has_pages:
            self.reads.append(self._layers(arrival.content, one.read) if self._layers else one.read)


def _told_received(groups: list[TakenIn], come: Iterable[Come], away: frozenset[str]) -> list[TakenIn]:
    """The groups with a line in each for every file that went there."""
    fresh = [frozenset(read.digest for read in group.reads) for group in groups]
    lines = received.lines(come, [group.case for group in groups], fresh, datetime.now(UTC), away)
    return [
        replace(group, received=told, case=edits.receive(group.case, told)) for group, told in zip(groups, lines, strict=True)
    ]


def _case_in(path: Path) -> Case:
    """A case JSON; of a file longer than any case no more is read than shows that. Raises CaseInvalid, OSError."""
    with path.open("rb") as file:
        return plain_case(file.read(MOST_JSON + 1), path.name)


def _told(case: Case) -> TakenIn:
    """A case JSON: under a new id, since only this vault knows which cases it has."""
    case = incoming.plain_names(case)
    come = incoming.admit(case)
    return TakenIn(edits.with_id(come.case, edits.new_id()), given_case=case, left_out=come.left_out)


def _with_known(taken: TakenIn, vault: Vault) -> TakenIn:
    """What was taken in, with what the vault knows of each case JSON; one that contradicts its record is refused, said."""
    groups, refused = [], []
    brought = frozenset(read.digest for one in taken.all for read in one.reads)
    for one in taken.all:
        try:
            groups.append(_known(one, vault, brought))
        except CaseInvalid as error:
            refused.append(error.sentence)
    if not refused and groups == list(taken.all):
        return taken
    first, *others = (replace(one, others=()) for one in groups or [TakenIn(Case(id=taken.case.id))])
    return replace(first, sentences=(*taken.sentences, *refused), failed=taken.failed, others=tuple(others))


def _known(one: TakenIn, vault: Vault, brought: Collection[str]) -> TakenIn:
    if one.given_case is None:
        return one
    provenance.refuse_untrue_record(one.given_case, vault, one.given_case.number or "The case file", brought)
    note = provenance.stored_here(one.given_case, vault)
    return replace(one, left_out=(note, *one.left_out)) if note else one
