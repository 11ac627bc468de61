"""A way to stop the reading of files, to see how far it is, and to answer what it asks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal

if TYPE_CHECKING:
    from imr_desktop.review.taken import FileRead

_LOOK = 0.05
"""Seconds between two looks whether the reading was stopped while an answer is waited for."""


class Stopped(Exception):
    """The reviewer stopped the reading."""


class Stop(QObject):
    """Carries progress and questions out of a worker, and the wish to stop and answers into it.

    `counted(done, of)` files; `paged(done, of)` pages of the one being read, and `came(read, of)` what these are.
    `asked(name, wrong)`: the password of a file is wanted; `wrong`: the one before was. `stopped()`.
    """

    counted = Signal(int, int)
    paged = Signal(int, int)
    came = Signal(object, int)
    asked = Signal(str, bool)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flag, self._through = threading.Event(), threading.Event()
        self._answered = threading.Event()
        self._answer: str | None = None

    def set(self) -> None:
        if not self._flag.is_set():
            self._flag.set()
            self.stopped.emit()

    @property
    def is_set(self) -> bool:
        """Whether the reading is to stop."""
        return self._flag.is_set()

    def progress(self, done: int, total: int) -> None:
        """What the reading calls before each file. Raises Stopped."""
        self.check()
        self.counted.emit(done, total)

    def so_far(self, read: FileRead, total: int) -> None:
        """What the reading calls within a long file. Raises Stopped."""
        self.check()
        self.paged.emit(len(read.pages), total)
        self.came.emit(read, total)

    def read_through(self) -> None:
        """What the reading calls when all is read."""
        self._through.set()

    def check_reading(self) -> None:
        """Raises Stopped where no more is read: what came so far is understood with the rest, and not twice."""
        self.check()
        if self._through.is_set():
            raise Stopped

    def check(self) -> None:
        """Raises Stopped where the reviewer stopped the reading."""
        if self._flag.is_set():
            raise Stopped

    def ask(self, name: str, wrong: bool) -> str | None:
        """Wait for the password of a file; None leaves the file out. Raises Stopped."""
        self._answered.clear()
        self.asked.emit(name, wrong)
        while not self._answered.wait(_LOOK):
            if self._flag.is_set():
                raise Stopped
            if QThread.currentThread() is self.thread():
                QCoreApplication.processEvents()  # work that was not put into a thread must not stop the window
        if self._flag.is_set():
            raise Stopped
        answer, self._answer = self._answer, None
        return answer

    def answer(self, password: str | None) -> None:
        """Give the password that was asked for; None leaves the file out."""
        self._answer = password
        self._answered.set()
