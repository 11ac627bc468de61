"""Limited processes that outlive a test: starting one costs more than most tests do.

A process that was handed back is given to the next sandbox that would start one like it. It is as fresh as one that the
program itself keeps between two calls; one that failed, is worn, or said something unasked is ended as ever. Tests of the
sandbox itself do without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

from imr_desktop.sandbox import parent
from imr_desktop.sandbox.process import Process

MOST_FILES = 32


class _Kept(Process):
    """Asked nothing as yet, as far as its sandbox knows."""

    def __init__(self, path: str, start: parent.Start, spare: list[_Kept]) -> None:
        super().__init__(path, start)
        self._spare, self._failed, self._read, self._before = spare, False, 0, 0

    def ready(self) -> None:
        """Wait until it has confined itself."""
        self._failed = True
        super().ready()
        self._failed = False

    def exchange(self, *request):
        """One request; an answer that spends the process leaves it unfit for another sandbox."""
        self._failed = True
        answer = super().exchange(*request)
        self._failed = answer.spent
        return answer

    def _numbered(self, identity: str) -> int:
        return self._before + super()._numbered(identity)

    def kill(self) -> None:
        """End it, unless it only waits: whoever ends a sandbox in haste ends what is being read."""
        if self._failed:
            super().kill()

    def end(self) -> None:
        """Ready for another sandbox, or ended."""
        self._read += self.files
        self._before += len(self._files)
        waits = self.status is None or not self.unasked()
        if waits and not self._failed and self._read < MOST_FILES and self.poll() is None:
            self.calls, self._files, self._whole = 0, {}, set()
            self._spare.append(self)
        else:
            self.end_at_last()

    def end_at_last(self) -> None:
        """End it for good."""
        self._failed = True
        super().end()


class KeptProcesses:
    """Processes on their way from one sandbox to the next."""

    def __init__(self) -> None:
        self._spare: dict[object, list[_Kept]] = defaultdict(list)
        # Linux ends a process with the thread that started it
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="kept processes")

    def _process(self, path: str, start: parent.Start) -> Process:
        alike = self._spare[path, start]
        while alike:
            if (kept := alike.pop()).poll() is None:
                return kept
            kept.end_at_last()
        return self._starter.submit(_Kept, path, start, alike).result()

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Every sandbox takes its processes from here."""
        with patch.object(parent, "Process", self._process):
            yield

    def close(self) -> None:
        """End those that wait."""
        for kept in (kept for alike in self._spare.values() for kept in alike):
            kept.end_at_last()
        self._starter.shutdown()
