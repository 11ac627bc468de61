"""What a package for another reviewer asks: for whom, or by which passphrase, and whether the first opinion stays here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from imr_desktop.errors import UsageError
from imr_desktop.language import mark, told, tr
from imr_desktop.passphrases import fault
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.exchange.reading import Sealing
from imr_desktop.ui.theme import px, set_property
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button, CheckBox, RadioButton
from imr_desktop.ui.widgets.labels import Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row, tab_chain

WHOLE = mark("The package holds the case with its record, its history, its audit entries and its comments.")
BLIND = mark(
    "They see the record, the dates, what was requested and denied, and findings and facts "
    "that rest on a page. Hidden: your decisions, reasons, guidelines, answers, preliminary "
    "views, summary, searches, comments and letters, and the case’s history."
)
MOST = 20_000


class PackageDialog(Form):
    """`sealing()` tells what was chosen; the file's place is asked for afterwards."""

    def __init__(self, parent: QWidget, number: str) -> None:
        super().__init__(
            parent, tr("Package {what} for another reviewer", what=number or tr("this case")), tr("Choose where to save…")
        )
        self.to_keys = RadioButton(tr("For &recipients’ keys"))
        self.to_keys.setChecked(True)
        self.to_words = RadioButton(tr("By a pass&phrase"))
        self.keys = fields.box(tr("Recipients’ keys"), "", tr("age1…\nOne key a line, as each recipient sent it to you"))
        self.keys.setFixedHeight(px(76))
        names = tr("Passphrase"), tr("The same passphrase again")
        self.words, self.again = (fields.secret(name, name, longest=1_000) for name in names)
        self.blind = CheckBox(tr("&Blind second review: hide my opinion"))
        self.explanation = PlainLabel(tr(WHOLE), "muted", wrap=True)
        self.own = fields.line(tr("Your own key"), "", tr("Reading…"))
        self.own.setReadOnly(True)
        self.own.setProperty("quiet", True)
        self.copy_button = Button(tr("&Copy"), "copy", tip=tr("Copies your own key"))
        self.copy_button.setEnabled(False)
        self._lay_out()
        self._connect()
        self.setMinimumWidth(px(620))
        self.keys.setFocus()

    def _lay_out(self) -> None:
        self._keys_part = holder(column(self.keys, margins=(px(28), 0, 0, 0)))
        note = PlainLabel(tr("Tell it to the recipient by another way than the file."), "muted", wrap=True)
        self._words_part = holder(column(row((self.words, 1), (self.again, 1)), 4, note, margins=(px(28), 0, 0, 0)))
        self._words_part.hide()
        self.explanation.setContentsMargins(px(28), 0, 0, 0)
        self.explanation.setMinimumHeight(px(66))
        self.explanation.setAlignment(Qt.AlignmentFlag.AlignTop)
        own = PlainLabel(tr("Your own key. Give it to those who send packages to you; it is no secret."), "muted", wrap=True)
        self.form.addRow(
            column(
                self.to_keys,
                4,
                self._keys_part,
                4,
                self.to_words,
                4,
                self._words_part,
                12,
                self.blind,
                2,
                self.explanation,
                8,
                Hairline(),
                10,
                own,
                4,
                row((self.own, 1), self.copy_button),
            )
        )
        tab_chain(self.to_keys, self.keys, self.to_words, self.words, self.again, self.blind, self.own, self.copy_button)

    def _connect(self) -> None:
        self.to_keys.toggled.connect(self._on_kind)
        self.blind.toggled.connect(self._on_blind)
        self.copy_button.clicked.connect(self._on_copy)

    @Slot(object)
    def show_own_key(self, key: str) -> None:
        self.own.setText(key)
        self.own.setCursorPosition(0)
        self.copy_button.setEnabled(bool(key))

    @Slot(object)
    def hide_own_key(self, error: object) -> None:
        """It could not be read; a package can be made all the same."""
        self.own.setPlaceholderText(tr("Not available"))

    def complete(self) -> str:
        """The keys must be keys; the passphrase long enough and typed twice alike."""
        problem = self._keys_problem() if self.to_keys.isChecked() else self._words_problem()
        set_property(self.keys, "invalid", bool(problem) and self.to_keys.isChecked())
        for field in (self.words, self.again):
            set_property(field, "invalid", bool(problem) and self.to_words.isChecked())
        return problem

    def sealing(self) -> Sealing:
        if self.to_keys.isChecked():
            return Sealing(self._lines(), "", self.blind.isChecked())
        return Sealing((), self.words.text(), self.blind.isChecked())

    def _lines(self) -> tuple[str, ...]:
        return tuple(self.keys.toPlainText()[:MOST].replace(",", " ").split())

    def _keys_problem(self) -> str:
        from imr_desktop.review.exchanging import checked_recipients

        if not self._lines():
            return tr("Paste at least one recipient’s key, or choose a passphrase.")
        if len(self.keys.toPlainText()) > MOST:
            return tr("What you pasted is too long; paste one key a line.")
        try:
            checked_recipients(self._lines())
        except UsageError as error:
            return told(error.sentence)
        return ""

    def _words_problem(self) -> str:
        if wrong := fault(self.words.text()):
            return wrong
        return "" if self.words.text() == self.again.text() else tr("The two passphrases differ; type them again.")

    @Slot()
    def _on_kind(self) -> None:
        to_keys = self.to_keys.isChecked()
        self._keys_part.setVisible(to_keys)
        self._words_part.setVisible(not to_keys)
        self.message.hide()
        (self.keys if to_keys else self.words).setFocus()

    @Slot()
    def _on_blind(self) -> None:
        self.explanation.setText(tr(BLIND) if self.blind.isChecked() else tr(WHOLE))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.own.text())
        self.copy_button.set_text(tr("Copied"))
