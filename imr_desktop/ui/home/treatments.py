"""Names the treatments that cases are about, at leisure: so that typing "opioid" finds a case of Norco."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from imr_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.cases import CaseSummary

_BEGINS_AFTER = 2_000
"""Milliseconds after the list was shown: the rules are loaded for it, and the first look at the list goes before."""
_AT_ONCE = 50
"""Titles of one turn of work: some ten milliseconds."""


class Treatments(QObject):
    """`named(by case id)`: the treatments that some cases are about."""

    named = Signal(object)

    def __init__(self, services: Services, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._cases: tuple[CaseSummary, ...] = ()
        self._known: dict[str, tuple[str, ...]] = {}
        self._left: list[str] = []
        self._running = False
        self._wait = QTimer(self, singleShot=True, interval=_BEGINS_AFTER)
        self._wait.timeout.connect(self.hurry)

    @Slot(object)
    def begin(self, summaries: tuple[CaseSummary, ...]) -> None:
        """The cases were listed."""
        self._cases = summaries
        self._known = self._known if summaries else {}
        if summaries:
            self._wait.start()

    @Slot()
    def hurry(self) -> None:
        """Somebody searches: begin now."""
        self._wait.stop()
        titles = {title for line in self._cases for title in line.titles}
        self._left = sorted(titles - self._known.keys())
        if self._left:
            self._go_on()
        else:
            self._tell(self._cases)

    def _go_on(self) -> None:
        if self._running or not self._left or not self._services.vault.is_open:
            return
        titles, self._left = self._left[:_AT_ONCE], self._left[_AT_ONCE:]
        self._running = True
        self._tasks.run(_named_in, self._services, titles, on_done=self._on_named, on_error=self._on_failed)

    @Slot(object)
    def _on_named(self, found: Mapping[str, tuple[str, ...]]) -> None:
        self._running = False
        self._known |= found
        if self._left:
            self._go_on()
        else:
            self._tell(self._cases)

    @Slot(object)
    def _on_failed(self, _error: Exception) -> None:
        """Cases are found by their own words all the same."""
        self._running, self._left = False, []

    def _tell(self, lines: Sequence[CaseSummary]) -> None:
        names = {line.id: [name for title in line.titles for name in self._known.get(title, ())] for line in lines}
        if told := {case_id: tuple(dict.fromkeys(found)) for case_id, found in names.items() if found}:
            self.named.emit(told)


def _named_in(services: Services, titles: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    from imr_desktop.review.treatments import named_in

    return named_in(services, titles)
