"""A limited child process for parsing files of unknown origin.

Whatever a hostile file does, it does it in a process that is given bytes, never paths or keys, that has loaded all its code
and then taken every power from itself (see `confinement`), and that is ended when it takes too long. It is kept between
calls because starting one costs more than reading a letter; it is replaced for another case (`renew`), after a failure,
after a number of files, and a spare stands ready so that this takes no time. Calls carry bytes both ways (msgpack by
custom): nothing that arrives from the child is ever executed, as a pickle would be.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import IO, TypeVar

from imr_desktop.sandbox.failure import ProcessDied, SandboxFailure
from imr_desktop.sandbox.messages import Answer, Start
from imr_desktop.sandbox.process import HUNG_AFTER, Process, Steps, Watch, resident, worked
from imr_desktop.sandbox.status import ConfinementStatus

_T = TypeVar("_T")
MEMORY_LIMIT = 1_500_000_000
MOST_FILES = 64
"""Files that one process reads, each with all that is in it, where nothing else ends it before."""

_POLL = 0.2
_START_SECONDS = 60.0
_WORN = 0.5
_MODULE_ROOT = Path(__file__).resolve().parents[2]


class Sandbox:
    """One limited child process, started on the first call and replaced when it has served its time.

    Safe to call from several threads; calls wait for each other. `allow` names the module prefixes whose functions may be
    called ("package.module:", or a package's prefix), `preload` what is loaded before the process confines itself, since it
    can open no file afterwards: modules, or ``module:function`` to be called without arguments; a module that `allow` names
    whole is loaded anyway. `folders` are where else than with the program they may be found.
    """

    def __init__(
        self,
        *,
        allow: tuple[str, ...],
        preload: tuple[str, ...] = (),
        memory: int = MEMORY_LIMIT,
        folders: tuple[Path, ...] = (),
        spare: bool = True,
    ) -> None:
        """Nothing is started yet. `memory` is the child's limit in bytes; without `spare` none stands ready beside it."""
        self._allow = allow
        self._start = Start(memory, allow, preload, os.getpid())
        self._path = os.pathsep.join(map(str, (_MODULE_ROOT, *folders)))
        self._calling = threading.Lock()
        self._child: Process | None = None
        self._spare: Process | None = None
        self._spared = spare
        self._status: ConfinementStatus | None = None
        self._given_up = False
        # One thread starts the processes and waits for them: Linux ends a process with the thread that started it
        self._waiter = ThreadPoolExecutor(1, thread_name_prefix="sandbox")

    def call(
        self,
        function: str,
        payload: bytes,
        *,
        file: IO[bytes] | None = None,
        identity: str = "",
        timeout: float = 60.0,
        work: float | None = None,
        steps: Steps | None = None,
    ) -> bytes:
        """Run ``package.module:name(payload)`` in the child and return its bytes.

        The function may read `file` (`given.current`), which stays open here; calls about the same file name the same
        `identity`; what was taken out of a file has that one's before its own, with `PART` between. `timeout` is in seconds,
        `work` in seconds of computing where that is to be bounded too. `steps` takes what the function says before it answers
        (`given.tell`); from the first on its limits hold.

        Raises SandboxFailure where the function failed, took longer, needed too much memory, the child crashed or said what
        cannot be; the next call finds a fresh one. Raises ImrError or OSError where reading `file` does.
        """
        if not function.startswith(self._allow):
            raise SandboxFailure(f"{function} may not run in the limited process.")
        with self._calling:
            try:
                child = self._running()
                self._check_wanted()
                answer = self._answered(child, function, payload, file, identity, timeout, work, steps)
                if answer.spent or self._is_worn(child):
                    self._end()
            except BaseException:
                self._end()
                raise
        if answer.failure:
            raise SandboxFailure(answer.failure)
        return answer.value

    def status(self) -> ConfinementStatus:
        """Which layers hold, as the process says before it is given anything; starts one where none was. SandboxFailure."""
        with self._calling:
            if self._status is None:
                self._ready(self._running())
            assert self._status is not None
            return self._status

    def warm(self) -> None:
        """Start a process that gets ready while other work is done."""
        with self._calling:
            self._running()

    @property
    def warning(self) -> str:
        """A sentence about layers that are missing; empty where all hold, or none of its processes has started yet."""
        return self._status.warning if self._status else ""

    def renew(self) -> None:
        """Let another process do what follows: another case, another act. Waits for a call that is running."""
        with self._calling:
            if self._child is not None and self._child.calls:
                self._end()

    def forget(self) -> None:
        """End the child at once with what it has open; the next call starts a fresh one. A call that is running fails."""
        child = self._child
        if child is not None:
            child.kill()

    def give_up(self) -> None:
        """End the child at once, and start none any more: the program ends. Every call fails, one that is running too."""
        self._given_up = True
        self.forget()

    def _check_wanted(self) -> None:
        if self._given_up:
            raise SandboxFailure("The program is ending.")

    def close(self) -> None:
        """Wait for a call that is running, then end the child and the spare."""
        with self._calling:
            self._end()
            if self._spare is not None:
                self._spare.end()
                self._spare = None
        self._waiter.shutdown()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self) -> Process:
        """The child, or the spare, or a new one; and from the second call on a spare, where one is wanted."""
        self._child, self._spare = _alive(self._child), _alive(self._spare)
        if self._child is None:
            self._child, self._spare = self._spare or self._started(), None
        elif self._spared and self._child.calls and self._spare is None:
            self._spare = self._started()
        return self._child

    def _started(self) -> Process:
        try:
            return self._waiter.submit(Process, self._path, self._start).result()
        except OSError as error:
            raise SandboxFailure(
                f"The process that reads files could not be started ({(error.strerror or 'no reason given').lower()})."
            ) from None

    def _answered(
        self,
        child: Process,
        function: str,
        payload: bytes,
        file: IO[bytes] | None,
        identity: str,
        timeout: float,
        work: float | None,
        steps: Steps | None,
    ) -> Answer:
        self._ready(child)
        before = worked(child.pid) if steps is not None else 0.0
        waiting = self._waiter.submit(child.exchange, function, payload, file, identity, steps)
        answer = self._await(child, waiting, Watch(child, timeout, work, self._start.memory, steps, HUNG_AFTER))
        if steps is not None:
            steps.worked = worked(child.pid) - before
        return answer

    def _ready(self, child: Process) -> None:
        if child.status is None:
            self._await(
                child,
                self._waiter.submit(child.ready),
                Watch(child, _START_SECONDS, None, self._start.memory, idle=HUNG_AFTER),
            )
        self._status = child.status

    def _await(self, child: Process, waiting: Future[_T], watch: Watch) -> _T:
        try:
            while True:
                try:
                    return waiting.result(_POLL)
                except NotYet:
                    self._check_wanted()
                    watch.check()
        except BaseException as error:
            child.kill()
            wait([waiting], _START_SECONDS)  # the thread that waited for it is free again
            if isinstance(error, (EOFError, BrokenPipeError, ValueError)):
                raise ProcessDied("The process that reads files ended unexpectedly.") from None
            raise

    def _is_worn(self, child: Process) -> bool:
        """Whether it has read enough files, said too much, or keeps so much that the next file would get too little."""
        return child.files >= MOST_FILES or child.unasked() or resident(child.pid) > self._start.memory * _WORN

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


def _alive(process: Process | None) -> Process | None:
    if process is not None and process.poll() is not None:
        process.end()
        return None
    return process
