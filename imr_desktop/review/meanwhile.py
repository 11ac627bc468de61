"""A long file is understood while the rest of it is read: another process reads it, and this one would only wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.record import FileRead

    Understand = Callable[[FileRead, int, Callable[[], object]], object]

AGAIN = 1.5
"""How many times as many pages as before are understood anew: parting them so often costs no more than three times parting
the whole file, and what else is found is kept."""


class _Ended(Exception):
    """All pages are there."""


class Meanwhile:
    """Has what came of a file so far understood in a thread of its own, where nobody looks at it; what is found is kept.

    What fails there is told where the whole file is understood.
    """

    def __init__(self, understand: Understand) -> None:
        """`understand` is given what was read of a file, how many pages it has, and what it calls often, which may end it."""
        self._understand = understand
        self._through = threading.Event()
        self._thread: threading.Thread | None = None
        self._pages = 0

    def so_far(self, read: FileRead, of: int) -> None:
        """More pages of a file were read, or the first ones of the next file."""
        if len(read.pages) < self._pages:
            self._pages = 0
        if len(read.pages) < AGAIN * self._pages or (self._thread is not None and self._thread.is_alive()):
            return
        self._pages = len(read.pages)
        self._thread = threading.Thread(target=self._work, args=(read, of), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """All was read: what is not found yet is found with the rest. Waits for the thread."""
        self._through.set()
        if self._thread is not None:
            self._thread.join()

    def __enter__(self) -> Meanwhile:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _work(self, read: FileRead, of: int) -> None:
        with suppress(Exception):
            self._understand(read, of, self._step)

    def _step(self) -> None:
        if self._through.is_set():
            raise _Ended
