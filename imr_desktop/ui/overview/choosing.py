"""Contradictions: which value holds, and why. Nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.overview import rows
from imr_desktop.ui.overview.overview_list import OverviewList
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button, RadioButton
from imr_desktop.ui.widgets.labels import Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, Resolution
    from imr_desktop.review.overview import Conflict, ConflictValue


_NONE = mark("Nothing that was read contradicts itself. Pages that were not read may.")


class Choosing(QWidget):
    """`kept(conflict, value, reason)`: the reviewer chose; `looked_at(page, quote)`: another value's page is wanted."""

    kept = Signal(object, object, str)
    looked_at = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._conflicts: dict[str, Conflict] = {}
        self._buttons: list[RadioButton] = []
        self._shown: Conflict | None = None
        self._begun: dict[str, tuple[int, str]] = {}
        self._made: dict[str, Resolution] = {}
        self._locked = False
        self.list = OverviewList(tr("Facts that documents differ in"), tr("Tab goes to the values; Enter opens the page."))
        self.none = PlainLabel(tr(_NONE), "muted", wrap=True)
        self.question = PlainLabel("", "strong", wrap=True)
        self.values, self._group = QVBoxLayout(), QButtonGroup(self)
        self.reason = fields.line(tr("Why this value holds"), hint=tr("Why it holds: it is kept with the case"))
        self.keep_button = Button(tr("&Keep this choice"), "check", kind="primary")
        self.fields = (self.reason, self.keep_button)
        self.refused = PlainLabel("", "error", wrap=True)
        self.refused.hide()
        asked = column(
            *(self.question, 6, self.values, 8, row((self.reason, 1), self.keep_button), self.refused),
            margins=(14, 10, 14, 12),
            spacing=2,
        )
        self._card = QWidget()
        self._card.setLayout(asked)
        self._card.hide()
        self.none.setContentsMargins(14, 12, 14, 12)
        self.setLayout(column(self.none, (self.list, 1), Hairline(), self._card))
        self._group.buttonToggled.connect(self._on_value)
        self.reason.textChanged.connect(self._show_ready)
        self.reason.returnPressed.connect(self._keep)
        self.keep_button.clicked.connect(self._keep)

    def show_conflicts(self, case: Case, conflicts: Sequence[Conflict], waiting: Sequence[Conflict]) -> None:
        """Show the contradictions, those that wait first."""
        self._conflicts = {one.key: one for one in conflicts}
        self._locked = case.locked
        made = {one.place: one for one in case.resolutions}
        if self._shown is not None and made.get(self._shown.key) != self._made.get(self._shown.key):
            self._shown = None  # the choice was made, or taken back: what was begun is done with
        self._made = made
        self._card.setVisible(bool(conflicts))
        self.list.row_model.show_rows(rows.conflict_rows(case, conflicts, waiting))
        if self.list.row() < 0:
            self.list.select_row(0)
        self.show_current()

    @Slot()
    def show_current(self) -> None:
        """The values of the current contradiction; what was begun about it stands as it was left."""
        current = self.list.current()
        conflict = self._conflicts.get(current.key) if current is not None else None
        if conflict is not None and conflict == self._shown and len(self._buttons) == len(conflict.values):
            self._enable()
            return
        self._clear()
        self._shown = conflict
        self.question.setText(tr("Which holds? {fact}", fact=rows.place_words(conflict.key)) if conflict else "")
        for number, value in enumerate(conflict.values if conflict else ()):
            button = RadioButton(f"{rows.chosen_words(value.value)}   {rows.places(value.sources)}".replace("&", "&&"))
            self._buttons.append(button)
            self._group.addButton(button, number)
            self.values.addWidget(button)
            QWidget.setTabOrder(self._buttons[number - 1] if number else self.list, button)
        if self._buttons:
            QWidget.setTabOrder(self._buttons[-1], self.reason)
        self._restore(self._begun.pop(conflict.key, None) if conflict else None)
        self._enable()

    def _restore(self, begun: tuple[int, str] | None) -> None:
        number, reason = begun or (-1, "")
        self.reason.setText(reason)
        if 0 <= number < len(self._buttons):
            self._buttons[number].setChecked(True)

    def _enable(self) -> None:
        for button in self._buttons:
            button.setEnabled(not self._locked)
        self.reason.setReadOnly(self._locked)
        self._show_ready()

    def _clear(self) -> None:
        begun = self._group.checkedId(), self.reason.text()
        if self._shown is not None and begun != (-1, ""):
            self._begun[self._shown.key] = begun
        self._shown = None
        for button in self._buttons:
            self._group.removeButton(button)
            self.values.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        self.reason.clear()

    def _chosen(self) -> tuple[Conflict, ConflictValue] | None:
        current, number = self.list.current(), self._group.checkedId()
        conflict = self._conflicts.get(current.key) if current is not None else None
        return (conflict, conflict.values[number]) if conflict and number >= 0 else None

    @Slot()
    def _on_value(self) -> None:
        self._show_ready()
        if (chosen := self._chosen()) and (sources := rows.chips(chosen[1].sources)):
            _label, page, quote = sources[0]
            self.looked_at.emit(page, quote)

    @Slot()
    def _show_ready(self) -> None:
        missing = self._missing()
        self.refused.hide()
        self.keep_button.setEnabled(not missing and not self._locked)
        self.keep_button.setToolTip(tr("This case is signed") if self._locked else missing)

    def _missing(self) -> str:
        """What a choice still needs; empty where it can be kept."""
        if self._chosen() is None:
            return tr("Choose a value first")
        return "" if self.reason.text().strip() else tr("Say why first")

    @Slot()
    def _keep(self) -> None:
        chosen = self._chosen()
        if not self.keep_button.isEnabled():
            self.refused.say(self.keep_button.toolTip())
        elif chosen is not None:
            self.kept.emit(*chosen, self.reason.text().strip())
            if not self.keep_button.isEnabled():
                self.list.select_row(0)  # the next that waits, if one does
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
