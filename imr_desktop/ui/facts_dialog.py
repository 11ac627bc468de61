"""The case's own facts, which a determination prints and its deadline counts from."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from imr_desktop.case import dates, edits, fields
from imr_desktop.case.labels import in_words
from imr_desktop.case.model import Case, ClaimDates, Struct
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px, set_property
from imr_desktop.ui.widgets import fields as inputs
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.wording import judged_words

_CHOICES: Mapping[str, tuple[tuple[str | None, str], ...]] = MappingProxyType(
    {
        "track": (("standard", mark("Standard")), ("expedited", mark("Expedited")), ("formulary", mark("Formulary"))),
        "sex": ((None, mark("Not stated")), ("female", mark("Female")), ("male", mark("Male"))),
    }
)
_FIRST = ("number", "track", "age", "sex", "expected_items", "records_missing")
_OF_REVIEW = ("ur_denial", "ur_served", "ur_specialty", "request_for_authorization", "request_received", "ur_deadline")
"""What the request and the letter of utilization review say stands together; the others follow as the case has them."""
_COUNTS = ("age", "expected_items")
_DATES = fields.named(ClaimDates, fields.EDITED)
_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "age": mark("Years"),
        "records_missing": mark("Semicolons between them"),
        "ur_deadline": mark("The sentence of its letter"),
        "licensure": mark("State or states of licensure"),
        "specialty": mark("As it will be printed"),
    }
)


def parse_day(text: str) -> date | None:
    """A date typed as MM/DD/YYYY (or MM/DD/YY, YYYY-MM-DD); None for empty. Raises ValueError for anything else."""
    return dates.read(text, short_years=True) if text.strip() else None


def is_day(text: str) -> bool:
    """Whether what was typed is a date, or empty."""
    try:
        parse_day(text)
    except ValueError:
        return False
    return True


class FactsDialog(Form):
    """Number, track, age, sex, items in dispute, credentials and dates. `change(case)` applies what was typed.

    `typed(words)`: the fields that were changed, as they stand, in no language; `take(words)` puts them back in a later
    sitting.
    """

    typed = Signal(str)

    def __init__(self, parent: QWidget, case: Case, field: str = "") -> None:
        super().__init__(parent, tr("Case facts"), tr("Save facts"))
        parts = (case, case.credentials, case.dates)
        found = {name: part for part in parts for name in _edited(part)}
        made = {name: _made(found[name], name) for name in dict.fromkeys((*_FIRST, *_OF_REVIEW, *found))}
        self.lines = {name: one for name, one in made.items() if isinstance(one, QLineEdit)}
        self.choices = {name: one for name, one in made.items() if isinstance(one, QComboBox)}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for index, widget in enumerate(made.values()):
            label = PlainLabel(widget.accessibleName(), "muted")
            label.setBuddy(widget)
            grid.addWidget(label, (index // 3) * 2, index % 3)
            grid.addWidget(widget, (index // 3) * 2 + 1, index % 3)
        self._case = case
        self._judged = PlainLabel("", "muted", wrap=True)
        self.form.addRow(grid)
        self.form.addRow(self._judged)
        self.setMinimumWidth(px(760))
        self._fields = made
        self._were = self._words()
        for one in made.values():
            (one.textEdited if isinstance(one, QLineEdit) else one.activated).connect(self._on_typed)
        made.get(field, made["number"]).setFocus()
        self._say_judged()

    def _say_judged(self) -> None:
        """On which day it is judged what governs, or that none says it, with the dates as they are typed."""
        from imr_desktop.review.checking import governing_date

        with contextlib.suppress(ValueError):  # half a date is none yet
            case = self.change(self._case)
            judged, words = governing_date(case).day is not None, judged_words(case)
            self._judged.setText(
                tr("{judged_words}: which guideline edition governs.", judged_words=words) if judged else f"{words}."
            )

    def _words(self) -> dict[str, str]:
        return {
            name: made.text() if isinstance(made, QLineEdit) else made.currentData() or ""
            for name, made in self._fields.items()
        }

    def _on_typed(self) -> None:
        changed = {name: words for name, words in self._words().items() if words != self._were[name]}
        self.typed.emit(json.dumps(changed) if changed else "")
        self._say_judged()

    def take(self, words: str) -> None:
        """Put fields back as they were typed in an earlier sitting and not saved, and say so."""
        try:
            typed = json.loads(words)
        except ValueError:
            return
        back = {name: made for name, made in self._fields.items() if name in typed}
        for name, made in back.items():
            if isinstance(made, QLineEdit):
                made.setText(typed[name])
            else:
                made.setCurrentIndex(made.findData(typed[name] or None))
        titles = ", ".join(made.accessibleName() for made in back.values())
        self.message.say(tr("Typed before and not saved: {typed}. Save facts keeps it, Cancel drops it.", typed=titles))

    def standing(self) -> object:
        """What stands in the fields."""
        return self._words()

    def complete(self) -> str:
        """Every date and number must be one."""
        wrong = []
        for name, line in self.lines.items():
            bad = not _readable(name, line.text().strip())
            set_property(line, "invalid", bad)
            if bad:
                wrong.append(line.accessibleName())
        if not wrong:
            return ""
        return tr("Cannot be read: {wrong}. Write dates as MM/DD/YYYY and counts as whole numbers.", wrong=", ".join(wrong))

    def change(self, case: Case) -> Case:
        typed: dict[str, Any] = {name: _value(name, line.text().strip()) for name, line in self.lines.items()}
        typed |= {name: choice.currentData() for name, choice in self.choices.items()}
        case = edits.set_field(case, **{name: typed[name] for name in _edited(case)})
        case = edits.set_credentials(case, **{name: typed[name] for name in _edited(case.credentials)})
        return edits.set_dates(case, **{name: typed[name] for name in _edited(case.dates)})


def _edited(part: Struct) -> Iterator[str]:
    """The fields of a part of the case that are shown here: all that the reviewer edits, but for texts."""
    kind = type(part)
    return (name for name in fields.named(kind, fields.EDITED) if name not in fields.named(kind, fields.PROSE))


def _made(part: Struct, name: str) -> QLineEdit | QComboBox:
    value, title = getattr(part, name), told(fields.title(type(part), name))
    if name in _CHOICES:
        return inputs.choice(title, inputs.named(_CHOICES[name]), value)
    made = inputs.line(title, in_words(value), tr("MM/DD/YYYY") if name in _DATES else tr(_HINTS.get(name, "")))
    made.setCursorPosition(0)
    return made


def _value(name: str, text: str) -> str | int | date | None:
    """What was typed, as its field holds it. Raises ValueError for what is no date."""
    if name in _COUNTS:
        return int(text) if text else None
    return parse_day(text) if name in _DATES else text


def _readable(name: str, text: str) -> bool:
    if name in _COUNTS:
        return not text or (text.isdecimal() and int(text) < 1000)
    try:
        _value(name, text)
    except ValueError:
        return False
    return True
