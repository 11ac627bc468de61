"""Checking the window's and the worklist's cases: here, or in the limited process where a case may not be checked here.

A case that came in from outside is *unproven* until a check of it has come back from that process. The list of unproven
cases lies in the vault, so that a case which ended one program does not end the next.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.case import codec, dates
from imr_desktop.case.model import Case
from imr_desktop.errors import ImrError, PackInvalid
from imr_desktop.preflight import Others, kept
from imr_desktop.review import checking, given_record, provenance, remembered
from imr_desktop.review.isolated_check import CheckAnswer, CheckRequest
from imr_desktop.rules.explaining import explain_case
from imr_desktop.rules.files import read_bytes
from imr_desktop.rules.reuse import Evaluations
from imr_desktop.sandbox import ProcessDied, Sandbox, SandboxFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from imr_desktop.identity import Identity
    from imr_desktop.record import RecordText
    from imr_desktop.review.cases import CaseService, CaseSummary
    from imr_desktop.review.guidelines import Guidelines
    from imr_desktop.review.record import RecordService
    from imr_desktop.review.reviewer import ReviewerService
    from imr_desktop.review.vault import VaultService
    from imr_desktop.rules.explained import Explained
    from imr_desktop.settings import Settings

WORK = 30.0
"""Seconds of work for one case, beside what its record takes; what takes longer does not end."""
WORK_PER_MEGABYTE = 4.0
"""Seconds for a megabyte of the record's text: 5,000 full pages of clinical prose (17 MB) took 22 on two busy cores."""
PATIENCE = 5
"""How many times as long it may take on the clock: other programs may be as busy."""
MEMORY = 1_500_000_000
MOST_CHECKED = 40
"""Cases of a worklist that are checked at once."""
MOST_COUNTED = 500
"""Cases in which the uses of rules are counted."""
_MODULE = "imr_desktop.review.isolated_check:"
CHECK = f"{_MODULE}check"


class CheckSetAside(ImrError):
    """A case's check did not come back from the limited process; the message says so and what to do."""


class CheckEnded(ImrError):
    """The limited process was ended on purpose while it checked; nothing is said of the case."""


