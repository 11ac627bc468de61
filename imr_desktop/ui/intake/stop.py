"""A way to stop the reading of files, and to see how far it is."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal


class Stopped(Exception):
    """The reviewer stopped the reading."""


class Stop(QObject):
    """Carries progress out of a worker and the wish to stop into it. `counted(done, of)`."""

    counted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._flag = threading.Event()

    def set(self) -> None:
        self._flag.set()

    def progress(self, done: int, total: int) -> None:
        """What the reading calls before each file. Raises Stopped."""
        if self._flag.is_set():
            raise Stopped
        self.counted.emit(done, total)
