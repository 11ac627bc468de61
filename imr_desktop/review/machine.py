"""Reading the pages of a record that nobody could read by machine: which wait, one after the other, kept as they are read.

A run (`MachineService.begin`) goes over the pages of one case that wait. Any number of threads may take `step`; each reads
one page in a limited process and keeps the result in the vault before it returns, so that nothing is lost with the program
and no page is read twice. What was read changes the case only by an edit: `MachineRun.apply` on the case as it is then.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Literal

import msgspec

from imr_desktop.errors import ImrError, StoreError
from imr_desktop.record.layers import layered
from imr_desktop.record.machine import INSTALL, UNOPENED, MachineReader, available, not_read
from imr_desktop.record.pages import LOCKED
from imr_desktop.record.sources import Source, in_memory, opened
from imr_desktop.review.record import machine_kept
from imr_desktop.sandbox import ProcessDied

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, CaseFile
    from imr_desktop.record.model import FileRead, PageText
    from imr_desktop.review.processes import Processes
    from imr_desktop.review.record import RecordService
    from imr_desktop.review.vault import VaultService
    from imr_desktop.sandbox import Sandbox

Wanted = Literal["yes", "no", "auto"]
"""What `--ocr` says: every page that was not read, none, or the first `AUTO_PAGES` of a call."""
Progress = Callable[[int, int, str], None]
"""Told: pages read, of how many, of which file."""

AUTO_PAGES = 20
_PASSING = (LOCKED, "It took longer than", "could not be started", UNOPENED)
NOT_YET = "It was not read by machine yet."


@dataclass(frozen=True)
class Counts:
    """How far a run is: pages read, of how many."""

    done: int
    of: int

    @property
    def left(self) -> int:
        """Pages that still wait."""
        return self.of - self.done


@dataclass(frozen=True)
class PageRead:
    """A case page that was just read; `reading` says ``doubtful`` with its words, or ``not read`` with reasons."""

    page: int
    reading: PageText


class MachineService:
    """Reading by machine over the cases of one home. Safe to call from worker threads."""

    def __init__(self, vault: VaultService, record: RecordService, processes: Processes, seats: int = 0) -> None:
        """Use so many processes at the same time (0: as many as there are cores)."""
        self._vault, self._record, self._processes = vault, record, processes
        self.seats = seats or cores()
        self._call: MachineCall | None = None
        self._free: SimpleQueue[int] = SimpleQueue()
        for seat in range(self.seats):
            self._free.put(seat)

    @property
    def missing(self) -> str:
        """What to install before pages can be read by machine, as a sentence; empty where they can be."""
        return "" if available() else INSTALL

    def waiting(self, case: Case, first: Iterable[int] = ()) -> tuple[int, ...]:
        """The case pages that nobody could read and no machine has tried, those named `first` before the others.

        Empty where the vault is closed. A page that a machine tried in vain does not wait.
        """
        vault = self._vault.if_open
        if vault is None:
            return ()
        pages = [page for file in case.files for page in self._untried(case, file)]
        return _in_order(pages, first)

    def begin(self, case: Case, first: Iterable[int] = ()) -> MachineRun:
        """A run over the pages that wait, those in view `first`."""
        return MachineRun(self, case, self.waiting(case, first))

    def again(self, case: Case, pages: Iterable[int]) -> MachineRun:
        """A run over these case pages, whatever was tried before."""
        return MachineRun(self, case, pages)

    def read(self, case: Case, page: int, ended: Callable[[], bool] = bool) -> PageRead:
        """Read one case page by machine, whatever is known of it, and keep the result. Durable on return.

        A page that cannot be read is kept as that, with the reason, unless another time may go better: it needs a password,
        or the computer was too busy. Raises ProcessDied where the process was `ended` on purpose (nothing is kept),
        StoreError, StoreDamaged, KeyError for a page the case does not have.
        """
        if self._vault.if_open is None:
            raise StoreError("The vault is locked; pages are read when the case is open again.")
        path, key, number = self._record.locate(case, page)
        digest = next(file.digest for file in case.files if file.first_page <= page < file.first_page + file.pages)
        with self._seat() as seat, opened(path, key) as source:
            password = self._record.password(case, page)
            reading = _read(self._processes.serving("machine", case, seat), source, number, password, ended)
        if not _is_passing(reading):
            self._record.note_reading(digest, number, reading)
        return PageRead(page, reading)

    def apply(self, case: Case) -> Case:
        """The case with each page's state as what was read says: an edit."""
        return self._record.with_states(case)

    def call(self, wanted: Wanted, progress: Progress | None = None) -> MachineCall:
        """From now on files that come in are read by machine at once, as far as `wanted` says: for the command line."""
        self._call = MachineCall(self, wanted, progress)
        return self._call

    def layers(self, source: Path | bytes, read: FileRead) -> FileRead:
        """A file that comes in with what machines read of it: when it was here before, and now where a `call` says so."""
        vault = self._vault.if_open
        blind = tuple(page.number for page in read.pages if page.verdict == "not read")
        if not blind:
            return read
        kept = machine_kept(vault, read.digest) if vault is not None else {}
        left = [page for page in blind if page not in kept]
        new = self._call.readings(source, read, left) if self._call else {}
        return msgspec.structs.replace(read, pages=layered(read, {**new, **kept}, (), 1))

    def interrupt(self) -> None:
        """End the reading processes at once; pages that were being read wait again."""
        self._processes.interrupt("machine")

    def read_outside(self, source: Path | bytes, digest: str, page: int) -> PageText:
        """Read a page (from 1) of a file that lies outside the vault."""
        with self._seat() as seat, opened(source) if isinstance(source, Path) else _held(source) as given:
            return _read(self._processes.of("machine", seat), given, page, self._record.password_of(digest))

    @contextmanager
    def _seat(self) -> Iterator[int]:
        seat = self._free.get()
        try:
            yield seat
        finally:
            self._free.put(seat)

    def _untried(self, case: Case, file: CaseFile) -> list[int]:
        vault = self._vault.if_open
        blind = [page for page in self._record.pages(case, file) if page.verdict == "not read"]
        tried = machine_kept(vault, file.digest) if vault is not None and blind else {}
        return [file.first_page + page.number - 1 for page in blind if page.number not in tried]


