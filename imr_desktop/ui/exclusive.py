"""Tasks that write the open case by another way than editing it: one at a time, and nothing else writes meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from imr_desktop.case.model import Case
from imr_desktop.ui.tasks import Tasks

_LONGEST = 60.0
"""Seconds that closing a case waits for what writes it."""


class StoredVersion(NamedTuple):
    """A case as the vault now holds it, and as which version."""

    case: Case
    version: int


class _Task:
    """A task on its way, and what came of it."""

    def __init__(
        self, call: Callable[[], Any], on_done: Callable[[Any], None], on_error: Callable[[Exception], None]
    ) -> None:
        self.call, self.on_done, self.on_error = call, on_done, on_error
        self.ended = threading.Event()
        self.value: Any = None
        self.error: Exception | None = None

    def run(self) -> _Task:
        """Runs in a worker."""
        try:
            self.value = self.call()
        except Exception as error:  # noqa: BLE001  a failure of any kind is told by whoever started the task
            self.error = error
        finally:
            self.ended.set()
        return self


class ExclusiveTask(QObject):
    """Runs a task in the lane of saves. `busy` says so until it ends. `ended()` comes before its result is handed on."""

    ended = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._task: _Task | None = None
        self.busy = ""

    def start(
        self,
        busy: str,
        job: Callable[..., Any],
        args: tuple[Any, ...],
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Run ``job(*args)``; handlers are bound methods of QObjects, as with `Tasks.run`."""
        self.busy = busy
        self._task = task = _Task(partial(job, *args), on_done, on_error)
        self._tasks.run(_Task.run, task, on_done=self._on_ended, lane="save")

    def finish(self) -> None:
        """Wait for what runs, and hand its result on. What takes too long is let go of: its result is nobody's then."""
        if self._task is None:
            return
        if self._task.ended.wait(_LONGEST):
            self._on_ended(self._task)
        else:
            self._task, self.busy = None, ""
            self.ended.emit()

    @Slot(object)
    def _on_ended(self, task: _Task) -> None:
        if task is not self._task:
            return
        self._task, self.busy = None, ""
        self.ended.emit()
        handler: Callable[[Any], None] = task.on_done if task.error is None else task.on_error
        owner = getattr(handler, "__self__", None)
        if not isinstance(owner, QObject) or isValid(owner):
            handler(task.value if task.error is None else task.error)
