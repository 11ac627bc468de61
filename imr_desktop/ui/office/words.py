"""The letter's paragraphs in the office's own words, each beside the words that ship."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QListWidget, QWidget

from imr_desktop.case import dates, office
from imr_desktop.case.office import OfficeProfile
from imr_desktop.language import tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row

if TYPE_CHECKING:
    from imr_desktop.review.office import Paragraph

_CHANGED = "● "


class WordsPage(QWidget):
    """A list of paragraphs; the chosen one in the shipped words and in the office's. `words()` gives the latter by place."""

    def __init__(self, paragraphs: Sequence[Paragraph], profile: OfficeProfile) -> None:
        super().__init__()
        self._shipped = {one.place: one.shipped for one in paragraphs}
        self._own = {one.place: one.own for one in paragraphs if one.own}
        self._places = list(self._shipped)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Paragraphs of the letter"))
        self.list.setProperty("framed", True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # long lines end in an ellipsis
        self.list.setFixedWidth(px(290))
        self.list.addItems([self._label(place) for place in self._places])
        self.search = fields.line(tr("Find a paragraph"), hint=tr("Find a paragraph by its words"))
        self.search.textChanged.connect(self._narrow)
        self.shipped = fields.box(tr("Shipped words"))
        self.shipped.setReadOnly(True)
        self.own = fields.box(
            tr("The office's words"), hint=tr("The office's own words; empty: the shipped ones are printed")
        )
        self.back_button = Button(
            tr("Use the shipped &words"), kind="ghost", tip=tr("Take the office's own words of this paragraph away")
        )
        edition = (
            tr("Own wording: edition {edition}. ", edition=profile.edition) if profile.edition else tr("No own wording yet. ")
        )
        note = PlainLabel(
            tr("{edition}Other words make a new edition. Values stand in {{braces}} and have to stay.", edition=edition),
            "muted",
            wrap=True,
        )
        beside = column(
            PlainLabel(tr("Shipped words"), "muted"), (self.shipped, 1), 8, PlainLabel(tr("The office's words"), "muted")
        )
        beside.addWidget(self.own, 1)
        beside.addLayout(row(None, self.back_button))
        self.setLayout(
            column(
                note, 8, row(holder(column(self.search, 6, (self.list, 1))), (holder(beside), 1)), margins=(12, 12, 12, 12)
            )
        )
        self.list.currentRowChanged.connect(self._on_row)
        self.own.textChanged.connect(self._on_typed)
        self.back_button.clicked.connect(self.own.clear)
        self.list.setCurrentRow(0)

    def _label(self, place: str) -> str:
        return f"{_CHANGED}{place}" if self._own.get(place) else place

    @Slot(str)
    def _narrow(self, text: str) -> None:
        """Show only the paragraphs whose place, shipped or own words hold what was typed."""
        wanted = text.strip().casefold()
        for index, place in enumerate(self._places):
            words = f"{place} {self._shipped[place]} {self._own.get(place, '')}".casefold()
            self.list.item(index).setHidden(wanted not in words)

    @Slot(int)
    def _on_row(self, index: int) -> None:
        place = self._places[index] if 0 <= index < len(self._places) else ""
        self.shipped.setPlainText(self._shipped.get(place, ""))
        self.own.setPlainText(self._own.get(place, ""))

    @Slot()
    def _on_typed(self) -> None:
        index = self.list.currentRow()
        if index < 0:
            return
        place = self._places[index]
        self._own[place] = self.own.toPlainText()
        self.list.item(index).setText(self._label(place))
        self.back_button.setEnabled(bool(self._own[place]))

    def words(self) -> dict[str, str]:
        return {place: text for place, text in self._own.items() if text.strip()}

    def check(self, profile: OfficeProfile) -> None:
        """Raises UsageError where words do not fit their paragraph."""
        office.reworded(profile, self.words(), self._shipped, dates.today())
