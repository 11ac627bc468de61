"""Documents whose beginning is a guess: each beside the page before it, kept or joined by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.case.splitting import document_before
from imr_desktop.language import tr
from imr_desktop.ui.overview import rows
from imr_desktop.ui.overview.overview_list import OverviewList
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from imr_desktop.case.model import Case


class Beginnings(QWidget):
    """`kept(page)`: the document begins there, that is no guess any longer; `joined(page)`: it goes on the one before."""

    kept = Signal(int)
    joined = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self.none = PlainLabel(tr("No beginning is in doubt. Pages that were not read may hide one."), "muted", wrap=True)
        self.none.setContentsMargins(14, 12, 14, 12)
        self.list = OverviewList(tr("Documents whose beginning is in doubt"), tr("Enter opens the page in the record."))
        self.keep_button = Button(tr("It &begins here"), "check")
        self.join_button = Button(tr("&Join with the document before"), "arrow-up")
        self.fields = (self.keep_button, self.join_button)
        acts = row(self.keep_button, self.join_button, None, margins=(14, 8, 14, 8))
        self.setLayout(column(self.none, (self.list, 1), Hairline(), acts))
        self.list.current_changed.connect(self._show_ready)
        self.keep_button.clicked.connect(self._keep)
        self.join_button.clicked.connect(self._join)
        self._show_ready()

    def show_documents(self, case: Case) -> None:
        """Show those of the case as it is now; the next one comes in the place of one that was answered."""
        at = self.list.row()
        self._case = case
        self.list.row_model.show_rows(rows.doubt_rows(case.documents))
        if self.list.row() < 0 and at >= 0:
            self.list.select_row(min(at, self.list.rows() - 1))
        self._show_ready()

    @property
    def _page(self) -> int:
        """The page on which the current document begins; 0 for none."""
        current = self.list.current()
        return current.chips[-1][1] if current is not None and current.chips else 0

    @Slot()
    def _show_ready(self) -> None:
        case, page = self._case, self._page
        open_now = case is not None and not case.locked and page > 0
        self.keep_button.setEnabled(open_now)
        self.join_button.setEnabled(open_now and case is not None and document_before(case, page) is not None)
        locked = tr("This case is signed") if case is not None and case.locked else ""
        for button in self.fields:
            button.setToolTip(locked)

    @Slot()
    def _keep(self) -> None:
        self.kept.emit(self._page)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _join(self) -> None:
        self.joined.emit(self._page)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
