"""Real keys and clicks on a window, pressed as a person does, and what must never come of them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from types import SimpleNamespace

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QMenuBar, QMessageBox, QWidget

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.errors import ImrError
from imr_desktop.ui.privacy.screen import Cover
from imr_desktop.ui.shell import breath


def subclasses(kind: type) -> list[type]:
    """All kinds of a kind."""
    return [*kind.__subclasses__(), *(below for one in kind.__subclasses__() for below in subclasses(one))]


NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
PATIENCE, _PAUSE, _PACE = 60.0, breath.LINGER + 300, 80
_ESCAPES = 8
_NO_FAULT = {made.__name__ for made in (ImrError, *subclasses(ImrError))}
"""What is told in a sentence of its own: a letter without a decision cannot be laid out."""


class Hands:
    """Presses keys where the keyboard is, by a clock of its own: a pause between two bursts, and a person's pace within."""

    def __init__(self, monkeypatch) -> None:
        self._now = 1_000_000
        monkeypatch.setattr(breath, "time", SimpleNamespace(monotonic_ns=self._nanoseconds))

    def _nanoseconds(self) -> int:
        return self._now * 1_000_000

    @property
    def where(self) -> QWidget | None:
        """What a key would go to."""
        app = QApplication.instance()
        return app.activePopupWidget() or app.focusWidget() or app.activeModalWidget() or app.activeWindow()

    def press(self, key: str | QKeySequence) -> None:
        """Press a key with what is held, as it is written in menus; a pause before."""
        self._now += _PAUSE
        pressed: QKeyCombination = QKeySequence(key)[0]
        if (where := self.where) is not None:
            QTest.keyClick(where, pressed.key(), pressed.keyboardModifiers())

    def type(self, words: str) -> None:
        """Type in one burst; a pause before."""
        self._now += _PAUSE
        for letter in words:
            self._now += _PACE
            if (where := self.where) is not None:
                QTest.keyClicks(where, letter)

    def choose(self, bar: QMenuBar, action: QAction) -> None:
        """Open its menu with the mouse and click it; one that is disabled is clicked too."""
        title = next(one for one in bar.actions() if one.menu() is not None and action in one.menu().actions())
        menu: QMenu = title.menu()
        QTest.mouseClick(bar, LEFT, NONE, bar.actionGeometry(title).center())
        if not menu.isVisible():  # a bar too narrow for it
            menu.popup(bar.mapToGlobal(QPoint(0, bar.height())))
        QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())


class Faults(logging.Handler):
    """Notes what the program logs as failed, says as gone wrong, or raises where nobody catches it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if (message := record.getMessage()).rpartition(" ")[2] not in _NO_FAULT:
            self.seen.append(message)

    def raised(self, kind, error, _trace) -> None:
        """What `sys.excepthook` is told."""
        self.seen.append(f"{kind.__name__}: {error}")

    def said(self, sentence: str) -> None:
        """What the window says."""
        if "went wrong" in sentence:
            self.seen.append(sentence)

    def take(self) -> list[str]:
        """What was noted since."""
        seen, self.seen = self.seen, []
        return seen


def settle(window, so: Callable[[], bool] = lambda: True) -> None:
    """Wait until no worker of the window is busy."""
    end = time.monotonic() + PATIENCE
    while True:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        active = QApplication.activeWindow()
        if active is None or not active.isVisible():  # no window manager here gives the keyboard back after a menu
            (open_dialogs() or [window])[-1].activateWindow()
        elif not window.tasks.busy and so():
            return
        if time.monotonic() > end:
            raise AssertionError(f"the window never came to rest: {active}, {window.tasks.busy}, {open_dialogs()}")
        time.sleep(0.005)


def open_dialogs() -> list[QWidget]:
    """Dialogs in view, menus that are open, and the box of commands."""
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    return [one for one in shown if isinstance(one, QDialog | QMenu)]


def leave(window, hands: Hands) -> list[str]:
    """End the private screen, and press Escape until nothing lies over the window; what stays is told by its title."""
    if isinstance(QApplication.focusWidget(), Cover):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_F12)  # what keeps all other keys back sees those of windows alone
        settle(window)
    box = window.palette_box.box
    for _press in range(_ESCAPES):
        over = open_dialogs()
        if not over and (box is None or not box.isVisible()):
            return []
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if isinstance(top, QMessageBox) and (leaves := _leaving(top)):
            QTest.mouseClick(leaves, LEFT)
        else:
            if top is None and over and not over[-1].isActiveWindow():
                over[-1].activateWindow()
            hands.press("Esc")
        settle(window)
    return [f"{type(one).__name__} {one.windowTitle()!r} stays open" for one in open_dialogs()]


def _leaving(box: QMessageBox) -> QAbstractButton | None:
    return next((one for one in box.buttons() if one.text().startswith("Leave")), None)


def alike(before: Case | None, now: Case | None) -> bool:
    """Whether the reviewer's case is the same: what is known of pages shown and read may differ."""
    if before is None or now is None:
        return before is now
    return edits.is_same_but_read(before, now)
