"""The evidence search of an item: a button that opens four rows, one a step (8 CCR 9792.21.1(a)).

The rows are made when they are first opened: they rest on the rules, which nobody should wait for at the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from imr_desktop.case.model import DisputedItem
from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.labels import ElidedLabel, plain_tip
from imr_desktop.ui.widgets.layouts import tab_chain

if TYPE_CHECKING:
    from imr_desktop.review.evidence import GuidelineCitation
    from imr_desktop.ui.items.citation_composer import CitationComposer
    from imr_desktop.ui.items.evidence_row import EvidenceRow
    from imr_desktop.ui.widgets.case_line import CaseLine

NAME = mark("Evidence search")


class EvidenceForm(QWidget):
    """Four rows below the guidelines, closed until `toggle` opens them.

    `step_edited(step)` when a step was changed; `guideline_composed(step, line)` when a composed citation is to be the item's
    guideline too; `opened` once, when the rows are there.
    """

    step_edited = Signal(object)
    guideline_composed = Signal(object, str)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, EvidenceRow] = {}
        self._item, self._editable = DisputedItem("", ""), False
        self.composer: CitationComposer | None = None
        self.toggle = IconButton("list-checks", tr(NAME), text=tr("Evidence"), checkable=True)
        self.toggle.toggled.connect(self._on_toggled)
        self.hint = ElidedLabel()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(px(16), 0, px(10), px(6))
        self._grid.setHorizontalSpacing(px(6))
        self._grid.setVerticalSpacing(px(2))
        self._grid.setColumnStretch(2, 3)
        self._grid.setColumnStretch(5, 2)
        self.hide()

    def show_item(self, item: DisputedItem) -> None:
        """Show an item's steps, and on the button how many were taken."""
        if item.id != self._item.id:
            for line in self.fields():
                line.forget()
        self._item = item
        count = sum(bool(step.result) for step in item.evidence)
        self.toggle.setText(tr(" Evidence {count}", count=count) if count else tr(" Evidence"))
        self.toggle.setAccessibleName(
            tr("{name}, {count} of 4 steps taken", name=tr(NAME), count=count) if count else tr(NAME)
        )
        if self.rows:
            self._refresh()

    def set_editable(self, editable: bool) -> None:
        self._editable = editable
        for made in self.rows.values():
            made.set_editable(editable)

    def open(self) -> None:
        """Open the rows, the keyboard on the step to take next."""
        self.toggle.setChecked(True)
        self._focus_row().result.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fields(self) -> tuple[CaseLine, ...]:
        """The text fields: none before the rows are there."""
        return tuple(line for made in self.rows.values() for line in made.lines())

    def flush(self) -> None:
        for line in self.fields():
            line.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.toggle.setChecked(False)
            self.toggle.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def compose(self, key: str) -> None:
        from imr_desktop.ui.items.citation_composer import CitationComposer

        step = self.rows[key].step
        self.composer = CitationComposer(self, self.rows[key].data, step.citation, self._item.reviewer_guideline)
        self.composer.composed.connect(self._on_composed)
        self.composer.finished.connect(self._on_composer_left)
        self.composer.open()

    def _on_toggled(self, shown: bool) -> None:
        if shown and not self.rows:
            self._build()
        self.flush()
        self.setVisible(shown)
        if shown:
            self._refresh()

    def _build(self) -> None:
        from imr_desktop.review.evidence import evidence_data
        from imr_desktop.ui.items.evidence_row import EvidenceRow

        for at, data in enumerate(evidence_data().step):
            made = EvidenceRow(data, self._grid, at)
            made.edited.connect(self.step_edited)
            made.compose_requested.connect(self.compose)
            self.rows[data.key] = made
            made.set_editable(self._editable)
        self._grid.addWidget(self.hint, len(self.rows), 0, 1, 6)
        tab_chain(self.toggle, *(widget for made in self.rows.values() for widget in made.widgets()))
        self.opened.emit()

    def _refresh(self) -> None:
        for made in self.rows.values():
            made.show_item(self._item)
        words, wrong = hint(self._item)
        self.hint.setText(words)
        self.hint.setToolTip(plain_tip(words))
        self.hint.set_role("body" if wrong else "muted")

    def _focus_row(self) -> EvidenceRow:
        from imr_desktop.review.evidence import evidence_sequence

        return self.rows[evidence_sequence.next_step(self._item) or "mtus"]

    def _on_composed(self, key: str, made: GuidelineCitation, as_guideline: bool) -> None:
        from imr_desktop.review.evidence import citation_form

        step = msgspec.structs.replace(self.rows[key].step, citation=citation_form.words(made))
        if as_guideline:
            self.guideline_composed.emit(step, citation_form.line(made))
        else:
            self.step_edited.emit(step)

    def _on_composer_left(self) -> None:
        self.composer = None


def hint(item: DisputedItem) -> tuple[str, bool]:
    """What to look at in a line, and whether it is a fault: the first fault, else the next step, else the study's level."""
    from imr_desktop.review.evidence import evidence_data, evidence_sequence
    from imr_desktop.ui.items.evidence_row import level_words

    fault = next(iter(evidence_sequence.faults(item)), None)
    if fault is not None:
        return fault.message, True
    key = evidence_sequence.next_step(item)
    if key is not None:
        data = evidence_data().step_of(key)
        return tr("Next: {label}. {asks} ({citation})", label=data.label, asks=data.asks, citation=data.citation), False
    rated = {level.key: level for level in evidence_data().level}.get(evidence_sequence.step_of(item, "studies").level)
    return (level_words(rated) if rated else f"{evidence_sequence.summary(item)}."), False
