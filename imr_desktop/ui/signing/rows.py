"""The parts of the sign panel: a line with an icon, a problem that wants a reason, an attestation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from imr_desktop.language import told, tr
from imr_desktop.ui.checks.reasons import reason_target
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from imr_desktop.review.checking import Problem


class IconLine(QWidget):
    """An icon, words, and a note on the right."""

    def __init__(self, icon: str, token: str, text: str, note: str = "") -> None:
        super().__init__()
        words = PlainLabel(text, "strong", wrap=True)
        self.setLayout(row(IconLabel(icon, token), (words, 1), PlainLabel(note, "muted"), margins=(0, 2, 0, 2)))


class ReasonRow(QWidget):
    """A problem to consider: what it says, and a field for the reason to sign all the same."""

    reason_given = Signal(str, str)
    reason_typed = Signal(str, str)

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem
        self.draft = f"reason:{reason_target(problem)}"
        self.field = fields.line(
            tr("Reason to sign although: {message}", message=told(problem.message)), "", tr("Why it may stand")
        )
        self._take = Button(tr("Acknowledge"), tip="Enter")
        self._take.setEnabled(False)
        self.setLayout(
            column(
                row(IconLabel("triangle-alert", "warn"), (PlainLabel(told(problem.message), "strong", wrap=True), 1)),
                2,
                row(24, (PlainLabel(told(problem.place.label), "muted"), 1)),
                4,
                row(24, (self.field, 1), self._take),
                margins=(0, 4, 0, 8),
            )
        )
        self.field.textChanged.connect(self._on_typed)
        self.field.textEdited.connect(self._on_edited)
        self.field.returnPressed.connect(self._on_given)
        self._take.clicked.connect(self._on_given)

    def follow(self, before: QWidget) -> QWidget:
        """Come after a widget in the order of Tab; the last of the row."""
        QWidget.setTabOrder(before, self.field)
        QWidget.setTabOrder(self.field, self._take)
        return self._take

    @Slot()
    def _on_typed(self) -> None:
        self._take.setEnabled(bool(self.field.text().strip()))

    @Slot(str)
    def _on_edited(self, words: str) -> None:
        self.reason_typed.emit(self.draft, words)

    @Slot()
    def _on_given(self) -> None:
        if self.field.text().strip():
            self.reason_given.emit(reason_target(self.problem), self.field.text().strip())


class AttestRow(QWidget):
    """A statement the reviewer ticks; its words wrap beside the box."""

    attested = Signal(str, bool)

    def __init__(self, key: str, text: str) -> None:
        super().__init__()
        self.key = key
        self.box = QCheckBox()
        self.box.setAccessibleName(text)
        self.box.setMinimumSize(px(28), px(24))
        self._words = PlainLabel(text, "strong", wrap=True)
        top = column(self.box, None)
        self.setLayout(row(top, (self._words, 1), margins=(0, 4, 0, 4), spacing=4))
        self.box.toggled.connect(self._on_toggled)

    def set_made(self, made: bool) -> None:
        """Show whether the case holds the attestation; says nothing."""
        self.box.blockSignals(True)
        self.box.setChecked(made)
        self.box.blockSignals(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the words ticks the box."""
        if self.isEnabled():
            self.box.toggle()

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        self.attested.emit(self.key, on)
