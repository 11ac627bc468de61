"""Reading by machine in the window: it begins by itself, ends with its case, and brings what it found into the case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import edits, read_states
from imr_desktop.case.model import Case, CaseFile, PageNote
from imr_desktop.language import tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.machine.background import BackgroundRun
from imr_desktop.ui.machine.status import ReadingStatus
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks
from imr_desktop.ui.wording import read_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imr_desktop.review import Services
    from imr_desktop.review.machine import MachineRun, MachineService, PageRead
    from imr_desktop.review.read_again import ReadAgain
    from imr_desktop.settings import Settings

APPLY_WITHIN = 2_000
"""Milliseconds from a page that was read to the case that says so: many pages are one change."""


class MachineController(Controller):
    """Reads waiting pages of the open case in the background. `status_changed(status)`: how far it is.

    `proposed(taken)`: what pages propose that were read.
    """

    status_changed = Signal(object)
    proposed = Signal(object)

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._run: BackgroundRun | None = None
        self._by_itself = False
        self._status = ReadingStatus()
        self._view: tuple[int, ...] = ()
        self._case_id = ""
        self._notes: tuple[PageNote, ...] = ()
        self._told_missing = self._goes_on = False
        self.fresh: set[int] = set()
        self._apply_timer = QTimer(self, singleShot=True, interval=APPLY_WITHIN)
        self._apply_timer.timeout.connect(self._bring_in)
        session.closed.connect(self.end)
        session.case_changed.connect(self._on_case)
        session.busy_changed.connect(self._on_busy)

    # --- beginning and ending

    @Slot(object)
    def take_settings(self, chosen: Settings) -> None:
        """Whether it begins by itself."""
        before, self._by_itself = self._by_itself, chosen.read_by_machine
        if self._by_itself and not before:
            self.look()
        elif before and not self._by_itself:
            self.stop_reading()

    @Slot()
    def look(self) -> None:
        """A case was opened, or files came in: read by machine what waits, where that is wished."""
        if self._by_itself:
            self._begin()

    @Slot()
    def read_by_machine(self) -> None:
        """Read what waits now, because the reviewer says so; stop where it is being read."""
        if self._run is not None:
            self.stop_reading()
        else:
            self._told_missing = False
            self._begin(asked=True)

    @Slot(object)
    def try_again(self, pages: tuple[int, ...]) -> None:
        """Read these pages once more, whatever a machine made of them before."""
        case = self._session.case
        if case is None or case.locked:
            return
        if missing := self._services.machine.missing:
            self.failed.emit(missing)
            return
        self._goes_on = self._run is not None
        self._give_up()
        self._on_begun((case.id, self._services.machine.again(case, pages)))

    @Slot()
    def resume_reading(self) -> None:
        if self._run is None:
            self._begin(asked=True)

    @Slot()
    def stop_reading(self) -> None:
        """Stop at once; what was read is kept, the rest waits until it is asked for, or the case is opened again."""
        if self._run is not None:
            counts = self._run.run.counts
            self._give_up()
            self._bring_in()
            self._tell(done=counts.done, of=counts.of, running=False, resting=counts.left > 0)

    @Slot()
    def end(self) -> None:
        """The case is put away: nothing of it is read any more."""
        self._give_up()
        self._apply_timer.stop()
        self.fresh.clear()
        self._case_id, self._notes = "", ()
        self._show(ReadingStatus())

    def _give_up(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.give_up()
            run.deleteLater()

    def _begin(self, *, asked: bool = False) -> None:
        case = self._session.case
        if case is None or case.locked:
            return
        self._give_up()
        if not any(file.unreadable for file in case.files):
            if asked:
                self.notified.emit(tr("No page waits to be read by machine."))
            return
        done = self._on_asked if asked else self._on_begun
        self.run(_begun, self._services.machine, case, self._view, on_done=done, key="machine", of=case.id)

    @Slot(object)
    def _on_asked(self, begun: tuple[str, MachineRun | str]) -> None:
        self._on_begun(begun)
        if self._run is None and not isinstance(begun[1], str):
            self.notified.emit(tr("No page waits to be read by machine: those that are left were tried."))

    @Slot(object)
    def _on_begun(self, begun: tuple[str, MachineRun | str]) -> None:
        case_id, run = begun
        case = self._session.case
        if case is None or case.id != case_id or case.locked:
            return
        if isinstance(run, str):
            self._say_missing(run)
        elif run.counts.of:
            self._give_up()
            self._run = BackgroundRun(run, self._tasks, self)
            self._run.read.connect(self._on_read)
            self._run.ended.connect(self._on_ended)
            self._tell(done=0, of=run.counts.of, failed=0, running=True, resting=False, trouble="")
            self._run.start(self._services.machine.seats)
        if not isinstance(run, str):
            self._bring_in()  # what was read before the program ended may not stand in the case yet

    def _say_missing(self, sentence: str) -> None:
        if not self._told_missing:
            self._told_missing = True
            self.failed.emit(sentence)
        self._tell(trouble=sentence)

    # --- while it reads

    @Slot(int)
    def prefer(self, page: int) -> None:
        """Read what is in view before the rest."""
        self._view = tuple(range(page, page + 4))
        if self._run is not None:
            self._run.run.prefer(self._view)

    @Slot(object)
    def _on_read(self, page: PageRead) -> None:
        run = self._run
        if run is None:
            return
        if page.reading.verdict == "doubtful":
            self.fresh.add(page.page)
        self._tell(done=run.run.counts.done, failed=run.failed)
        if not self._apply_timer.isActive():
            self._apply_timer.start()

    @Slot()
    def _on_ended(self) -> None:
        run = self._run
        if run is not None:
            counts, failed, trouble = run.run.counts, run.failed, run.trouble
            self._give_up()
            self._bring_in()
            left = run.run.cancelled or failed > 0
            self._tell(done=counts.done, failed=failed, running=False, resting=left and counts.left > 0, trouble=trouble)
            if self._goes_on:
                self._goes_on = False
                self._begin()
            if failed:
                self.failed.emit(
                    tr(
                        "{failed} of {of} pages could not be read by machine and wait: {trouble}",
                        failed=failed,
                        of=counts.of,
                        trouble=trouble,
                    )
                )

    @Slot()
    def show_proposals(self) -> None:
        """Show what the pages propose that were read in this sitting; nothing is taken by itself."""
        case = self._session.case
        if case is not None and self.fresh:
            what = self._services, case, frozenset(self.fresh)
            self.run(_read_again, *what, on_done=self._on_proposed, key="proposed", of=case.id)

    @Slot(object)
    def _on_proposed(self, taken: ReadAgain) -> None:
        self.fresh.clear()
        self._tell()
        if taken.reads:
            self.proposed.emit(taken)
        else:
            self.notified.emit(tr("The pages that were read by machine propose nothing new."))

    # --- into the case

    @Slot()
    def _bring_in(self) -> None:
        """Say in the case how far its pages are read now, off this thread."""
        self._apply_timer.stop()
        case = self._session.case
        if case is not None and not case.locked and case.files:
            self.run(_states, self._services.machine, case, on_done=self._on_states, key="machine states", of=case.id)

    @Slot(object)
    def _on_states(self, found: tuple[Case, tuple[CaseFile, ...]]) -> None:
        asked, files = found
        case = self._session.case
        if case is None:
            return
        if case.page_notes != asked.page_notes:
            self._bring_in()
        elif not self._session.note(edits.take_states, files) and not case.locked:
            self._apply_timer.start()  # it is being written: in a moment

    @Slot(object)
    def _on_case(self, case: Case) -> None:
        if case.locked:
            self._give_up()
        if case.id != self._case_id:
            self.fresh.clear()
            self._case_id, self._notes = case.id, case.page_notes
        elif case.page_notes != self._notes:
            self._notes = case.page_notes
            self._apply_timer.start(0)
        self._tell(states=read_words(read_states.of_case(case)))

    @Slot(str)
    def _on_busy(self, busy: str) -> None:
        if not busy and self._apply_timer.isActive():
            self._bring_in()

    def _tell(self, **changes: object) -> None:
        self._show(replace(self._status, fresh=len(self.fresh), **changes))  # type: ignore[arg-type]

    def _show(self, status: ReadingStatus) -> None:
        if status != self._status:
            self._status = status
            self.status_changed.emit(status)


def _begun(service: MachineService, case: Case, first: Iterable[int]) -> tuple[str, MachineRun | str]:
    return case.id, service.missing or service.begin(case, first)


def _read_again(services: Services, case: Case, pages: frozenset[int]) -> ReadAgain:
    from imr_desktop.review.read_again import read_again

    return read_again(services.record, case, pages)


def _states(service: MachineService, case: Case) -> tuple[Case, tuple[CaseFile, ...]]:
    return case, service.apply(case).files
