"""Python's cyclic garbage is collected in the window's thread alone.

The collector runs in whichever thread allocates; in a worker it would destroy widgets caught in a reference cycle outside
their own thread, which crashes Qt. So it is switched off, and a timer in the window's thread does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL = 1000


def settle() -> None:
    """The window stands: what it is made of lives as long as the program, and is not gone through with each collection.

    Half of what lives while a long file is read is of that sort, and the window waits for the whole to be gone through.
    """
    gc.freeze()


class GarbageKeeper(QObject):
    """Switches the automatic collector off for as long as it lives, and collects by the collector's own thresholds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
