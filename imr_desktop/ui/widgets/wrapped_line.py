"""A line that is a field of the case and shows all of its words: it wraps, and is as high as they need."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit

from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.case_line import TOLD_WITHIN, left_to_window

_SIDE, _ABOVE, _LOWEST = 6, 3, 28
_LONGEST = 32_767


class WrappedLine(QTextEdit):
    """A `CaseLine` of several rows: `text_edited(words)` a moment after a key and when it is left, `typed()` with each key,
    `step_ended()` when the focus leaves. Words are told with single spaces; Enter takes them and begins no row.
    """

    text_edited = Signal(str)
    typed = Signal()
    step_ended = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._dirty = self._filling = False
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setProperty("line", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self._due = QTimer(self, singleShot=True, interval=TOLD_WITHIN)
        self._due.timeout.connect(self.flush)
        self.textChanged.connect(self._on_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        current().changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        return self.toPlainText()

    def words(self) -> str:
        """What stands in the line, with single spaces."""
        return " ".join(self.text().split())

    def show_words(self, words: str) -> None:
        """Show what the case holds, unless it is what stands there already or something is being typed."""
        if self.words() != words and not self._dirty:
            self._filling = True
            self.setPlainText(words)
            self._filling = False
            if self.hasFocus():
                self.moveCursor(QTextCursor.MoveOperation.End)

    def forget(self) -> None:
        """Drop what was typed and not told."""
        self._due.stop()
        self._dirty = False

    def flush(self) -> None:
        self._due.stop()
        if self._dirty:
            self._dirty = False
            self.text_edited.emit(self.words())

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the window's, whatever has the focus."""
        return not left_to_window(event) and super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the words."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.flush()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words only; dropped files are the window's."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Plain words in one row."""
        self.textCursor().insertText(" ".join(source.text().split())[: max(_LONGEST - len(self.text()), 0)])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is told before anything else happens."""
        super().focusOutEvent(event)
        self.flush()
        self.step_ended.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_changed(self) -> None:
        if self._filling:
            return
        self._dirty = True
        if not self._due.isActive():
            self._due.start()
        self.typed.emit()

    def _fit(self) -> None:
        self.setViewportMargins(px(_SIDE), px(_ABOVE), px(_SIDE), px(_ABOVE))
        around = 2 * (self.frameWidth() + px(_ABOVE))
        high = max(px(_LOWEST), ceil(self.document().size().height()) + around)
        if high != self.minimumHeight() or high != self.maximumHeight():
            self.setFixedHeight(high)
