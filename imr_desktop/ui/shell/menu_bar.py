"""The bar of the menus."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar

from imr_desktop.language import tr
from imr_desktop.ui.controllers.actions import add_titles


class MenuBar(QMenuBar):
    """Escape in an open menu gives the keyboard back to where it was.

    Qt would leave it with the bar, where the letters of a sentence open menus and choose in them.
    """

    def __init__(self) -> None:
        super().__init__()
        add_titles(self)
        self.setAccessibleName(tr("Main menu"))
        for menu in self.findChildren(QMenu):
            menu.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the bar after a menu that Escape closes."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(watched, QMenu) and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
            QTimer.singleShot(0, self, self._leave)
        return super().eventFilter(watched, event)

    @Slot()
    def _leave(self) -> None:
        if self.hasFocus() or self.activeAction() is not None:
            escape = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self, escape)
