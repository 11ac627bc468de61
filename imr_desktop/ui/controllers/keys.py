"""Choosing and making the reviewer's signing key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from imr_desktop.ui.dialogs import tell
from imr_desktop.ui.signing.key_dialog import KeyDialog
from imr_desktop.ui.tasks import Tasks, sentence

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.letters import NewKey

_KEYS = "Key files (*.p12 *.pfx);;All files (*)"


class KeyController(QObject):
    """`key_chosen(path)`: sign with this file. `notified(message)`, `failed(sentence)`."""

    key_chosen = Signal(object)
    notified = Signal(str)
    failed = Signal(str)

    def __init__(self, services: Services, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._tasks, self._window = services, tasks, window
        self._out = Path()
        self._dialog: KeyDialog | None = None

    @Slot()
    def choose(self) -> None:
        dialog = QFileDialog(self._window, "Choose your key file", filter=_KEYS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        self.key_chosen.emit(Path(path))

    @Slot()
    def make(self) -> None:
        """Ask where the new key goes, then for its passphrase."""
        dialog = QFileDialog(self._window, "Save the new key as", str(self._services.home.root / "reviewer.p12"), _KEYS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(".p12")
        dialog.fileSelected.connect(self._on_place)
        dialog.open()

    @Slot(str)
    def _on_place(self, path: str) -> None:
        self._out = Path(path)
        self._tasks.run(_passphrase, on_done=self._on_passphrase, on_error=self._on_failed)

    @Slot(object)
    def _on_passphrase(self, words: str) -> None:
        self._dialog = KeyDialog(self._window, self._out, words)
        self._dialog.accepted.connect(self._on_accepted)
        self._dialog.open()

    @Slot()
    def _on_accepted(self) -> None:
        if self._dialog is not None:
            self.notified.emit("Making the key; that takes some seconds on purpose…")
            self._tasks.run(
                self._services.signing.new_key,
                self._out,
                self._dialog.passphrase.text(),
                on_done=self._on_made,
                on_error=self._on_failed,
            )

    @Slot(object)
    def _on_made(self, made: NewKey) -> None:
        self.key_chosen.emit(made.key)
        self.notified.emit(f"Made {made.subject}. Recipients trust it with {made.root.name}, beside the key.")
        tell(
            self._window,
            "The office’s key",
            f"{made.office_key} vouches for the reviewers’ keys; signing never needs it. Move it to a disk that is kept "
            f"offline, and write its own passphrase down. It is shown this once:\n\n{made.office_passphrase}",
        )

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(sentence(error))


def _passphrase() -> str:
    from imr_desktop.review.letters import new_passphrase

    return new_passphrase()
