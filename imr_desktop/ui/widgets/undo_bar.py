"""A bar that says what was removed and gives it back for eight seconds."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from imr_desktop.language import tr
from imr_desktop.ui.announce import announce
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import row

SHOWN_MS = 8_000


class UndoBar(QFrame):
    """Hidden until something undoable was removed."""

    undo_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = PlainLabel("", "body")
        self.button = IconButton("undo-2", tr("Undo the removal"), text=tr("Undo"))
        self.button.clicked.connect(self._on_undo)
        self._away = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._away.timeout.connect(self.hide)
        self.setLayout(row((self._words, 1), self.button, margins=(14, 2, 8, 2)))
        self.setMinimumHeight(px(36))
        self.hide()

    def offer(self, words: str) -> None:
        """Say what happened; Undo takes it back."""
        self._words.setText(words)
        self._away.start()
        self.show()
        announce(self, tr("{words}. Undo is offered.", words=words))

    def _on_undo(self) -> None:
        self._away.stop()
        self.hide()
        self.undo_requested.emit()
