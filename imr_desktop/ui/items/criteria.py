"""The criteria list: one card, one answer. M, N, D and A answer and go on; Backspace takes back; Enter cites."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from imr_desktop.case.model import DisputedItem, SourceRef
from imr_desktop.language import mark, tr
from imr_desktop.ui.items.opening_list import OpeningList
from imr_desktop.ui.widgets import statuses
from imr_desktop.ui.widgets.bare_keys import BareKeys
from imr_desktop.ui.widgets.row_menu import Act, RowMenu

if TYPE_CHECKING:
    from imr_desktop.review.checking import ItemReport

HELP = mark(
    "M met, N not met, D not documented, A not applicable, C conflicting; Backspace clears, "
    "Enter cites evidence, R gives a reason, S searches the record, I shows details."
)
ANSWERS = {
    Qt.Key.Key_M: "met",
    Qt.Key.Key_N: "not met",
    Qt.Key.Key_D: "not documented",
    Qt.Key.Key_A: "not applicable",
    Qt.Key.Key_C: "conflicting",
}
DECISIONS = {Qt.Key.Key_U: "Upheld", Qt.Key.Key_O: "Overturned"}


class CriteriaList(OpeningList):
    """Criteria of one item. Bare letters act here because the list has the focus, never in a text field.

    `answered(criterion, status)`, status empty to take an answer back; `decided(decision)`; `cite_requested(criterion)`;
    `details_requested()`; `reason_requested()`; `search_requested(inputs)`: the record for what is missing, all where
    `inputs` is empty. `current_changed()` also where the current criterion is answered. `answering(on)`: letters are answers,
    for the list has the keyboard, or not.
    """

    answered = Signal(str, str)
    decided = Signal(str)
    cite_requested = Signal(str)
    details_requested = Signal()
    reason_requested = Signal()
    search_requested = Signal(object)
    answering = Signal(bool)

    def __init__(self) -> None:
        super().__init__(tr("Guideline criteria"), tr(HELP))
        self.row_model.dataChanged.connect(self.current_changed)
        RowMenu(self, self._acts)

    def show_item(
        self, item: DisputedItem | None, report: ItemReport | None, pending: dict[str, tuple[SourceRef, ...]]
    ) -> None:
        """Show an item's criteria; the current row stays unless the criteria are others."""
        self.row_model.show(item, report, pending)
        if self.row() < 0 and self.rows():
            self.select_row(self.row_model.first_open())

    def _acts(self) -> tuple[Act, ...]:
        row = self.current()
        if row is None:
            return ()
        cited, asked = partial(self.cite_requested.emit, row.report.id), not row.historical
        answers = (
            Act(statuses.criterion(status).word, letter.name[-1], partial(self.answer_current, status), asked)
            for letter, status in ANSWERS.items()
        )
        return (
            *answers,
            Act(tr("Clear the answer"), "Backspace", partial(self.answered.emit, row.report.id, "")),
            Act(tr("Cite evidence"), "Enter", cited, asked),
            Act(tr("Give a reason"), "R", self.reason_requested.emit, asked),
            Act(tr("Search the record"), "S", partial(self.search_requested.emit, ())),
            Act(tr("Details"), "I", self.details_requested.emit),
        )

    def bare_keys(self) -> BareKeys:
        """Answers in a row, a decision at the end."""
        return BareKeys(series="mndac", last="uor", alone="si", words=("no", "do"), name="answers")

    def key_hints(self) -> str:
        return tr("M  met   N  not met   D  not documented   A  not applicable   ·   Enter  cite evidence   ·   U  O  decide")

    def set_compact(self, compact: bool) -> None:
        """Short status words, no chips."""
        self.delegate.compact = compact
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.answering.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.answering.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer, decide, cite, or move."""
        row = self.current()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or row is None or (row.historical and _answers(event)):
            super().keyPressEvent(event)
        elif event.key() in ANSWERS:
            self.answer_current(ANSWERS[Qt.Key(event.key())])
        elif event.key() in DECISIONS:
            self.decided.emit(DECISIONS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.answered.emit(row.report.id, "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cite_requested.emit(row.report.id)
        elif event.key() == Qt.Key.Key_I:
            self.details_requested.emit()
        elif event.key() == Qt.Key.Key_R:
            self.reason_requested.emit()
        elif event.key() == Qt.Key.Key_S:
            self.search_requested.emit(())
        else:
            super().keyPressEvent(event)

    def answer_current(self, status: str) -> None:
        """Answer the current criterion and go on to the next."""
        row, at = self.current(), self.row()
        if row is not None and not row.historical:
            self.answered.emit(row.report.id, status)
            self.select_row(at + 1)


def _answers(event: QKeyEvent) -> bool:
    """Whether a key would answer or cite: nothing does so on a historical criterion."""
    return event.key() in (*ANSWERS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_R)
