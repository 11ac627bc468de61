"""The calculators' window: it stays open beside the case while the reviewer works."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imr_desktop.errors import ImrError
from imr_desktop.language import mark, told, tr
from imr_desktop.review.calculators import (
    Calculation,
    CalculatorContext,
    InputRefused,
    as_text,
    calculate,
    calculator,
    calculators,
)
from imr_desktop.ui.announce import announce
from imr_desktop.ui.calculators.chooser import Chooser
from imr_desktop.ui.calculators.form import FieldsForm
from imr_desktop.ui.calculators.result import ResultView
from imr_desktop.ui.dialogs import SideDialog
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, row

WIDTH, HEIGHT, LIST = 776, 620, 184
NO_CASE = mark("Open a case to insert the result into a rationale.")
Prefill = Callable[[str], Mapping[str, str]]


class CalculatorDialog(SideDialog):
    """Choose at the left, type at the right, read below. It never stands in the way of the window behind it.

    `prefill(name)` gives what the case says of a calculator's fields. `insert_requested(sentence)`: put this into the
    item's rationale. `notified(message)`.
    """

    insert_requested = Signal(str)
    notified = Signal(str)

    def __init__(self, parent: QWidget, context: CalculatorContext, prefill: Prefill) -> None:
        super().__init__(parent, tr("Calculators"), WIDTH, HEIGHT)
        self._context, self._prefill = context, prefill
        self._forms: dict[str, FieldsForm] = {}
        self._insertable, self._name = False, ""
        self.calculation: Calculation | None = None
        self.chooser, self.result_view = Chooser(), ResultView()
        self.title, self.forms = PlainLabel("", "h1"), QVBoxLayout()
        self.copy_button = Button(tr("&Copy result"), "copy")
        self.insert_button = Button(tr("&Insert into rationale"), "corner-down-left", kind="primary")
        self._lay_out()
        self.chooser.chosen.connect(self._on_chosen)
        self.copy_button.clicked.connect(self.copy)
        self.insert_button.clicked.connect(self.insert)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.insert)
        QShortcut(QKeySequence("F9"), self, self.reject)
        self.choose(calculators()[0].name)

    def _lay_out(self) -> None:
        buttons = row(None, self.copy_button, self.insert_button, spacing=px(8))
        work = framed(
            column(
                self.title,
                px(10),
                self.forms,
                px(10),
                Hairline(),
                px(10),
                (self.result_view, 1),
                px(10),
                buttons,
                margins=(px(16), px(14), px(16), px(14)),
            )
        )
        side = framed(column((self.chooser, 1), margins=(1, px(8), 1, px(8))))
        side.setFixedWidth(px(LIST))
        self.setLayout(row(side, (work, 1), margins=(px(8), px(8), px(8), px(8)), spacing=px(8)))

    # --- what the window asks

    def choose(self, name: str) -> None:
        self.chooser.choose(name)

    def form(self) -> FieldsForm:
        return self._forms[self._name]

    def set_insertable(self, insertable: bool) -> None:
        """Whether there is a rationale that may be written in."""
        self._insertable = insertable
        self._show_buttons()

    def begin(self) -> None:
        """Take over what the case says now, and go to the first field to fill in."""
        self._fill()
        self.form().focus_first()

    @Slot()
    def copy(self) -> None:
        """Put the whole calculation on the clipboard, with its steps and source."""
        if self.calculation is not None:
            QGuiApplication.clipboard().setText(as_text(self.title.text(), self.calculation))
            self.notified.emit(tr("Result copied"))

    @Slot()
    def insert(self) -> None:
        """Ask for the result's sentence to be put into the rationale."""
        if self.calculation is not None and self._insertable:
            self.insert_requested.emit(self.calculation.result.sentence)

    # --- its own parts

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        chosen = calculator(name)
        if name not in self._forms:
            made = FieldsForm(chosen, self._context)
            self._forms[name] = made
            self.forms.addWidget(made)
            made.changed.connect(self._compute)
            made.refused.connect(self._on_refused)
        self._name = name
        self.title.setText(chosen.title)
        # One form in view at a time; hidden ones take no room, as pages of a stack would.
        for other, form in self._forms.items():
            form.setVisible(other == name)
        self._fill()

    def _fill(self) -> None:
        form = self.form()
        form.blockSignals(True)
        form.fill(self._prefill(form.calculator.name))
        form.blockSignals(False)
        self._compute()

    @Slot()
    def _compute(self) -> None:
        form = self.form()
        self.calculation, refused = None, ""
        try:
            self.calculation = calculate(form.calculator.name, form.given(), self._context)
            self.result_view.show_calculation(self.calculation)
        except ImrError as error:
            begun = form.begun()
            refused = error.field if isinstance(error, InputRefused) and begun else ""
            self.result_view.show_sentence(told(error.sentence), "error" if begun else "muted")
        form.mark(refused)
        self._show_buttons()
        if self.isVisible():
            announce(self.result_view, self.result_view.said)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.result_view.show_sentence(sentence, "error")
        self.calculation = None
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.copy_button.setEnabled(self.calculation is not None)
        self.insert_button.setEnabled(self.calculation is not None and self._insertable)
        self.insert_button.setToolTip("Ctrl+Enter" if self._insertable else tr(NO_CASE))

    def changeEvent(self, event: QEvent) -> None:
        """Back from the case: another item or date may be there now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.isVisible():
            self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field is no button press."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)
