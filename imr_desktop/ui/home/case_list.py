"""The list of the worklist: several cases can be chosen, groups fold, and it keeps its place whatever becomes of the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from imr_desktop.language import tr
from imr_desktop.ui.home.arranging import GroupRow
from imr_desktop.ui.home.delegate import WorklistDelegate
from imr_desktop.ui.home.model import ListRow, Worklist
from imr_desktop.ui.home.worklist import CaseRow
from imr_desktop.ui.widgets.rows import Index, RowList

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FOLDS = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}
_Select = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True)
class _Place:
    """Where the list stood: the current row's key and place, how far it lay below the top, and the chosen keys."""

    key: str
    row: int
    below: int
    chosen: frozenset[str]
    scrolled: int


class CaseList(RowList[ListRow]):
    """`case_requested(id)`: open it. `menu_requested(at)`, `forget_requested()`: for the chosen. `chosen_changed()`.

    `looked_at()`: other rows are in view. `folded()`: a group was folded or opened.
    """

    case_requested = Signal(str)
    menu_requested = Signal(QPoint)
    forget_requested = Signal()
    chosen_changed = Signal()
    looked_at = Signal()
    folded = Signal()

    def __init__(self, model: Worklist) -> None:
        super().__init__(
            tr("Cases"), tr("Enter opens a case. Typing searches. Left and Right fold groups."), model, WorklistDelegate
        )
        self.cases = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(self.chosen_changed)
        self.doubleClicked.connect(self._on_double_clicked)
        self.verticalScrollBar().valueChanged.connect(self.looked_at)

    # --- what is chosen, what is in view

    @property
    def chosen(self) -> tuple[CaseRow, ...]:
        """The chosen cases, in the order of the list; where none is, the one that has the keyboard."""
        found = tuple(case for row in sorted(self._chosen_rows()) if (case := self.cases.case_at(row)) is not None)
        current = self.cases.case_at(self.row())
        return found or ((current,) if current is not None else ())

    @property
    def chosen_count(self) -> int:
        return sum(1 for row in self._chosen_rows() if self.cases.case_at(row) is not None)

    @property
    def has_chosen(self) -> bool:
        """Whether something can be done with a case."""
        return self.cases.case_at(self.row()) is not None or self.selectionModel().hasSelection()

    def _chosen_rows(self) -> Iterator[int]:
        # Asking Qt for the indexes of a selection asks the model for each row's flags.
        for run in self.selectionModel().selection().toList():
            yield from range(run.top(), run.bottom() + 1)

    def in_view(self) -> list[CaseRow]:
        """The cases that can be seen."""
        first, last = self.indexAt(QPoint(1, 1)).row(), self.indexAt(QPoint(1, self.viewport().height() - 1)).row()
        rows = range(max(first, 0), last + 1 if last >= 0 else self.rows())
        return [case for row in rows[:200] if (case := self.cases.case_at(row)) is not None]

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Rows are all of one height: one that changed is painted anew, and the others are not laid out for it."""
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    # --- keeping its place

    def keeping_place(self, change: Callable[[], None], *, to: str = "", else_first: bool = False) -> None:
        """Make a change of the rows; the case that was current stays so, at the same height, and so do the chosen.

        `to` is the case to be on instead, where it is shown. A case that is gone leaves its place to the next one, or to the
        first of all.
        """
        place = self._place()
        change()
        wanted = self.cases.row_of(to) if to and to != place.key else -1
        kept = self.cases.row_of(place.key) if wanted < 0 else -1
        near = 0 if else_first or place.row < 0 else min(place.row, self.rows() - 1)
        row = next((at for at in (wanted, kept) if at >= 0), self._next_case(near))
        if 0 <= row < self.rows():
            self._choose(row, place.chosen if wanted < 0 else frozenset())
            self._scroll_to(row, place if kept >= 0 else None)

    def _place(self) -> _Place:
        current = self.currentIndex()
        row = self.cases.row_at(current.row())
        keys = (self.cases.row_at(at) for at in self._chosen_rows())
        return _Place(
            row.key if row is not None else "",
            current.row(),
            self.visualRect(current).y() if current.isValid() else 0,
            frozenset(chosen.key for chosen in keys if chosen is not None),
            self.verticalScrollBar().value(),
        )

    def _next_case(self, row: int) -> int:
        """The case at a place, or else the nearest one; the line of a group only where there is no case."""
        rows = [*range(max(row, 0), self.rows()), *range(row - 1, -1, -1)]
        return next((at for at in rows if self.cases.case_at(at) is not None), row)

    def _choose(self, row: int, keys: frozenset[str]) -> None:
        places = sorted(at for key in keys if (at := self.cases.row_of(key)) >= 0) or [row]
        chosen = QItemSelection()
        for first, last in _runs(places):
            chosen.select(self.cases.index(first), self.cases.index(last))
        self.selectionModel().setCurrentIndex(self.cases.index(row), _Select.NoUpdate)
        self.selectionModel().select(chosen, _Select.ClearAndSelect)

    def _scroll_to(self, row: int, place: _Place | None) -> None:
        self.executeDelayedItemsLayout()
        bar, index = self.verticalScrollBar(), self.cases.index(row)
        if place is not None and 0 <= place.below <= self.viewport().height():
            bar.setValue(bar.value() + self.visualRect(index).y() - place.below)
        elif place is not None:
            bar.setValue(place.scrolled)
        if place is None or place.below >= 0:
            self.scrollTo(index)

    # --- folding

    def fold(self, row: ListRow | None, *, folded: bool) -> None:
        """Fold or open the group of a row; where it is folded its line has the keyboard."""
        name = row.name if isinstance(row, GroupRow) else ""
        if name:
            self.keeping_place(lambda: self.cases.fold(name, folded=folded))
            self.folded.emit()

    def _toggle(self, row: GroupRow) -> None:
        self.fold(row, folded=not row.folded)

    def _to_group(self) -> None:
        at = next((at for at in range(self.row(), -1, -1) if isinstance(self.cases.row_at(at), GroupRow)), -1)
        self.select_row(at)

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Space, Left and Right fold; what can be typed is left to the search."""
        row, key, plain = self.current(), Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTER:
            self.open_current()
        elif plain == Qt.KeyboardModifier.NoModifier and self._acts(row, key):
            event.accept()
        elif is_typed(event) and not (key == Qt.Key.Key_Space and plain & Qt.KeyboardModifier.ControlModifier):
            event.ignore()
        elif key == Qt.Key.Key_C and plain == Qt.KeyboardModifier.ControlModifier:
            self.copy_numbers()
        else:
            super().keyPressEvent(event)

    def _acts(self, row: ListRow | None, key: Qt.Key) -> bool:
        if key in _FOLDS and isinstance(row, GroupRow):
            self.fold(row, folded=_FOLDS[key])
        elif key == Qt.Key.Key_Left:
            self._to_group()
        elif key == Qt.Key.Key_Space and isinstance(row, GroupRow):
            self._toggle(row)
        elif key == Qt.Key.Key_Delete and self.chosen:
            self.forget_requested.emit()
        elif key == Qt.Key.Key_Escape and self.chosen_count > 1:
            self.select_row(self.row())
        else:
            return False
        return True

    def open_current(self) -> None:
        """Open the case that has the keyboard; a group's line is folded or opened."""
        row = self.current()
        if isinstance(row, GroupRow):
            self._toggle(row)
        elif row is not None:
            self.case_requested.emit(row.key)

    @Slot()
    def copy_numbers(self) -> None:
        """Put the numbers of the chosen cases on the clipboard, one a line."""
        numbers = [case.summary.number for case in self.chosen if case.summary.number]
        if numbers:
            QGuiApplication.clipboard().setText("\n".join(numbers))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a group's line folds or opens it."""
        row = self.cases.row_at(self.indexAt(event.position().toPoint()).row())
        if isinstance(row, GroupRow) and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._toggle(row)
            return
        super().mousePressEvent(event)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if (case := self.cases.case_at(index.row())) is not None:
            self.case_requested.emit(case.key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the chosen cases, where the mouse or the keyboard is."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            at = event.globalPos()
        else:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.chosen:
            self.menu_requested.emit(at)


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of numbers that follow one another."""
    first = before = places[0]
    for at in places[1:]:
        if at != before + 1:
            yield first, before
            first = at
        before = at
    yield first, before


def is_typed(event: QKeyEvent) -> bool:
    """Whether a key gives a letter for a text field."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    groups = held == (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)  # AltGr on some keyboards
    return (
        bool(event.text())
        and event.text().isprintable()
        and (not held or groups or held == Qt.KeyboardModifier.GroupSwitchModifier)
    )
