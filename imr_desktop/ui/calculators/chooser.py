"""The list of calculators."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter

from imr_desktop.language import tr
from imr_desktop.review.calculators import Calculator, calculators
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.rows import RowDelegate, RowList, RowModel


@dataclass(frozen=True)
class CalculatorRow:
    """One calculator of the list."""

    calculator: Calculator

    @property
    def key(self) -> str:
        return self.calculator.name

    @property
    def words(self) -> str:
        return self.calculator.title

    @property
    def spoken(self) -> str:
        return f"{self.calculator.title}: {self.calculator.purpose}"


class CalculatorDelegate(RowDelegate[CalculatorRow]):
    """The title on one line."""

    ruled = False
    uniform = True

    def height(self, row: CalculatorRow) -> int:
        return px(36)

    def draw(self, painter: QPainter, row: CalculatorRow, area: QRect, *, chosen: bool) -> None:
        paint.text(painter, area.adjusted(px(14), 0, -px(6), 0), row.words, "text", 13, 500)


class Chooser(RowList[CalculatorRow]):
    """All calculators. `chosen(name)`: another one became current."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Calculators"), tr("Arrow keys choose one"), RowModel(), CalculatorDelegate)
        self.setProperty("bg", "sunken")
        self.row_model.show_rows(CalculatorRow(one) for one in calculators())
        self.current_changed.connect(self._on_current)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def choose(self, name: str) -> None:
        self.select_row(self.row_model.row_of(name))

    def _on_current(self) -> None:
        if (row := self.current()) is not None:
            self.chosen.emit(row.key)
