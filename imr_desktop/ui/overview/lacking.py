"""What the record lacks, and a request for it in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from imr_desktop.language import tr
from imr_desktop.review.overview import request_for_records
from imr_desktop.ui.overview import rows
from imr_desktop.ui.overview.overview_list import OverviewList
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.review.overview import Missing


class Lacking(QWidget):
    """`noted(words)`: add it to the records that were asked for and not received; `told(words)`: it was copied."""

    noted = Signal(str)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self._missing: dict[str, Missing] = {}
        self.list = OverviewList(tr("What the record lacks"), tr("Enter opens the page that names it."))
        self.none = PlainLabel(
            tr("Nothing is missing that the law owes or that the pages read name. Pages that were not read may name more."),
            "muted",
            wrap=True,
        )
        self.copy_button = Button(tr("&Copy a request for all of it"), "copy")
        self.note_button = Button(tr("&Add to records not received"), "plus")
        self.fields = (self.copy_button, self.note_button)
        self.none.setContentsMargins(14, 12, 14, 12)
        self.setLayout(
            column(
                self.none, (self.list, 1), Hairline(), row(self.copy_button, self.note_button, None, margins=(14, 8, 14, 8))
            )
        )
        self._show_ready()
        self.copy_button.clicked.connect(self._copy)
        self.note_button.clicked.connect(self._note)
        self.list.current_changed.connect(self._show_ready)

    def show_missing(self, case: Case, missing: Sequence[Missing]) -> None:
        """Show what is not there."""
        self._case = case
        shown = rows.missing_rows(missing)
        self._missing = {row.key: one for row, one in zip(shown, missing, strict=True)}
        self.list.row_model.show_rows(shown)
        self._show_ready()

    @Slot()
    def _show_ready(self) -> None:
        current = self.list.current()
        self.copy_button.setEnabled(bool(self._missing))
        held = self._case.records_missing if self._case else ""
        self.note_button.setEnabled(
            current is not None and self._case is not None and not self._case.locked and current.title not in held
        )

    @Slot()
    def _copy(self) -> None:
        if self._case is not None:
            QGuiApplication.clipboard().setText(request_for_records(self._case, self._missing.values()))
            self.told.emit(tr("The request is on the clipboard; it names no reviewer."))

    @Slot()
    def _note(self) -> None:
        current = self.list.current()
        if current is not None:
            self.noted.emit(current.title)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
