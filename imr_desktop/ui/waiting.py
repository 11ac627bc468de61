"""A second start whose first window does not answer: it says so, goes on as soon as it can, and is never a dead end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QDialog

from imr_desktop import settings
from imr_desktop.language import mark, tr
from imr_desktop.paths import Home
from imr_desktop.ui.announce import announce
from imr_desktop.ui.instance import Instance, claim, holder, offer
from imr_desktop.ui.theme import current, px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, row

_LOOK = 500
"""Milliseconds between two looks whether the first window has ended, or answers."""
_WORDS = mark(
    "Another window holds your cases and does not answer (process {owner}). It may still be "
    "finishing what it stores. This one goes on by itself as soon as that one has ended, or "
    "brings it to the front when it answers."
)
_STILL = mark(
    "It still does not answer. If it stays so, end process {owner} in the system’s task list; what was stored is kept."
)


class WaitingDialog(QDialog):
    """`instance` is this process as the home's window, once it could become that; None where the first one answered."""

    def __init__(self, home: Home, owner: QObject, files: Sequence[Path]) -> None:
        super().__init__()
        self._home, self._owner = home, owner
        self.instance: Instance | None = None
        self._left: Path | None = None
        with suppress(OSError):
            self._left = offer(home, files)
        self.setWindowTitle(tr("IMR Desktop is open already"))
        self.message = PlainLabel("", "error", wrap=True)
        self.message.hide()
        self.retry = Button(tr("&Try again"), "refresh-cw", kind="primary")
        self.quit = Button(tr("Quit"), kind="ghost", tip="Esc")
        self.setLayout(
            column(
                PlainLabel(tr("IMR Desktop is open already"), "h1"),
                8,
                PlainLabel(tr(_WORDS, owner=holder(home)), wrap=True),
                8,
                self.message,
                16,
                row(self.quit, None, self.retry),
                margins=(20, 16, 20, 16),
            )
        )
        self.setMinimumWidth(px(520))
        self.retry.setDefault(True)
        self.retry.clicked.connect(self._on_retry)
        self.quit.clicked.connect(self.reject)
        self.finished.connect(self._withdraw)
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self.retry.setFocus()

    @Slot()
    def _on_retry(self) -> None:
        if not self._look():
            words = tr(_STILL, owner=holder(self._home))
            self.message.say(words)
            announce(self, words)

    @Slot()
    def _look(self) -> bool:
        """Whether there is nothing more to wait for."""
        if self._left is not None and not self._left.exists():
            self._left = None  # the first window took the files and came to the front
        else:
            self.instance = claim(self._home, self._owner)
            if self.instance is None:
                return False
        self._timer.stop()
        self.accept()
        return True

    @Slot()
    def _withdraw(self) -> None:
        """What was offered is this process's own again, or is not wanted any more."""
        self._timer.stop()
        if self._left is not None:
            with suppress(OSError):
                self._left.unlink(missing_ok=True)


def wait_for(home: Home, owner: QObject, files: Sequence[Path]) -> Instance | None:
    """Wait for the window that holds a home; this process as that, or None where it is not needed any more."""
    chosen = settings.load(home)
    current().apply(chosen.theme, chosen.zoom)
    dialog = WaitingDialog(home, owner, files)
    dialog.exec()
    return dialog.instance
