"""How the cases are to be protected: three ways, what each protects against and what not, and nothing chosen beforehand."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px
from imr_desktop.ui.vault.passphrase_dialog import typed_twice
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button, RadioButton
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row, tab_chain


class ProtectionDialog(Form):
    """`passphrase` and `in_keyring` are what was chosen; None and False: the account alone."""

    def __init__(self, parent: QWidget, keyring: str, sentences: tuple[str, str, str]) -> None:
        """`keyring` is how people call this system's, empty where there is none; `sentences` say what the ways mean."""
        super().__init__(parent, tr("Protect the cases"), tr("Protect the cases"))
        self.by_passphrase = _way(tr("A &passphrase"))
        self.by_keyring = _way(f"{keyring[:1].upper()}{keyring[1:]}")
        self.by_account = _way(tr("This &account alone"))
        self.first, self.second = (fields.secret(name, name) for name in (tr("The passphrase"), tr("The passphrase again")))
        self._fields = holder(row((self.first, 1), (self.second, 1), margins=(px(26), 4, 0, 0)))
        self._fields.hide()
        self.form.addRow(PlainLabel(tr("The cases are encrypted in any case. What opens them?"), "body", wrap=True))
        texts = [PlainLabel(sentence, "muted", wrap=True) for sentence in sentences]
        for text in texts:
            text.setContentsMargins(px(26), 0, 0, 0)
        ways = (self.by_passphrase, *((self.by_keyring,) if keyring else ()), self.by_account)
        self.form.addRow(
            column(
                self.by_passphrase,
                2,
                texts[0],
                self._fields,
                12,
                *((self.by_keyring, 2, texts[1], 12) if keyring else ()),
                self.by_account,
                2,
                texts[2],
            )
        )
        for way in ways:
            way.toggled.connect(self._on_way)
        tab_chain(self.by_passphrase, self.first, self.second, *ways[1:])
        self.setMinimumWidth(px(620))
        self.by_passphrase.setFocus()

    @property
    def passphrase(self) -> str | None:
        """What was typed, None for another way."""
        return self.first.text() if self.by_passphrase.isChecked() else None

    @property
    def in_keyring(self) -> bool:
        """Whether the key goes into the system's keyring."""
        return self.by_keyring.isChecked()

    def complete(self) -> str:
        """One way is chosen; a passphrase is long enough and typed the same twice."""
        if not self.by_passphrase.isChecked():
            return "" if self.by_keyring.isChecked() or self.by_account.isChecked() else tr("Choose one of the ways.")
        return typed_twice(self.first.text(), self.second.text())

    @Slot()
    def _on_way(self) -> None:
        by_passphrase = self.by_passphrase.isChecked()
        self._fields.setVisible(by_passphrase)
        self.message.hide()
        if by_passphrase:
            self.first.setFocus()


class ProtectionStrip(QFrame):
    """The question in one row: it stays until it is answered and stands in nobody's way. `asked()`: open the choices."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("casebar")
        self.setAccessibleName(tr("How the cases are protected"))
        words = PlainLabel(
            tr(
                "Your cases are saved. Until you choose how they are protected, whoever uses this "
                "account or has the disk can open them."
            ),
            "strong",
            wrap=True,
        )
        self.choose = Button(tr("Choose…"), "key-round", tip=tr("File › Protection…"))
        self.choose.clicked.connect(self.asked)
        self.setLayout(row(IconLabel("shield-check"), (words, 1), 8, self.choose, margins=(16, 4, 12, 4)))
        self.hide()


def _way(text: str) -> RadioButton:
    made = RadioButton(text)
    made.setAutoExclusive(True)
    return made
