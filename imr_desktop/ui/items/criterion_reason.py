"""Why a criterion is answered so: one line under the criteria, asked for where the answer departs from the record."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from imr_desktop.ui.items.criteria_model import CriterionRow
from imr_desktop.ui.widgets.case_line import CaseLine


class CriterionReason(CaseLine):
    """The reason of the current criterion's answer. `reason_given(criterion, reason)` while it is typed; `left()`."""

    reason_given = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("Reason for your answer", longest=1_000)
        self._row: CriterionRow | None = None
        self.text_edited.connect(self._on_edited)
        self.returnPressed.connect(self.left)
        self.hide()

    def show_criterion(self, row: CriterionRow | None) -> None:
        """Show the reason of a criterion's answer; hidden where the answer needs none and has none."""
        if self._row is not None and (row is None or row.report.id != self._row.report.id):
            self.flush()
        self._row = row
        reason = row.answer.reason if row and row.answer else ""
        self.show_words(reason)
        if row is not None and row.answer is not None:
            self.setPlaceholderText(f"Why is criterion {row.number} {row.status}? (R)")
        departs = row is not None and row.answer is not None and bool(row.computed)
        self.setVisible(bool(reason) or departs or self.hasFocus())

    def ask(self) -> None:
        """Ask for the reason of an answer; there is none to give before the answer."""
        if self._row is not None and self._row.answer is not None:
            self.show()
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the reason as it was."""
        if event.key() == Qt.Key.Key_Escape and self._row is not None and self._row.answer is not None:
            self.give_back()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_edited(self, words: str) -> None:
        if self._row is not None:
            self.reason_given.emit(self._row.report.id, words)
