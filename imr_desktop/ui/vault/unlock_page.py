"""What stands in place of the worklist while the vault is locked: one field, and why it did not open."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from imr_desktop.language import tr, trn
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, row

WIDTH = 460


class UnlockPage(QWidget):
    """`unlock_requested(text)`: the passphrase or the recovery words that were typed."""

    unlock_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Unlock the vault"))
        self.passphrase = fields.secret(tr("Passphrase or recovery words"))
        self.passphrase.returnPressed.connect(self.request)
        self.show_words = Button(tr("Show"), "eye", kind="ghost", tip=tr("Show what is typed"))
        self.show_words.setCheckable(True)
        self.show_words.toggled.connect(self._on_shown)
        self.unlock = Button(tr("Unlock"), "lock-open", kind="primary")
        self.unlock.clicked.connect(self.request)
        self._message = PlainLabel("", "error", wrap=True)
        self._waiting = PlainLabel("", "muted", wrap=True)
        self._seconds = 0
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._lay_out()
        self.say("")

    def _lay_out(self) -> None:
        hint = PlainLabel(tr("The 24 recovery words open it, too. Without either nobody can."), "muted", wrap=True)
        self._frame = framed(
            column(
                PlainLabel(tr("Your cases are locked"), "h1"),
                4,
                self._waiting,
                12,
                PlainLabel(tr("Passphrase"), "body"),
                4,
                row((self.passphrase, 1), self.show_words, spacing=8),
                8,
                self._message,
                8,
                row(self.unlock, None),
                12,
                hint,
                margins=(24, 20, 24, 20),
            )
        )
        self.setLayout(column(None, row(None, self._frame, None), None, None))
        current().changed.connect(self._resize)
        self._resize()

    @Slot()
    def request(self) -> None:
        """Ask for the vault to be opened with what was typed."""
        if self.unlock.isEnabled():
            self.unlock_requested.emit(self.passphrase.text())

    def begin(self, waiting: int = 0) -> None:
        """The page comes into view; `waiting` files will be taken in once the vault is open."""
        self.passphrase.clear()
        self.show_words.setChecked(False)
        self.show_waiting(waiting)
        self.say("")
        self.set_busy(False)
        self.passphrase.setFocus()

    def focus_first(self) -> None:
        """Where the passphrase is typed."""
        self.passphrase.setFocus()

    def key_hints(self) -> str:
        return tr("Enter  unlock")

    def show_waiting(self, waiting: int) -> None:
        """So many files or folders will be taken in once the vault is open."""
        words = trn("One file waits to be taken in.", "{count} files wait to be taken in.", waiting)
        self._waiting.say(words if waiting else "")

    def set_busy(self, busy: bool) -> None:
        """The vault is being opened: that takes half a second on purpose."""
        self.unlock.setEnabled(not busy and not self._seconds)
        self.unlock.set_text(tr("Unlocking…") if busy else tr("Unlock"))
        self.passphrase.setReadOnly(busy)

    def refuse(self, sentence: str, wait: float = 0.0) -> None:
        """It did not open: say why, and count down what has to pass before the next try."""
        self._seconds = int(wait) + 1 if wait else 0  # a timer may be early
        self.say(sentence)
        self.set_busy(False)
        self.passphrase.selectAll()
        self.passphrase.setFocus()
        if self._seconds:
            self._timer.start()

    def say(self, sentence: str) -> None:
        self._message.say(sentence)

    @Slot()
    def _tick(self) -> None:
        self._seconds -= 1
        if self._seconds > 0:
            self.say(tr("The passphrase is not that of this vault; wait {seconds} s, then try again.", seconds=self._seconds))
            return
        self._timer.stop()
        self._seconds = 0
        self.say(tr("Try again, or enter the recovery words."))
        self.set_busy(False)

    @Slot(bool)
    def _on_shown(self, on: bool) -> None:
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    @Slot()
    def _resize(self) -> None:
        self._frame.setFixedWidth(px(WIDTH))
