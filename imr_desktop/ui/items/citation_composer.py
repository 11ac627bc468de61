"""A citation put together from its parts, in the form of 8 CCR 9792.21.1(d), with the words it makes below."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.review.evidence import FormKey, GuidelineCitation, StepData, citation_form, evidence_data
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.items.evidence_row import ChoiceBox
from imr_desktop.ui.theme import px, set_property
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel

LONGEST = 400
EMPTY = mark("The citation appears here as you type.")
TOO_LITTLE = mark("Fill in at least two parts of the citation.")
BAD_YEAR = mark("Write the year with four digits, such as 2019.")


class CitationComposer(Form):
    """`composed(step key, citation, as guideline)` when the reviewer takes the citation.

    It starts with what the step's citation, or else the item's own line `guideline`, says where that stands in the form.
    """

    composed = Signal(str, object, bool)

    def __init__(self, parent: QWidget, step: StepData, cited: str, guideline: str) -> None:
        super().__init__(parent, tr("Compose citation"), tr("Use for this step"))
        self._step, self._as_guideline = step.key, False
        self.kind = ChoiceBox(tr("Kind of source"))
        for form in evidence_data().form:
            self.kind.addItem(form.label, form.key)
        self.lines: dict[str, QLineEdit] = {}
        self.form.addRow(tr("Kind of source"), self.kind)
        for name in GuidelineCitation.__struct_fields__[1:]:
            self._add_line(name)
        self.preview = PlainLabel(tr(EMPTY), "strong", wrap=True)
        self.preview.setMinimumHeight(px(56))
        self.missing = PlainLabel("", "muted", wrap=True)
        self.form.addRow(tr("Preview"), self.preview)
        self.form.addRow("", self.missing)
        self.as_guideline = Button(tr("Use as guideline"), tip=tr("The item's line and this step take the citation"))
        buttons = self.findChildren(QDialogButtonBox)[0]
        buttons.addButton(self.as_guideline, QDialogButtonBox.ButtonRole.ActionRole)
        self.as_guideline.clicked.connect(self._on_guideline)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self._start(step, citation_form.parse(cited) or _of_form(citation_form.parse(guideline), step.form))
        self.setMinimumWidth(px(620))

    def _add_line(self, name: str) -> None:
        line = QLineEdit()
        line.setMaxLength(LONGEST)
        line.textChanged.connect(self._refresh)
        self.lines[name] = line
        self.form.addRow(name.capitalize(), line)

    def _start(self, step: StepData, known: GuidelineCitation | None) -> None:
        for name, line in self.lines.items():
            line.setText(getattr(known, name) if known else "")
        self.kind.choose(known.form if known else step.form)
        self._on_kind()
        first = evidence_data().form_of(self.kind.currentData()).parts[0][0]
        self.lines[first].setFocus()

    def citation(self) -> GuidelineCitation:
        """What was typed, as a citation of the chosen kind."""
        form = cast(FormKey, self.kind.currentData())
        names = [name for name, _label in evidence_data().form_of(form).parts]
        return citation_form.citation(form, **{name: self.lines[name].text() for name in names})

    def complete(self) -> str:
        """Enough for a citation; parts may be left out, the hint names them."""
        made = self.citation()
        bad_year = bool(made.year) and "year" in _missing_names(made)
        set_property(self.lines["year"], "invalid", bad_year)
        if bad_year:
            return tr(BAD_YEAR)
        return "" if citation_form.parse(citation_form.line(made)) is not None else tr(TOO_LITTLE)

    def accept(self) -> None:
        self.composed.emit(self._step, self.citation(), self._as_guideline)
        super().accept()

    def _on_guideline(self) -> None:
        self._as_guideline = True
        self.try_accept()
        self._as_guideline = False

    def _on_kind(self) -> None:
        parts = dict(evidence_data().form_of(self.kind.currentData()).parts)
        for name, line in self.lines.items():
            self.form.setRowVisible(line, name in parts)
            if name in parts:
                line.setAccessibleName(parts[name])
                cast(QLabel, self.form.labelForField(line)).setText(parts[name])
        self._refresh()

    def _refresh(self) -> None:
        made = self.citation()
        typed = any(getattr(made, name) for name in self.lines)
        self.preview.setText(citation_form.line(made) if typed else tr(EMPTY))
        missing = citation_form.missing_parts(made)
        self.missing.setText(tr("Still missing: {lower}.", lower=", ".join(missing).lower()) if typed and missing else "")


def _of_form(made: GuidelineCitation | None, form: FormKey) -> GuidelineCitation | None:
    return made if made is not None and made.form == form else None


def _missing_names(made: GuidelineCitation) -> set[str]:
    labels = citation_form.missing_parts(made)
    return {name for name, label in evidence_data().form_of(made.form).parts if label in labels}
