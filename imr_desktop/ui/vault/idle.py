"""Notices that nobody works at the window any more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QCursor, QWindow
from PySide6.QtWidgets import QWidget

_SIGNS_OF_LIFE = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
                            QEvent.Type.TouchBegin})
_MINUTE = 60_000
_LOOKS = 4


class Idle(QObject):
    """`timed_out()`: so many minutes without key, mouse or touch. Nought minutes: never.

    It listens where the system hands keys to the window, and looks where the mouse is now and then, which it also is in a
    dialog. A filter on the whole application would see objects while they are destroyed, which ends the program.
    """

    timed_out = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._listening: QWindow | None = None
        self._mouse = QPoint()
        self._quiet = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def watch(self, minutes: float) -> None:
        """Begin, with another time if it was begun already."""
        self._timer.stop()
        self._quiet, self._mouse = 0, QCursor.pos()
        if minutes > 0:
            self._listen()
            self._timer.start(max(1, int(minutes * _MINUTE / _LOOKS)))

    def stop(self) -> None:
        """Watch no longer."""
        self.watch(0)

    def _listen(self) -> None:
        handle = self._window.window().windowHandle()
        if handle is not None and handle is not self._listening:
            self._listening = handle
            handle.installEventFilter(self)

    def _look(self) -> None:
        moved, self._mouse = self._mouse != QCursor.pos(), QCursor.pos()
        self._quiet = 0 if moved else self._quiet + 1
        if self._quiet >= _LOOKS:
            self._timer.stop()
            self.timed_out.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to count anew at each sign of life."""
        if event.type() in _SIGNS_OF_LIFE:
            self._quiet = 0
        return False
