"""From what was named on the command line to cases: stored numbers, case JSON, and case files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from imr_desktop.case import dates, edits
from imr_desktop.case.attestations import statements
from imr_desktop.case.incoming import with_opened
from imr_desktop.case.model import Attestation, Case
from imr_desktop.cli.output import sentence
from imr_desktop.errors import UsageError
from imr_desktop.review import Services
from imr_desktop.review.grouping import by_letter
from imr_desktop.review.record import FileRead
from imr_desktop.review.taken import TakenIn


def taken_in(services: Services, paths: Sequence[Path], *, keep: bool) -> tuple[TakenIn, ...]:
    """Read the files; what could not be used is said on standard error. Empty where no file gave a case."""
    taken = services.intake.take_in(None, paths, keep=keep)
    for text in filter(None, (taken.warning, *(text for group in taken.all for text in group.sentences))):
        sentence(text)
    doubted = sum(len(group.proposals) - len(group.sure) for group in taken.all)
    if doubted:
        values = "1 value stands" if doubted == 1 else f"{doubted} values stand"
        sentence(f"{values} on pages that only a machine read and was not taken; `read` shows what is proposed.")
    return tuple(group for group in taken.all if group.reads or group.finished)


def reads_of(services: Services, paths: Sequence[Path]) -> tuple[FileRead, ...]:
    """What is read of a record's files, folders opened in name order; what could not be used is said on standard error.

    Raises UsageError for a file that is not there.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"There is no file or folder {path}: name the files of the record with --record.")
    groups = taken_in(services, paths, keep=False) if paths else ()
    return tuple(read for group in groups for read in group.reads)


def attested(case: Case, now: datetime) -> Case:
    """The case with the statements of ``--attest``, made at `now` by the person at the keyboard: every document was read."""
    case = edits.open_all_documents(case, now)
    for one in statements(dates.in_california(now).date()):
        case = edits.attest(case, Attestation(one.key, now))
    return case


def resolve(services: Services, names: Sequence[str], *, opened: bool = False) -> list[tuple[Case, TakenIn | None]]:
    """The cases meant by `names`: a path that exists is read, anything else is a stored case's number.

    What files decide is looked at, not taken: nothing of it is stored or signed. With `opened` a case JSON is also believed
    which documents were opened.

    Raises UsageError for a number that is not stored, without making a vault to look into.
    """
    files = [Path(name) for name in names if os.path.exists(name)]
    numbers = [name for name in names if not os.path.exists(name)]
    if numbers and services.vault.protection == "none":
        raise UsageError(
            f"There is no file {numbers[0]}, and no vault in {services.home.root} that could hold such a case; "
            "check the name, or name another home with --home."
        )
    stored = [(services.cases.repository.find(name), None) for name in numbers]
    read = taken_in(services, files, keep=False) if files else ()
    return stored + [(_looked_at(group, opened=opened), group) for together in read for group in by_letter(together)]


def _looked_at(group: TakenIn, *, opened: bool) -> Case:
    case = group.accepted(decisions=True)
    return with_opened(case, group.given_case) if opened and group.given_case is not None else case
