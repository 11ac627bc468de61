"""Notices that nobody works at the program any more, and the lock key where a dialog keeps it from the menu."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QWidget

from imr_desktop.ui import shortcuts

_SIGNS_OF_LIFE = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin}
)
_MINUTE = 60_000
_LOOKS = 4


class Idle(QObject):
    """`timed_out()`: so many minutes without key, mouse or touch. Nought minutes: never. `lock_pressed()`: in a dialog.

    It listens where the system hands keys to the window and to dialogs, and looks where the mouse is now and then. A filter
    on the whole application would see objects while they are destroyed, which ends the program.
    """

    timed_out = Signal()
    lock_pressed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._listening: QWindow | None = None
        self._mouse = QPoint()
        self._quiet = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        cast(QGuiApplication, QGuiApplication.instance()).focusWindowChanged.connect(self._on_focus_window)

    def watch(self, minutes: float) -> None:
        """Begin, with another time if it was begun already."""
        self._timer.stop()
        self._quiet, self._mouse = 0, QCursor.pos()
        if minutes > 0:
            self._listen()
            self._timer.start(max(1, int(minutes * _MINUTE / _LOOKS)))

    def stop(self) -> None:
        self.watch(0)

    def _listen(self) -> None:
        handle = self._window.window().windowHandle()
        if handle is not None and handle is not self._listening:
            self._listening = handle
            handle.installEventFilter(self)

    @Slot(QWindow)
    def _on_focus_window(self, window: QWindow | None) -> None:
        if window is not None and window is not self._window.window().windowHandle():
            window.installEventFilter(self)

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
        if event.type() != QEvent.Type.KeyPress or watched is self._window.window().windowHandle():
            return False
        locks = is_lock(cast(QKeyEvent, event))
        if locks:
            self.lock_pressed.emit()
        return locks


def is_lock(event: QKeyEvent) -> bool:
    """Whether it is the key that locks, as the reviewer has it."""
    pressed = QKeySequence(event.keyCombination())
    return any(pressed == QKeySequence(key) for key in shortcuts.current().keys("lock_cases"))
