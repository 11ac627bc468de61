"""The parent's side of one limited process: starting it, one exchange at a time, watching it, ending it.

Nothing it says is believed before it was measured: a frame's length, its form, the request's number, the bounds of what it
asks for.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import subprocess
import sys
import time
from dataclasses import dataclass, field
from math import inf
from typing import IO

import msgspec

from imr_desktop.sandbox.failure import SandboxFailure, StoppedAnswering, TookTooLong, untrue
from imr_desktop.sandbox.messages import (
    MOST_ANSWER,
    MOST_FAILURE,
    MOST_NEED,
    Answer,
    CallRequest,
    FileChunk,
    FromChild,
    Need,
    Ready,
    Start,
    Step,
    read_frame,
    write_frame,
)
from imr_desktop.sandbox.status import ConfinementStatus

_CODE = "import os, sys; sys.path[:0] = sys.argv[1].split(os.pathsep); from imr_desktop.sandbox.child import serve; serve()"
_KEPT_ENVIRONMENT = ("SYSTEMROOT",)  # Windows' own libraries do not load without it
_LEAST_STEP = 64
HUNG_AFTER = 20.0
"""Seconds without any work at all after which a process that owes an answer counts as hung."""
_STEPS_WORK = 10.0
"""Seconds of work of all steps together that are begun, beside what the first and the last may take."""
PART = "\0"
"""In an identity: between a file's and that of what was taken out of it."""
_encode = msgspec.msgpack.Encoder().encode
_heard = msgspec.msgpack.Decoder(FromChild).decode


@dataclass
class Steps:
    """What a function says before it answers, as it comes; kept where it fails afterwards.

    From one to the next no more than `seconds` on the clock and `work` seconds of computing may pass. `worked` are the
    seconds of computing until the answer, once that is there.
    """

    seconds: float
    work: float
    said: list[bytes] = field(default_factory=list)
    size: int = 0
    worked: float = 0.0

    def add(self, value: bytes) -> None:
        """Keep one. Raises SandboxFailure where they are more than any answer may be."""
        self.size += len(value) + _LEAST_STEP
        if self.size > MOST_ANSWER:
            raise untrue()
        self.said.append(value)


