"""A line that is a field of the case: told while it is typed, and undone with everything else of the case."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

TOLD_WITHIN = 300
"""Milliseconds from the first key that is not told yet to the telling."""
_AGAIN = QKeySequence("Ctrl+Y")


def left_to_window(event: QEvent) -> bool:
    """Whether an event asks whose a key is that means undo or redo; if so, it is left to the window."""
    asks = event.type() == QEvent.Type.ShortcutOverride and _takes_back(cast(QKeyEvent, event))
    if asks:
        event.ignore()
    return asks


def _takes_back(event: QKeyEvent) -> bool:
    """Whether a key means undo or redo, on any system."""
    return (
        event.matches(QKeySequence.StandardKey.Undo)
        or event.matches(QKeySequence.StandardKey.Redo)
        or QKeySequence(event.keyCombination()) == _AGAIN
    )


class DraftLine(QLineEdit):
    """A line whose words become part of the case with Enter. What is typed is taken back here first, then by the window."""

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the window's where the line has nothing to take back or to make again."""
        if event.type() == QEvent.Type.ShortcutOverride and _takes_back(key := cast(QKeyEvent, event)):
            own = self.isUndoAvailable() if key.matches(QKeySequence.StandardKey.Undo) else self.isRedoAvailable()
            if not own:
                event.ignore()
                return False
        return super().event(event)

    def begin_anew(self) -> None:
        """Empty, with no history: what was entered is not typed again by taking back (`clear` could be taken back)."""
        self.setText("")


class CaseLine(QLineEdit):
    """`text_edited(words)` a moment after a key, however long typing goes on, and when the line is left; `typed()` with each
    key; `step_ended()` when the focus leaves. Words are told with single spaces.

    `give_back`, for Esc, puts back what stood there when the line was entered, or when Enter took it.
    """

    text_edited = Signal(str)
    typed = Signal()
    step_ended = Signal()

    def __init__(self, name: str = "", *, longest: int = 32_767) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxLength(longest)
        self._entered = ""
        self._due = QTimer(self, singleShot=True, interval=TOLD_WITHIN)
        self._due.timeout.connect(self.flush)
        self.textEdited.connect(self._on_typed)
        self.editingFinished.connect(self.flush)
        self.returnPressed.connect(self._on_return)

    def words(self) -> str:
        """What stands in the line, with single spaces."""
        return " ".join(self.text().split())

    def show_words(self, words: str) -> None:
        """Show what the case holds, unless it is what stands there already or something is being typed."""
        if self.words() != words and not self.isModified():
            self._entered = words
            self.setText(words)
            self.setCursorPosition(len(words) if self.hasFocus() else 0)

    def forget(self) -> None:
        """Drop what was typed and not told."""
        self._due.stop()
        self.setModified(False)

    def flush(self) -> None:
        self._due.stop()
        if self.isModified():
            self.setModified(False)
            self.text_edited.emit(self.words())

    def give_back(self) -> None:
        """Put back what stood there when the line was entered, and tell it."""
        if self.words() != self._entered:
            self.setText(self._entered)
            self.setModified(True)
        self.flush()

    def _on_return(self) -> None:
        self._entered = self.words()

    def _on_typed(self) -> None:
        if not self._due.isActive():
            self._due.start()
        self.typed.emit()

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the window's, whatever has the focus."""
        return not left_to_window(event) and super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember what stands there, for Esc."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._entered = self.words()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is told before anything else happens."""
        super().focusOutEvent(event)
        self.flush()
        self.step_ended.emit()
