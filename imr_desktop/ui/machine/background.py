"""One run of reading by machine, off the window's thread, on all seats at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from imr_desktop.errors import StoreError
from imr_desktop.ui.tasks import Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.review.machine import MachineRun, PageRead


class BackgroundRun(QObject):
    """`read(page_read)`: a page was tried, and kept. `ended()`: no page waits and none is being read, or it was given up.

    `failed` counts pages that could not be tried, `trouble` is the last reason: they wait for another run.
    """

    read = Signal(object)
    ended = Signal()

    def __init__(self, run: MachineRun, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.run, self._tasks = run, tasks
        self._flying = 0
        self.failed, self.trouble = 0, ""

    def start(self, seats: int) -> None:
        """Read with so many processes at the same time."""
        for _ in range(max(1, min(seats, self.run.counts.of))):
            self._step()

    def give_up(self) -> None:
        """End at once; nothing more is told. What was read is kept."""
        self.blockSignals(True)
        self.run.cancel()

    def _step(self) -> None:
        self._flying += 1
        self._tasks.run(self.run.step, on_done=self._on_step, on_error=self._on_error, lane="machine")

    @Slot(object)
    def _on_step(self, page: PageRead | None) -> None:
        self._flying -= 1
        if page is not None:
            self.read.emit(page)
            self._step()
        else:
            self._rest()

    @Slot(object)
    def _on_error(self, error: Exception) -> None:
        self._flying -= 1
        self.failed, self.trouble = self.failed + 1, sentence(error)
        if isinstance(error, StoreError):  # what cannot be kept is not read any further
            self.run.cancel()
            self._rest()
        else:
            self._step()

    def _rest(self) -> None:
        if not self._flying:
            self.ended.emit()
