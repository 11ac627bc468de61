"""The case's own facts, which a determination prints and its deadline counts from."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from imr_desktop.case import dates, edits
from imr_desktop.case.fields import EDITED, named, title
from imr_desktop.case.model import Case, ClaimDates, Credentials
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.push import set_property

_TRACKS = (("standard", "Standard"), ("expedited", "Expedited"), ("formulary", "Formulary"))
_SEXES = ((None, "Not stated"), ("female", "Female"), ("male", "Male"))


def parse_day(text: str) -> date | None:
    """A date typed as MM/DD/YYYY (or MM/DD/YY, YYYY-MM-DD); None for empty. Raises ValueError for anything else."""
    return dates.read(text, short_years=True) if text.strip() else None


class FactsDialog(Form):
    """Number, track, age, sex, items in dispute, credentials and dates. `change(case)` applies what was typed.

    `typed(words)`: the fields that were changed, as they stand; `take(words)` puts them back in a later sitting.
    """

    typed = Signal(str)

    def __init__(self, parent: QWidget, case: Case, field: str = "") -> None:
        super().__init__(parent, "Case facts", "Save facts")
        self.number = _line(title(Case, "number"), case.number)
        self.age = _line("Age in years", "" if case.age is None else str(case.age))
        self.expected = _line(title(Case, "expected_items"), "" if case.expected_items is None else str(case.expected_items))
        self.licensure = _line(title(Credentials, "licensure"), case.credentials.licensure, "State or states of licensure")
        self.specialty = _line(
            title(Credentials, "specialty"), case.credentials.specialty, "Board certification as it will be printed"
        )
        self.track = _choice(title(Case, "track"), _TRACKS, case.track)
        self.sex = _choice(title(Case, "sex"), _SEXES, case.sex)
        self.dates = {
            key: _line(title(ClaimDates, key), dates.written(getattr(case.dates, key)), "MM/DD/YYYY")
            for key in named(ClaimDates, EDITED)
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        fields: list[QLineEdit | QComboBox] = [
            self.number,
            self.track,
            self.age,
            self.sex,
            self.expected,
            self.licensure,
            self.specialty,
            *self.dates.values(),
        ]
        for index, widget in enumerate(fields):
            label = PlainLabel(widget.accessibleName(), "muted")
            label.setBuddy(widget)
            grid.addWidget(label, (index // 3) * 2, index % 3)
            grid.addWidget(widget, (index // 3) * 2 + 1, index % 3)
        self.form.addRow(grid)
        self.setMinimumWidth(px(760))
        self._fields = {made.accessibleName(): made for made in fields}
        self._were = self._words()
        for made in fields:
            (made.textEdited if isinstance(made, QLineEdit) else made.activated).connect(self._on_typed)
        (
            self.dates.get(field)
            or {
                "licensure": self.licensure,
                "specialty": self.specialty,
                "age": self.age,
                "expected_items": self.expected,
            }.get(field)
            or self.number
        ).setFocus()

    def _words(self) -> dict[str, str]:
        return {
            name: made.text() if isinstance(made, QLineEdit) else made.currentText() for name, made in self._fields.items()
        }

    def _on_typed(self) -> None:
        changed = {name: words for name, words in self._words().items() if words != self._were[name]}
        self.typed.emit(json.dumps(changed) if changed else "")

    def take(self, words: str) -> None:
        """Put fields back as they were typed in an earlier sitting and not saved, and say so."""
        try:
            typed = json.loads(words)
        except ValueError:
            return
        for name, made in self._fields.items():
            if isinstance(made, QLineEdit):
                made.setText(typed.get(name, made.text()))
            elif name in typed:
                made.setCurrentText(typed[name])
        self.message.setText(f"Typed before and not saved: {', '.join(typed)}. Save facts keeps it, Cancel drops it.")
        self.message.show()

    def complete(self) -> str:
        """Every date and number must be one."""
        wrong = []
        for field in (*self.dates.values(), self.age, self.expected):
            bad = not _readable(field, dated=field not in (self.age, self.expected))
            set_property(field, "invalid", bad)
            if bad:
                wrong.append(field.accessibleName())
        if not wrong:
            return ""
        return f"Cannot be read: {', '.join(wrong)}. Write dates as MM/DD/YYYY and counts as whole numbers."

    def change(self, case: Case) -> Case:
        """The case with what was typed."""
        case = edits.set_field(
            case,
            number=self.number.text().strip(),
            track=self.track.currentData(),
            age=_count(self.age),
            sex=self.sex.currentData(),
            expected_items=_count(self.expected),
        )
        case = edits.set_credentials(case, licensure=self.licensure.text().strip(), specialty=self.specialty.text().strip())
        return edits.set_dates(case, **{key: parse_day(field.text()) for key, field in self.dates.items()})


def _readable(field: QLineEdit, *, dated: bool) -> bool:
    text = field.text().strip()
    if not dated:
        return not text or (text.isdecimal() and int(text) < 1000)
    try:
        parse_day(text)
    except ValueError:
        return False
    return True


def _count(field: QLineEdit) -> int | None:
    text = field.text().strip()
    return int(text) if text else None


def _line(name: str, text: str, placeholder: str = "") -> QLineEdit:
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(placeholder)
    made.setCursorPosition(0)
    return made


def _choice(name: str, options: tuple[tuple[Any, str], ...], value: Any) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for data, words in options:
        made.addItem(words, data)
    made.setCurrentIndex(next((index for index, (data, _words) in enumerate(options) if data == value), 0))
    return made
