"""Work off the window's thread: a function runs in a pool, its result comes back where the window lives.

Saving, drawing pages and reading them by machine have lanes of their own: none waits behind a file that is being read or a
case that is being checked. Only plain values and immutable cases cross the border, so nothing needs a lock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar, TypeVarTuple

from PySide6.QtCore import QDeadlineTimer, QObject, QRunnable, QThreadPool, Signal, Slot
from shiboken6 import isValid

from imr_desktop import logs
from imr_desktop.language import told, tr

_log = logging.getLogger(__name__)
T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Handler = Callable[[Any], None]
Lane = Literal["work", "save", "view", "machine"]
_THREADS: dict[Lane, int] = {"work": 3, "save": 1, "view": 1, "machine": 64}
"""Threads of each lane; those that wait for a machine are as many as it has processes."""
_GIVEN_UP: tuple[Lane, ...] = ("work", "view", "machine")
TURN = 0.0005
"""Seconds after which work gives way to another thread, a tenth of what Python gives it: drawing a view lets go of the
interpreter hundreds of times, and waits so long for it each time while a file is being understood."""
PATIENCE = 30_000
"""Milliseconds that work which was begun may take to its end when the window closes."""

DIALOG = "dialog"
"""The key of work that ends in a dialog: only the newest command shows one, and none where another is open by then."""


@dataclass(frozen=True)
class _Waiting:
    on_done: Handler | None
    on_error: Handler | None
    key: str
    of: str


class _Results(QObject):
    """Lives in the window's thread; the pool's threads only emit."""

    done = Signal(int, object)
    failed = Signal(int, object)


def _nothing() -> None:
    """What a job holds that was done."""


class _Job(QRunnable):
    def __init__(self, number: int, call: Callable[[], Any], results: _Results) -> None:
        super().__init__()
        self._number, self._call, self._results = number, call, results

    def run(self) -> None:
        """Call the function, and let go of it; whatever it raises goes back as a value."""
        call, self._call = self._call, _nothing  # the pool may keep its job for long
        try:
            value = call()
        except Exception as error:  # noqa: BLE001  a failure of any kind must reach the window, not the pool
            self._results.failed.emit(self._number, error)
        else:
            self._results.done.emit(self._number, value)


class Tasks(QObject):
    """Runs functions in worker threads. `inline` runs them at once instead, for tests.

    `came_late()`: work on a case ended that is not open any more; it reports nothing.
    """

    came_late = Signal()

    def __init__(self, parent: QObject | None = None, *, inline: bool = False) -> None:
        super().__init__(parent)
        self._inline = inline
        self._pools = {lane: QThreadPool(self) for lane in _THREADS}
        for lane, threads in _THREADS.items():
            self._pools[lane].setMaxThreadCount(threads)
        self._results = _Results(self)
        self._results.done.connect(self._on_done)
        self._results.failed.connect(self._on_failed)
        self._waiting: dict[int, _Waiting] = {}
        self._latest: dict[str, int] = {}
        self._count, self._closed = 0, False
        self.open_case: str | None = None
        """The id of the case that is open, empty where none is; None where nobody tells."""

    def run(
        self,
        function: Callable[[*Ts], T],
        *args: *Ts,
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        key: str = "",
        of: str = "",
        lane: Lane = "work",
    ) -> None:
        """Run ``function(*args)``; `on_done(result)` or `on_error(exception)` is called in the window's thread.

        Handlers are bound methods of QObjects, or partials of them; one whose object is gone is not called. Of several runs
        with the same `key` only the newest reports: a stale result is dropped. `of` is the id of the case whose data is
        shown with it: where that is not open any more, nothing is reported. Runs of the lane ``save`` come one after the
        other. After `close` nothing is run: its pool would be destroyed under it, and wait for it for ever.
        """
        if self._closed:
            return
        self._count += 1
        number = self._count
        self._waiting[number] = _Waiting(on_done, on_error, key, of)
        if key:
            self._latest[key] = number
        job = _Job(number, partial(function, *args), self._results)
        if self._inline:
            job.run()
        else:
            self._pools[lane].start(job)

    @Slot()
    def forget_dialog(self) -> None:
        """What would end in a dialog is not wanted any more: it does not report."""
        self._latest.pop(DIALOG, None)

    @property
    def busy(self) -> bool:
        """Whether anything has not reported yet."""
        return bool(self._waiting)

    def wait(self, milliseconds: int = PATIENCE) -> bool:
        """Wait for the pools to run empty; results are delivered by the event loop afterwards."""
        ended = [pool.waitForDone(QDeadlineTimer(milliseconds)) for pool in self._pools.values()]
        return all(ended)

    def close(self, milliseconds: int = PATIENCE) -> bool:
        """Forget what has not started; nothing reports any more. Whether what has started came to its end.

        What is being saved is waited for as long as it takes; other work so many milliseconds.
        """
        self._closed = True
        for lane in _GIVEN_UP:
            self._pools[lane].clear()
        self._waiting.clear()
        saved = self._pools["save"].waitForDone(QDeadlineTimer(PATIENCE))
        patience = QDeadlineTimer(milliseconds)
        ended = [self._pools[lane].waitForDone(patience) for lane in _GIVEN_UP]
        return saved and all(ended)

    @Slot(int, object)
    def _on_done(self, number: int, value: object) -> None:
        waiting = self._take(number)
        if waiting is not None:
            _call(waiting.on_done, value)

    @Slot(int, object)
    def _on_failed(self, number: int, error: Exception) -> None:
        logs.failure(_log, "a task failed", error)
        waiting = self._take(number)
        if waiting is not None:
            _call(waiting.on_error, error)

    def _take(self, number: int) -> _Waiting | None:
        waiting = self._waiting.pop(number, None)
        if waiting is None:
            return None
        is_newest = not waiting.key or self._latest.get(waiting.key) == number
        if is_newest:
            self._latest.pop(waiting.key, None)
        if waiting.of and self.open_case not in (None, waiting.of):
            self.came_late.emit()
            return None
        return waiting if is_newest else None


def _call(handler: Handler | None, value: Any) -> None:
    owner = getattr(handler.func if isinstance(handler, partial) else handler, "__self__", None)
    if handler is not None and (not isinstance(owner, QObject) or isValid(owner)):
        handler(value)


def sentence(error: BaseException) -> str:
    """What to show for a failure: its own sentence where it carries one, else plain words by its class."""
    from imr_desktop.errors import ImrError

    if isinstance(error, ImrError):
        return told(error.sentence)
    if isinstance(error, PermissionError):
        return tr("This computer does not allow the file to be opened or written; check its permissions, then try again.")
    if isinstance(error, OSError):
        return tr(
            "The computer could not read or write a file ({what}); try again.", what=error.strerror or tr("no reason given")
        )
    return tr("Something went wrong inside the program ({name}); your case is kept. Try again.", name=type(error).__name__)
