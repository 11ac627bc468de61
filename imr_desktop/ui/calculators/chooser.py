"""The list of calculators."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from imr_desktop.rules.calculators import Calculator, calculators
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import paint
from imr_desktop.ui.widgets.row_model import RowModel
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index, RowDelegate, RowList


@dataclass(frozen=True)
class CalculatorRow:
    """One calculator of the list."""

    calculator: Calculator

    @property
    def key(self) -> str:
        """Its name."""
        return self.calculator.name

    @property
    def words(self) -> str:
        """Its title."""
        return self.calculator.title

    @property
    def spoken(self) -> str:
        """Title and purpose."""
        return f"{self.calculator.title}: {self.calculator.purpose}"


class CalculatorDelegate(RowDelegate):
    """The title on one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(px(160), px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, title, focus."""
        self.paint_ground(painter, option, rule=False)
        area = QRect(option.rect.x() + px(14), option.rect.y(), option.rect.width() - px(20), option.rect.height())
        paint.text(painter, area, index.data(ROW_ROLE).words, "text", 13, 500)
        self.paint_focus(painter, option)


class Chooser(RowList):
    """All calculators. `chosen(name)`: another one became current."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("Calculators", "Arrow keys choose one")
        self.setProperty("bg", "sunken")
        self._rows = RowModel[CalculatorRow](self)
        self._rows.show_rows(CalculatorRow(one) for one in calculators())
        self.setModel(self._rows)
        self.setItemDelegate(CalculatorDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def choose(self, name: str) -> None:
        """Make a calculator current by name."""
        self.select_row(self._rows.row_of(name))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which one is current."""
        super().currentChanged(current, previous)
        row = self._rows.row_at(current.row())
        if row is not None:
            self.chosen.emit(row.key)