class CheckingService:
    """Rules and preflight over cases. Safe to call from worker threads."""

    def __init__(
        self,
        vault: VaultService,
        cases: CaseService,
        record: RecordService,
        reviewer: ReviewerService,
        guidelines: Callable[[], Guidelines],
        own_packs: Path,
    ) -> None:
        """`guidelines` loads the packs in use, `own_packs` is the folder of the reviewer's own."""
        self._vault, self._cases, self._record, self._reviewer = vault, cases, record, reviewer
        self._guidelines = guidelines
        self._isolated = IsolatedChecker(own_packs)
        self._evaluations = Evaluations()
        self._forgotten = 0
        self._set_aside: dict[str, tuple[int, str]] = {}

    def check(
        self,
        case: Case,
        record: RecordText | None = None,
        identity: Identity = (),
        *,
        signing: bool = True,
        away: str | None = None,
    ) -> checking.Checked:
        """Rules and preflight over the case; `identity` adds to what the settings keep out of letters.

        Without `signing` it is not asked who will sign. `away` says why pages of a given record are not at hand.

        A case that came in from outside is first checked in the limited process, once. Raises CheckSetAside where that does
        not come back.
        """
        text = record if record is not None else self._record.text(case)
        if case.id in self.unproven():
            self._check_isolated(case, text)
        settings, guidelines, begun = self._reviewer.settings, self._guidelines(), self._forgotten
        try:
            return checking.check(
                case,
                guidelines.packs,
                text.pages,
                (*self._reviewer.identity_at_hand, *identity) or (() if signing else None),
                disclosures=settings.disclosed,
                others=self._cases.others(case),
                own_pack_fault=guidelines.fault,
                evaluations=self._evaluations,
                hidden=text.hidden,
                away=self._away(case, text) if away is None else away,
            )
        finally:
            if self._forgotten != begun:  # the case was closed meanwhile: what this check remembered goes as well
                kept.forget()
                guidelines.packs.forget_texts()
                remembered.forget()

    def _away(self, case: Case, text: RecordText) -> str:
        """Why pages of a case's record are not at hand; empty where they all are."""
        lacking = [
            file
            for file in case.files
            if not any(page in text.pages for page in range(file.first_page, file.first_page + file.pages))
        ]
        if not lacking:
            return "" if case.files else "The case has no record."
        return given_record.away(lacking)

    def explain(self, case: Case, record: RecordText | None = None) -> tuple[Explained, ...]:
        """Why the rules say what they say of each item."""
        text = record if record is not None else self._record.text(case)
        return explain_case(case, self._guidelines().packs, checking.evidence_pages(case, text.pages))

    def count_blocking(self, case_id: str, version: int = 0) -> checking.Open:
        """What stands in a stored case's way, in numbers; found in the limited process.

        Raises CheckSetAside where the check did not come back: from then on the case is unproven, and the same `version` is
        not tried again while the program runs. Raises what loading and reading raise.
        """
        if version and self._set_aside.get(case_id, (0, ""))[0] == version:
            raise CheckSetAside(self._set_aside[case_id][1])
        case = self._cases.load(case_id)
        try:
            answer = self._check_isolated(case, self._record.text(case))
            return checking.Open(answer.to_fix, answer.reasons)
        except CheckSetAside as error:
            self._set_aside[case_id] = version, error.sentence
            raise

    def worth_counting(self, summaries: Iterable[CaseSummary]) -> tuple[CaseSummary, ...]:
        """The cases of a worklist whose problems are worth counting: decided and not signed, in the order of the list.

        First come those that came in from outside and were not yet checked, whether they are decided or not.
        """
        fresh, listed = self.unproven(), tuple(summaries)
        unproven = [summary for summary in listed if summary.id in fresh]
        decided = [
            summary
            for summary in listed
            if summary.id not in fresh and summary.signed_at is None and 0 < len(summary.titles) == summary.decided
        ]
        return (*unproven, *decided)

    def count_listed(self, summaries: Iterable[CaseSummary]) -> dict[str, checking.Open | str]:
        """What stands in the way of each decided case that is not signed, in numbers; found in the limited process.

        A sentence where a case was set aside: it cannot be read, or its check did not come back.
        """
        found: dict[str, checking.Open | str] = {}
        for summary in self.worth_counting(summaries)[:MOST_CHECKED]:
            if not self._vault.is_open:  # locked meanwhile: a check must not open the vault again
                break
            try:
                found[summary.id] = self.count_blocking(summary.id, summary.version)
            except ImrError as error:
                found[summary.id] = error.sentence
        return found

    def uses(self) -> dict[str, int]:
        """In how many open cases each rule is at work, by the rule's id; what came in and was not checked yet is left out."""
        from imr_desktop.review.guideline_rows import used_in

        packs, fresh = self._guidelines().packs, self.unproven()
        rows = [row for row in self._cases.list() if row.signed_at is None and row.id not in fresh]
        counted: Counter[str] = Counter()
        for row in rows[:MOST_COUNTED]:
            if not self._vault.is_open:
                break
            with contextlib.suppress(ImrError):  # one that cannot be read is counted nowhere; the worklist says why
                counted.update(used_in(self._cases.load(row.id), packs))
        return dict(counted)

    def unproven(self) -> frozenset[str]:
        """The ids of the cases that came in from outside and were not yet checked in the limited process."""
        vault = self._vault.if_open
        return frozenset() if vault is None else provenance.unproven(vault)

    def _check_isolated(self, case: Case, text: RecordText) -> CheckAnswer:
        vault = self._vault.store
        try:
            answer = self._isolated.check(
                case,
                text,
                self._away(case, text),
                self._reviewer.settings,
                self._reviewer.identity_at_hand,
                self._cases.others(case),
                self._guidelines(),
            )
        except CheckSetAside:
            if self._vault.is_open:
                provenance.note_unproven(vault, case.id)
            raise
        provenance.note_proven(vault, case.id)
        return answer

    def forget_cases(self) -> None:
        """Forget the cases as they were checked before, and the records that were held against them."""
        self._forgotten += 1
        kept.forget()
        self._evaluations = Evaluations()

    def close(self) -> None:
        """End the limited process at once; a check that is running in it fails."""
        self._isolated.close()


