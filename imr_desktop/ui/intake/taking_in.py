"""The worker halves of `case_acts`: plain functions that read, list and write, and a way to stop them."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.errors import ImrError
from imr_desktop.settings import Settings

MOST_JUDGED = 40
PASTED = "Pasted determination.txt"


class Stopped(Exception):  # noqa: N818  not a failure: the reviewer changed their mind
    """The reviewer stopped the reading."""


class Stop(QObject):
    """Carries progress out of a worker and the wish to stop into it. `counted(done, of)`."""

    counted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._flag = threading.Event()

    def set(self) -> None:
        """Stop at the next file."""
        self._flag.set()

    def progress(self, done: int, total: int) -> None:
        """What `Services.take_in` calls before each file. Raises Stopped."""
        if self._flag.is_set():
            raise Stopped
        self.counted.emit(done, total)


def take_files(services: Any, paths: list[Path], case: Case | None, stop: Stop) -> Any:
    """Read files into a case."""
    return services.intake.take_in(case, paths, stop.progress)


def take_text(services: Any, text: str, case: Case | None, stop: Stop) -> Any:
    """Read pasted text as a file of its own, kept like every other original; it never lies on the disk in the clear."""
    stop.progress(0, 1)
    return services.intake.take_text(case, text, PASTED)


def accepted_into(case: Case, taken: Any, proposals: tuple[Any, ...]) -> Case:
    """The open case with the files and the proposals taken in; it may have changed while they were read."""
    held = {file.digest for file in case.files}
    files = [file for file in taken.case.files if file.digest not in held]
    fresh = {file.digest for file in files}
    documents = [document for document in taken.case.documents if document.file in fresh]
    grown = edits.add_files(case, files, documents)
    return replace(taken, case=grown, others=()).accepted(proposals)


def come_in(services: Any, taken: Any) -> Case:
    """A case JSON as it is opened: noted as one whose check must first come back from the limited process."""
    case = with_reviewer(replace(taken, others=()).accepted(), services.reviewer.settings)
    services.checking.note_unproven(case)
    return case


def store_others(services: Any, taken: Any) -> int:
    """Accept and store the further cases among the files; how many."""
    for other in taken.others:
        case = other.accepted()
        if other.finished:
            services.checking.note_unproven(case)
        services.cases.save(case)
    return len(taken.others)


def with_reviewer(case: Case, settings: Settings) -> Case:
    """The case with the reviewer's own licensure and specialty where it states none."""
    return edits.set_credentials(
        case,
        licensure=case.credentials.licensure or settings.licensure,
        specialty=case.credentials.specialty or settings.specialty,
    )


def sample(services: Any) -> Any:
    """The sample case, its decision left open, as it is stored (`review.OpenedCase`); as it was left where it is there."""
    from imr_desktop.review.demo import take_sample

    return services.cases.opened(take_sample(services, decided=False).id)


def listed(services: Any) -> tuple[Any, ...]:
    """The stored cases."""
    return services.cases.list()


def judged(services: Any, summaries: tuple[Any, ...]) -> dict[str, int | str]:
    """How many problems stand in the way of each decided case that is not signed, found in the limited process.

    A sentence where a case was set aside: it cannot be read, or its check did not come back. Cases that came in from outside
    and were not yet checked are looked at whether they are decided or not.
    """
    fresh = services.checking.unproven()
    wanted = [
        summary
        for summary in summaries
        if summary.id in fresh or (summary.signed_at is None and summary.titles and summary.decided == len(summary.titles))
    ]
    found: dict[str, int | str] = {}
    for summary in wanted[:MOST_JUDGED]:
        if not services.vault.is_open:  # locked meanwhile: a check must not open the vault again
            break
        found[summary.id] = _blocking(services, summary)
    return found


def _blocking(services: Any, summary: Any) -> int | str:
    try:
        return services.checking.judge(summary.id, summary.version)
    except ImrError as error:
        return error.sentence


def write(path: Path, data: bytes) -> Path:
    """Write a file of the reviewer's choosing. Raises OSError."""
    path.write_bytes(data)
    return path
