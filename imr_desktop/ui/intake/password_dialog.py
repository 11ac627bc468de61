"""Asking for the password of a locked file: what is typed is handed on and kept nowhere here."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, row

WRONG = mark("That password does not open it. Try again, or skip this file.")
EMPTY = mark("Type the password first, or skip this file.")
KEPT = mark("It is kept in memory until the program ends, and written nowhere.")


class PasswordDialog(QDialog):
    """`given(password)`; `skipped()`: go on without this file; `cancelled()`: take nothing in."""

    given = Signal(str)
    skipped = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget, name: str, *, wrong: bool = False, skip: str = mark("&Skip this file")) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Password of a locked file"))
        self._ended = False
        self.password = fields.secret(tr("Password of {name}", name=name))
        self.message = PlainLabel("", "error", wrap=True)
        self.open_button = Button(tr("&OK"), kind="primary")
        self.skip_button = Button(tr(skip))
        self.cancel_button = Button(tr("Cancel"), kind="ghost", tip="Esc")
        self.setLayout(
            column(
                PlainLabel(tr("This file is protected by a password"), "h1"),
                4,
                PlainLabel(name, "strong", wrap=True),
                12,
                self.password,
                8,
                self.message,
                PlainLabel(tr(KEPT), "muted", wrap=True),
                16,
                row(self.cancel_button, None, self.skip_button, self.open_button),
                margins=(20, 16, 20, 16),
            )
        )
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self.give)
        self.skip_button.clicked.connect(self.skip)
        self.cancel_button.clicked.connect(self.reject)
        self.setMinimumWidth(px(460))
        self.message.say(tr(WRONG) if wrong else "")
        self.password.setFocus()

    @Slot()
    def give(self) -> None:
        """Hand on what was typed."""
        if not self.password.text():
            self.message.say(tr(EMPTY))
            self.password.setFocus()
            return
        typed = self.password.text()
        self._end()
        self.given.emit(typed)

    @Slot()
    def skip(self) -> None:
        """Go on without this file."""
        self._end()
        self.skipped.emit()

    @Slot()
    def reject(self) -> None:
        """Take nothing in."""
        if not self._ended:
            self._end()
            self.cancelled.emit()

    @Slot()
    def dismiss(self) -> None:
        """Nobody waits for an answer any more."""
        self._end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own button is Cancel."""
        self.reject()
        event.accept()

    def _end(self) -> None:
        self._ended = True
        self.password.clear()
        super().reject()
        self.deleteLater()
