"""Speaking to screen readers: politely, only when one listens, and nothing while the private screen is on."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
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

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._waiting: dict[str, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=APART)
        self._timer.timeout.connect(self._speak)

    def say(self, text: str, about: str = "") -> None:
        """Say it at once, or when two seconds are over."""
        if text:
            self._waiting.pop(about or text, None)
            self._waiting[about or text] = text
            if not self._timer.isActive():
                self._speak()

    @Slot()
    def _speak(self) -> None:
        if self._waiting and isValid(self._widget):
            sentences = [text.rstrip(".") + "." for text in self._waiting.values()]
            self._waiting.clear()
            announce(self._widget, " ".join(sentences))
            self._timer.start()
