"""The worklist; opening, closing, saving, reopening: what becomes of cases. What becomes of files stands in `taking_in`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.taking_in import TakingIn
from imr_desktop.ui.dialogs import ask
from imr_desktop.ui.record.left_off import PLACE
from imr_desktop.ui.session import CaseSession
from imr_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.cases import CaseSummary, OpenedCase
    from imr_desktop.review.checking import Open

_NONE: Mapping[str, str] = MappingProxyType({})
OPENING = mark("Take or cancel what was read first, then open a case.")


class CaseController(TakingIn):
    """Menu commands for files and cases. `listed(summaries)`: the worklist. `left()`: no case is open any more."""

    listed = Signal(object)
    left = Signal()

    def __init__(self, services: Services, tasks: Tasks, session: CaseSession, window: QWidget) -> None:
        super().__init__(services, tasks, session, window)
        self._set_aside: dict[str, str] = {}
        self.last_listed: tuple[CaseSummary, ...] | None = None

    # --- the worklist

    def list_cases(self) -> None:
        """Read the stored cases."""
        self.run(self._services.cases.list, on_done=self._on_listed, key="list")

    @Slot(object)
    def _on_listed(self, summaries: tuple[CaseSummary, ...]) -> None:
        if self.last_listed is None:
            self._tasks.run(self._services.intake.kept.clear)
        self.last_listed = summaries
        self.listed.emit(summaries)

    @Slot(object)
    def note_counts(self, blocking: dict[str, Open | str]) -> None:
        """It is known what stands in the way of some cases, or why they were set aside."""
        for case_id, told in blocking.items():
            self._set_aside.pop(case_id, None)
            if isinstance(told, str):
                self._set_aside[case_id] = told

    @Slot(object)
    def _on_begun(self, case: Case) -> None:
        self._open(case, stored=False)

    @Slot(object)
    def _on_others(self, count: int) -> None:
        self.notified.emit(
            tr("{count} further cases were added to the list.", count=count)
            if count > 1
            else tr("One further case was added.")
        )
        self.list_cases()

    # --- opening, closing, saving

    def open_case(self, case_id: str) -> None:
        """Open a stored case; one that was set aside only where the reviewer says so."""
        if self._waiting:
            self.failed.emit(tr(OPENING))
            return
        if case_id in self._set_aside:
            warning = tr("Opening it may take the window down; what is stored of it and of other cases stays.")
            box = ask(self._window, tr("Set aside"), f"{self._set_aside[case_id]}\n\n{warning}", tr("Open all the same"))
            box.accepted.connect(partial(self._load, case_id))
            return
        self._load(case_id)

    def _load(self, case_id: str) -> None:
        self.run(self._services.cases.opened, case_id, on_done=self._on_loaded, key="load")

    @Slot()
    def open_sample(self) -> None:
        """Install the invented sample case, and open it."""
        from imr_desktop.review.demo import open_sample

        if refusal := self.refusal:
            self.failed.emit(refusal)
            return
        self.reading.emit(0, 0)
        self.run(open_sample, self._services, on_done=self._on_sample, on_error=self._on_not_taken, key="read")

    @Slot(object)
    def _on_sample(self, opened: OpenedCase) -> None:
        self.read_ended.emit()
        self._on_loaded(opened)

    @Slot(object)
    def _on_loaded(self, opened: OpenedCase) -> None:
        if self._waiting:  # files were read meanwhile; opening the case would let go of them
            self.failed.emit(tr(OPENING))
            return
        self._open(opened.case, stored=True, version=opened.version, drafts=opened.drafts)
        if any(place != PLACE for place in opened.drafts):
            self.notified.emit(
                tr("Half-typed words of the last sitting are back in their fields.")
                + (tr(" Case › Case facts shows the facts.") if "facts" in opened.drafts else "")
                + (tr(" Case › Comments shows the comment.") if "comment" in opened.drafts else "")
            )

    def _open(self, case: Case, *, stored: bool, version: int | None = None, drafts: Mapping[str, str] = _NONE) -> None:
        if self._session.close():
            self.dismiss()
            self._session.open(case, stored=stored, version=version, drafts=drafts)
            self.opened.emit()

    @Slot()
    def close_case(self) -> None:
        """Store the case and go back to the worklist."""
        if self._session.close():
            self.left.emit()
            self.list_cases()
            return
        warning = tr("The case could not be saved. Its last changes are only in memory; closing now loses them.")
        ask(self._window, tr("Not saved"), warning, tr("Close and lose them")).accepted.connect(self._on_discard)

    @Slot()
    def _on_discard(self) -> None:
        self._session.close(discard=True)
        self.left.emit()
        self.list_cases()

    @Slot(str)
    def ask_what_stays(self, sentence: str) -> None:
        """The vault holds another version than the one on the screen: offer the way on which nothing is lost."""
        self.arriving.emit()
        words = tr(
            "{sentence}\n\nWhat stands here is kept in memory. As a case of its own it is saved beside "
            "the stored one, without attestations; nothing stored is changed.",
            sentence=sentence,
        )
        ask(self._window, tr("Not saved"), words, tr("Keep as its own case")).accepted.connect(self._on_part)

    @Slot()
    def _on_part(self) -> None:
        self._session.part()
        self.notified.emit(tr("Kept as a case of its own beside the stored one."))

    @Slot()
    def quit(self) -> None:
        """Close the window; the case is stored first."""
        self._window.close()

    @Slot()
    def save_now(self) -> None:
        """Save at once; it was saved already, this confirms it."""
        self._session.save_now()

    @Slot()
    def reopen(self) -> None:
        """Make the signed case editable as a new version beside it: the signed one and its file stay as they are."""
        case = self._session.case
        if case is None or not case.locked:
            return
        made = edits.reopen(case)
        self._open(made, stored=False)
        if self._session.case is made:
            self._session.save_now()
            carry = self._services.parties.carry  # behind the save: no parties of a case that is not there
            self._tasks.run(carry, case.id, made.id, on_error=self._on_failed, lane="save")
            self.notified.emit(tr("Reopened as a new version. The signed determination is kept as it was."))
