"""Making a signing key: where it goes, and the passphrase that opens it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from imr_desktop.language import tr
from imr_desktop.passphrases import fault
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.labels import PlainLabel


class KeyDialog(Form):
    """Six generated words are offered; the reviewer writes them down or types a passphrase of their own."""

    def __init__(self, parent: QWidget, path: Path, passphrase: str) -> None:
        super().__init__(parent, tr("Make a signing key"), tr("Make the key"))
        self.path = path
        self.form.addRow(
            PlainLabel(
                tr(
                    "The key names no person. Write the passphrase down and keep it apart from this "
                    "computer: nobody can recover it."
                ),
                "body",
                wrap=True,
            )
        )
        self.form.addRow(tr("Key file"), PlainLabel(str(path), "muted", wrap=True))
        self.passphrase = fields.line(tr("Passphrase of the new key"), passphrase)
        self.form.addRow(tr("&Passphrase"), self.passphrase)
        hint = tr("Type its first word, as written down")
        self.again = fields.line(tr("The first word of the passphrase again"), "", hint)
        self.form.addRow(tr("&Check"), self.again)
        self.setMinimumWidth(px(560))
        self.again.setFocus()

    def complete(self) -> str:
        words = self.passphrase.text().split()
        if wrong := fault(self.passphrase.text()):
            return wrong
        if self.again.text().strip() != words[0]:
            return tr("The check differs from the first word of the passphrase; write the passphrase down first.")
        return ""
