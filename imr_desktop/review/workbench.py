"""The workbench: what the reviewer's acts share, each part made on first use and safe to call from worker threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.extract import Proposal
from imr_desktop.paths import Home
from imr_desktop.preflight import Others
from imr_desktop.record import PageImage, Reader, RecordText, Word, page_words, render_page
from imr_desktop.review import border, checking, intake, judges, remembered, reviewer, signing
from imr_desktop.review.custody import Custody
from imr_desktop.review.earlier import EarlierCases
from imr_desktop.review.guidelines import Guidelines, load_guidelines
from imr_desktop.review.originals import Originals
from imr_desktop.review.processes import Processes
from imr_desktop.rules import Packs
from imr_desktop.rules.explained import Explained
from imr_desktop.rules.explaining import explain_case
from imr_desktop.rules.reuse import Evaluations
from imr_desktop.sandbox import Status
from imr_desktop.settings import Settings
from imr_desktop.store.repository import Repository, Saved
from imr_desktop.store.summaries import CaseSummary

if TYPE_CHECKING:
    from imr_desktop.determination import NewKey, SigningKey
    from imr_desktop.determination import PageImage as LetterPage

SIGNED = "signed determination"


@dataclass(frozen=True)
class OpenedCase:
    """A stored case, which version it is, and the half-typed words of its fields."""

    case: Case
    version: int
    drafts: Mapping[str, str]


class Workbench:
    """One home folder's cases and the tools to work on them."""

    def __init__(self, home: Home, passphrase: str | None = None, on_created: Callable[[str], None] | None = None) -> None:
        """Name the home; nothing is opened until it is needed. See `Custody` for `passphrase` and `on_created`."""
        self.home = home
        self.custody = Custody(home, passphrase, on_created)
        self.processes = Processes()
        self._originals = Originals(self.custody, self.processes)
        self._making = threading.RLock()
        self._earlier = EarlierCases()
        self._evaluations = Evaluations()
        self._aside: dict[str, tuple[int, str]] = {}

    # ----- shared parts

    @property
    def settings(self) -> Settings:
        """The reviewer's settings, as far as they can be read: what names the reviewer only where the vault is open."""
        return reviewer.read(self.custody)

    @property
    def opened_settings(self) -> Settings:
        """The same with what names the reviewer; the vault is opened where there is one. Raises StoreError."""
        return reviewer.read_opened(self.custody)

    @property
    def identity(self) -> tuple[str, ...]:
        """Words that must stay out of letters. Raises PassphraseNeeded, StoreLocked where the vault keeps them from us."""
        return reviewer.identity(self.custody)

    def keep_reviewer(self, changes: Mapping[str, str]) -> None:
        """Store changed settings that name the reviewer, in the vault. Raises StoreError."""
        reviewer.keep(self.custody, changes)

    @property
    def repository(self) -> Repository:
        """The stored cases. Raises PassphraseNeeded, StoreLocked, StoreDamaged, StoreError."""
        return self.custody.vault.repository

    @property
    def packs(self) -> Packs:
        """The guideline packs in use. Raises PackInvalid where the shipped ones do not hold."""
        return self.guidelines.packs

    @property
    def guidelines(self) -> Guidelines:
        """The guideline packs with what keeps the reviewer's own away. Raises PackInvalid."""
        with self._making:
            return self._guidelines

    @property
    def reader(self) -> Reader:
        """The reader of case files, in its limited process."""
        return Reader(self.processes.of("reading"))

    @cached_property
    def _guidelines(self) -> Guidelines:
        return load_guidelines(self.home)

    @cached_property
    def _judges(self) -> judges.Judges:
        return judges.Judges(self.home.guidelines)

    def confinement(self) -> Status:
        """Which layers confine the process that reads files on this computer. Raises SandboxFailure where none starts."""
        return self.processes.status()

    def close(self) -> None:
        """Free the vault and end the reading processes."""
        self.custody.lock()
        self._end_judges()
        self.processes.close()

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ----- taking in

    def take_in(
        self, case: Case | None, paths: Iterable[Path], progress: intake.Progress | None = None, *, keep: bool = True
    ) -> intake.TakenIn:
        """Read dropped files and folders; `keep` copies the originals into the home. See `intake.take_in`."""
        reader = Reader(self.processes.serving("reading", case))
        taken = intake.take_in(case, paths, reader, keep=self._originals.keep if keep else None, progress=progress)
        known = border.with_known(taken, self.custody.vault) if self.custody.is_open else taken
        return replace(known, warning=self.processes.first_warning())

    def accept(self, taken: intake.TakenIn, proposals: Iterable[Proposal] | None = None, *, decisions: bool = False) -> Case:
        """The taken-in case with these proposals (all of them by default) accepted."""
        chosen = taken.proposals if proposals is None else tuple(proposals)
        return replace(taken, proposals=chosen).accepted(decisions=decisions)

    def take_text(self, case: Case | None, text: str, name: str) -> intake.TakenIn:
        """Read pasted text as a file `name` of its own; it is kept like every other original and never lies in the clear."""
        reader = Reader(self.processes.serving("reading", case))
        return intake.take_in(case, (), reader, pasted={name: text.encode(errors="replace")}, keep=self._originals.keep)

    # ----- the record

    def record_text(self, case: Case) -> RecordText:
        """The record's text by case page, as far as it is kept in the open vault. See `Originals.text`."""
        return self._originals.text(case)

    def lock(self) -> None:
        """Close the vault and forget keys and opened files, here and in the limited processes."""
        self.custody.lock()
        self.let_go()
        self._end_judges()
        self.interrupt()

    def _end_judges(self) -> None:
        if "_judges" in self.__dict__:
            self._judges.close()

    def let_go(self) -> None:
        """Forget what is remembered of cases: none is open any more. What is needed again is read again."""
        self._originals.let_go()
        with self._making:
            self._earlier, self._evaluations = EarlierCases(), Evaluations()
            if "_guidelines" in self.__dict__:
                self._guidelines.packs.forget_texts()
        if self.custody.is_open:
            self.repository.let_go()
        remembered.forget()

    def interrupt(self) -> None:
        """End the limited processes at once: what they were doing fails, the next call starts fresh ones."""
        self.processes.interrupt()

    def page_image(self, case: Case, page: int, scale: float) -> PageImage:
        """One case page as a picture. Raises FileUnreadable, StoreDamaged."""
        path, key, number = self._originals.locate(case, page)
        return render_page(self.processes.serving("viewing", case), path, number, scale, key)

    def page_words(self, case: Case, page: int) -> tuple[Word, ...]:
        """The words of one case page with their boxes. Raises FileUnreadable, StoreDamaged."""
        path, key, number = self._originals.locate(case, page)
        return page_words(self.processes.serving("viewing", case), path, number, key)

    # ----- checking, storing, signing

    def check(self, case: Case, record: RecordText | None = None, identity: tuple[str, ...] = ()) -> checking.Checked:
        """Rules and preflight over the case; `identity` adds to the words the settings keep out of letters.

        A case that came in from outside is first checked in the limited process, once. Raises CheckSetAside where that does
        not come back.
        """
        text = record if record is not None else self.record_text(case)
        if self.custody.is_open and case.id in judges.unproven(self.custody.vault):
            self._judged(case, text)
        settings = self.settings
        return checking.check(
            case,
            self.packs,
            text.pages,
            (*settings.identity, *identity),
            disclosures=settings.disclosed,
            others=self._others(case),
            own_pack_fault=self.guidelines.fault,
            evaluations=self._evaluations,
        )

    def judge(self, case_id: str, version: int = 0) -> int:
        """How many problems stand in a stored case's way, the signing page's aside; found in the limited process.

        Raises CheckSetAside where the check did not come back: from then on the case is unproven, and the same `version` is
        not tried again while the program runs. Raises what loading and reading raise.
        """
        if version and self._aside.get(case_id, (0, ""))[0] == version:
            raise judges.CheckSetAside(self._aside[case_id][1])
        case = self.load(case_id)
        try:
            return self._judged(case, self.record_text(case)).in_case
        except judges.CheckSetAside as error:
            self._aside[case_id] = version, error.sentence
            raise

    def unproven(self) -> frozenset[str]:
        """The ids of the cases that came in from outside and were not yet checked in the limited process."""
        return judges.unproven(self.custody.vault) if self.custody.is_open else frozenset()

    def note_unproven(self, case: Case) -> None:
        """Note that a case comes in from outside: before it is saved, so that it is known whatever happens. StoreError."""
        judges.note_unproven(self.custody.vault, case.id)

    def _judged(self, case: Case, text: RecordText) -> judges.Judged:
        vault = self.custody.vault
        try:
            judged = self._judges.judge(case, text.pages, self.settings, self._others(case), self.guidelines.fault)
        except judges.CheckSetAside:
            if self.custody.is_open:
                judges.note_unproven(vault, case.id)
            raise
        judges.note_proven(vault, case.id)
        return judged

    def _others(self, case: Case) -> Others:
        """What the other stored cases decided, where the vault is open: checking a file must not lock it."""
        return self._earlier.others(self.repository, case) if self.custody.is_open else Others()

    def explain(self, case: Case, record: RecordText | None = None) -> tuple[Explained, ...]:
        """Why the rules say what they say of each item."""
        text = record if record is not None else self.record_text(case)
        return explain_case(case, self.packs, checking.evidence_pages(case, text.pages))

    def list(self) -> tuple[CaseSummary, ...]:
        """The stored cases, soonest due first; none where there is no vault yet."""
        return self.repository.list() if self.custody.is_open or self.custody.protection != "none" else ()

    def as_stored(self, case: Case) -> Case:
        """The case under the id of the stored unsigned case with the same number, so that saving makes a new version of it.

        Beside a signed one it is a case of its own. Raises UsageError where several unsigned ones have the number.
        """
        if not case.number or not self.repository.has_number(case.number):
            return case
        unsigned = [row.id for row in self.repository.list() if row.number == case.number and row.signed_at is None]
        if not unsigned:
            return case
        return edits.with_id(case, unsigned[0] if len(unsigned) == 1 else self.repository.id_of(case.number))

    def load(self, case_id: str) -> Case:
        """A stored case by id. Raises UsageError."""
        return self.repository.load(case_id)

    def opened(self, case_id: str) -> OpenedCase:
        """A stored case with its version and the half-typed words beside it. Raises UsageError."""
        repository = self.repository
        return OpenedCase(repository.load(case_id), repository.newest_version(case_id), repository.drafts.of(case_id))

    def keep_drafts(self, case_id: str, drafts: Mapping[str, str]) -> None:
        """Keep the half-typed words of a case's fields. Raises StoreError."""
        self.repository.drafts.keep(case_id, drafts)

    def save(self, case: Case, act: str = "case saved", *, based_on: int | None = None, unfinished: bool = False) -> Saved:
        """Store the case durably; `act` is what the audit trail says of it. Raises StoreConflict, StoreSigned, StoreError.

        `based_on` and `unfinished`: see `Repository.save`.
        """
        saved = self.repository.save(case, act, based_on=based_on, unfinished=unfinished)
        self._earlier.note(case)
        return saved

    def render(self, case: Case, draft: bool = False) -> bytes:
        """The unsigned letter as PDF bytes. Raises RenderError."""
        from imr_desktop import determination

        return determination.render(case, draft=draft)

    def write_draft(self, case: Case, folder: Path, identity: tuple[str, ...] = ()) -> Path:
        """Write the letter marked DRAFT into a folder. Raises RenderError, SigningError where it names the reviewer,
        PassphraseNeeded where the vault that knows the name is locked, StoreError.
        """
        return signing.write_draft(case, folder, (*self.identity, *identity))

    def sign(
        self,
        case: Case,
        key: Path,
        passphrase: str,
        folder: Path | None = None,
        checked: checking.Checked | None = None,
        identity: tuple[str, ...] = (),
    ) -> signing.SignedFile:
        """Open the key file and `sign_with` it. Raises Blocked, SigningError, StoreError."""
        checked = checked or self.check(case, identity=identity)
        return self.sign_with(checked, self.load_key(key, passphrase, identity), folder, identity)

    def load_key(self, key: Path, passphrase: str, identity: tuple[str, ...] = ()) -> SigningKey:
        """Open a key file, once for many letters: opening takes longer than signing.

        Raises SigningError, also where the certificate names one of the words to keep out.
        """
        from imr_desktop import determination

        return determination.SigningKey.load(key, passphrase, identity=(*self.identity, *identity))

    def sign_with(
        self, checked: checking.Checked, key: SigningKey, folder: Path | None = None, identity: tuple[str, ...] = ()
    ) -> signing.SignedFile:
        """Sign the checked case's determination into `folder`; without one the vault keeps it (see `signed_letter`).

        The returned case records the signature and is not yet saved. A stored case's letter names where the audit trail
        stands. Raises Blocked, SigningError, StoreError.
        """
        vault = self.custody.vault if self.custody.is_open else None
        head = None
        if vault and vault.repository.has(checked.case.id):
            vault.trail.checkpoint()
            head = vault.trail.head()
        signed = signing.sign(checked, key, folder, (*self.identity, *identity), head)
        if folder is None:
            self.custody.vault.attachments.put_bytes(signed.pdf, SIGNED)
        return signed

    def signed_letter(self, case: Case) -> bytes:
        """The newest signed determination of a case, as it was signed. Raises StoreDamaged, StoreError."""
        with self.custody.vault.attachments.open(case.signed[-1].digest) as file:
            return file.read()

    def letter_page_count(self, pdf: bytes) -> int:
        """How many pages a letter has, asked first of a fresh limited process. Raises RenderError, SandboxFailure."""
        from imr_desktop import determination

        sandbox = self.processes.of("letter")
        sandbox.renew()
        return determination.page_count(pdf, sandbox=sandbox)

    def letter_page(self, pdf: bytes, page: int, scale: float) -> LetterPage:
        """A letter's page (from 1) as a picture, drawn in a limited process. Raises RenderError, SandboxFailure."""
        from imr_desktop import determination

        return determination.page_image(pdf, scale, page, sandbox=self.processes.of("letter"))

    def letter_pages(self, pdf: bytes, scale: float) -> list[LetterPage]:
        """Pictures of a letter's pages, drawn in a limited process. Raises RenderError, SandboxFailure."""
        return [self.letter_page(pdf, page, scale) for page in range(1, self.letter_page_count(pdf) + 1)]

    def export_signed(self, case: Case, path: Path) -> Path:
        """Write a copy of the signed determination, to be printed or sent. Raises StoreError."""
        self.custody.vault.attachments.export(case.signed[-1].digest, path)
        self.custody.vault.trail.append("case exported", case.id, {"form": "signed determination"})
        return path

    def new_key(self, out: Path, passphrase: str, office_out: Path | None = None) -> NewKey:
        """Make an office CA and a pseudonymous reviewer key. Raises SigningError where a file is in the way."""
        from imr_desktop import determination

        return determination.new_key(out, passphrase, office_out)
