"""The open case: who holds it, how it changes, when it is checked and saved.

`CaseSession` is the only writer. Panes send wishes; `apply` turns a pure edit into one undo step; everything else
(autosave, checks, what panes show) follows from `case_changed`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from imr_desktop import logs
from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.ui.tasks import Tasks, sentence

_log = logging.getLogger(__name__)
Edit = Callable[[Case], Case]
SAVE_DELAY = 800
CHECK_DELAY = 300
SAVING_SHOWN_AFTER = 400


class Bench(Protocol):
    """What the session needs of `review.Workbench`; both are called in worker threads."""

    def save(self, case: Case) -> Any:
        """Store the case."""

    def check(self, case: Case) -> Any:
        """Rules and preflight over the case (`review.Checked`)."""


class _Change(QUndoCommand):
    """One undo step: the case before and after, and what the reviewer did in words."""

    MERGES = 1

    def __init__(self, session: CaseSession, label: str, before: Case, after: Case, merge: str) -> None:
        super().__init__(label)
        self._session, self.before, self.after, self._merge = session, before, after, merge

    def id(self) -> int:
        return self.MERGES if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change) or other._merge != self._merge:  # noqa: SLF001  its own class
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        self._session.return_to(self.after)

    def undo(self) -> None:
        self._session.return_to(self.before)


class CaseSession(QObject):
    """The current Case with its undo stack; saves 800 ms and checks 300 ms after the last change, off this thread.

    `case_changed(case)`: shown after every change. `record_changed(case)`: files or documents differ. `checked(checked)`:
    `review.Checked` of the case as it stands; `check_failed(sentence)`. `saving()`, `saved(clock time)`,
    `save_failed(sentence)`. `refused(sentence)`: an edit was not taken because the case is signed. `closed()`.
    """

    case_changed = Signal(object)
    record_changed = Signal(object)
    checked = Signal(object)
    check_failed = Signal(str)
    saving = Signal()
    saved = Signal(str)
    save_failed = Signal(str)
    refused = Signal(str)
    closed = Signal()

    def __init__(self, bench: Bench, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench, self._tasks = bench, tasks
        self._case: Case | None = None
        self._checked: Any = None
        self._stored: Case | None = None
        self._in_flight: Case | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(500)
        self._save_timer = self._timer(SAVE_DELAY, self.save_now)
        self._check_timer = self._timer(CHECK_DELAY, self.check_now)
        self._slow_timer = self._timer(SAVING_SHOWN_AFTER, self._on_slow)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    @property
    def case(self) -> Case | None:
        """The case as it stands; None while none is open."""
        return self._case

    @property
    def last_checked(self) -> Any:
        """The newest `review.Checked`, or None; it may be a moment older than the case."""
        return self._checked

    @property
    def unsaved(self) -> bool:
        """Whether the store does not hold the case as it stands."""
        return self._case is not None and self._case != self._stored

    def open(self, case: Case, *, stored: bool = True) -> None:
        """Make `case` the open one; `stored` says the vault already holds it."""
        self.undo_stack.clear()
        self._checked = None
        self._stored = case if stored else None
        self._case = None
        self.show_case(case)
        self.check_now()

    def apply(self, label: str, edit: Edit, merge: str = "") -> bool:
        """Change the case as one undo step named `label`; steps in a row with the same `merge` key become one.

        Returns whether it was taken: a signed case is read-only, and an edit that raises leaves everything as it was.
        """
        if self._case is None:
            return False
        if self._case.locked:
            self.refused.emit("This case is signed and read-only. Case › Reopen as new version makes it editable.")
            return False
        try:
            after = edit(self._case)
        except KeyError as error:
            logs.failure(_log, "an edit named something that is gone", error)
            return False
        if after != self._case:
            self.undo_stack.push(_Change(self, label, self._case, after, merge))
        return True

    def replace(self, case: Case) -> None:
        """Take a case as the store now holds it (signed, or reopened as a new version); earlier steps cannot be undone."""
        self.undo_stack.clear()
        self._stored = case
        self.show_case(case)

    def adopt(self, label: str, case: Case) -> None:
        """Take a case as the store now holds it as one undo step: undoing it stores what was there before anew."""
        if self._case is not None:
            self._stored = case
            self.undo_stack.push(_Change(self, label, self._case, case, ""))

    def note_opened(self, document: str, at: datetime) -> None:
        """Note that a document was opened; reading is no step that could be undone."""
        if self._case is not None and not self._case.locked:
            opened = edits.open_document(self._case, document, at)
            if opened != self._case:
                self.show_case(opened)

    def return_to(self, case: Case) -> None:
        """Undo or redo to `case`; what was read since stays read."""
        self.show_case(edits.carry_opened(case, self._case) if self._case else case)

    def show_case(self, case: Case) -> None:
        """Make `case` current and tell everyone; panes never call this."""
        before, self._case = self._case, case
        self.case_changed.emit(case)
        if before is None or before.files != case.files or before.documents != case.documents:
            self.record_changed.emit(case)
        self._check_timer.start()
        if self.unsaved:
            self._save_timer.start()

    @Slot()
    def check_now(self) -> None:
        """Check the case in a worker; a result for an older case is dropped."""
        self._check_timer.stop()
        if self._case is not None:
            self._tasks.run(_check, self._bench, self._case, on_done=self._on_checked,
                            on_error=self._on_check_failed, key="check")

    @Slot(object)
    def _on_checked(self, result: tuple[Case, Any]) -> None:
        case, checked = result
        if case is self._case:
            self._checked = checked
            self.checked.emit(checked)

    @Slot(object)
    def _on_check_failed(self, error: Exception) -> None:
        self._checked = None
        self.check_failed.emit(sentence(error))

    @Slot()
    def save_now(self) -> None:
        """Store the case in a worker; one save at a time, so that an older one never overtakes a newer."""
        self._save_timer.stop()
        if self._case is None or self._in_flight is not None:
            return
        if not self.unsaved:
            self.saved.emit(_clock())
            return
        self._in_flight = self._case
        self._slow_timer.start()
        self._tasks.run(self._bench.save, self._case, on_done=self._on_saved, on_error=self._on_save_failed)

    @Slot()
    def _on_slow(self) -> None:
        self.saving.emit()

    @Slot(object)
    def _on_saved(self, result: object) -> None:
        self._slow_timer.stop()
        self._stored, self._in_flight = self._in_flight, None
        if self.unsaved:
            self._save_timer.start()
        self.saved.emit(_clock())

    @Slot(object)
    def _on_save_failed(self, error: Exception) -> None:
        self._slow_timer.stop()
        self._in_flight = None
        self.save_failed.emit(sentence(error))

    def flush(self) -> bool:
        """Store what is unsaved before going on, waiting for it; False (and `save_failed`) where that fails."""
        self._save_timer.stop()
        if not self.unsaved:
            return True
        self._tasks.wait()
        try:
            self._bench.save(self._case)  # type: ignore[arg-type]
        except Exception as error:  # noqa: BLE001  whatever it is, the case is kept in memory and the reviewer told
            logs.failure(_log, "saving failed", error)
            self.save_failed.emit(sentence(error))
            return False
        self._stored = self._case
        return True

    def close(self, *, discard: bool = False) -> bool:
        """Store and let go of the case; stays open (False) where it cannot be stored, unless `discard`."""
        if self._case is None:
            return True
        if not discard and not self.flush():
            return False
        for timer in (self._save_timer, self._check_timer, self._slow_timer):
            timer.stop()
        self._case = self._checked = self._stored = None
        self.undo_stack.clear()
        self.closed.emit()
        return True


def _check(bench: Bench, case: Case) -> tuple[Case, Any]:
    return case, bench.check(case)


def _clock() -> str:
    return datetime.now().strftime("%H:%M")
