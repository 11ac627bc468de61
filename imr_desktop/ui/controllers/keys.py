"""Choosing and making the reviewer's signing key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog

from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.base import Controller
from imr_desktop.ui.dialogs import choose, choose_place, tell
from imr_desktop.ui.signing.key_dialog import KeyDialog

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.letters import NewKey
    from imr_desktop.ui.signing.token_dialog import TokenDialog

_KEYS = mark("Key files (*.p12 *.pfx);;All files (*)")


class KeyController(Controller):
    """`key_chosen(path)`: sign with this file."""

    key_chosen = Signal(object)
    dialog: KeyDialog | TokenDialog | None
    _out = Path()

    @Slot()
    def choose(self) -> None:
        mode = QFileDialog.FileMode.ExistingFile
        choose(self._window, tr("Choose your key file"), mode, tr(_KEYS)).fileSelected.connect(self._on_chosen)

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        self.key_chosen.emit(Path(path))

    @Slot()
    def choose_token(self) -> None:
        """Ask for the token that holds the key."""
        from imr_desktop.ui.signing.token_dialog import TokenDialog  # with it comes all that signs

        kept = self._services.reviewer.settings.key_file
        dialog = TokenDialog(self._window, Path(kept) if kept else None)
        dialog.accepted.connect(self._on_token)
        self.show_dialog(dialog)

    @Slot()
    def _on_token(self) -> None:
        from imr_desktop.ui.signing.token_dialog import TokenDialog

        if isinstance(self.dialog, TokenDialog):
            self.key_chosen.emit(self.dialog.place())

    @Slot()
    def make(self) -> None:
        """Ask where the new key goes, then for its passphrase."""
        name = str(self._services.home.root / "reviewer.p12")
        choose_place(self._window, tr("Save the new key as"), name, ".p12", tr(_KEYS)).fileSelected.connect(self._on_place)

    @Slot(str)
    def _on_place(self, path: str) -> None:
        self._out = Path(path)
        self.run(_passphrase, on_done=self._on_passphrase)

    @Slot(object)
    def _on_passphrase(self, words: str) -> None:
        dialog = KeyDialog(self._window, self._out, words)
        dialog.accepted.connect(self._on_accepted)
        self.show_dialog(dialog)

    @Slot()
    def _on_accepted(self) -> None:
        if isinstance(self.dialog, KeyDialog):
            self.notified.emit(tr("Making the key; that takes some seconds on purpose…"))
            self.run(_made, self._services, self._out, self.dialog.passphrase.text(), on_done=self._on_made)

    @Slot(object)
    def _on_made(self, made: NewKey) -> None:
        self.key_chosen.emit(made.key)
        self.notified.emit(
            tr("Made {subject}. Recipients trust it with {name}, beside the key.", subject=made.subject, name=made.root.name)
        )
        tell(
            self._window,
            tr("The office’s key"),
            tr(
                "{office_key} vouches for the reviewers’ keys; signing never needs it. Move it to a disk "
                "that is kept offline, and write its own passphrase down. It is shown this once:\n\n"
                "{office_passphrase}",
                office_key=made.office_key,
                office_passphrase=made.office_passphrase,
            ),
        )


def _made(services: Services, out: Path, passphrase: str) -> NewKey:
    """The key and its root, under the name in the office's profile where there is one."""
    from imr_desktop.review.keys import ORGANIZATION

    return services.signing.new_key(out, passphrase, None, services.office.profile.name or ORGANIZATION)


def _passphrase() -> str:
    from imr_desktop.review.letters import new_passphrase

    return new_passphrase()
