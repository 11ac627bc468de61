"""Counts what stands in the cases' ways while the worklist is looked at: one case after another, first those in view.

What was counted is kept until the case, the day, or what is checked against changes; ten thousand cases are never checked
for a list of which thirty are seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from imr_desktop.case import dates
from imr_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.cases import CaseSummary
    from imr_desktop.review.checking import Open

AHEAD = 40
"""Cases that are counted before anybody scrolled to them: those due first."""
Counted = Mapping[str, "Open | str"]


class Counts(QObject):
    """`counted(by case id)`: of some cases it is known now. `ended()`: nothing is left to count for now."""

    counted = Signal(object)
    ended = Signal()

    def __init__(self, services: Services, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._worth: dict[str, CaseSummary] = {}
        self._waiting: dict[str, CaseSummary] = {}
        self._kept: dict[str, tuple[int, date, Open | str]] = {}
        self._running = False

    @Slot(object)
    def begin(self, summaries: tuple[CaseSummary, ...]) -> None:
        """The cases were listed: tell what is known of them, and count those that are due first."""
        self._waiting.clear()
        self._tasks.run(self._services.checking.worth_counting, summaries, on_done=self._on_worth, key="count")

    @Slot(object)
    def look_at(self, case_ids: Iterable[str]) -> None:
        """These cases are in view: count them next."""
        seen = {case_id: self._worth[case_id] for case_id in case_ids if self._open(case_id)}
        self._waiting = seen | {key: line for key, line in self._waiting.items() if key not in seen}
        self._go_on()

    @Slot()
    def forget(self) -> None:
        """What cases are checked against is another: nothing that was counted holds."""
        self._kept.clear()

    @Slot(object)
    def _on_worth(self, worth: tuple[CaseSummary, ...]) -> None:
        self._worth = {line.id: line for line in worth}
        known = {key: self._kept[key][2] for key in self._worth if not self._open(key)}
        self._kept = {key: kept for key, kept in self._kept.items() if key in known}
        if known:
            self.counted.emit(known)
        self._waiting = {line.id: line for line in worth[:AHEAD] if self._open(line.id)} | self._waiting
        if not self._running:
            self._on_rest()

    def _open(self, case_id: str) -> bool:
        """Whether a case is worth counting and was not counted as it stands today."""
        line, kept = self._worth.get(case_id), self._kept.get(case_id)
        return line is not None and (kept is None or kept[:2] != (line.version, dates.today()))

    def _go_on(self) -> None:
        if self._running or not self._waiting:
            return
        line = self._waiting.pop(next(iter(self._waiting)))
        self._running = True
        self._tasks.run(_count, self._services, line, on_done=self._on_counted, on_error=self._on_failed)

    @Slot(object)
    def _on_counted(self, answer: tuple[CaseSummary, Counted]) -> None:
        self._running = False
        line, found = answer
        if not self._services.vault.is_open:
            self._waiting.clear()
        for case_id, told in found.items():
            self._kept[case_id] = line.version, dates.today(), told
        if found:
            self.counted.emit(found)
        self._on_rest()

    @Slot(object)
    def _on_failed(self, _error: Exception) -> None:
        """It stays unknown; the others are counted all the same."""
        self._running = False
        self._on_rest()

    def _on_rest(self) -> None:
        if self._waiting:
            self._go_on()
        else:
            self.ended.emit()


def _count(services: Services, line: CaseSummary) -> tuple[CaseSummary, Counted]:
    return line, services.checking.count_listed((line,))
