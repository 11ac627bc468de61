"""A limited child process for parsing files of unknown origin.

Whatever a hostile file does, it does it in a process that has little memory, no network where the system allows taking it
away, may not write files, and is ended when it takes too long. The child is kept between calls because starting one costs
more than reading a letter. Calls carry bytes both ways (msgpack by custom): nothing that arrives from the child is ever
executed, as a pickle would be.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path

import msgspec

from imr_desktop.errors import ImrError
from imr_desktop.sandbox.messages import Answer, Request, read_frame, write_frame

MEMORY_LIMIT = 1_500_000_000
ALLOWED = ("imr_desktop.record.", "imr_desktop.determination.")

_POLL = 0.2
_MODULE_ROOT = Path(__file__).resolve().parents[2]
_START = ("import os, sys; sys.path[:0] = sys.argv[1].split(os.pathsep); "
          "from imr_desktop.sandbox.child import serve; serve(sys.argv[2:])")


class SandboxFailure(ImrError):
    """The limited process could not do the work; the message says whether it was time, memory or a crash."""


class Sandbox:
    """One limited child process, started on the first call and started again after it ended.

    Safe to call from several threads; calls wait for each other. `allow` names the module prefixes whose functions may
    be called, `folders` where else than with the program they may be found.
    """

    def __init__(self, *, memory: int = MEMORY_LIMIT, allow: tuple[str, ...] = ALLOWED,
                 folders: tuple[Path, ...] = ()) -> None:
        """Nothing is started yet. `memory` is the child's limit in bytes."""
        self._memory, self._allow = memory, allow
        self._path = os.pathsep.join(map(str, (_MODULE_ROOT, *folders)))
        self._calling = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._waiter = ThreadPoolExecutor(1, thread_name_prefix="sandbox")

    def call(self, function: str, payload: bytes, *, timeout: float = 60.0) -> bytes:
        """Run ``package.module:name(payload)`` in the child and return its bytes.

        Raises SandboxFailure where the function failed, took longer than `timeout` seconds, needed too much memory, or
        the child crashed; the next call starts a fresh one.
        """
        if not function.startswith(self._allow):
            raise SandboxFailure(f"{function} may not run in the limited process.")
        request = msgspec.msgpack.encode(Request(function, payload))
        with self._calling:
            child = self._running()
            waiting = self._waiter.submit(_exchange, child, request)
            try:
                answer = self._await(child, waiting, timeout)
            except SandboxFailure:
                self._end()
                raise
        if answer.failure:
            raise SandboxFailure(answer.failure)
        return answer.value

    def forget(self) -> None:
        """End the child at once with what it has open and the keys it was given; the next call starts a fresh one.

        A call that is running fails.
        """
        child = self._child
        if child is not None:
            child.kill()
            child.wait()

    def close(self) -> None:
        """End the child."""
        with self._calling:
            self._end()
        self._waiter.shutdown()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-B", "-c", _START, self._path, str(self._memory), *self._allow],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"LC_ALL": "C.UTF-8"})
        return self._child

    def _await(self, child: subprocess.Popen[bytes], waiting: Future[bytes], timeout: float) -> Answer:
        end = time.monotonic() + timeout
        while True:
            try:
                return msgspec.msgpack.decode(waiting.result(_POLL), type=Answer)
            except NotYet:
                if time.monotonic() > end:
                    raise SandboxFailure(f"It took longer than {_seconds(timeout)} and was stopped.") from None
                if _resident(child.pid) > self._memory:
                    raise SandboxFailure("It needed more memory than allowed and was stopped.") from None
            except (OSError, EOFError, msgspec.DecodeError):
                raise SandboxFailure("The process that reads files ended unexpectedly.") from None

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        for stream in (self._child.stdin, self._child.stdout):
            if stream:
                with contextlib.suppress(OSError):  # what was still to be written has no reader
                    stream.close()
        self._child.wait()
        self._child = None


def _exchange(child: subprocess.Popen[bytes], request: bytes) -> bytes:
    assert child.stdin is not None
    assert child.stdout is not None
    write_frame(child.stdin, request)
    return read_frame(child.stdout)


def _seconds(timeout: float) -> str:
    return "1 second" if round(timeout) == 1 else f"{timeout:.0f} seconds"


def _resident(pid: int) -> int:
    import psutil

    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0
