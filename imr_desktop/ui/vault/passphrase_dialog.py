"""Setting the vault's passphrase, and the recovery words that are shown this once."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from imr_desktop.language import tr
from imr_desktop.passphrases import fault
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import holder

_COLUMNS = 4
_ASKED = 2


def typed_twice(first: str, second: str) -> str:
    """What is wrong with a passphrase that was typed twice, as a sentence; empty where nothing is."""
    return fault(first) or ("" if first == second else tr("The two differ; type the same passphrase twice."))


class PassphraseDialog(Form):
    """A new passphrase, typed twice. `passphrase` is what was chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Set the vault's passphrase"), tr("Set the passphrase"))
        self.form.addRow(
            PlainLabel(
                tr(
                    "The cases are encrypted with it. It is asked for at each start and cannot be looked up "
                    "anywhere: take several words that only you would put together."
                ),
                "body",
                wrap=True,
            )
        )
        self.first = self._field(tr("&Passphrase"))
        self.second = self._field(tr("&Again"))
        self.setMinimumWidth(px(520))

    def _field(self, label: str) -> QLineEdit:
        made = fields.secret(label.replace("&", "") if label != "&Again" else tr("The passphrase again"))
        self.form.addRow(label, made)
        return made

    @property
    def passphrase(self) -> str:
        return self.first.text()

    def complete(self) -> str:
        """Long enough, and typed the same twice."""
        return typed_twice(self.first.text(), self.second.text())


class RecoveryDialog(Form):
    """The recovery words, with their numbers; two of them are asked for, so that they are on paper before they are gone."""

    def __init__(self, parent: QWidget, words: str) -> None:
        super().__init__(parent, tr("Your recovery words"), tr("I wrote them down"))
        self._words = words.split()
        self.form.addRow(
            PlainLabel(
                tr(
                    "They open the vault and its backups where nothing else does. Write them on paper, kept "
                    "apart from this computer. They are shown this once."
                ),
                "body",
                wrap=True,
            )
        )
        self.form.addRow(self._grid())
        self.asked = sorted(secrets.SystemRandom().sample(range(len(self._words)), _ASKED))
        self.fields = tuple(self._field(tr("Word {number}", number=number + 1)) for number in self.asked)
        self.setMinimumWidth(px(600))

    def _grid(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(4))
        rows = -(-len(self._words) // _COLUMNS)
        for number, word in enumerate(self._words):
            label = PlainLabel(f"{number + 1:>2}  {word}", "strong")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            grid.addWidget(label, number % rows, number // rows)
        return holder(grid)

    def _field(self, label: str) -> QLineEdit:
        made = fields.line(tr("{label} again", label=label), "", tr("as written down"))
        self.form.addRow(label, made)
        return made

    def complete(self) -> str:
        """The words asked for are those shown."""
        for number, field in zip(self.asked, self.fields, strict=True):
            if field.text().strip().lower() != self._words[number]:
                return tr("Word {number} differs from the one above; compare it with your note.", number=number + 1)
        return ""
