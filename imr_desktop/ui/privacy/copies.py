"""What this program put into the clipboard does not stay there; what another program put there is never touched."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)
_SECOND = 1_000


def owned(mode: QClipboard.Mode) -> bool:
    """Whether the clipboard, or the selection, holds something that this program put there."""
    clipboard = QGuiApplication.clipboard()
    ours = clipboard.ownsClipboard() if mode == QClipboard.Mode.Clipboard else clipboard.ownsSelection()
    held = clipboard.mimeData(mode) if ours else None
    return held is not None and bool(held.formats())


def forget_copies() -> None:
    """Empty the clipboard and the selection where they hold what this program put there; other programs' stay."""
    for mode in _MODES:
        if owned(mode):
            QGuiApplication.clipboard().clear(mode)


class CopyKeeper(QObject):
    """Empties clipboard and selection so many seconds after something was copied from the program; nought: never.

    `is_ours(mode)` says whether the program put there what a clipboard holds.
    """

    def __init__(self, parent: QObject, is_ours: Callable[[QClipboard.Mode], bool] = owned) -> None:
        super().__init__(parent)
        self._seconds, self._is_ours = 0, is_ours
        self._timers = tuple(QTimer(self, singleShot=True) for _ in _MODES)
        clipboard = QGuiApplication.clipboard()
        clipboard.dataChanged.connect(self._on_copied)
        clipboard.selectionChanged.connect(self._on_selected)
        for timer, forget in zip(self._timers, (self._forget_copied, self._forget_selected), strict=True):
            timer.timeout.connect(forget)

    def keep(self, seconds: int) -> None:
        """Say how long what was copied may stay; what lies there already is counted from now."""
        if seconds != self._seconds:
            self._seconds = seconds
            self._on_copied()
            self._on_selected()

    def forget(self) -> None:
        """Empty both now, where the setting says so: the program ends."""
        if self._seconds:
            forget_copies()

    @Slot()
    def _on_copied(self) -> None:
        self._count(0)

    @Slot()
    def _on_selected(self) -> None:
        self._count(1)

    def _count(self, at: int) -> None:
        if self._seconds and self._is_ours(_MODES[at]):
            self._timers[at].start(self._seconds * _SECOND)
        else:
            self._timers[at].stop()

    @Slot()
    def _forget_copied(self) -> None:
        self._forget(0)

    @Slot()
    def _forget_selected(self) -> None:
        self._forget(1)

    def _forget(self, at: int) -> None:
        if self._is_ours(_MODES[at]):
            QGuiApplication.clipboard().clear(_MODES[at])