class MachineRun:
    """One run over pages of a case; safe to use from several threads at the same time."""

    def __init__(self, service: MachineService, case: Case, pages: Iterable[int]) -> None:
        self._service, self._case = service, case
        self._guard = threading.Lock()
        self._waiting = list(pages)
        self._of, self._done = len(self._waiting), 0
        self.cancelled = False

    @property
    def counts(self) -> Counts:
        """How far it is."""
        with self._guard:
            return Counts(self._done, self._of)

    def prefer(self, pages: Iterable[int]) -> None:
        """Read these before the others, as far as they still wait: they are in view."""
        with self._guard:
            self._waiting = list(_in_order(self._waiting, pages))

    def step(self) -> PageRead | None:
        """Read the next page and keep what it holds; None where none waits or the run was cancelled.

        Raises StoreError, StoreDamaged; the page then waits for another run.
        """
        page = self._next()
        if page is None:
            return None
        try:
            done = self._service.read(self._case, page, lambda: self.cancelled)
        except ProcessDied:
            return None
        with self._guard:
            self._done += 1
        return done

    def apply(self, case: Case) -> Case:
        """The case as it is now with the states of its pages brought up to date: an edit."""
        return self._service.apply(case)

    def cancel(self) -> None:
        """Stop at once; pages that were being read wait for another run."""
        with self._guard:
            self.cancelled = True
            self._waiting.clear()
        self._service.interrupt()

    def _next(self) -> int | None:
        with self._guard:
            return self._waiting.pop(0) if self._waiting else None


class MachineCall:
    """Reads pages of files that lie outside the vault, as far as one call of the program wants."""

    def __init__(self, service: MachineService, wanted: Wanted, progress: Progress | None) -> None:
        self._service, self._wanted, self._progress = service, wanted, progress
        self._left = AUTO_PAGES
        self.missed = ""
        """What to install, where pages could have been read by machine and were not."""

    def readings(self, source: Path | bytes, read: FileRead, pages: list[int]) -> dict[int, PageText]:
        """What a machine reads on these pages of a file; those beyond what is wanted say so."""
        if not pages or self._wanted == "no":
            return {}
        if self._service.missing:
            self.missed = self._service.missing
            return {}
        now = pages if self._wanted == "yes" else pages[: self._left]
        self._left -= len(now)
        return {page: _not_yet(page) for page in pages} | self._read(source, read, now)

    def _read(self, source: Path | bytes, read: FileRead, pages: list[int]) -> dict[int, PageText]:
        found: dict[int, PageText] = {}
        with ThreadPoolExecutor(self._service.seats) as pool:
            for done, reading in enumerate(
                pool.map(lambda page: self._service.read_outside(source, read.digest, page), pages)
            ):
                self._tell(done, len(pages), read.name)
                found[reading.number] = reading
        self._tell(len(pages), len(pages), read.name)
        return found

    def _tell(self, done: int, of: int, name: str) -> None:
        if self._progress and of:
            self._progress(done, of, name)


def cores() -> int:
    """How many cores this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(sandbox: Sandbox, source: Source, page: int, password: str, ended: Callable[[], bool] = bool) -> PageText:
    try:
        return MachineReader(sandbox).read(source, page, password, ended)
    except (ImrError, OSError) as error:
        if isinstance(error, ProcessDied) and ended():
            raise
        return not_read(page, error)


@contextmanager
def _held(data: bytes) -> Iterator[Source]:
    yield in_memory(data)


def _is_passing(reading: PageText) -> bool:
    """Whether a page was not read for a reason that may be gone another time."""
    return any(why in reason for reason in reading.reasons for why in _PASSING)


def _not_yet(page: int) -> PageText:
    from imr_desktop.record.model import PageText

    return PageText(page, "", "not read", (NOT_YET,))


def _in_order(pages: Iterable[int], first: Iterable[int]) -> tuple[int, ...]:
    """The pages, those of `first` that are among them before the others, as they are named."""
    listed = tuple(pages)
    known = frozenset(listed)
    return tuple(dict.fromkeys((*(page for page in first if page in known), *listed)))
