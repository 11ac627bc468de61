"""The system's print service (CUPS): a letter's own bytes go there, and what it says of them comes back.

Qt sends pictures and does not tell when a job was refused. Here the file is handed over as it is, piece by piece over the
service's socket, so that no copy of it is left in a folder; the service is told which pages, copies and paper are wanted.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from threading import RLock
from typing import Any, Literal

from imr_desktop.language import tr

Option = tuple[str, str]
Outcome = Literal["taken", "refused", "unable"]

_LIBRARY = "libcups.so.2"
_WORST_SUCCESS = 0x00FF
"""Status codes of IPP up to here are successes (RFC 8011, 4.1.6.1)."""
_WANTS_LOGIN = frozenset({0x0401, 0x0402, 0x0403, 0x1000, 0x1001})
_CONTINUE = 100
_STOPPED = "5"
_RAW = "Raw Printer"
_CHUNK = 64 * 1024
_PDF = b"application/pdf"
_GUARD = RLock()
"""One job is handed over at a time."""
_PATIENCE = 10_000
"""Milliseconds for the service to take up a connection."""
_WAITING, _CANCELLED, _FAILED, _DONE = (3, 4, 5), 7, (6, 8), 9
"""Job states (RFC 8011, 5.3.7)."""


@dataclass(frozen=True)
class Answer:
    """What the service said of a job. `unable`: it cannot do this by itself, so that pages must be drawn for it.

    `job` is its number; `why` the service's words where it refused; `note` a sentence's end where the printer waits.
    """

    outcome: Outcome
    job: int = 0
    why: str = ""
    note: str = ""


class _Option(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class _Destination(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("count", ctypes.c_int),
        ("options", ctypes.POINTER(_Option)),
    )


class _Job(ctypes.Structure):
    _fields_ = (
        ("id", ctypes.c_int),
        ("dest", ctypes.c_char_p),
        ("title", ctypes.c_char_p),
        ("user", ctypes.c_char_p),
        ("format", ctypes.c_char_p),
        ("state", ctypes.c_int),
        ("size", ctypes.c_int),
        ("priority", ctypes.c_int),
        ("completed", ctypes.c_long),
        ("creation", ctypes.c_long),
        ("processing", ctypes.c_long),
    )


def _declined(*_: object) -> None:
    """Left alone, the library asks for passwords on the terminal, where nobody sits."""


_PASSWORD = ctypes.CFUNCTYPE(
    ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p
)
_NO_PASSWORD = _PASSWORD(_declined)


def server() -> str:
    """The service that the print dialog of this thread talks to; empty where there is none."""
    cups = _cups()
    if cups is None:
        return ""
    name = _text(cups.cupsServer())
    return name if not name or name.startswith("/") else f"{name}:{cups.ippPort()}"


def send(service: str, printer: str, title: str, pdf: bytes, options: Sequence[Option]) -> Answer:
    """Hand a PDF over, as it is, to a printer of a `server`. May wait for the network of the system's service.

    `title` is seen by everyone who may look at the queue. A printer that does nothing to what it is sent (a raw queue), one
    that is not known under its name, and one that wants somebody to log in are left to the drawing of pages.
    """
    cups = _cups()
    if cups is None or not service:
        return Answer("unable")
    with _GUARD, _talking(cups, service):
        if not _answers(cups):
            return Answer("refused", why=tr("the system's print service does not answer"))
        known = _known(cups, printer)
        if known is None or _RAW in known.get("printer-make-and-model", ""):
            return Answer("unable")
        job = _created(cups, printer, title, options)
        if not job:
            return _refused(cups)
        if not _written(cups, printer, job, title, pdf):
            answer = _refused(cups)
            cups.cupsCancelJob2(None, printer.encode(), job, 0)
            return answer
        return Answer("taken", job, note=_waits(_known(cups, printer) or {}))


def ending(service: str, printer: str, job: int) -> str | None:
    """What became of a job as a sentence, where that is not that it was printed; empty where it was, None while it waits."""
    cups = _cups()
    if cups is None:
        return ""
    with _GUARD, _talking(cups, service):
        state = _state(cups, printer, job)
        if state in _WAITING:
            waits = _waits(_known(cups, printer) or {})
            return (
                tr("{printer} has not printed the determination: {waits}.", printer=printer, waits=waits) if waits else None
            )
    if state == _CANCELLED:
        return tr("The determination was cancelled in the queue of {printer}.", printer=printer)
    return (
        tr("{printer} could not print the determination; see to it and to its queue.", printer=printer)
        if state in _FAILED
        else ""
    )


def last_failure() -> str:
    """Why the last call of this thread to the print server failed, in its words; empty where it did not, or none is known."""
    with suppress(OSError, AttributeError):
        cups = _cups()
        if cups is not None and cups.cupsLastError() > _WORST_SUCCESS:
            return _words(cups)
    return ""


@cache
def _cups() -> Any:
    """The client library, the one that Qt has loaded; None where there is none, or an edition that speaks otherwise."""
    if sys.platform != "linux":
        return None
    try:
        cups = ctypes.CDLL(_LIBRARY)
        cups.cupsServer.restype = cups.cupsLastErrorString.restype = ctypes.c_char_p
        cups.httpConnect2.restype = ctypes.c_void_p
        cups.cupsGetNamedDest.restype = ctypes.POINTER(_Destination)
        cups.cupsWriteRequestData.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t)
        for name in ("cupsCreateJob", "cupsStartDocument", "cupsFinishDocument", "cupsCancelJob2", "cupsGetJobs2"):
            getattr(cups, name)
    except (OSError, AttributeError):
        return None
    return cups


@contextmanager
def _talking(cups: Any, service: str) -> Iterator[None]:
    """Each thread of the library has its own idea of the server and of who asks for passwords."""
    cups.cupsSetServer(service.encode())
    cups.cupsSetPasswordCB2(_NO_PASSWORD, None)
    try:
        yield
    finally:
        cups.cupsSetPasswordCB2(None, None)


def _answers(cups: Any) -> bool:
    """Whether the service can be reached: one that is gone is not told from one that does not know a printer."""
    made = cups.httpConnect2(cups.cupsServer(), cups.ippPort(), None, 0, cups.cupsEncryption(), 1, _PATIENCE, None)
    if made:
        cups.httpClose(ctypes.c_void_p(made))
    return bool(made)


def _known(cups: Any, printer: str) -> dict[str, str] | None:
    """What the service says of a printer; None where it does not know it."""
    found = cups.cupsGetNamedDest(None, printer.encode(), None)
    if not found:
        return None
    try:
        one = found.contents
        return {_text(one.options[at].name): _text(one.options[at].value) for at in range(one.count)}
    finally:
        cups.cupsFreeDests(1, found)


def _created(cups: Any, printer: str, title: str, options: Sequence[Option]) -> int:
    words = [_Option(name.encode(), value.encode()) for name, value in options]
    array = (_Option * len(words))(*words)
    return int(cups.cupsCreateJob(None, printer.encode(), title.encode(), len(words), array))


def _written(cups: Any, printer: str, job: int, title: str, pdf: bytes) -> bool:
    name = printer.encode()
    if cups.cupsStartDocument(None, name, job, title.encode(), _PDF, 1) != _CONTINUE:
        return False
    for at in range(0, len(pdf), _CHUNK):
        piece = pdf[at : at + _CHUNK]
        if cups.cupsWriteRequestData(None, piece, len(piece)) != _CONTINUE:
            return False
    return int(cups.cupsFinishDocument(None, name)) <= _WORST_SUCCESS


def _refused(cups: Any) -> Answer:
    if cups.cupsLastError() in _WANTS_LOGIN:
        return Answer("unable")
    return Answer("refused", why=_words(cups))


def _waits(known: dict[str, str]) -> str:
    """That a printer does not print now, as the end of a sentence, with what it reports."""
    reasons = [one for one in known.get("printer-state-reasons", "none").split(",") if one != "none"]
    told = ", ".join(_plain(one) for one in reasons)
    if known.get("printer-state") == _STOPPED:
        return (
            tr("the printer is stopped ({told}) and prints when it is resumed", told=told)
            if told
            else tr("the printer is stopped")
        )
    return tr("the printer reports: {told}", told=told) if any(one.endswith("-error") for one in reasons) else ""


def _plain(reason: str) -> str:
    for severity in ("-error", "-warning", "-report"):
        reason = reason.removesuffix(severity)
    return reason.replace("-", " ")


def _state(cups: Any, printer: str, job: int) -> int:
    jobs = ctypes.POINTER(_Job)()
    count = cups.cupsGetJobs2(None, ctypes.byref(jobs), printer.encode(), 1, -1)
    try:
        return next((int(jobs[at].state) for at in range(max(count, 0)) if jobs[at].id == job), _DONE)
    finally:
        cups.cupsFreeJobs(count, jobs)


def _words(cups: Any) -> str:
    return _text(cups.cupsLastErrorString()).strip().rstrip(".") or tr("no reason given")


def _text(words: bytes | None) -> str:
    return (words or b"").decode("utf-8", "replace")
