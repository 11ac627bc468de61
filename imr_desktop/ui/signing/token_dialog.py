"""A key on a token (smart card, USB key): where it is, in the words of its address."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from imr_desktop.errors import SigningError
from imr_desktop.language import tr
from imr_desktop.review.keys import check_token, is_token, token_address
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.labels import PlainLabel


class TokenDialog(Form):
    """Asks for the token's name, its library, and the key's name, or for the whole address at once; `place()` gives it."""

    def __init__(self, parent: QWidget, place: Path | None) -> None:
        super().__init__(parent, tr("Sign with a token"), tr("Use this key"))
        self.form.addRow(
            PlainLabel(
                tr(
                    "The key never leaves the token. Its PIN takes the passphrase's place; it is asked for "
                    "at each signature and kept nowhere."
                ),
                "body",
                wrap=True,
            )
        )
        kept = str(place) if place is not None and is_token(str(place)) else ""
        self.token = fields.line(tr("Name of the token, or its address"), kept, tr("reviewer, or pkcs11:token=…"))
        self.form.addRow(tr("&Token"), self.token)
        self.library = fields.line(tr("Library of the token's maker"), "", "/usr/lib/…/opensc-pkcs11.so")
        self.form.addRow(tr("&Library"), self.library)
        self.label = fields.line(tr("Name of the key on the token"), "", tr("May be left out where there is one"))
        self.form.addRow(tr("&Key"), self.label)
        self.setMinimumWidth(px(520))

    def complete(self) -> str:
        try:
            check_token(str(self.place()))
        except SigningError as error:
            return str(error)
        return ""

    def place(self) -> Path:
        """The key's address, as it stands where a key file would."""
        name = self.token.text().strip()
        if is_token(name):
            return Path(name)
        return Path(token_address(name, self.library.text().strip(), self.label.text().strip()))
