"""What the record lacks, by kind, and a request for what is ticked of it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from imr_desktop.language import tr
from imr_desktop.review.lacking import request_for_records
from imr_desktop.ui.announce import announce
from imr_desktop.ui.overview import rows
from imr_desktop.ui.overview.lacking_list import FOLD, TICK, LackingList
from imr_desktop.ui.overview.lacking_rows import FEW, Lack
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.review.lacking import Missing


class Lacking(QWidget):
    """`noted(words)`: add it to the records that were asked for and not received; `told(words)`: it was copied."""

    noted = Signal(str)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self._lack = Lack()
        self.list = LackingList()
        self.none = PlainLabel(
            tr("Nothing is missing that the law owes or that the pages read name. Pages that were not read may name more."),
            "muted",
            wrap=True,
        )
        self.filter = fields.line(tr("Show what is missing with these words"), hint=tr("Kind of record, day, page …"))
        self._no_match = PlainLabel(tr("Nothing that is missing has these words."), "muted", wrap=True)
        self.copy_button = Button(tr("&Copy a request"), "copy")
        self.note_button = Button(tr("&Add to records not received"), "plus")
        self.fields = (self.filter, self.copy_button, self.note_button)
        for words in (self.none, self._no_match):
            words.setContentsMargins(14, 12, 14, 12)
        self._head = holder(column(row(self.filter, margins=(14, 8, 14, 8)), Hairline()))
        acts = row(self.copy_button, self.note_button, None, margins=(14, 8, 14, 8))
        self.setLayout(column(self.none, self._head, self._no_match, (self.list, 1), Hairline(), acts))
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.copy_button.clicked.connect(self._copy)
        self.note_button.clicked.connect(self._note)
        self.filter.textChanged.connect(self._on_words)
        self.list.current_changed.connect(self._show_ready)
        self.list.tick_wished.connect(self._tick)
        self.list.fold_wished.connect(self._fold)
        self.list.part_clicked.connect(self._on_part)

    def show_missing(self, case: Case, missing: Sequence[Missing]) -> None:
        """Show what is not there."""
        self._case = case
        self._lack.show(missing)
        self._head.setVisible(len(missing) > FEW)
        self._show()

    def _show(self) -> None:
        """The rows as they stand; the current one stays so where it still is in view."""
        current = self.list.current()
        self.list.row_model.show_rows(self._lack.rows())
        if self.list.row() < 0:
            self.list.select_row(max(self.list.row_model.row_of(current.key) if current else 0, 0))
        self._no_match.setVisible(bool(self._lack.words.strip()) and not self.list.rows())
        self._show_ready()

    @Slot(str)
    def _on_words(self, words: str) -> None:
        self._lack.words = words
        self._show()

    @Slot()
    def _tick(self) -> None:
        if (current := self.list.current()) is not None:
            self._lack.toggle(current)
            self._show()
            announce(self.list, str(self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or ""))

    @Slot()
    def _fold(self) -> None:
        if (current := self.list.current()) is not None:
            self._lack.fold(current)
            self._show()

    @Slot(int, object)
    def _on_part(self, at: int, part: object) -> None:
        self.list.select_row(at)
        if part == TICK:
            self._tick()
        elif part == FOLD:
            self._fold()

    # --- what is asked for

    @property
    def _wanted(self) -> tuple[Missing, ...]:
        """What is ticked; where nothing is, all that matches."""
        return self._lack.ticked or self._lack.matching

    @property
    def _to_note(self) -> list[str]:
        """The titles of what is ticked, else of the current row, that the case does not name yet."""
        held = self._case.records_missing if self._case else ""
        chosen = self._lack.ticked or self._lack.at(self.list.current())
        return [title for title in (rows.missing_row(one).title for one in chosen) if title not in held]

    @Slot()
    def _show_ready(self) -> None:
        many = len(self._wanted)
        ticked = tr("&Copy a request for the {many:,} ticked", many=many)
        every = tr("&Copy a request for all {many:,}", many=many)
        self.copy_button.set_text(ticked if self._lack.ticked else every if many else tr("&Copy a request"))
        self.copy_button.setEnabled(bool(many))
        self.note_button.setEnabled(self._case is not None and not self._case.locked and bool(self._to_note))

    @Slot()
    def _copy(self) -> None:
        if self._case is not None:
            QGuiApplication.clipboard().setText(request_for_records(self._case, self._wanted))
            self.told.emit(tr("The request is on the clipboard; it names no reviewer."))

    @Slot()
    def _note(self) -> None:
        if titles := self._to_note:
            self.noted.emit("; ".join(titles))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
