"""Documents of which something is a guess, beside their pages; each is settled by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
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


class DoubtList(OverviewList):
    """`settle_key(key)`: one of the keys that settle the current row."""

    settle_key = Signal(int)
    keys = (Qt.Key.Key_R, Qt.Key.Key_J, Qt.Key.Key_W)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """R, J and W settle."""
        if event.key() in self.keys and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.settle_key.emit(event.key())
        else:
            super().keyPressEvent(event)


class Beginnings(QWidget):
    """`kept(page)`: the document that begins there is right as it is; `joined(page)`: it goes on the one before.

    `described(page)`: what it is shall be said.
    """

    kept = Signal(int)
    joined = Signal(int)
    described = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self.none = PlainLabel(tr("No document is in doubt. Pages that were not read may hide one."), "muted", wrap=True)
        self.none.setContentsMargins(14, 12, 14, 12)
        help_text = tr("R: right as it is. J joins with the document before. W says what it is. Enter opens the page.")
        self.list = DoubtList(tr("Documents in doubt"), help_text)
        self.keep_button = Button(tr("&Right as it is"), "check", tip="R")
        self.join_button = Button(tr("&Join with the document before"), "arrow-up", tip="J")
        self.describe_button = Button(tr("&What it is…"), "pencil", tip="W")
        self.fields = (self.keep_button, self.join_button, self.describe_button)
        acts = row(self.keep_button, self.join_button, self.describe_button, None, margins=(14, 8, 14, 8))
        self.setLayout(column(self.none, (self.list, 1), Hairline(), acts))
        self.list.current_changed.connect(self._show_ready)
        self.list.settle_key.connect(self._on_key)
        self.keep_button.clicked.connect(self._keep)
        self.join_button.clicked.connect(self._join)
        self.describe_button.clicked.connect(self._describe)
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
        self.describe_button.setEnabled(open_now)
        self.join_button.setEnabled(open_now and case is not None and document_before(case, page) is not None)
        locked = tr("This case is signed") if case is not None and case.locked else ""
        for button, key in zip(self.fields, ("R", "J", "W"), strict=True):
            button.setToolTip(locked or key)

    @Slot(int)
    def _on_key(self, key: int) -> None:
        button = self.fields[DoubtList.keys.index(Qt.Key(key))]
        if button.isEnabled():
            button.click()

    @Slot()
    def _keep(self) -> None:
        self.kept.emit(self._page)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _join(self) -> None:
        self.joined.emit(self._page)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _describe(self) -> None:
        self.described.emit(self._page)
