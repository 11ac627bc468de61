"""A setting as a form shows it: its field, and below it one line that says what it does, or what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QSpinBox, QWidget

from imr_desktop.language import tr
from imr_desktop.ui.dialogs import choose
from imr_desktop.ui.theme import px, set_property
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row


class SettingRow:
    """One setting in a form: `fault` marks its field and says what is wrong, until it is called with nothing."""

    def __init__(
        self, form: QFormLayout, label: str, field: QWidget, help_text: str, *, within: QWidget | None = None
    ) -> None:
        """`within`: the field stands in this with other parts."""
        self.field, self._help_text = field, help_text
        self.help = PlainLabel(help_text, "muted", wrap=True)
        field.setAccessibleDescription(help_text)
        self.help.setVisible(bool(help_text))
        shown = holder(column(within or field, 3, self.help))
        words = QLabel(label)
        words.setBuddy(field)
        words.setFixedWidth(px(132))
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.setContentsMargins(0, px(7), 0, 0)
        form.addRow(words, shown)

    def fault(self, sentence: str) -> None:
        """Say what is wrong at the field; with nothing, what it is for again."""
        set_property(self.field, "invalid", bool(sentence))
        self.help.set_role("error" if sentence else "muted")
        self.help.say(sentence or self._help_text)
        self.field.setAccessibleDescription(sentence or self._help_text)


class FolderField(QWidget):
    """A line for a folder, with a button that asks for one. `changed()`: another is named."""

    changed = Signal()

    def __init__(self, name: str, text: str, hint: str, asked: str) -> None:
        super().__init__()
        self._asked = asked
        self.line: QLineEdit = fields.line(name, text, hint)
        self.browse = Button(tr("Brow&se…"), "folder-open", tip=asked)
        self.browse.clicked.connect(self._on_browse)
        self.line.textChanged.connect(self.changed)
        layout: QHBoxLayout = row((self.line, 1), self.browse)
        self.setLayout(layout)

    def text(self) -> str:
        return self.line.text().strip()

    @Slot()
    def _on_browse(self) -> None:
        choose(self, self._asked, QFileDialog.FileMode.Directory).fileSelected.connect(self.line.setText)


def number(name: str, value: int, most: int, suffix: str, none: str) -> QSpinBox:
    """A number from nought up to `most`; nought is said in words."""
    made = QSpinBox()
    made.setRange(0, most)
    made.setSuffix(suffix)
    made.setSpecialValueText(none)
    made.setValue(value)
    made.setAccessibleName(name)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setMinimumWidth(px(190))
    made.lineEdit().setTextMargins(px(8), 0, 0, 0)  # the style sheet's padding does not reach a number's own field
    return made
