"""Where the window stands on the screen: where it was left, but never off it, nor larger than it, frame and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMargins, QObject, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from imr_desktop.ui.theme import px

if TYPE_CHECKING:
    from imr_desktop.ui.main_window import MainWindow

LEAST = QSize(1024, 620)
"""The smallest window in pixels, where the screen has so much."""
FIRST = QSize(1760, 1040)
"""The largest a window is at first, in pixels."""
_TITLE, _EDGE = 40, 8
_MAXIMIZED = "maximized"
_DRAWN = 800
"""Milliseconds after a splitter was drawn until its place is stored."""


class PlaceKeeper(QObject):
    """Stores where the window stands when it closes, and how its room is shared whenever that was changed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._drawn = QTimer(self, singleShot=True, interval=_DRAWN)
        self._drawn.timeout.connect(self._keep_panes)
        window.installEventFilter(self)
        window.completed.connect(self._on_completed)

    @Slot()
    def _on_completed(self) -> None:
        if (view := self._window.case_view) is not None:
            view.workspace.shares.take(self._window.view_controller.settings.panes)
            view.workspace.shares.changed.connect(self._drawn.start)

    @Slot()
    def _keep_panes(self) -> None:
        if (view := self._window.case_view) is not None:
            self._window.view_controller.keep_places(panes=view.workspace.shares.kept())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window closes: its place is stored first."""
        if event.type() == QEvent.Type.Close and self._window.case_view is not None:
            self._window.view_controller.keep_places(window=placed(self._window))
            self._keep_panes()
        return False


def placed(window: QWidget) -> str:
    """The window's place as a line to store: ``120 80 1366 768``, and whether it fills the screen."""
    at = window.normalGeometry() if window.isMaximized() else window.geometry()
    numbers = f"{at.x()} {at.y()} {at.width()} {at.height()}"
    return f"{numbers} {_MAXIMIZED}" if window.isMaximized() else numbers


def place(window: QWidget, kept: str) -> None:
    """Give the window its stored place, or a first one; a line that says nothing counts as none."""
    parts = kept.split()
    window.setMinimumSize(LEAST.boundedTo(_room(window.screen()).size()))
    try:
        x, y, width, height = (int(part) for part in parts[:4])
    except ValueError:
        window.resize(_room(window.screen()).size().boundedTo(FIRST))
        return
    window.setGeometry(x, y, width, height)
    onto_screen(window)
    if _MAXIMIZED in parts:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def onto_screen(window: QWidget) -> None:
    """Move and shrink a window so that all of it, frame and title bar too, is on one screen."""
    at = window.geometry()
    screen = (
        QGuiApplication.screenAt(at.center()) or QGuiApplication.screenAt(at.topLeft()) or QGuiApplication.primaryScreen()
    )
    room = _room(screen)
    window.setMinimumSize(LEAST.boundedTo(room.size()))
    inside = QRect(at.topLeft(), at.size().boundedTo(room.size()).expandedTo(window.minimumSize()))
    inside.moveRight(min(inside.right(), room.right()))
    inside.moveBottom(min(inside.bottom(), room.bottom()))
    inside.moveLeft(max(inside.left(), room.left()))
    inside.moveTop(max(inside.top(), room.top()))
    if inside != at:
        window.setGeometry(inside)


def _room(screen: QScreen) -> QRect:
    """What a window may fill within its frame, which is not known before it is shown."""
    return screen.availableGeometry().marginsRemoved(QMargins(px(_EDGE), px(_TITLE), px(_EDGE), px(_EDGE)))
