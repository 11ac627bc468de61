"""The child's side: take every power away, then answer calls until the parent is gone."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import signal
import sys
from collections.abc import Sequence

import msgspec

from imr_desktop.errors import ImrError
from imr_desktop.sandbox.messages import Answer, Request, read_frame, write_frame

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_OPEN_FILES = 64


def serve(arguments: Sequence[str]) -> None:
    """Answer calls on standard input. `arguments`: the memory limit in bytes, then the module prefixes that may be called."""
    memory, *allowed = arguments
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "r+b") as nothing:  # a library that prints must not disturb the answers
        os.dup2(nothing.fileno(), 1)
    give_up_powers(int(memory))
    calls = os.fdopen(0, "rb")
    while True:
        try:
            request = msgspec.msgpack.decode(read_frame(calls), type=Request)
        except EOFError:
            return
        write_frame(answers, msgspec.msgpack.encode(_answer(request, tuple(allowed))))


def _answer(request: Request, allowed: tuple[str, ...]) -> Answer:
    try:
        if not request.function.startswith(allowed):
            return Answer(failure=f"{request.function} may not run in the limited process.")
        module, _, name = request.function.partition(":")
        return Answer(getattr(importlib.import_module(module), name)(request.payload))
    except ImrError as error:
        return Answer(failure=error.sentence)
    except MemoryError:
        return Answer(failure="It needed more memory than allowed.")
    except RecursionError:
        return Answer(failure="It is nested too deeply to be read.")
    except Exception as error:  # noqa: BLE001  whatever a hostile file provokes ends here
        return Answer(failure=f"It could not be read ({type(error).__name__}).")


def give_up_powers(memory: int) -> None:
    """Limit memory, files and time to live, and drop the network, as far as this system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        _set_limits(memory)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            libc = ctypes.CDLL(None)
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
            if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
                libc.unshare(_CLONE_NEWNET)  # allowed to root where user namespaces are switched off


def _set_limits(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
