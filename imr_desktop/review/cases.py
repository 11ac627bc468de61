"""The stored cases: listed, loaded with their versions, saved, and removed for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.atomic import write_atomically
from imr_desktop.case import codec, edits
from imr_desktop.case.differences import Difference, differences
from imr_desktop.case.model import Case
from imr_desktop.errors import UsageError
from imr_desktop.review.earlier import EarlierCases
from imr_desktop.review.parties import PartiesService
from imr_desktop.review.reviewer import ReviewerService
from imr_desktop.store.summaries import CaseSummary
from imr_desktop.store.versions import VersionLine

if TYPE_CHECKING:
    from imr_desktop.preflight import Others
    from imr_desktop.review.vault import VaultService
    from imr_desktop.store.repository import Repository, Saved

_NAMED = 2
"""Places that a few words name."""


@dataclass(frozen=True)
class OpenedCase:
    """A stored case, which version it is, and the half-typed words of its fields."""

    case: Case
    version: int
    drafts: Mapping[str, str]


@dataclass(frozen=True)
class ForgetReport:
    """What went with a case: how many of its files, and the backups that still hold it."""

    files: int
    backups: tuple[Path, ...]


class CaseService:
    """One vault's cases. Safe to call from worker threads; what is stored raises StoreError where it cannot be reached."""

    def __init__(self, vault: VaultService) -> None:
        self._vault = vault
        self._earlier = EarlierCases()

    @property
    def repository(self) -> Repository:
        """The open vault's cases. Raises PassphraseNeeded, StoreLocked, StoreDamaged, StoreError."""
        return self._vault.store.repository

    def list(self) -> tuple[CaseSummary, ...]:
        """The stored cases, soonest due first; none where there is no vault yet."""
        return self.repository.list() if self._vault.is_open or self._vault.protection != "none" else ()

    def numbers(self) -> dict[str, str]:
        """The numbers of the stored cases by id."""
        return {summary.id: summary.number for summary in self.list()}

    def load(self, case_id: str) -> Case:
        """A stored case by id. Raises UsageError."""
        return self.repository.load(case_id)

    def opened(self, case_id: str) -> OpenedCase:
        """A stored case with its version and the half-typed words beside it. Raises UsageError."""
        repository = self.repository
        return OpenedCase(repository.load(case_id), repository.newest_version(case_id), repository.drafts.of(case_id))

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

    def save(self, case: Case, act: str = "case saved", *, based_on: int | None = None, unfinished: bool = False) -> Saved:
        """Store the case durably; `act` is what the audit trail says of it. Raises StoreConflict, StoreSigned, StoreError.

        `based_on` and `unfinished`: see `Repository.save`.
        """
        saved = self.repository.save(case, act, based_on=based_on, unfinished=unfinished)
        self._earlier.note(case)
        return saved

    def keep_drafts(self, case_id: str, drafts: Mapping[str, str]) -> None:
        """Keep the half-typed words of a case's fields. Raises StoreError."""
        self.repository.drafts.keep(case_id, drafts)

    def history(self, case_id: str) -> tuple[VersionLine, ...]:
        """The versions of a case that are kept, the newest first."""
        return self.repository.history(case_id)

    def version(self, case_id: str, number: int) -> Case:
        """A case as it was in a version. Raises UsageError where it is not kept."""
        return self.repository.version(case_id, number)

    def compare(self, case_id: str, before: int, after: int) -> tuple[Difference, ...]:
        """What differs from one version of a case to another. Raises UsageError where one is not kept."""
        return differences(self.version(case_id, before), self.version(case_id, after))

    def changes(self, case_id: str, numbers: Sequence[tuple[int, int]]) -> dict[int, str]:
        """What versions changed, in a few words: (version, the one kept before it, 0 for none) each."""
        cases = {number: self.version(case_id, number) for number in {one for pair in numbers for one in pair if one}}
        return {
            number: few_words([one.label for one in differences(cases[before], cases[number])])
            if before
            else "The first version kept"
            for number, before in numbers
        }

    def reopen(self, case_id: str) -> Case:
        """A signed case as a new one beside it, unsigned and not attested to, stored. Raises UsageError where unsigned."""
        signed = self.load(case_id)
        if not signed.locked:
            raise UsageError("This case is not signed: it can be changed as it is.")
        made = edits.reopen(signed)
        self.save(made)
        PartiesService(self._vault).carry(signed.id, made.id)
        return made

    def restore(self, case_id: str, number: int) -> Case:
        """Make an older version the newest, as a version of its own; the case. Raises UsageError for a signed case."""
        self.repository.restore(case_id, number)
        return self.load(case_id)

    def write_json(self, case: Case, path: Path) -> Path:
        """Write a case, readable by anyone, as JSON. Raises StoreError, SigningError where it names the reviewer."""
        from imr_desktop.review.outgoing import require_nameless, require_nameless_case

        identity = ReviewerService(self._vault).identity
        data = codec.encode_pretty(case)
        require_nameless_case(case, identity, "Not exported")
        require_nameless(data, path.name, identity, "Not exported")
        write_atomically(path, data)
        return path

    def export(self, case: Case, path: Path) -> None:
        """`write_json`, with an entry in the audit trail. Raises what that raises."""
        self.write_json(case, path)
        self._vault.store.trail.append("case exported", case.id, {"form": "json"})

    def forget(self, case_id: str) -> ForgetReport:
        """Remove a case for good: versions, files no other case has, and the keys of these. Backups keep what they hold."""
        vault = self._vault.store
        vault.indexes.forget(case_id)
        files = vault.repository.forget(case_id)
        referred = vault.repository.referred()
        gone = vault.attachments.collect(referred, among=files)
        vault.readings.forget(digest for digest in files if digest not in referred)
        return ForgetReport(gone, tuple(backup.path for backup in self._vault.backups()))

    def others(self, case: Case) -> Others:
        """What the other stored cases decided, where the vault is open: checking a file must not lock it."""
        from imr_desktop.preflight import Others

        vault = self._vault.if_open
        return Others() if vault is None else self._earlier.others(vault.repository, case)

    def forget_cases(self) -> None:
        """Forget what is remembered of the stored cases; what is needed again is read again."""
        self._earlier.forget_cases()
        vault = self._vault.if_open
        if vault is not None:
            vault.repository.forget_last()


def few_words(labels: Sequence[str]) -> str:
    """Places in a few words: the first two, and how many more."""
    named = list(dict.fromkeys(labels))
    if not named:
        return "Nothing changed"
    more = len(named) - _NAMED
    return ", ".join(named[:_NAMED]) + (f" and {more} more" if more > 0 else "")
