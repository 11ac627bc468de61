"""The model of the worklist: the stored cases in groups, sorted, and only those that were searched for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from imr_desktop.case import dates
from imr_desktop.ui.home import arranging, searching
from imr_desktop.ui.home.arranging import GroupRow, Order
from imr_desktop.ui.home.worklist import CaseRow
from imr_desktop.ui.widgets.labels import plain_tip
from imr_desktop.ui.widgets.rows import Index, RowModel

if TYPE_CHECKING:
    from imr_desktop.review.cases import CaseSummary
    from imr_desktop.review.checking import Open

ListRow = CaseRow | GroupRow


class Worklist(RowModel[ListRow]):
    """The stored cases. What is shown depends on `order` and on what was searched for."""

    def __init__(self) -> None:
        super().__init__()
        self.order = Order()
        self.searched = ""
        self._wanted: list[str] = []
        self._shut: frozenset[str] = frozenset()
        self._cases: dict[str, CaseRow] = {}
        self._sorted: list[CaseRow] = []
        self._found_by: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self.matching = 0
        self._day = dates.today()

    # --- what there is

    def set_cases(self, summaries: Sequence[CaseSummary]) -> None:
        """Show these cases; what is known of those that did not change stays known."""
        before, self._cases = self._cases, {}
        for summary in summaries:
            known = before.get(summary.id)
            same = known is not None and known.summary == summary
            self._cases[summary.id] = known if known is not None and same else CaseRow(summary)
        self._found_by = {key: words for key, words in self._found_by.items() if self._cases.get(key) is before.get(key)}
        self._sort()

    def set_blocking(self, blocking: Mapping[str, Open | str]) -> None:
        """Show how many problems stand in cases' ways, by case id; a sentence where a case was set aside."""
        self._change({key: replace(self._cases[key], blocking=told) for key, told in blocking.items() if key in self._cases})

    def set_services(self, services: Mapping[str, tuple[str, ...]]) -> None:
        """Let cases be found by the services their items ask for, too."""
        fresh = {key: names for key, names in services.items() if key in self._cases and names != self._cases[key].services}
        self._change({key: replace(self._cases[key], services=names) for key, names in fresh.items()})

    def _change(self, fresh: Mapping[str, CaseRow]) -> None:
        """Put changed rows where the former stand: nothing moves under the reader's eyes."""
        self._cases |= fresh
        for key in fresh:
            self._found_by.pop(key, None)
        self._sorted = [fresh.get(row.summary.id, row) for row in self._sorted]
        places = sorted(self._places[key] for key in fresh if key in self._places)
        if not places:
            return
        rows = list(self._rows)
        for key in fresh:
            if key in self._places:
                rows[self._places[key]] = fresh[key]
        self._rows = tuple(rows)
        self.dataChanged.emit(self.index(places[0]), self.index(places[-1]))

    @property
    def summaries(self) -> list[CaseSummary]:
        """All cases, shown or not."""
        return [row.summary for row in self._cases.values()]

    # --- what is shown

    @property
    def is_of_yesterday(self) -> bool:
        """Whether a new day began since the cases were arranged."""
        return self._day != dates.today()

    def begin_day(self) -> None:
        """Arrange the cases by the day it is now."""
        self._day = dates.today()
        self._found_by.clear()
        self._sort()

    def arrange(self, order: Order) -> None:
        """Sort and fold as `order` says."""
        sorts, self.order = (order.column, order.reverse) != (self.order.column, self.order.reverse), order
        self._sort() if sorts else self._show()

    def search(self, words: str) -> None:
        """Show only the cases that hold every one of these words."""
        self.searched, self._wanted, self._shut = words, searching.folded_words(words), frozenset()
        self._show()

    def fold(self, group: str, *, folded: bool) -> None:
        """Fold or open a group; while something is searched for only until the search ends."""
        if not self._wanted:
            self.order = self.order.with_fold(group, folded=folded)
        self._shut = self._shut | {group} if folded else self._shut - {group}
        self._show()

    def _sort(self) -> None:
        self._sorted = arranging.sort(self._cases.values(), self.order)
        self._show()

    def _show(self) -> None:
        found = self._matching() if self._wanted else self._sorted
        self.matching = len(found)
        rows = arranging.arrange(found, self.order, dates.today(), searched=bool(self._wanted), shut=self._shut)
        places = {row.key: at for at, row in enumerate(rows)}
        if list(places) == list(self._places):
            changed = self._rows != (fresh := tuple(rows))
            self._rows, self._places = fresh, places
            if changed:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows, self._places = tuple(rows), places
        self.endResetModel()

    def _matching(self) -> list[CaseRow]:
        self.prepare(len(self._cases))
        found_by, found = self._found_by, self._sorted
        for word in self._wanted:
            found = [row for row in found if word in found_by[row.summary.id]]
        return found

    @property
    def unprepared(self) -> int:
        """How many cases' words are not ready for the search."""
        return len(self._cases) - len(self._found_by)

    def prepare(self, most: int) -> bool:
        """Make ready what so many more cases can be found by; whether some are left."""
        if len(self._found_by) >= len(self._cases):
            return False
        today, found_by = dates.today(), self._found_by
        left = (item for item in self._cases.items() if item[0] not in found_by)
        for key, row in islice(left, most):
            found_by[key] = searching.words_of(row, today)
        return len(found_by) < len(self._cases)

    def row_of(self, key: str) -> int:
        """The place of the row with this key, -1 where it is not shown."""
        return self._places.get(key, -1)

    def case_at(self, row: int) -> CaseRow | None:
        """The case of a row, None where a group's line stands there or nothing."""
        found = self.row_at(row)
        return found if isinstance(found, CaseRow) else None

    # --- for the view

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A group's line can have the keyboard, but is never one of the chosen."""
        if isinstance(self.row_at(index.row()), GroupRow):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row; its tip says why it was set aside, else all its items."""
        if role == Qt.ItemDataRole.ToolTipRole:
            case = self.case_at(index.row())
            return plain_tip(case.aside or "\n".join(case.summary.titles)) if case else None
        return super().data(index, role)
