"""Notices that the computer slept, or that its screen was locked: nobody is known to sit there any more.

The desktop says so on its message bus, where there is one (a socket of this computer; another address is never taken). A
clock that went on while the program did not says so everywhere, after the computer woke.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import cast

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

_LOOK_EVERY = 5_000
_GAP = 60.0
"""Seconds between two looks that a busy computer does not explain."""
_SYSTEM_BUS = Path("/run/dbus/system_bus_socket")
_HEARD = cast(bytes, SLOT("_on_said(bool)"))
"""The slot, as Qt writes it for the bus: text, whatever PySide's types say."""
_SLEEPS = ("org.freedesktop.login1.Manager", "PrepareForSleep")
_LOCKS = tuple(
    (f"org.{desktop}.ScreenSaver", "ActiveChanged") for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
)


def now() -> float:
    """Seconds on a clock that goes on while the computer sleeps and that nobody sets, where the system has one."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.time() if boot is None else time.clock_gettime(boot)


class SleepWatch(QObject):
    """`left()`: the computer goes to sleep, slept, or its screen was locked."""

    left = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._looked = now()
        self._timer = QTimer(self, interval=_LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        self._listening = False

    def watch(self, on: bool) -> None:
        """Begin, or leave it."""
        self._looked = now()
        if on:
            self._timer.start()
            self._listen()
        else:
            self._timer.stop()

    def _listen(self) -> None:
        if self._listening or not sys.platform.startswith("linux"):
            return
        self._listening = True
        session = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "").startswith("unix:")
        system = _SYSTEM_BUS.exists() and os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", "unix:").startswith("unix:")
        if not (session or system):
            return
        from PySide6.QtDBus import QDBusConnection  # loaded where there is a bus

        if system:
            QDBusConnection.systemBus().connect("org.freedesktop.login1", "", _SLEEPS[0], _SLEEPS[1], self, _HEARD)
        for source, said in _LOCKS if session else ():
            QDBusConnection.sessionBus().connect("", "", source, said, self, _HEARD)

    @Slot(bool)
    def _on_said(self, begins: bool) -> None:
        if begins and self._timer.isActive():
            self.left.emit()

    @Slot()
    def _look(self) -> None:
        before, self._looked = self._looked, now()
        if self._looked - before > _GAP:
            self.left.emit()
