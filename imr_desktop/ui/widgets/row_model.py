"""The model of a list whose rows are immutable values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from imr_desktop.ui.widgets.rows import ROW_ROLE, Index


class Row(Protocol):
    """What a row tells of itself: which it is, its words for the eye, its words for the ear."""

    @property
    def key(self) -> str:
        """What stays the same when the row's content changes."""

    @property
    def words(self) -> str:
        """The row's text."""

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""


R = TypeVar("R", bound=Row)


class RowModel(QAbstractListModel, Generic[R]):
    """Shows rows; the same keys in the same order keep the view's selection and scroll, others begin anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[R, ...] = ()

    def show_rows(self, rows: Iterable[R]) -> None:
        """Show these rows in place of the former."""
        fresh = tuple(rows)
        if fresh == self._rows:
            return
        if [row.key for row in fresh] == [row.key for row in self._rows]:
            self._rows = fresh
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    @property
    def shown(self) -> tuple[R, ...]:
        return self._rows

    def row_at(self, row: int) -> R | None:
        """A row, None beyond the list."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: str) -> int:
        """The place of the row with this key, -1 where it is not."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row, its words, what is spoken."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        return row.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None
