"""One undo for everything: a step is the case before and after; typing is cut into steps by pauses, caret moves and time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from imr_desktop.case.model import Case

PAUSE = 1000
"""Milliseconds without a key that end a step of typing."""
LONGEST = 30.0
"""Seconds after which typing without a pause becomes a step of its own."""
Show = Callable[[Case], None]


class _UndoCommand(QUndoCommand):
    """One step; those in a row with the same `run` become one."""

    def __init__(self, show: Show, label: str, before: Case, after: Case, run: str) -> None:
        super().__init__(label)
        self._show, self.before, self.after, self._run = show, before, after, run

    def id(self) -> int:
        return 1 if self._run else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _UndoCommand) or other._run != self._run:  # noqa: SLF001  its own class
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)
        return True

    def redo(self) -> None:
        self._show(self.after)

    def undo(self) -> None:
        self._show(self.before)


class UndoSteps(QObject):
    """The steps of the open case, back to the start of the sitting: cases share what did not change, so none is dropped."""

    def __init__(self, show: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self.stack = QUndoStack(self)
        self.number = 0
        self._run, self._began = "", 0.0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.cut)

    def push(self, label: str, before: Case, after: Case, run: str = "") -> None:
        """Add a step; one with the same `run` as the step before goes on with it, unless that was cut."""
        if run != self._run or time.monotonic() - self._began > LONGEST:
            self.number += 1
            self._run, self._began = run, time.monotonic()
        if run and not self._pause.isActive():
            self._pause.start()
        self.stack.push(_UndoCommand(self._show, label, before, after, f"{self.number} {run}" if run else ""))

    @property
    def typing_step(self) -> int:
        """The number of the step of typing that is going on; 0 where the newest change was none."""
        return self.number if self._run else 0

    def note_typing(self) -> None:
        """A key was typed: the pause begins anew."""
        self._pause.start()

    @Slot()
    def cut(self) -> None:
        """What comes next is another step."""
        self._pause.stop()
        self._run = ""
        self.number += 1

    def forget_to(self, mark: int) -> int:
        """Take back all steps made since the stack stood at `mark`, and forget them; how many there were."""
        taken = max(self.stack.index() - mark, 0)
        if taken:
            cast(_UndoCommand, self.stack.command(mark)).undo()
        for at in reversed(range(mark, mark + taken)):
            self.stack.command(at).setObsolete(True)  # what is obsolete is dropped by undo, and not undone
            self.stack.undo()
        return taken

    def clear(self) -> None:
        self.cut()
        self.stack.clear()
