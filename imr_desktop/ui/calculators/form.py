"""A calculator's inputs as fields, made from its description. What the case says is filled in and told."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLineEdit, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.review.calculators import Calculator, CalculatorContext, InputField
from imr_desktop.ui.calculators.lines import Lines
from imr_desktop.ui.theme import px, set_property
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, grid, tab_chain

_COLUMNS = 3
_NOT_CHOSEN = mark("Not chosen")
_LINES = 84
_MOST_TYPED = 2000
_CASELESS = Qt.CaseSensitivity.CaseInsensitive


class FieldsForm(QWidget):
    """The fields of one calculator. `changed()`: something was typed or chosen. `refused(sentence)`: it was not taken."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, calculator: Calculator, context: CalculatorContext) -> None:
        super().__init__()
        self.calculator = calculator
        self.fields: dict[str, QLineEdit | QComboBox | Lines] = {
            field.name: self._widget(field, context) for field in calculator.fields
        }
        self._filled: dict[str, str] = {}
        self._told = PlainLabel("", "muted", wrap=True)
        self._told.hide()
        self.setLayout(column(self._grid(), 8, self._told))
        tab_chain(*self.fields.values())

    def given(self) -> dict[str, str | list[str]]:
        """What stands in the fields, by name."""
        found: dict[str, str | list[str]] = {}
        for field in self.calculator.fields:
            words = self._words(field.name)
            found[field.name] = words.splitlines() if field.many else words
        return found

    def begun(self) -> bool:
        """Whether anything stands in the fields beside what was filled in and what holds by default."""
        return any(
            self._words(field.name).strip() not in ("", field.default, self._filled.get(field.name))
            for field in self.calculator.fields
        )

    def fill(self, words: Mapping[str, str]) -> None:
        """Put in what the case says, in fields that are empty or hold what was filled in before."""
        for field in self.calculator.fields:
            before, after = self._filled.get(field.name, ""), words.get(field.name, "")
            if after != before and self._words(field.name) in ("", field.default, before):
                self._set(field.name, after or field.default)
                self._filled[field.name] = after
        labels = [
            self.calculator.field(name).label
            for name, filled in self._filled.items()
            if filled and self._words(name) == filled
        ]
        self._told.say(tr("From the case: {labels}", labels=", ".join(labels)) if labels else "")

    def enter(self, words: Mapping[str, str]) -> None:
        """Put words into fields, as if they were typed."""
        for name, typed in words.items():
            self._set(name, typed)

    def mark(self, name: str) -> None:
        """Show which field is refused; an empty name clears all."""
        for key, widget in self.fields.items():
            set_property(widget, "invalid", key == name)

    def focus_first(self) -> None:
        """Into the first field that is empty, else the first."""
        empty = (self.fields[field.name] for field in self.calculator.fields if not self._words(field.name))
        next(empty, next(iter(self.fields.values()))).setFocus()

    def _grid(self) -> QGridLayout:
        made, at = grid(16, 4), 0
        for field in self.calculator.fields:
            span = _COLUMNS if field.many else 1
            at = at if span == 1 else -(-at // _COLUMNS) * _COLUMNS
            label = PlainLabel(_label(field), "muted")
            label.setBuddy(self.fields[field.name])
            made.addWidget(label, at // _COLUMNS * 2, at % _COLUMNS, 1, span)
            made.addWidget(self.fields[field.name], at // _COLUMNS * 2 + 1, at % _COLUMNS, 1, span)
            at += span
        for index in range(_COLUMNS):
            made.setColumnStretch(index, 1)
        return made

    def _widget(self, field: InputField, context: CalculatorContext) -> QLineEdit | QComboBox | Lines:
        if field.many:
            made: QLineEdit | QComboBox | Lines = self._lines(field)
        elif field.kind == "choice":
            made = self._choice(field, context)
        else:
            made = self._line(field, context)
        made.setAccessibleName(_label(field))
        return made

    def _lines(self, field: InputField) -> Lines:
        made = Lines()
        made.refused.connect(self.refused)
        made.setFixedHeight(px(_LINES))
        made.setPlaceholderText(tr("{example}\nOne a line", example=field.example) if field.example else tr("One a line"))
        made.textChanged.connect(self.changed)
        return made

    def _choice(self, field: InputField, context: CalculatorContext) -> QComboBox:
        made = QComboBox()
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(10)
        if not field.default:
            made.addItem(tr(_NOT_CHOSEN), "")
        pairs = field.choices_of(context) if field.choices_of else tuple((one, one) for one in field.choices)
        for value, words in pairs:
            made.addItem(words[:1].upper() + words[1:], value)
        made.currentIndexChanged.connect(self.changed)
        return made

    def _line(self, field: InputField, context: CalculatorContext) -> QLineEdit:
        made = QLineEdit(field.default)
        made.setMaxLength(_MOST_TYPED)
        made.setPlaceholderText(tr("MM/DD/YYYY") if field.kind == "date" else field.example)
        if field.choices_of:
            names = [value for value, _words in field.choices_of(context)]
            completer = QCompleter(names, made)
            completer.setCaseSensitivity(_CASELESS)
            made.setCompleter(completer)
        made.textChanged.connect(self.changed)
        return made

    def _words(self, name: str) -> str:
        widget = self.fields[name]
        if isinstance(widget, QComboBox):
            return widget.currentData() or ""
        return widget.toPlainText() if isinstance(widget, Lines) else widget.text()

    def _set(self, name: str, words: str) -> None:
        widget = self.fields[name]
        if isinstance(widget, QComboBox):
            widget.setCurrentIndex(max(widget.findData(words), 0))
        elif isinstance(widget, Lines):
            widget.put(words)
        else:
            widget.setText(words)
            widget.setCursorPosition(0)


def _label(field: InputField) -> str:
    return f"{field.label} ({field.unit})" if field.unit and field.unit not in field.label.lower() else field.label
