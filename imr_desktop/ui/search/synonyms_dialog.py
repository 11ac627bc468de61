"""The reviewer's own synonyms as plain lines: ``PT = physical therapy = physiotherapy``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from imr_desktop.errors import ImrError
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from imr_desktop.review.searching import Groups

HINT = mark(
    "One line for each thing, words that mean the same with = between them. They are looked for beside the shipped list."
)


class SynonymsDialog(Form):
    """`groups()` gives what was typed, once it was accepted."""

    def __init__(self, parent: QWidget, lines: str, note: str = "") -> None:
        super().__init__(parent, tr("Your synonyms"), tr("Save synonyms"))
        example = tr("PT = physical therapy = physiotherapy\nFCE = functional capacity evaluation")
        self.text = fields.box(tr("Synonyms, one line for each thing"), lines, example)
        self.form.addRow(PlainLabel(tr(HINT), "muted", wrap=True))
        self.form.addRow(self.text)
        self.message.say(note)
        self.resize(px(560), px(420))

    def complete(self) -> str:
        """Every line must name two words at least."""
        try:
            self.groups()
        except ImrError as error:
            return told(error.sentence)
        return ""

    def groups(self) -> Groups:
        """The groups typed. Raises UsageError that names the line which cannot be used."""
        from imr_desktop.review.searching import synonyms

        return synonyms.from_lines(self.text.toPlainText())
