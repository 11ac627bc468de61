"""The program's side of reading a page by machine: asks the limited process, and believes nothing it has not measured."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import msgspec

from imr_desktop.errors import ImrError
from imr_desktop.record import bounds
from imr_desktop.record.model import PageText, Word
from imr_desktop.record.sources import Source
from imr_desktop.sandbox import ProcessDied, Sandbox, SandboxFailure
from imr_desktop.sandbox.failure import untrue

ALLOWED = ("imr_desktop.record.machine.reading:",)
PRELOAD = ("imr_desktop.record.machine.preparing:prepare",)
MEMORY = 1_500_000_000

_SECONDS = 300.0
"""On the clock, for a computer that does much else."""
_WORK = 60.0
"""Seconds of computing: fifty times what a page of print takes."""
UNOPENED = "Its file could not be read."
_MOST_REASONS, _MOST_REASON = 10, 300


class MachineWish(msgspec.Struct, frozen=True):
    """Which page of the given file, from 1; `password` opens a locked file."""

    page: int
    password: str = ""


def machine_sandbox() -> Sandbox:
    """A limited process that reads pages by machine; nothing is started yet."""
    return Sandbox(allow=ALLOWED, preload=PRELOAD, memory=MEMORY, spare=False)


class MachineReader:
    """Reads pages by machine, one at a time, in a limited process that is kept between them."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def read(self, source: Source, page: int, password: str = "", ended: Callable[[], bool] = bool) -> PageText:
        """One page (from 1): ``doubtful`` with its words, or ``not read`` with the reasons.

        A page that ends the process is tried once more, unless it was `ended` on purpose. Raises ProcessDied where it does
        so again, else SandboxFailure where the page cannot be read (too long, too much memory, damaged, locked); OSError,
        ImrError where the file cannot be.
        """
        try:
            return self._read(source, MachineWish(page, password))
        except ProcessDied:
            if ended():
                raise
            return self._read(source, MachineWish(page, password))

    def _read(self, source: Source, wish: MachineWish) -> PageText:
        answer = self.sandbox.call(
            "imr_desktop.record.machine.reading:read",
            msgspec.msgpack.encode(wish),
            file=source.stream,
            identity=source.identity,
            timeout=_SECONDS,
            work=_WORK,
        )
        return bounded(answer, wish.page)


def not_read(page: int, error: ImrError | OSError) -> PageText:
    """What is known of a page (from 1) that no machine could read."""
    said = error.sentence if isinstance(error, SandboxFailure) else UNOPENED
    return PageText(page, "", "not read", (f"The machine could not read it. {said}",))


def bounded(answer: bytes, page: int) -> PageText:
    """An answer, measured. Raises SandboxFailure where it cannot be."""
    try:
        made = msgspec.msgpack.decode(answer, type=PageText)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise untrue() from None
    if not _holds(made, page):
        raise untrue()
    return made


def _holds(made: PageText, page: int) -> bool:
    return (
        made.number == page
        and made.verdict in ("doubtful", "not read")
        and made.turned in (0, 90, 180, 270)
        and len(made.text) <= bounds.MOST_PAGE_TEXT
        and len(made.layout) <= bounds.MOST_LAYOUT
        and not made.hidden
        and len(made.reasons) <= _MOST_REASONS
        and all(len(reason) <= _MOST_REASON and reason.isprintable() for reason in made.reasons)
        and (made.width, made.height) == (bounds.size(made.width), bounds.size(made.height))
        and len(made.words) <= bounds.MOST_PAGE_TEXT
        and all(map(_is_word, made.words))
        and made.text.split() == [part for word in made.words for part in word.text.split()]
    )


def _is_word(word: Word) -> bool:
    left, top, right, bottom = word.box
    return (
        word.origin == "machine"
        and all(map(isfinite, word.box))
        and 0 <= left <= right <= 1
        and 0 <= top <= bottom <= 1
        and 0 <= word.confidence <= 1
    )
