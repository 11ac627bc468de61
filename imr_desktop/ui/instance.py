"""One window a home: a second start hands its files to the first and ends.

The files' paths are left in a small file of the home's own ``handover`` folder, which the first window watches; nothing
listens on any port.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal, Slot

from imr_desktop.atomic import replaced
from imr_desktop.paths import Home, private_dir

PATIENCE = 4.0
"""Seconds a second start waits for the first to take its files."""
_POLL = 0.05
_MOST_BYTES = 1_000_000


class Instance(QObject):
    """The only window of a home, as long as it lives. `files_came(paths)`: a second start handed its files over."""

    files_came = Signal(list)

    def __init__(self, lock: QLockFile, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._lock, self._folder = lock, folder
        self._watcher = QFileSystemWatcher([str(folder)], self)
        self._watcher.directoryChanged.connect(self.take)

    @Slot()
    def take(self) -> None:
        for left in sorted(self._folder.glob("*.json")):
            files = _read(left)
            with suppress(OSError):
                left.unlink()
            self.files_came.emit(files)

    @Slot()
    def stop(self) -> None:
        """Take no files any more: the window closes. A second start waits for it, and takes its place."""
        self._watcher.directoryChanged.disconnect(self.take)

    def close(self) -> None:
        """Make room for another window."""
        self._lock.unlock()


def claim(home: Home, parent: QObject, *, again: bool = False) -> Instance | None:
    """Become the home's window; None where there is one already, or the home cannot be written to.

    `again`: this process was the home's window already, before the program was started anew in it.
    """
    try:
        folder = private_dir(home.root / "handover")
    except OSError:
        return None
    lock = QLockFile(str(home.root / "window.lock"))
    if again:
        _drop_own(lock)
    lock.setStaleLockTime(0)  # a lock whose process is gone is stale at once; one that lives never is
    return Instance(lock, folder, parent) if lock.tryLock(0) else None


def _drop_own(lock: QLockFile) -> None:
    owner, *_where = lock.getLockInfo()
    if owner == os.getpid():
        with suppress(OSError):
            os.unlink(lock.fileName())


def offer(home: Home, files: Sequence[Path]) -> Path:
    """Leave files for the home's window to take, now or when it starts; where they were left. Raises OSError."""
    made = home.root / "handover" / f"{time.time_ns()}-{os.getpid()}.json"
    with replaced(made) as file:
        file.write(json.dumps([str(path.absolute()) for path in files]).encode())
    return made


def holder(home: Home) -> int:
    """The process whose window a home has; 0 where it has none, or nobody can tell."""
    owner, *_where = QLockFile(str(home.root / "window.lock")).getLockInfo()
    return int(owner)


def hand_over(home: Home, files: Sequence[Path], patience: float = PATIENCE) -> bool:
    """Hand files to the window that is open on a home; whether it took them in time."""
    try:
        left = offer(home, files)
    except OSError:
        return False
    end = time.monotonic() + patience
    while left.exists() and holder(home) and time.monotonic() < end:
        time.sleep(_POLL)
    taken = not left.exists()
    with suppress(OSError):
        left.unlink(missing_ok=True)
    return taken


def _read(left: Path) -> list[Path]:
    try:
        with left.open(encoding="utf-8") as file:
            names = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError):
        return []
    return [Path(name) for name in names if isinstance(name, str)] if isinstance(names, list) else []
