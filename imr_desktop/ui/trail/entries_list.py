"""Entries as rows, read page by page as the list is scrolled: a long trail never stands in memory as a whole at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QPainter

from imr_desktop.review import trail
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate, RowList

if TYPE_CHECKING:
    from imr_desktop.review.trail import Page
    from imr_desktop.review.vault import AuditEntry

SIDE, HEIGHT, TIME, KIND = 14, 46, 150, 168


class EntriesModel(QAbstractListModel):
    """Entries, the newest first. `more_wanted(before)`: the view comes to the end of what was read."""

    more_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[AuditEntry] = []
        self._numbers: Mapping[str, str] = {}
        self._last = True
        self._asked: int | None = None

    def begin(self) -> None:
        """Forget what is shown: another filter holds."""
        self.beginResetModel()
        self._entries, self._last, self._asked = [], True, None
        self.endResetModel()

    def add(self, page: Page) -> None:
        """Show a page's entries below those there are."""
        expected = self._entries[-1].seq if self._entries else None
        if page.before != expected:
            return
        at = len(self._entries)
        self._last, self._asked = page.last, None
        if page.entries:
            self.beginInsertRows(QModelIndex(), at, at + len(page.entries) - 1)
            self._entries.extend(page.entries)
            self.endInsertRows()

    def set_numbers(self, numbers: Mapping[str, str]) -> None:
        """The numbers of the stored cases."""
        self._numbers = numbers
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def entry(self, row: int) -> AuditEntry | None:
        """An entry, None beyond what was read."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def case_of(self, entry: AuditEntry) -> str:
        return trail.case_words(entry.case_id, self._numbers)

    def complete(self) -> bool:
        """Whether there are no more entries than those read."""
        return self._last

    def canFetchMore(self, parent: Index) -> bool:
        """Whether older entries may be read; one page at a time."""
        return not parent.isValid() and not self._last and self._asked is None

    def fetchMore(self, parent: Index) -> None:
        """Ask for older entries; they come later."""
        if self._entries and self._asked is None:
            self._asked = self._entries[-1].seq
            self.more_wanted.emit(self._asked)

    def failed(self) -> None:
        """The page asked for does not come; it may be asked for again."""
        self._asked = None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """An entry, its words, what is spoken."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == ROW_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (
                f"Entry {entry.seq}",
                trail.titled(entry.what),
                trail.when(entry.at),
                self.case_of(entry),
                trail.short_detail(entry.detail),
            )
            return ". ".join(part for part in parts if part)
        return None


class EntryDelegate(RowDelegate["AuditEntry"]):
    """One entry: time and what, below them the case and what it tells."""

    view: EntriesList

    def height(self, row: AuditEntry) -> int:
        """All rows are equally high, so that a long trail is laid out at once."""
        return px(HEIGHT)

    def draw(self, painter: QPainter, row: AuditEntry, area: QRect, *, chosen: bool) -> None:
        line = QRect(area.x() + px(SIDE), area.y() + px(5), self.view.row_width() - px(SIDE + 8), px(18))
        paint.text(painter, line, trail.titled(row.what), "text", 13, 600)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        paint.text(painter, line, trail.when(row.at), "muted", 12, flags=right, tabular=True)
        line.translate(0, px(18))
        told = " · ".join(part for part in (self.view.entries.case_of(row), trail.short_detail(row.detail)) if part)
        paint.text(painter, line, told.replace("\n", " "), "text2", 12)


class EntriesList(RowList):
    """The entries. `entry_changed()`: another one is current."""

    entry_changed = Signal()

    def __init__(self) -> None:
        super().__init__("Entries of the audit trail", "The newest is at the top; older ones are read as you scroll.")
        self.entries = EntriesModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(EntryDelegate(self))
        self.setUniformItemSizes(True)
        self.setLayoutMode(RowList.LayoutMode.SinglePass)
        self.selectionModel().currentChanged.connect(self._on_current)

    def current(self) -> AuditEntry | None:
        return self.entries.entry(self.row())

    def _on_current(self) -> None:
        self.entry_changed.emit()
