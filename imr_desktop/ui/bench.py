"""The workbench, made by the first worker that needs it, so that the window paints before rules and readers load."""

from __future__ import annotations

import threading
from typing import Any

from imr_desktop.paths import Home


class LazyBench:
    """Stands in for `review.Workbench`: the same methods, called in workers; the first call loads the program's core."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._made: Any = None
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workbench(), name)

    def _workbench(self) -> Any:
        with self._lock:
            if self._made is None:
                from imr_desktop.review import Workbench

                self._made = Workbench(self.home)
            return self._made

    def interrupt(self) -> None:
        """End what is being read at once, where anything is."""
        if self._made is not None:
            self._made.interrupt()

    def close(self) -> None:
        """Free the vault and end the reading process, where they were ever needed."""
        with self._lock:
            if self._made is not None:
                self._made.close()
