"""What a document is, said by hand: its title, kind, day and author."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from imr_desktop.case import dates
from imr_desktop.language import tr
from imr_desktop.review.document_kinds import kind_choices, type_of_kind
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.fields import choice, line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from imr_desktop.case.model import Document


class DocumentForm(Form):
    """A document's title, kind, day and author. `told(id, title, type, kind, day, author)` when it is kept."""

    told = Signal(str, str, str, str, object, str)

    def __init__(self, parent: QWidget, document: Document) -> None:
        super().__init__(parent, tr("What the document is"), tr("Keep"))
        self._document = document
        self.title = line(tr("Title"), document.title, longest=200)
        self.kind = choice(tr("Kind"), kind_choices(), document.kind or document.type)
        self.day = line(
            tr("Date of the visit, study or letter"), dates.written(document.date), tr("MM/DD/YYYY, empty if unknown")
        )
        self.author = line(tr("Author"), document.author, longest=200)
        for words, field in (
            (tr("Title"), self.title),
            (tr("Kind"), self.kind),
            (tr("Date"), self.day),
            (tr("Author"), self.author),
        ):
            self.form.addRow(words, field)
        self.resize(px(520), self.sizeHint().height())

    def standing(self) -> object:
        """What stands in the fields."""
        return self.title.text(), self.kind.currentData(), self.day.text(), self.author.text()

    def complete(self) -> str:
        """A title is needed, and a date of the calendar that is not still to come."""
        title = self.title.text().strip()
        if not title:
            return tr("Give the document a title.")
        try:
            day = self._day()
        except ValueError as error:
            return f"{str(error)[:1].upper()}{str(error)[1:]}."
        if day is not None and day > dates.today():
            return tr("The date is still to come; a record has none such.")
        key, type_ = str(self.kind.currentData()), type_of_kind(str(self.kind.currentData()))
        kind = "" if key == type_ else key
        self.told.emit(self._document.id, title, type_, kind, day, self.author.text().strip())
        return ""

    def _day(self) -> date | None:
        text = self.day.text().strip()
        return dates.read(text, short_years=True) if text else None
