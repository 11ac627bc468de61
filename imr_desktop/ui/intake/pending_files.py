"""Files on their way in: kept until the vault is open and the window stands, then handed on together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot


class PendingFiles(QObject):
    """`ready(paths)`: may be read now. `counted(how many)`: so many wait.

    Files come from the command line, from a second start and by drag and drop, at any time: before it is known whether the
    vault is locked, while it is, and while it is being opened. None is read before, so none is dropped in silence.
    """

    ready = Signal(list)
    counted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.waiting: list[Path] = []
        self._open = self._standing = False

    @Slot(list)
    def take(self, paths: list[Path]) -> None:
        self.waiting += paths
        self._hand_on()

    @Slot()
    def begin(self) -> None:
        """The window stands; `ready` has its listeners."""
        self._standing = True
        self._hand_on()

    def set_open(self, is_open: bool) -> None:
        """The vault was opened, or locked."""
        self._open = is_open
        self._hand_on()

    def _hand_on(self) -> None:
        files, self.waiting = (self.waiting, []) if self._open and self._standing else ([], self.waiting)
        self.counted.emit(len(self.waiting))
        if files:
            self.ready.emit(files)
