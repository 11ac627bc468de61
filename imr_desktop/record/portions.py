"""The program's side of a file that is read in portions: what goes wrong with a page costs that page, never the file.

The limited process says each page as it is done. A page that ends the process, or that it does not come to the end of, is
*not read*, and the reading goes on after it. A file that was made to take long is given up after a bounded time: what was
read of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from imr_desktop.record import bounds
from imr_desktop.record.model import PageText, Parsed
from imr_desktop.sandbox import SandboxFailure, Steps, TookTooLong
from imr_desktop.sandbox.failure import untrue

Told = Callable[[Sequence[PageText], int], None]
"""Is told the pages that are done, and how many there are; what it raises ends the reading."""
Ask = Callable[[int, Steps], bytes]
"""Asks for the pages of the file from a page (from 1) on."""

PAGE_WORK = 8.0
"""Seconds of work that one page may take: hundreds of times what a page of a record does."""
PAGE_SECONDS = 120.0
"""On the clock, for a computer that does much else."""
FILE_WORK = 22.0
WORK_A_PAGE = 0.25
"""Seconds of work that a file may take, and how much more for each page that was read: a page of a record takes a quarter."""
DIED_WORK = 1.0
"""Counted for a process that ended."""
NOT_REACHED = "It was not reached: the pages before it took too long to read."


class Portions:
    """One file, from its first portion to its last."""

    def __init__(self, ask: Ask, opening: float, told: Told | None = None) -> None:
        """`opening` is how many seconds of work opening the file may take: they may be taken beside the pages' own."""
        self._ask, self._told, self._left = ask, told, opening + FILE_WORK
        self._pages: list[PageText] = []
        self._of = self._letters = self._read = 0

    def read(self) -> Parsed:
        """The whole file. Raises SandboxFailure where nothing of it could be read, and what `told` raises."""
        while True:
            steps = Steps(PAGE_SECONDS, PAGE_WORK)
            try:
                answer = self._ask(len(self._pages) + 1, steps)
            except SandboxFailure as error:
                if not self._failed(steps, error):
                    raise
                answer = b""
            else:
                if not steps.said:  # a file of another kind, or one that could not be opened
                    return bounds.parsed(answer)
                self._keep(steps)
            parsed = bounds.ended(answer, "pdf") if answer else Parsed("pdf")
            if len(self._pages) == self._of:
                return msgspec.structs.replace(parsed, pages=tuple(self._pages))
            if self._left < 0:
                return self._given_up()
            if self._told:
                self._told(self._pages, self._of)

    def _keep(self, steps: Steps) -> int:
        """Keep the pages that were said; how many. Raises SandboxFailure where they cannot be."""
        count, *pages = steps.said
        self._of = self._of or bounds.count(count)
        if bounds.count(count) != self._of or len(self._pages) + len(pages) > self._of:
            raise untrue()
        for number, page in enumerate(pages, len(self._pages) + 1):
            made = bounds.page(page, number)
            self._letters += len(made.text) + len(made.hidden) + len(made.layout)
            if self._letters > bounds.MOST_TEXT:
                made, self._left = PageText(number, "", "not read", (NOT_REACHED,)), -1.0
            self._pages.append(made)
        self._read += len(pages)
        self._left += WORK_A_PAGE * len(pages) - steps.worked
        if not pages:
            self._left -= DIED_WORK
        return len(pages)

    def _failed(self, steps: Steps, error: SandboxFailure) -> bool:
        """Go on after the page that was being read; whether there is one."""
        if not steps.said:
            self._left = -1.0
            return self._read > 0
        before = self._keep(steps)
        slow = isinstance(error, TookTooLong)
        self._left -= PAGE_WORK if slow else DIED_WORK
        if before and not slow:
            return True  # asked for again by itself: what other pages left behind may have been too much
        if len(self._pages) < self._of:
            number = len(self._pages) + 1
            self._pages.append(PageText(number, "", "not read", (f"It could not be read. {error.sentence}",)))
        return True

    def _given_up(self) -> Parsed:
        done = len(self._pages)
        rest = (PageText(number, "", "not read", (NOT_REACHED,)) for number in range(done + 1, self._of + 1))
        missed = f"page {self._of} was" if done + 1 == self._of else f"pages {done + 1}-{self._of} were"
        note = f"took too long to read and {missed} not reached; print it to a new PDF and drop that"
        return Parsed("pdf", (*self._pages, *rest), note=note)
