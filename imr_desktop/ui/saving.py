"""Keeping the vault up with the open case: what was changed is stored within half a second, however long it is changed.

A throttle, no debounce: the clock runs from the oldest change that is not stored, and typing on never puts it off.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from imr_desktop import logs
from imr_desktop.case.model import Case
from imr_desktop.errors import StoreConflict
from imr_desktop.language import tr
from imr_desktop.ui.tasks import Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.review import Services

_log = logging.getLogger(__name__)
SAVE_WITHIN = 400
"""Milliseconds from the oldest change that is not stored to the save that stores it."""
CALM = 500
"""Milliseconds without a change before "Saved" is said: no flicker between two keys."""
_LONGEST = 30.0
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(eq=False)
class _Flight:
    """One save on its way: what is being stored, and what came of it. The worker that flies it looks at nothing else.

    `is_case_new`, `are_drafts_new`: the vault does not hold them so; `goes_on`: with the step of typing stored before.
    """

    case: Case
    drafts: Mapping[str, str]
    step: int
    based_on: int | None
    goes_on: bool
    is_case_new: bool
    are_drafts_new: bool
    landed: threading.Event = field(default_factory=threading.Event)
    version: int | None = None
    error: Exception | None = None


class Saver(QObject):
    """Stores the newest of what it was told; one save at a time, so that an older one never overtakes a newer.

    `due()`: a save is about to begin, what stands typed must be told now. `saving()`: something is not stored yet.
    `saved(clock time)`: everything is. `failed(sentence)`; `conflicted(sentence)`: the vault holds another version.
    """

    due = Signal()
    saving = Signal()
    saved = Signal(str)
    failed = Signal(str)
    conflicted = Signal(str)

    def __init__(self, services: Services, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._flight: _Flight | None = None
        self.held = False
        self._forget()
        self._timer = self._made(SAVE_WITHIN, self.save_now)
        self._calm = self._made(CALM, self._say_saved)

    def _made(self, milliseconds: int, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(slot)
        return timer

    def _forget(self) -> None:
        self._case: Case | None = None
        self.stored: Case | None = None
        self.version: int | None = None
        self._drafts, self._kept = _NONE, _NONE
        self._step = self._stored_step = 0
        self.typing = self._behind = False

    # --- what is to be stored

    def begin(self, case: Case, *, stored: bool, version: int | None, drafts: Mapping[str, str] = _NONE) -> None:
        """Another case is open; `stored`: the vault holds it as this version already. A save on its way is nobody's now."""
        self._flight = None
        self._forget()
        self._case, self.version = case, version
        self.stored = case if stored else None
        self._drafts = self._kept = dict(drafts)
        self._changed()

    def want(self, case: Case, step: int = 0) -> None:
        """Store this state of the case; states of one typing `step` (never 0) are one version."""
        self._case, self._step = case, step
        self._changed()

    def want_drafts(self, drafts: Mapping[str, str]) -> None:
        self._drafts = dict(drafts)
        self._changed()

    def note_typing(self) -> None:
        """Text in an editor differs from the case already."""
        self.typing = True
        self._changed()

    def adopt(self, case: Case, version: int | None) -> None:
        """The vault holds the case so already."""
        self._case = self.stored = case
        self.version, self._step, self._stored_step = version, 0, 0

    def hold(self, held: bool) -> None:
        """Store nothing while somebody else writes the case, and go on afterwards."""
        self.held = held
        if not held:
            self._changed()

    @property
    def unsaved(self) -> bool:
        """Whether the vault does not hold the case, or half-typed words, as told."""
        return self._case is not None and (self._case != self.stored or self._drafts != self._kept)

    def _changed(self) -> None:
        if not (self.typing or self.unsaved):
            return
        if not self._behind:
            self._behind = True
            self.saving.emit()
        self._calm.start()
        if not self._timer.isActive():
            self._timer.start()

    # --- storing

    @Slot()
    def save_now(self) -> None:
        """Begin to store what is not stored, in a worker; where nothing is open to be stored, say so."""
        self._timer.stop()
        self._tell()
        if self._case is None or self._flight is not None or self.held:
            return
        if not self.unsaved:
            self._say_saved()
            return
        flight = self._flight = self._next()
        self._tasks.run(self._fly, flight, on_done=self._on_landed, lane="save")

    def flush(self) -> bool:
        """Store everything before going on, waiting for it; False (and `failed`) where that fails."""
        self._timer.stop()
        self._tell()
        if self._flight is not None:
            if not self._flight.landed.wait(_LONGEST):
                self._fail(TimeoutError(0, tr("the save before it did not come to an end")))
                return False
            self._land(self._flight)
        if not self.unsaved:
            return True
        flight = self._flight = self._next()
        self._fly(flight)
        return self._land(flight)

    def end(self) -> None:
        """Nothing is open any more."""
        self._timer.stop()
        self._calm.stop()
        self._flight = None
        self._forget()

    def _tell(self) -> None:
        self.due.emit()
        self.typing = False

    def _next(self) -> _Flight:
        assert self._case is not None
        return _Flight(
            self._case,
            self._drafts,
            self._step,
            based_on=self.version,
            goes_on=bool(self._step) and self._step == self._stored_step,
            is_case_new=self._case != self.stored,
            are_drafts_new=self._drafts != self._kept,
        )

    def _fly(self, flight: _Flight) -> _Flight:
        """Runs in a worker, or at once where it is waited for."""
        try:
            if flight.is_case_new:
                saved = self._services.cases.save(flight.case, based_on=flight.based_on, unfinished=flight.goes_on)
                flight.version = saved.version
            if flight.are_drafts_new:
                self._services.cases.keep_drafts(flight.case.id, flight.drafts)
        except Exception as error:  # noqa: BLE001  whatever it is, the case is kept in memory and the reviewer told
            flight.error = error
        finally:
            flight.landed.set()
        return flight

    @Slot(object)
    def _on_landed(self, flight: _Flight) -> None:
        self._land(flight)

    def _land(self, flight: _Flight) -> bool:
        """Take note of what became of a save, once; whether it is stored."""
        if flight is not self._flight:
            return flight.error is None
        self._flight = None
        if flight.version is not None:
            self.stored, self.version, self._stored_step = flight.case, flight.version, flight.step
        if flight.error is not None:
            self._fail(flight.error)
            return False
        self._kept = flight.drafts
        if self.unsaved:
            self._timer.start()
        elif not self._calm.isActive():
            self._say_saved()
        return True

    def _fail(self, error: Exception) -> None:
        logs.failure(_log, "saving failed", error)
        self._calm.stop()
        self._behind = False
        self.failed.emit(sentence(error))
        if isinstance(error, StoreConflict):
            self.conflicted.emit(sentence(error))

    @Slot()
    def _say_saved(self) -> None:
        if self._case is not None and not self.typing and not self.unsaved:
            self._behind = False
            self.saved.emit(datetime.now().strftime("%H:%M"))
