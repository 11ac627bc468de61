"""What a run under coverage does differently, so that all code is seen: only then, never in the tests' own run.

The limited process can write no data once it has confined itself, so its side answers here, in the test's process, the same
requests with the same bytes. The window's workers are threads Python did not start, so each is told of the tracer.
"""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from unittest.mock import patch

from imr_desktop.sandbox import child, given, parent, process
from imr_desktop.sandbox.messages import Answer, CallRequest, Need
from imr_desktop.sandbox.status import ConfinementStatus

_desk = threading.RLock()
_numbers = itertools.count(1)
_NOBODY = 2**31 - 1


def measuring() -> bool:
    """Whether coverage is being measured."""
    coverage = sys.modules.get("coverage")
    return coverage is not None and coverage.Coverage.current() is not None


class _Here(process.Process):
    """A process that is none."""

    def __init__(self, path: str, start: parent.Start) -> None:
        self._start, self._files, self._ended = start, {}, False
        self.calls, self.status = 0, None

    pid = _NOBODY

    def poll(self) -> int | None:
        return 0 if self._ended else None

    def kill(self) -> None:
        self._ended = True

    end = kill

    def unasked(self) -> bool:
        return False

    def ready(self) -> None:
        for name in (*self._start.preload, *(prefix for prefix in self._start.allow if prefix.endswith(":"))):
            child._load(name)
        self.status = ConfinementStatus()

    def exchange(self, function: str, payload: bytes, file: IO[bytes] | None, identity: str) -> Answer:
        if self._ended:
            raise EOFError
        self.calls += 1
        size = process._size(file)
        request = CallRequest(next(_numbers), function, payload, self._numbered(identity) if file else 0, size)
        with _desk:
            given.lay(
                request.file,
                size,
                lambda at, length: process._piece(file, size, Need(request.number, at, length), request.number),
            )
            return child._answer(request, self._start.allow)

    def _numbered(self, identity: str) -> int:
        return self._files.setdefault(identity, next(_numbers))


@contextmanager
def workers_seen() -> Iterator[None]:
    """Threads of Qt's pools are traced like Python's own."""
    from imr_desktop.ui import tasks

    run = tasks._Job.run

    def traced(job: tasks._Job) -> None:
        sys.settrace(threading.gettrace())
        run(job)

    with patch.object(tasks._Job, "run", traced):
        yield


@contextmanager
def processes_seen() -> Iterator[None]:
    """Limited processes answer in this one."""
    with patch.object(parent, "Process", _Here):
        yield
