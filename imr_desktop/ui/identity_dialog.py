"""Who signs: the reviewer's identity in separate fields, or the declaration that the office signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from imr_desktop.identity.told import kept_out
from imr_desktop.language import mark, tr
from imr_desktop.settings import Settings
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import CheckBox
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import grid, holder

_FIELDS = (
    (("given_name", mark("&Given name"), ""), ("middle_name", mark("&Middle name"), mark("Or its initial"))),
    (("surname", mark("&Surname"), mark("With all its parts")), ("degrees", mark("&Degrees"), mark("MD, FACP"))),
    (("licence_number", mark("&License number"), "A 54321"), ("npi", mark("&NPI"), mark("Ten digits"))),
    (("email", mark("&E-mail"), ""), ("user_name", mark("&User name"), mark("As in file names"))),
    (("initials", mark("&Initials"), mark("As in dictation marks")), None),
)
_WHY = mark(
    "Used only to keep it out of every file that goes out (Labor Code 4610.6(f)). It is kept "
    "in the vault. Before a first signature, fill it in, or declare that the office signs."
)


class IdentityDialog(Form):
    """`settings()` gives the settings with what was filled in."""

    def __init__(self, parent: QWidget, settings: Settings, accept: str = mark("Keep identity")) -> None:
        super().__init__(parent, tr("Who signs"), tr(accept))
        self._before = settings
        self.fields: dict[str, QLineEdit] = {}
        self.form.addRow(PlainLabel(tr(_WHY), "muted", wrap=True))
        self.form.addRow(holder(self._grid()))
        self.others = fields.box(
            tr("Other names to keep out"), settings.other_names, tr("A former name, a second reviewer: one a line")
        )
        self.others.setFixedHeight(px(56))
        self.form.addRow(PlainLabel(tr("Other names to keep out"), "body"))
        self.form.addRow(self.others)
        self.kept = PlainLabel("", "muted", wrap=True)
        self.kept.setAccessibleName(tr("What will be kept out"))
        self.form.addRow(PlainLabel(tr("Kept out, in every spelling"), "h2"))
        self.form.addRow(self.kept)
        self.office = CheckBox(tr("The &office signs: no reviewer's identity has to be kept out"))
        self.office.setChecked(bool(settings.office_signs))
        self.form.addRow(self.office)
        self.others.textChanged.connect(self._show_kept)
        self._show_kept()
        self.setMinimumWidth(px(640))
        self.fields["given_name"].setFocus()

    def _grid(self) -> QGridLayout:
        made_grid = grid(12, 8)
        for line, pair in enumerate(_FIELDS):
            for column, one in enumerate(filter(None, pair)):
                key, label, hint = one
                made = fields.line(tr(label).replace("&", ""), getattr(self._before, key), tr(hint), longest=200)
                words = PlainLabel(tr(label), "body")
                words.setBuddy(made)
                made_grid.addWidget(words, line, column * 2)
                made_grid.addWidget(made, line, column * 2 + 1)
                made.textChanged.connect(self._show_kept)
                self.fields[key] = made
        return made_grid

    @Slot()
    def _show_kept(self) -> None:
        self.kept.setText("\n".join(kept_out(self.settings().identity)) or tr("Nothing yet"))

    def standing(self) -> object:
        """What stands in the fields."""
        return self.settings()

    def complete(self) -> str:
        """Somebody must be named, or the office must sign."""
        if self.settings().identity:
            return ""
        return tr("Give a name or a number to keep out, or declare that the office signs.")

    def settings(self) -> Settings:
        filled: dict[str, Any] = {key: made.text().strip() for key, made in self.fields.items()}
        declared = self._before.office_signs or date.today().isoformat()
        return replace(
            self._before,
            **filled,
            other_names=self.others.toPlainText().strip(),
            office_signs=declared if self.office.isChecked() else "",
        )
