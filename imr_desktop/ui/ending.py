"""When the program may be ended from outside: by a signal, by the end of the desktop session, by a suspension.

What is not stored then is stored at once. A suspension tells an application nothing of its own on every system: where it
does not, what was typed in the half second before is all that was not stored yet, and it is still in memory afterwards.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from imr_desktop.ui.main_window import MainWindow

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))


class Ending(QObject):
    """Stores the window's case when the program may be ended, and closes the window when a signal asks for it."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        app.commitDataRequest.connect(self.store, Qt.ConnectionType.DirectConnection)
        app.applicationStateChanged.connect(self._on_state)
        if os.name == "posix":
            self._watch_signals()

    def _watch_signals(self) -> None:
        """A signal's number comes through a pipe: what Python does at a signal waits until the window is idle otherwise."""
        self._pipe = os.pipe()
        for end in self._pipe:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        for number in _SIGNALS:
            signal.signal(number, _heard)
        self._notifier = QSocketNotifier(self._pipe[0], QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    @Slot()
    def _on_signal(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._pipe[0], 64)
        self.store()
        # Not from within: a dialog that is open is closed with the window.
        QTimer.singleShot(0, self._window, self._window.close)

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self.store()

    @Slot()
    def store(self) -> None:
        """Store what is open and not stored."""
        session = getattr(self._window, "session", None)
        if session is not None:
            session.flush()

    def close(self) -> None:
        """Hear no signals any more."""
        if os.name == "posix":
            signal.set_wakeup_fd(-1)
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            for end in self._pipe:
                os.close(end)


def _heard(_number: int, _frame: object) -> None:
    """The pipe tells it."""
