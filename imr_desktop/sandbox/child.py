"""The child's side: load what will be needed, take every power away, then answer calls until the parent is gone."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import IO

import msgspec

from imr_desktop.errors import ImrError
from imr_desktop.sandbox import given
from imr_desktop.sandbox.confinement import confine
from imr_desktop.sandbox.messages import (
    MOST_FAILURE,
    MOST_REQUEST,
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

_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
_encode = msgspec.msgpack.Encoder().encode
_request = msgspec.msgpack.Decoder(CallRequest).decode
_piece = msgspec.msgpack.Decoder(FileChunk).decode


def serve() -> None:
    """Answer calls on standard input, once told how to start."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the program ends this with it
    calls, answers = os.fdopen(0, "rb", buffering=0), os.fdopen(os.dup(1), "wb", buffering=0)
    with open(os.devnull, "r+b") as nothing:  # a library that prints must not disturb the answers
        os.dup2(nothing.fileno(), 1)
    start = msgspec.msgpack.decode(read_frame(calls, MOST_REQUEST), type=Start)
    for name in (*start.preload, *(prefix for prefix in start.allow if prefix.endswith(":"))):
        _load(name)
    line = _Line(calls, answers)
    line.say(Ready(confine(start.memory, start.parent)))
    while (request := line.heard()) is not None:
        given.lay(request.file, request.size, line.asking(request.number), line.telling(request.number))
        line.say(_answer(request, start.allow))


def _load(name: str) -> None:
    """Import a module and, where ``module:function`` is named, call that."""
    module, _, function = name.partition(":")
    loaded = importlib.import_module(module)
    if function:
        getattr(loaded, function)()


class _Line:
    def __init__(self, calls: IO[bytes], answers: IO[bytes]) -> None:
        self._calls, self._answers = calls, answers

    def say(self, what: FromChild) -> None:
        write_frame(self._answers, _encode(what))

    def heard(self) -> CallRequest | None:
        """The next request; None where the parent is gone."""
        try:
            return _request(read_frame(self._calls, MOST_REQUEST))
        except EOFError:
            return None

    def asking(self, number: int) -> Callable[[int, int], bytes]:
        """Asks for bytes of a request's file, as `given` does it."""

        def ask(start: int, length: int) -> bytes:
            self.say(Need(number, start, length))
            return _piece(read_frame(self._calls, MOST_REQUEST)).data

        return ask

    def telling(self, number: int) -> Callable[[bytes], None]:
        """Says a part of a request's answer, as `given` does it."""

        def tell(value: bytes) -> None:
            self.say(Step(number, value))

        return tell


def _answer(request: CallRequest, allowed: tuple[str, ...]) -> Answer:
    number = request.number
    try:
        if not request.function.startswith(allowed):
            return Answer(number, failure=f"{request.function} may not run in the limited process.")
        module, _, name = request.function.partition(":")
        return Answer(number, getattr(importlib.import_module(module), name)(request.payload))
    except ImrError as error:
        return Answer(number, failure=error.sentence[:MOST_FAILURE])
    except EOFError:
        sys.exit(0)  # the parent went away while it was asked for bytes
    except Exception as error:  # noqa: BLE001  whatever a hostile file provokes ends here, and the process with it
        return Answer(number, failure=_failure(error), spent=True)


def _failure(error: Exception) -> str:
    if isinstance(error, MemoryError) or getattr(error, "errno", None) in _EXHAUSTED:
        return "It needed more memory than allowed."
    if isinstance(error, RecursionError):
        return "It is nested too deeply to be read."
    return f"It could not be read ({type(error).__name__[:60]})."
