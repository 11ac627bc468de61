"""Entries as rows, read page by page as the list is scrolled: a long trail never stands in memory as a whole at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Signal
from PySide6.QtGui import QPainter

from imr_desktop.language import tr
from imr_desktop.review import trail
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import Index, RowDelegate, RowList, RowModel

if TYPE_CHECKING:
    from imr_desktop.review.trail import Page
    from imr_desktop.review.vault import AuditEntry

SIDE, HEIGHT = 14, 46


@dataclass(frozen=True)
class EntryRow:
    """One entry of the trail; `case` names its case in words."""

    entry: AuditEntry
    case: str

    @property
    def key(self) -> str:
        return str(self.entry.seq)

    @property
    def words(self) -> str:
        entry = self.entry
        parts = (tr("Entry {seq}", seq=entry.seq), trail.titled(entry.what), trail.when(entry.at), self.case)
        return ". ".join(part for part in (*parts, trail.short_detail(entry.detail)) if part)

    @property
    def spoken(self) -> str:
        return self.words


class EntriesModel(RowModel[EntryRow]):
    """Entries, the newest first. `more_wanted(before)`: the view comes to the end of what was read."""

    more_wanted = Signal(int)
    _numbers: Mapping[str, str] = MappingProxyType({})
    _last = True
    _asked: int | None = None

    def begin(self) -> None:
        """Forget what is shown: another filter holds."""
        self.show_rows(())
        self._last, self._asked = True, None

    def add(self, page: Page) -> None:
        """Show a page's entries below those there are."""
        expected = self._rows[-1].entry.seq if self._rows else None
        if page.before != expected:
            return
        at = len(self._rows)
        self._last, self._asked = page.last, None
        if page.entries:
            self.beginInsertRows(QModelIndex(), at, at + len(page.entries) - 1)
            self._rows += tuple(map(self._row, page.entries))
            self.endInsertRows()

    def set_numbers(self, numbers: Mapping[str, str]) -> None:
        """The numbers of the stored cases."""
        self._numbers = numbers
        self.show_rows([self._row(row.entry) for row in self._rows])

    def _row(self, entry: AuditEntry) -> EntryRow:
        return EntryRow(entry, trail.case_words(entry.case_id, self._numbers))

    def complete(self) -> bool:
        """Whether there are no more entries than those read."""
        return self._last

    def canFetchMore(self, parent: Index) -> bool:
        """Whether older entries may be read; one page at a time."""
        return not parent.isValid() and not self._last and self._asked is None

    def fetchMore(self, parent: Index) -> None:
        """Ask for older entries; they come later."""
        if self._rows and self._asked is None:
            self._asked = self._rows[-1].entry.seq
            self.more_wanted.emit(self._asked)

    def failed(self) -> None:
        """The page asked for does not come; it may be asked for again."""
        self._asked = None


class EntryDelegate(RowDelegate[EntryRow]):
    """One entry: time and what, below them the case and what it tells."""

    uniform = True

    def height(self, row: EntryRow) -> int:
        """All rows are equally high, so that a long trail is laid out at once."""
        return px(HEIGHT)

    def draw(self, painter: QPainter, row: EntryRow, area: QRect, *, chosen: bool) -> None:
        line = QRect(area.x() + px(SIDE), area.y() + px(5), self.view.row_width() - px(SIDE + 8), px(18))
        paint.text(painter, line, trail.titled(row.entry.what), "text", 13, 600)
        paint.text(painter, line, trail.when(row.entry.at), "muted", 12, flags=paint.RIGHT, tabular=True)
        line.translate(0, px(18))
        told = " · ".join(part for part in (row.case, trail.short_detail(row.entry.detail)) if part)
        paint.text(painter, line, told.replace("\n", " "), "text2", 12)


class EntriesList(RowList[EntryRow]):
    """The entries, all rows equally high, so that a long trail is laid out at once."""

    row_model: EntriesModel

    def __init__(self) -> None:
        help_text = tr("The newest is at the top; older ones are read as you scroll.")
        super().__init__(tr("Entries of the audit trail"), help_text, EntriesModel(), EntryDelegate)
        self.setUniformItemSizes(True)
        self.setLayoutMode(RowList.LayoutMode.SinglePass)
