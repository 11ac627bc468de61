"""Speaking to screen readers: politely, only when one listens, and nothing while the private screen is on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

APART = 2_000
"""Milliseconds between two announcements of what happened by itself."""


class _Voice:
    hushed = False


def hush(on: bool) -> None:
    """Say nothing from now on, or speak again."""
    _Voice.hushed = on


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say `text` after what it is saying now: the answer to what the reviewer just did."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # not needed before the first paint

    if text and not _Voice.hushed and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Announcer(QObject):
    """Says what happened by itself, at most once in two seconds: what came meanwhile is said together, once each.

    A later sentence `about` the same thing takes the place of an earlier one that was not said yet.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[str, tuple[QWidget, str]] = {}
        self._said = ""
        self._timer = QTimer(self, singleShot=True, interval=APART)
        self._timer.timeout.connect(self._speak)

    def say(self, widget: QWidget, text: str, about: str = "") -> None:
        """Say it at once, or when two seconds are over; not what is being said already."""
        if text and not (self._timer.isActive() and text == self._said):
            self._waiting.pop(about or text, None)
            self._waiting[about or text] = (widget, text)
            if not self._timer.isActive():
                self._speak()

    @Slot()
    def _speak(self) -> None:
        told = [(widget, text) for widget, text in self._waiting.values() if isValid(widget)]
        self._waiting.clear()
        if told:
            self._said = told[-1][1]
            announce(told[-1][0], self._said if len(told) == 1 else " ".join(text.rstrip(".") + "." for _, text in told))
            self._timer.start()


def mention(widget: QWidget, text: str, about: str = "") -> None:
    """Let a screen reader say what nobody waits for: all of the program together at most once in two seconds."""
    app = QCoreApplication.instance()
    if app is not None:
        (app.findChild(Announcer) or Announcer(app)).say(widget, text, about)
