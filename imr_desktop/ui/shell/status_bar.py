"""The last row: what keys do here, short messages, zoom, and the reviewer's specialty."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from imr_desktop.language import tr
from imr_desktop.ui import shortcuts
from imr_desktop.ui.announce import mention
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import row

MESSAGE_SHOWN = 8000


class StatusBar(QFrame):
    """Context keys on the left; a message takes their place for 8 s, with Undo where there is something to undo."""

    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        self._keys = ""
        self._mark = IconLabel("octagon-alert", "error", 14)
        self._left = ElidedLabel()
        self._undo: QPushButton = Button(tr("Undo"), kind="ghost", tip=tr("Take back the last change"), key="Ctrl+Z")
        self._zoom = PlainLabel("", "muted")
        self._reviewer = PlainLabel("", "muted")
        self._row = row(self._mark, (self._left, 1), self._undo, self._zoom, 12, self._reviewer, margins=(14, 0, 14, 0))
        self.setLayout(self._row)
        self._undo.hide()
        self._mark.hide()
        self._undo.clicked.connect(self._on_undo)
        self._timer = QTimer(self, singleShot=True, interval=MESSAGE_SHOWN)
        self._timer.timeout.connect(self.clear_message)
        current().changed.connect(self._restyle)
        self._restyle()

    def add_part(self, part: QWidget) -> None:
        """Have a part of another's before the zoom; it shows itself while it has something to say."""
        self._row.insertWidget(self._row.indexOf(self._zoom), part)

    def set_keys(self, text: str) -> None:
        text = self._keys = shortcuts.rewritten(text)
        if not self._timer.isActive():
            self._left.setText(text)

    def set_reviewer(self, specialty: str) -> None:
        """The specialty a determination will print; the name stays out of every picture of the window."""
        self._reviewer.setText(specialty)

    @Slot(str)
    def say(self, text: str, *, undo: bool = False, error: bool = False) -> None:
        """Show a message for 8 s and speak it; `undo` offers to take the last change back."""
        self._mark.setVisible(error)
        self._left.set_role("body")
        self._left.setText(text)
        self._left.setToolTip(text)
        self._undo.setVisible(undo)
        self._timer.start()
        mention(self, text)

    @Slot(str)
    def offer_undo(self, text: str) -> None:
        """`say` what was done, with a way to take it back."""
        self.say(text, undo=True)

    @Slot()
    def clear_message(self) -> None:
        self._timer.stop()
        self._mark.hide()
        self._left.set_role("muted")
        self._left.setText(self._keys)
        self._left.setToolTip("")
        self._undo.hide()

    @Slot()
    def _on_undo(self) -> None:
        self.clear_message()
        self.undo_requested.emit()

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(px(28))
        self._undo.setFixedHeight(px(24))
        self._zoom.setText(f"{current().zoom}%")
