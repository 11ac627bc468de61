"""The open case: who holds it, how it changes, when it is checked and saved.

`CaseSession` is the only writer of the open case. Panes send wishes; `apply` turns a pure edit into one undo step; everything
else (autosave, checks, what panes show) follows from `case_changed`. What writes the case by another way (signing, restoring,
merging) runs exclusively: meanwhile edits are refused with a sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from imr_desktop import logs
from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.language import mark, tr
from imr_desktop.ui.checking import Checker
from imr_desktop.ui.exclusive import ExclusiveTask, StoredVersion
from imr_desktop.ui.saving import Saver
from imr_desktop.ui.tasks import Tasks
from imr_desktop.ui.undoing import UndoSteps

if TYPE_CHECKING:
    from imr_desktop.review import Services

_log = logging.getLogger(__name__)
READ_ONLY = mark("This case is signed and read-only. Case › Reopen as new version makes it editable.")
_NONE: Mapping[str, str] = MappingProxyType({})


class CaseSession(QObject):
    """The current Case with its undo steps; stored and checked off this thread, never later than a moment after a change.

    `case_changed(case)`: shown after every change. `record_changed(case)`: files, documents or notes on pages differ.
    `checked(checked)`: `review.Checked` of the case, at most some typing old; `check_failed(sentence)`.
    `flush_requested()`: what stands typed must be told now. `typing_began()`: there is something to take back that the
    case does not hold yet. `saving()`: something is not stored yet; `saved(clock time)`: all is; `save_failed(sentence)`;
    `conflicted(sentence)`: the vault holds another version of the case. `refused(sentence)`: an edit was not taken because
    the case is signed, or being written. `busy_changed(sentence)`: it is being written, and by what; empty: no longer.
    `moved(before, after)`: undo or redo went from one state to the other. `drafts_found(drafts)`: half-typed words of an
    earlier sitting, by field. `closed()`; `idle()`: and nothing works on the closed case any more.
    """

    case_changed = Signal(object)
    record_changed = Signal(object)
    checked = Signal(object)
    check_failed = Signal(str)
    flush_requested = Signal()
    typing_began = Signal()
    saving = Signal()
    saved = Signal(str)
    save_failed = Signal(str)
    conflicted = Signal(str)
    refused = Signal(str)
    busy_changed = Signal(str)
    moved = Signal(object, object)
    drafts_found = Signal(object)
    closed = Signal()
    idle = Signal()

    def __init__(self, services: Services, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._case: Case | None = None
        self._drafts: dict[str, str] = {}
        self._steps = UndoSteps(self._return_to, self)
        self._saver = Saver(services, tasks, self)
        self._checker = Checker(services, tasks, self)
        self._exclusive = ExclusiveTask(tasks, self)
        self._wire()

    def _wire(self) -> None:
        saver, checker = self._saver, self._checker
        saver.due.connect(self.flush_requested)
        saver.saving.connect(self.saving)
        saver.saved.connect(self.saved)
        saver.failed.connect(self.save_failed)
        saver.conflicted.connect(self.conflicted)
        checker.checked.connect(self.checked)
        checker.failed.connect(self.check_failed)
        checker.idle.connect(self.idle)
        self._exclusive.ended.connect(self._on_exclusive_ended)

    # --- what is open

    @property
    def case(self) -> Case | None:
        """The case as it stands; None while none is open."""
        return self._case

    @property
    def busy(self) -> str:
        """Why the case cannot be changed now, as a sentence; empty where it can."""
        return self._exclusive.busy

    @property
    def last_checked(self) -> Any:
        """The newest `review.Checked`, or None; it may be a moment older than the case."""
        return self._checker.newest

    @property
    def is_check_late(self) -> bool:
        """Whether `last_checked` may say what holds no more: a check of the last change is on its way."""
        return self._checker.is_late

    @property
    def unsaved(self) -> bool:
        """Whether the store does not hold the case as it stands."""
        return self._saver.unsaved

    @property
    def undo_stack(self) -> QUndoStack:
        """The steps, for menus that name them."""
        return self._steps.stack

    @property
    def undoable(self) -> bool:
        """Whether there is something to take back; what is being typed counts."""
        return self._steps.stack.canUndo() or self._saver.typing

    def open(self, case: Case, *, stored: bool = True, version: int | None = None, drafts: Mapping[str, str] = _NONE) -> None:
        """Make `case` the open one. `stored`: the vault holds it already, as `version` (None: not known); else it is new."""
        self._steps.clear()
        self._checker.end()
        self._drafts = dict(drafts)
        self._case = None
        self._saver.begin(case, stored=stored, version=version if stored else 0, drafts=drafts)
        self._show(case)
        self._checker.check_now()
        if drafts:
            self.drafts_found.emit(dict(drafts))

    def close(self, *, discard: bool = False) -> bool:
        """Store and let go of the case; stays open (False) where it cannot be stored, unless `discard`.

        What is writing the case is waited for.
        """
        if self._case is None:
            return True
        self._exclusive.finish()
        if not discard and not self.flush():
            return False
        self._saver.end()
        self._checker.end()
        self._case, self._drafts, self._tasks.open_case = None, {}, ""
        self._steps.clear()
        self.closed.emit()
        self._checker.rest()
        return True

    # --- changing it

    def apply(self, label: str, edit: Callable[..., Case], *args: object, merge: str = "", **fields: object) -> bool:
        """Make the case ``edit(case, *args, **fields)`` as one undo step named `label`.

        Typing with the same `merge` key goes on with its step.

        Returns whether it was taken: a signed case is read-only, so is one that is being written, and an edit that raises
        leaves everything as it was.
        """
        if self._case is None or self.refuses():
            return False
        try:
            after = edit(self._case, *args, **fields)
        except KeyError as error:
            logs.failure(_log, "an edit named something that is gone", error)
            return False
        if after != self._case:
            self._steps.push(label, self._case, after, merge)
        return True

    def refuses(self) -> bool:
        """Whether the case cannot be changed now, having said why (`refused`)."""
        why = self.busy or (tr(READ_ONLY) if self._case is not None and self._case.locked else "")
        if why:
            self.refused.emit(why)
        return bool(why)

    @Slot()
    def note_typing(self) -> None:
        """Text in an editor differs from the case; the editor tells it when it is asked, or after a moment."""
        if self._case is not None and not self._case.locked:
            began = not self._saver.typing
            self._steps.note_typing()
            self._saver.note_typing()
            if began:
                self.typing_began.emit()

    @Slot()
    def end_step(self) -> None:
        """The caret or the focus moved: typing from here on is a step of its own."""
        self._steps.cut()

    @Slot(str, str)
    def draft(self, place: str, text: str) -> None:
        """Keep half-typed words of a field that becomes part of the case only with Enter; empty: there are none any more."""
        if self._case is None or self._drafts.get(place, "") == text:
            return
        self._drafts[place] = text
        if not text:
            del self._drafts[place]
        self._saver.want_drafts(self._drafts)

    def note_seen(self, pages: Iterable[int], at: datetime) -> None:
        """Note that pages were shown; reading is no step that could be undone."""
        self.note(edits.mark_seen, pages, at)

    def note(self, edit: Callable[..., Case], *args: object) -> bool:
        """Make the case ``edit(case, *args)`` with no step of its own: what is known of the record, nothing the reviewer did.

        Undo carries it over. Whether it could be noted: not in a signed case, nor while the case is being written.
        """
        if self._case is None or self._case.locked or self.busy:
            return False
        after = edit(self._case, *args)
        if after is not self._case:
            self._show(after)
        return True

    # --- undo

    def undo(self) -> bool:
        """Take the last step back, and say where it was; whether there was one."""
        return self._move(self._steps.stack.undo)

    def redo(self) -> bool:
        """Make the step taken back last again."""
        return self._move(self._steps.stack.redo)

    def take_back(self, mark: int) -> int:
        """Undo and forget what was done since ``undo_stack.index()`` was `mark`, by keys that were meant as words.

        How many steps that were; what stands typed counts as one.
        """
        if self._case is None or self._case.locked or self.busy:
            return 0
        self.tell()
        return self._steps.forget_to(mark)

    def tell(self) -> None:
        """Have what stands typed told: it is a step that ends here."""
        self.flush_requested.emit()
        self._saver.typing = False
        self._steps.cut()

    def _move(self, way: Callable[[], None]) -> bool:
        if self._case is None or self.refuses():
            return False
        self.tell()
        before, at = self._case, self._steps.stack.index()
        way()
        if self._steps.stack.index() == at:
            return False
        self.moved.emit(before, self._case)
        return True

    def _return_to(self, case: Case) -> None:
        """Do, undo or redo to `case`; what was read since stays read, by the reviewer and by machine."""
        self._show(edits.carry_states(edits.carry_seen(case, self._case), self._case) if self._case else case)

    # --- what others wrote

    def run_exclusive(
        self,
        busy: str,
        job: Callable[..., StoredVersion],
        *args: Any,
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], None],
    ) -> bool:
        """Have the open case written by ``job(case, version, *args)`` in a worker, and by nobody else meanwhile.

        What stands typed is told and stored first: the job gets what is on the screen. `busy` is the sentence that refuses
        edits until it ends. The result is shown by `on_done`, which may call `replace` or `adopt`. False where something
        is running already, or the case could not be stored first.
        """
        if self._case is None or self.busy:
            self.refused.emit(self.busy)
            return False
        self._steps.cut()
        if not self.flush():
            return False
        self._saver.hold(True)
        self._exclusive.start(busy, job, (self._case, self._saver.version, *args), on_done, on_error)
        self.busy_changed.emit(self.busy)
        return True

    @Slot()
    def _on_exclusive_ended(self) -> None:
        self._saver.hold(False)
        self.busy_changed.emit("")

    def replace(self, case: Case, version: int | None = None) -> None:
        """Take a case as the store now holds it, signed; earlier steps cannot be undone."""
        self._steps.clear()
        self._saver.adopt(case, version)
        self._show(case)

    def adopt(self, label: str, case: Case, version: int | None = None) -> None:
        """Take a case as the store now holds it as one undo step: undoing it stores what was there before anew."""
        if self._case is not None:
            self._saver.adopt(case, version)
            self._steps.push(label, self._case, case)

    def part(self) -> None:
        """Make what stands here a case of its own, unsigned and not yet attested to: the vault holds another in its place."""
        if self._case is not None:
            case = edits.reopen(self._case)
            self._steps.clear()
            self._saver.begin(case, stored=False, version=0, drafts=self._drafts)
            self._show(case)

    # --- showing, checking, saving

    def _show(self, case: Case) -> None:
        """Make `case` current and tell everyone."""
        before, self._case, self._tasks.open_case = self._case, case, case.id
        self._saver.want(case, self._steps.typing_step)
        self._checker.want(case, typed=bool(self._steps.typing_step))
        self.case_changed.emit(case)
        if before is None or _record_of(before) != _record_of(case):
            self.record_changed.emit(case)

    @Slot()
    def check_now(self) -> None:
        """Check the case in a worker, as after a change of the settings."""
        self._checker.check_now()

    @Slot()
    def save_now(self) -> None:
        """Store the case in a worker, at once."""
        self._saver.save_now()

    @Slot()
    def flush(self) -> bool:
        """Have what stands typed told and stored, waiting for it; False (and `save_failed`) where that fails."""
        return self._case is None or bool(self.busy) or self._saver.flush()


def _record_of(case: Case) -> tuple[object, ...]:
    return case.files, case.documents, case.page_notes