class Process:
    """A limited process. `calls` counts the requests it was given, `files` the files among them.

    `is_given`: it waits for a piece of a file that comes from here.
    """

    def __init__(self, path: str, start: Start) -> None:
        """Start it; it confines itself meanwhile. `path` is where its modules are found. Raises OSError."""
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", _CODE, path],
            bufsize=0,
            cwd=os.path.abspath(os.sep),
            env={**environment, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._files: dict[str, int] = {}
        self._whole: set[str] = set()
        self.calls = 0
        self.is_given = False
        self.status: ConfinementStatus | None = None
        with contextlib.suppress(OSError):  # one that could not start is found to have ended
            write_frame(self._calls, _encode(start))

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def files(self) -> int:
        """How many files it has been asked about; what was taken out of one counts with it."""
        return len(self._whole)

    def poll(self) -> int | None:
        """How it ended; None while it lives."""
        return self._process.poll()

    def kill(self) -> None:
        """End it at once; whoever waits for it gets an end of file."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """Kill the child, wait for it, and close its pipes; harmless where it has ended."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(OSError):  # what was still to be written has no reader
                    stream.close()

    def ready(self) -> None:
        """Wait until it has confined itself. Raises EOFError, OSError, SandboxFailure."""
        if self.status is None:
            said = self._hear()
            if not isinstance(said, Ready):
                raise untrue()
            self.status = said.status.bounded()

    def exchange(
        self, function: str, payload: bytes, file: IO[bytes] | None, identity: str, steps: Steps | None = None
    ) -> Answer:
        """One request of a process that is ready, and its answer.

        Raises EOFError, OSError, SandboxFailure, and what reading `file` raises.
        """
        if self.unasked():
            raise untrue()
        size = _size(file)
        request = CallRequest(secrets.randbits(62), function, payload, self._numbered(identity) if file else 0, size)
        self.calls += 1
        write_frame(self._calls, _encode(request))
        while isinstance(said := self._hear(), (Need, Step)):
            if isinstance(said, Need):
                self.is_given = True  # until then it waits for us
                write_frame(self._calls, _encode(FileChunk(_piece(file, size, said, request.number))))
                self.is_given = False
            elif steps is None or said.number != request.number:
                raise untrue()
            else:
                steps.add(said.value)
        if not isinstance(said, Answer) or said.number != request.number or not _is_sentence(said.failure):
            raise untrue()
        return said

    def unasked(self) -> bool:
        """Whether it has said something nobody asked for."""
        if sys.platform == "win32":  # pipes cannot be looked at there; the request's number still tells
            return False
        assert self._process.stdout is not None
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def _hear(self) -> FromChild:
        assert self._process.stdout is not None
        try:
            return _heard(read_frame(self._process.stdout, MOST_ANSWER))
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            raise untrue() from None

    @property
    def _calls(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _numbered(self, identity: str) -> int:
        self._whole.add(identity.partition(PART)[0])
        return self._files.setdefault(identity, len(self._files) + 1)


class Watch:
    """What a call may use: seconds on the clock, seconds of work (both anew with each step), seconds `idle`, memory."""

    def __init__(
        self, process: Process, seconds: float, work: float | None, memory: int, steps: Steps | None = None, idle: float = inf
    ) -> None:
        self._process, self._memory, self._steps, self._seen, self._idle = process, memory, steps, 0, idle
        self._moved = -1.0, 0.0
        self._begin(seconds, work)
        self._most = self._worked + (work or seconds) + steps.work + _STEPS_WORK if steps else inf

    def _begin(self, seconds: float, work: float | None) -> None:
        self._seconds, self._work = seconds, work
        self._end = time.monotonic() + seconds
        self._worked = worked(self._process.pid)

    def check(self) -> None:
        """Raises SandboxFailure where a limit is passed."""
        if self._steps is not None and len(self._steps.said) > self._seen:
            self._seen = len(self._steps.said)
            self._begin(self._steps.seconds, self._steps.work)
            if self._worked > self._most:
                raise TookTooLong("It went on for too long and was stopped.")
        if self._work is not None and worked(self._process.pid) - self._worked > self._work:
            raise TookTooLong(f"It took more than {_named(self._work)} of work and was stopped.")
        if time.monotonic() > self._end:
            raise TookTooLong(f"It took longer than {_named(self._seconds)} and was stopped.")
        self._check_moving()
        if resident(self._process.pid) > self._memory:
            raise SandboxFailure("It needed more memory than allowed and was stopped.")

    def _check_moving(self) -> None:
        """Raises StoppedAnswering where it has done no work at all since long."""
        done, now = worked(self._process.pid), time.monotonic()
        if done != self._moved[0] or self._process.is_given:
            self._moved = done, now
        elif now - self._moved[1] > self._idle:
            raise StoppedAnswering("The process that reads files stopped answering and was ended.")


def resident(pid: int) -> int:
    """Bytes a process holds; 0 where it is gone."""
    import psutil

    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0


def worked(pid: int) -> float:
    """Seconds of work a process has done; 0 where it is gone."""
    import psutil

    try:
        return sum(psutil.Process(pid).cpu_times()[:2])
    except psutil.Error:
        return 0.0


def _size(file: IO[bytes] | None) -> int:
    return file.seek(0, os.SEEK_END) if file else 0


def _piece(file: IO[bytes] | None, size: int, wish: Need, number: int) -> bytes:
    """What the child may have: bytes within the request's file. Raises SandboxFailure for anything else, OSError."""
    if file is None or wish.number != number or not 0 < wish.length <= MOST_NEED or not 0 <= wish.start <= size - wish.length:
        raise untrue()
    file.seek(wish.start)
    data = file.read(wish.length)
    if len(data) < wish.length:
        raise OSError(0, "it was changed while it was read")
    return data


def _is_sentence(text: str) -> bool:
    return len(text) <= MOST_FAILURE and all(character.isprintable() for character in text)


def _named(seconds: float) -> str:
    return "1 second" if round(seconds) == 1 else f"{seconds:.0f} seconds"
