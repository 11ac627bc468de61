"""Reading files and pasted text in a worker, and a way to stop it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from imr_desktop.case.model import Case

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.cases import OpenedCase
    from imr_desktop.review.intake import TakenIn

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


def take_files(services: Services, paths: list[Path], case: Case | None, stop: Stop) -> TakenIn:
    """Read files into a case."""
    return services.intake.take_in(case, paths, stop.progress)


def take_text(services: Services, text: str, case: Case | None, stop: Stop) -> TakenIn:
    """Read pasted text as a file of its own, kept like every other original; it never lies on the disk in the clear."""
    stop.progress(0, 1)
    return services.intake.take_text(case, text, PASTED)


def sample(services: Services) -> OpenedCase:
    """The sample case, its decision left open, as it is stored; as it was left where it is there."""
    from imr_desktop.review.demo import take_sample

    return services.cases.opened(take_sample(services, decided=False).id)


def write(path: Path, data: bytes) -> Path:
    """Write a file of the reviewer's choosing. Raises OSError."""
    path.write_bytes(data)
    return path
