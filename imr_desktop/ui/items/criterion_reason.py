"""Why a criterion is answered so: one line within the open criterion, asked for where the answer departs from the record."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from imr_desktop.language import tr
from imr_desktop.ui.items.criteria_model import CriterionRow
from imr_desktop.ui.widgets.case_line import CaseLine


class CriterionReason(CaseLine):
    """The reason of the current criterion's answer. `reason_given(criterion, reason)` while it is typed; `left()`.

    `wanted`: it is shown; `shown_or_hidden()` when that is another. `entered()`: the keyboard came into it.
    """

    reason_given = Signal(str, str)
    left = Signal()
    shown_or_hidden = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Reason for your answer"), longest=1_000)
        self._row: CriterionRow | None = None
        self.wanted = False
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
            self.setPlaceholderText(tr("Why is criterion {number} {status}? (R)", number=row.number, status=row.status))
        departs = row is not None and row.answer is not None and bool(row.computed)
        self._show(bool(reason) or departs or (self.hasFocus() and row is not None))

    def ask(self) -> None:
        """Ask for the reason of an answer; there is none to give before the answer."""
        if self._row is not None and self._row.answer is not None:
            self._show(True)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the reason as it was."""
        if event.key() == Qt.Key.Key_Escape and self._row is not None and self._row.answer is not None:
            self.give_back()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, wanted: bool) -> None:
        self.setVisible(wanted)
        if wanted != self.wanted:
            self.wanted = wanted
            self.shown_or_hidden.emit()

    def _on_edited(self, words: str) -> None:
        if self._row is not None:
            self.reason_given.emit(self._row.report.id, words)
