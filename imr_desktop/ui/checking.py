"""Checking the open case while it changes: soon after a change, one check at a time, and no more often than checks take."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from imr_desktop import logs
from imr_desktop.case.model import Case
from imr_desktop.ui.tasks import Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.checking import Checked

_log = logging.getLogger(__name__)
CHECK_WITHIN = 300
"""Milliseconds from a change to its check, where a check takes less."""


@dataclass(frozen=True)
class _PendingCheck:
    """A check on its way. `turn` counts the changes that were no typing."""

    case: Case
    turn: int
    began: float


class Checker(QObject):
    """`checked(checked)`: a check of the case as it stands, or of what it was some typed words ago; `failed(sentence)`.
    `idle()`: no case is open, and no check of one runs any more.

    The result for a case before another one was opened, or before a change that was no typing, is dropped: it would say of
    a decision what holds no more. That typing goes on is no reason to say nothing.
    """

    checked = Signal(object)
    failed = Signal(str)
    idle = Signal()

    def __init__(self, services: Services, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._case: Case | None = None
        self._asked: _PendingCheck | None = None
        self._turn = self._told = self._flying = 0
        self._again = False
        self.newest: Checked | None = None
        self._timer = QTimer(self, singleShot=True, interval=CHECK_WITHIN)
        self._timer.timeout.connect(self.check_now)

    def want(self, case: Case, *, typed: bool = False) -> None:
        """Check this state of the case; `typed`: it differs from the one before by typed words alone."""
        if not typed:
            self._turn += 1
        self._case = case
        if not self._timer.isActive():
            self._timer.start()

    @property
    def is_late(self) -> bool:
        """Whether `newest` is of the case before a change that was no typing, and what it says may hold no more."""
        return self._told != self._turn and self._case is not None

    def end(self) -> None:
        """Nothing is open any more."""
        self._timer.stop()
        self._case = self._asked = self.newest = None
        self._turn += 1

    def rest(self) -> None:
        """Say so where no case is open and no check runs."""
        if self._case is None and not self._flying:
            self.idle.emit()

    @Slot()
    def check_now(self) -> None:
        """Check in a worker; while a check is on its way, after it."""
        self._timer.stop()
        self._again = self._asked is not None
        if self._case is not None and self._asked is None:
            asked = self._asked = _PendingCheck(self._case, self._turn, time.monotonic())
            self._flying += 1
            self._tasks.run(_check, self._services, asked, on_done=self._on_checked)

    @Slot(object)
    def _on_checked(self, result: tuple[_PendingCheck, Checked | None, Exception | None]) -> None:
        asked, checked, error = result
        self._flying -= 1
        self.rest()
        if not self._ended(asked):
            return
        if error is not None:
            self.newest, self._told = None, asked.turn
            self.failed.emit(sentence(error))
        elif asked.turn == self._turn:
            self.newest, self._told = checked, asked.turn
            self.checked.emit(checked)

    def _ended(self, asked: _PendingCheck) -> bool:
        """Note that a check came back; whether it was the one that is waited for. What changed meanwhile is checked next."""
        if asked is not self._asked:
            return False
        self._asked = None
        took = round(1000 * (time.monotonic() - asked.began))
        self._timer.setInterval(max(CHECK_WITHIN, took))
        if self._again:
            self._timer.start(0)
        elif asked.case is not self._case:
            self._timer.start()
        return True


def _check(services: Services, asked: _PendingCheck) -> tuple[_PendingCheck, Checked | None, Exception | None]:
    try:
        return asked, services.checking.check(asked.case), None
    except Exception as error:  # noqa: BLE001  a failure of any kind is told: the case counts as not checked
        logs.failure(_log, "a check failed", error)
        return asked, None, error
