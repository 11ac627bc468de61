"""The office's profile: what letters say of the review organization, its wording, and what travels with a letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QTabWidget, QWidget

from imr_desktop.case import office
from imr_desktop.case.office import OfficeProfile
from imr_desktop.errors import ImrError
from imr_desktop.language import mark, told, tr
from imr_desktop.review.office import letterhead
from imr_desktop.ui.dialogs import Form, room
from imr_desktop.ui.office.words import WordsPage
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import holder, row, scrolled

if TYPE_CHECKING:
    from imr_desktop.review.office import Paragraph

_ATTACHMENTS = (
    ("letter data", mark("What the pages say, nothing else")),
    ("none", mark("Nothing")),
    ("whole case", mark("The whole case, with criteria and searches")),
)


class OfficeDialog(Form):
    """`profile()` and `words()` give what was typed. `picture_requested()`: a letterhead picture is to be chosen.

    `import_requested()`, `export_requested()`: the profile is to come from a file, or go into one.
    """

    picture_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, parent: QWidget, profile: OfficeProfile, paragraphs: Sequence[Paragraph]) -> None:
        super().__init__(parent, tr("Office"), tr("Save office"))
        self._before, self._logo = profile, profile.logo
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Parts of the office profile"))
        self.tabs.addTab(scrolled(self._office_page(profile), tr("Letterhead")), tr("&Letterhead"))
        self.words_page = WordsPage(paragraphs, profile)
        self.tabs.addTab(self.words_page, tr("Wo&rding"))
        self.form.addRow(self.tabs)
        self.fill()
        self.resize(QSize(px(820), px(660)).boundedTo(room(self)))
        self.set_logo(profile.logo)
        self.name.setFocus()

    def _office_page(self, profile: OfficeProfile) -> QWidget:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setContentsMargins(12, 12, 12, 12)
        form.addRow(PlainLabel(tr("Stands on every letter of the office. It never names a reviewer."), "muted", wrap=True))
        self.name = self._line(form, tr("Na&me"), profile.name, tr("Review organization"))
        self.address = self._box(form, tr("&Address"), "\n".join(profile.address), tr("One line of the address each"))
        self.contact = self._box(form, tr("&Contact"), "\n".join(profile.contact), tr("Telephone, e-mail, hours: one a line"))
        self.director = self._line(form, tr("Medical &director"), profile.director, tr("Signs cover letters"))
        self.language_help = self._box(
            form, tr("Language &help"), profile.language_help, tr("Where help in other languages is had")
        )
        form.addRow(tr("Letterhead"), self._picture())
        self.attachment = fields.choice(tr("Attached data"), fields.named(_ATTACHMENTS), profile.attachment)
        form.addRow(tr("A&ttached data"), self.attachment)
        self.import_button = Button(
            tr("&Import…"), "file-input", tip=tr("Take over a profile that another reviewer's computer wrote")
        )
        self.export_button = Button(tr("E&xport…"), "file-down", tip=tr("Write the saved profile for other reviewers"))
        self.import_button.clicked.connect(self.import_requested)
        self.export_button.clicked.connect(self.export_requested)
        self.export_button.setEnabled(bool(profile.name))
        form.addRow(tr("Profile"), row(self.import_button, self.export_button, None))
        return holder(form)

    def _line(self, form: QFormLayout, label: str, text: str, hint: str) -> QLineEdit:
        made = fields.line(label.replace("&", ""), text, hint)
        form.addRow(label, made)
        return made

    def _box(self, form: QFormLayout, label: str, text: str, hint: str) -> QPlainTextEdit:
        made = fields.box(label.replace("&", ""), text, hint)
        made.setFixedHeight(px(64))
        form.addRow(label, made)
        return made

    def _picture(self) -> QWidget:
        self.picture = QLabel()
        self.picture.setAccessibleName(tr("Letterhead picture"))
        self.picture_button = Button(
            tr("Choose &picture…"), "file-input", tip=tr("PNG or JPEG; printed in place of the name")
        )
        self.no_picture_button = Button(tr("&Use the name"), kind="ghost", tip=tr("Print the name in large type instead"))
        self.picture_button.clicked.connect(self.picture_requested)
        self.no_picture_button.clicked.connect(self._on_no_picture)
        return holder(row((self.picture, 1), self.picture_button, self.no_picture_button))

    def set_logo(self, logo: bytes) -> None:
        """Show a letterhead picture in the profile's own form, or none."""
        self._logo = logo
        self.no_picture_button.setEnabled(bool(logo))
        if not logo:
            self.picture.setPixmap(QPixmap())
            self.picture.setText(tr("The name, in large type"))
            return
        found = letterhead(logo)
        image = QImage(found.rgb, found.width, found.height, 3 * found.width, QImage.Format.Format_RGB888).copy()
        room = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(QPixmap.fromImage(image.scaled(px(280), px(48), *room)))

    @Slot()
    def _on_no_picture(self) -> None:
        self.set_logo(b"")

    def show_failure(self, sentence: str) -> None:
        """Say what went wrong; the dialog stays open."""
        self.message.say(sentence)

    def profile(self) -> OfficeProfile:
        """What was typed, without the wording."""
        return replace(
            self._before,
            name=self.name.text(),
            address=tuple(self.address.toPlainText().splitlines()),
            contact=tuple(self.contact.toPlainText().splitlines()),
            director=self.director.text(),
            language_help=self.language_help.toPlainText(),
            logo=self._logo,
            attachment=self.attachment.currentData(),
        )

    def words(self) -> dict[str, str]:
        """The office's own words by place."""
        return self.words_page.words()

    def standing(self) -> object:
        """What stands in the fields."""
        return self.profile(), self.words()

    def complete(self) -> str:
        """What does not fit, said before anything is stored."""
        try:
            office.tidy(self.profile())
        except ImrError as error:
            self.tabs.setCurrentIndex(0)
            return told(error.sentence)
        try:
            self.words_page.check(self._before)
        except ImrError as error:
            self.tabs.setCurrentIndex(1)
            return told(error.sentence)
        return ""