class IsolatedChecker:
    """The limited process for checks, started on first use. Safe to call from several threads: calls wait for each other."""

    def __init__(self, guidelines: Path) -> None:
        """`guidelines` is the folder of the reviewer's own packs."""
        self._folder = guidelines
        self._making = threading.Lock()
        self._sandbox: Sandbox | None = None
        self._packed: tuple[Others, bytes] | None = None

    def check(
        self,
        case: Case,
        record: RecordText,
        away: str,
        settings: Settings,
        identity: Identity,
        others: Others,
        guidelines: Guidelines,
    ) -> CheckAnswer:
        """What stands in a case's way; `away` says why pages of its record are not at hand.

        Raises CheckSetAside where no answer came back, CheckEnded where `close` came between.
        """
        from imr_desktop.paths import resource

        own: Mapping[str, bytes] = {}
        fault = guidelines.fault
        try:
            own = read_bytes(resource("guidelines"), self._folder, guidelines.own).own
        except PackInvalid as error:
            fault = error.sentence
        asked = CheckRequest(
            codec.encode(case),
            dict(record.pages),
            dates.today(),
            dict(own),
            fault,
            identity,
            settings.disclosed,
            self._packed_others(others),
            dict(record.hidden),
            away,
        )
        process = self._process()
        try:
            answer = self._answer(process, msgspec.msgpack.encode(asked))
            return msgspec.msgpack.decode(answer, type=CheckAnswer)
        except SandboxFailure as error:
            if process is not self._sandbox:
                raise CheckEnded("The check was ended; it is made again when the cases are listed.") from None
            raise CheckSetAside(
                f"Set aside: its check did not come back ({_reason(error)}). Open it to shorten what is too "
                "large, or forget it."
            ) from None
        except msgspec.DecodeError:
            raise CheckSetAside(
                "Set aside: its check gave no answer that can be read. Open it to look, or forget it."
            ) from None

    def close(self) -> None:
        """End the process at once; a check that is running fails."""
        with self._making:
            sandbox, self._sandbox = self._sandbox, None
            self._packed = None
        if sandbox is not None:
            sandbox.forget()
            sandbox.close()

    def _answer(self, process: Sandbox, asked: bytes) -> bytes:
        """The answer; one that died is asked once more, since the system may have ended it. Raises SandboxFailure."""
        work = WORK + WORK_PER_MEGABYTE * len(asked) / 1e6
        try:
            return process.call(CHECK, asked, timeout=work * PATIENCE, work=work)
        except ProcessDied:
            if process is not self._sandbox:
                raise
            return process.call(CHECK, asked, timeout=work * PATIENCE, work=work)

    def _process(self) -> Sandbox:
        with self._making:
            if self._sandbox is None:
                module = CHECK.partition(":")[0]
                self._sandbox = Sandbox(memory=MEMORY, allow=(f"{module}:",), preload=(f"{_MODULE}prepare",))
            return self._sandbox

    def _packed_others(self, others: Others) -> bytes:
        with self._making:
            if self._packed is None or self._packed[0] is not others:
                self._packed = others, msgspec.msgpack.encode(others.items) if others.items else b""
            return self._packed[1]


def _reason(error: SandboxFailure) -> str:
    words = error.sentence.rstrip(".")
    return words[:1].lower() + words[1:200]
