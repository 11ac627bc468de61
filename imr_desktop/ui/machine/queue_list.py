"""The list of pages to read: letters act on the rows that are selected, Enter opens a page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from imr_desktop.language import mark, tr
from imr_desktop.ui.machine.rows import ReadDelegate, ReadRow
from imr_desktop.ui.widgets.bare_keys import BareKeys
from imr_desktop.ui.widgets.rows import RowList, RowModel

HELP = mark(
    "Enter opens the page. R says that you read it by eye; with Shift and arrows several "
    "pages at once. W goes through its words in doubt, T types what it says, M has a machine "
    "try it again."
)
_ACTS: dict[int, str] = {
    Qt.Key.Key_Return: "open",
    Qt.Key.Key_Enter: "open",
    Qt.Key.Key_R: "read",
    Qt.Key.Key_V: "read",
    Qt.Key.Key_W: "words",
    Qt.Key.Key_T: "type",
    Qt.Key.Key_M: "machine",
}

_MOVES = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class QueueList(RowList[ReadRow]):
    """`act_requested(act)` for a key that acts: ``open``, ``read``, ``words``, ``type``, ``machine``; `left()` for Escape."""

    act_requested = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Pages to read"), tr(HELP), RowModel[ReadRow](), ReadDelegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def chosen(self) -> tuple[int, ...]:
        """The pages of the selected rows."""
        rows = (self.row_model.row_at(index.row()) for index in self.selectionModel().selectedIndexes())
        return tuple(sorted(row.told.page for row in rows if row is not None))

    def show_rows(self, rows: tuple[ReadRow, ...]) -> None:
        """Show these rows; what was selected and is still there stays so, and what was answered gives way to the next."""
        chosen, current, at = set(self.chosen()), self.current(), self.row()
        had = self.selectionModel().hasSelection()
        self.row_model.show_rows(rows)
        if not had or self.selectionModel().hasSelection():
            return
        kept = [number for number, row in enumerate(rows) if row.told.page in chosen]
        page = current.told.page if current else 0
        where = next((number for number in kept if rows[number].told.page == page), min(at, len(rows) - 1))
        self.select_row(where if kept else next((n for n, row in enumerate(rows) if row.told.page > page), len(rows) - 1))
        for number in kept:
            self.selectionModel().select(self.row_model.index(number), self.selectionModel().SelectionFlag.Select)

    def bare_keys(self) -> BareKeys:
        return BareKeys(alone="rvwtm ")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bare letters act; the rest moves and selects."""
        act = _ACTS.get(event.key(), "")
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if bare and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif bare and act:
            if act == "open" and self.rows() and not self.selectionModel().hasSelection():
                self.select_row(max(self.row(), 0))  # what opens is chosen, and in sight
            self.act_requested.emit(act)
        else:
            if event.key() in _MOVES and not self.selectionModel().hasSelection():
                self.setCurrentIndex(self.currentIndex())  # where the keyboard is, chosen or extended from there
            super().keyPressEvent(event)
