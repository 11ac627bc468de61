"""The private screen: one key hides every word of a case in every window of the program, and brings it back.

What is hidden is hidden, not painted over: a screen reader finds nothing of it either. Nothing is locked, and nothing that
runs stops. What is typed, clicked or dropped meanwhile goes nowhere; a dialog that opens meanwhile is hidden, too.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QWindow
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

from imr_desktop.language import tr
from imr_desktop.ui.announce import announce, hush
from imr_desktop.ui.vault.idle import is_lock
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column

_SWEEP_EVERY = 50
_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})
_HELD_BACK = _KEYS | {
    *(QEvent.Type.KeyRelease, QEvent.Type.Shortcut, QEvent.Type.InputMethod),
    *(QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove),
    *(QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TabletPress),
    *(QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop, QEvent.Type.NativeGesture, QEvent.Type.ContextMenu),
}


class Cover(QWidget):
    """Lies over one window, in place of what stands in it, and has its keyboard."""

    def __init__(self, over: QWidget, words: str) -> None:
        super().__init__(over)
        self.setAccessibleName(words)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title, _, more = words.partition(". ")
        said = [PlainLabel(title, "h1"), PlainLabel(more, "muted", wrap=True)]
        for line in said:
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(column(None, *said, None, margins=(24, 12, 24, 12)))
        self._over, self._had_keyboard = over, over.focusWidget()
        self._hidden: list[QWidget] = []
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.show()
        self.setFocus()
        self.sweep()

    def sweep(self) -> None:
        """Hide what stands beside the cover."""
        for beside in self._over.children():
            if isinstance(beside, QWidget) and beside is not self and not beside.isWindow() and not beside.isHidden():
                beside.hide()
                self._hidden.append(beside)
        self.raise_()

    def lift(self) -> None:
        """Show what was hidden, and give the keyboard back to what had it."""
        for widget in self._hidden:
            if isValid(widget):
                widget.show()
        if self._had_keyboard is not None and isValid(self._had_keyboard) and self._had_keyboard.isVisible():
            self._had_keyboard.setFocus()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize:
            self.resize(cast(QResizeEvent, event).size())
        return False


class PrivateScreen(QObject):
    """Covers all windows of the program, and uncovers them. `changed()`: `on` did. `lock_pressed()`: while it is on."""

    changed = Signal()
    lock_pressed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._key, self.on = window, QKeySequence("F12"), False
        self._covers: dict[QWidget, Cover] = {}
        self._listened: set[QWindow] = set()
        self._timer = QTimer(self, interval=_SWEEP_EVERY)
        self._timer.timeout.connect(self._sweep)
        cast(QGuiApplication, QGuiApplication.instance()).focusWindowChanged.connect(self._listen)
        self._listen(QGuiApplication.focusWindow())

    def set_key(self, key: QKeySequence) -> None:
        """The key that shows and hides in every window."""
        self._key = key

    @Slot()
    def toggle(self) -> None:
        """Hide all, or show all again."""
        (self.show_again if self.on else self.hide_all)()

    def hide_all(self) -> None:
        """Hide all, and say so; from then on nothing is said."""
        if self.on:
            return
        self.on = True
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            if QApplication.activePopupWidget() is popup:
                break
        QToolTip.hideText()
        announce(self._window, self._words())
        hush(True)
        self._sweep()
        self._timer.start()
        self.changed.emit()

    @Slot()
    def show_again(self) -> None:
        """Show all where it stood."""
        if not self.on:
            return
        self.on = False
        self._timer.stop()
        hush(False)
        for cover in self._covers.values():
            if isValid(cover):
                cover.lift()
        self._covers.clear()
        self.changed.emit()
        announce(self._window, tr("The private screen is off."))

    def _words(self) -> str:
        key = self._key.toString(QKeySequence.SequenceFormat.NativeText)
        return (
            tr("Private screen. {key} shows the case again. Nothing was closed.", key=key) if key else tr("Private screen.")
        )

    @Slot()
    def _sweep(self) -> None:
        """Cover what stands open, what opened since among it."""
        for shown in QApplication.topLevelWidgets():
            if shown.isVisible():
                self._listen(shown.windowHandle())
                if (cover := self._covers.get(shown)) is not None and isValid(cover):
                    cover.sweep()
                else:
                    self._covers[shown] = Cover(shown, self._words())

    @Slot(QWindow)
    def _listen(self, window: QWindow | None) -> None:
        """The last filter that is installed is asked first: no other sees what is held back."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold back what is typed, clicked and dropped while all is hidden; the key works in each window."""
        kind = event.type()
        if kind not in _HELD_BACK or not (self.on or kind == QEvent.Type.KeyPress):
            return False
        pressed = cast(QKeyEvent, event).keyCombination() if kind in _KEYS else None
        if kind == QEvent.Type.KeyPress and pressed is not None:
            if self._key and QKeySequence(pressed) == self._key:
                self.toggle()
                return True
            if self.on and is_lock(cast(QKeyEvent, event)):
                self.lock_pressed.emit()
        if self.on:
            event.setAccepted(kind == QEvent.Type.ShortcutOverride)
        return self.on
