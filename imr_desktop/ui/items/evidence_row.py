"""One step of the evidence search as a row: what it gave, its citation, a study's level, the reviewer's note."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from imr_desktop.case.model import DisputedItem, EvidenceStep
from imr_desktop.language import tr
from imr_desktop.review.evidence import LevelData, StepData, evidence_data, evidence_sequence
from imr_desktop.ui.theme import px, set_property
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.case_line import CaseLine
from imr_desktop.ui.widgets.fields import Choice
from imr_desktop.ui.widgets.labels import PlainLabel, plain_tip

LONGEST = 2_000


class ChoiceBox(Choice):
    """A choice that never changes by the wheel; with `short` the closed box shows the key alone."""

    def __init__(self, name: str, short: str = "") -> None:
        super().__init__(name)
        self._short = short

    def choose(self, key: str) -> None:
        """Show a key without telling anybody; one it does not have stays readable as it is."""
        at = self.findData(key)
        if at < 0:
            self.addItem(key, key)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls what lies below."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The key alone where the words would not fit."""
        if not self._short:
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.currentData() or self._short
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class EvidenceRow(QObject):
    """The widgets of one step in a grid. `edited(step)` when something changed, `compose_requested(key)` by its button."""

    edited = Signal(object)
    compose_requested = Signal(str)

    def __init__(self, data: StepData, grid: QGridLayout, at: int) -> None:
        super().__init__(grid.parentWidget())
        self.data, self._step = data, EvidenceStep(data.key)
        self.label = PlainLabel(data.label, "muted")
        self.result = ChoiceBox(tr("{label}: result", label=data.label))
        self.citation = CaseLine(tr("{label}: citation", label=data.label), longest=LONGEST)
        self.compose = IconButton("quote", tr("Compose citation: {label}", label=data.label))
        self.level = _level_choice() if data.key == "studies" else None
        self.note = CaseLine(tr("{label}: note", label=data.label), longest=LONGEST)
        self.note.setPlaceholderText(tr("Note"))
        for key in ("", *data.results):
            self.result.addItem(evidence_data().result[key], key)
        self._place(grid, at)
        self._connect()

    def _place(self, grid: QGridLayout, at: int) -> None:
        self.label.setToolTip(plain_tip(f"{self.data.asks} ({self.data.citation})"))
        self.result.setAccessibleDescription(
            tr("{asks} It speaks of the treatment requested. {citation}", asks=self.data.asks, citation=self.data.citation)
        )
        self.label.setBuddy(self.result)
        for column, widget in enumerate((self.label, self.result, self.citation, self.compose)):
            grid.addWidget(widget, at, column)
        if self.level is not None:
            self.level.setFixedWidth(px(82))
            grid.addWidget(self.level, at, 4)
        grid.addWidget(self.note, at, 4 if self.level is None else 5, 1, 2 if self.level is None else 1)

    def _connect(self) -> None:
        self.result.activated.connect(self._on_result)
        self.compose.clicked.connect(self._on_compose)
        for line in (self.citation, self.note):
            line.text_edited.connect(self._on_words)
        if self.level is not None:
            self.level.activated.connect(self._on_level)

    def widgets(self) -> tuple[QWidget, ...]:
        """What the Tab key walks, in order."""
        return (self.result, self.citation, self.compose, *([self.level] if self.level else []), self.note)

    def lines(self) -> tuple[CaseLine, ...]:
        return self.citation, self.note

    @property
    def step(self) -> EvidenceStep:
        """The step as the case holds it."""
        return self._step

    def show_item(self, item: DisputedItem) -> None:
        """Show an item's step; quiet while the sequence has not come to it."""
        self._step = evidence_sequence.step_of(item, self.data.key)
        self.result.choose(self._step.result)
        self._show(self.citation, self._step.citation)
        self._show(self.note, self._step.note)
        if self.level is not None:
            self.level.choose(self._step.level)
        self._set_quiet(self.data.key not in evidence_sequence.open_steps(item))

    def set_editable(self, editable: bool) -> None:
        """Let the step be chosen, or not; its texts are the pane's."""
        for widget in self.widgets():
            if not isinstance(widget, CaseLine):
                widget.setEnabled(editable)

    def _show(self, line: CaseLine, text: str) -> None:
        line.show_words(text)
        line.setToolTip(plain_tip(text) if len(text) > 24 else "")

    def _set_quiet(self, quiet: bool) -> None:
        self.label.set_role("muted" if quiet else "body")
        self.citation.setPlaceholderText("" if quiet else tr("Citation"))
        self.note.setPlaceholderText("" if quiet else tr("Note"))
        for widget in self.widgets():
            if not isinstance(widget, IconButton):
                set_property(widget, "faint", quiet)  # it looks like text until the pointer or the keyboard comes to it

    def _on_words(self) -> None:
        self._tell(citation=self.citation.words(), note=self.note.words())

    def _on_result(self, at: int) -> None:
        self._tell(result=self.result.itemData(at), citation=self.citation.words(), note=self.note.words())

    def _on_level(self, at: int) -> None:
        self._tell(level=self.level.itemData(at) if self.level else "")

    def _on_compose(self) -> None:
        for line in self.lines():
            line.flush()
        self.compose_requested.emit(self.data.key)

    def _tell(self, **changes: str) -> None:
        step = msgspec.structs.replace(self._step, **changes)
        if step != self._step:
            for line in self.lines():
                line.forget()
            self.edited.emit(step)


def level_words(level: LevelData) -> str:
    """A level in a line: ``1b · treatment: … · test: …``."""
    return tr(
        "{key} · treatment: {lower} · test: {lower2}", key=level.key, lower=_lower(level.treatment), lower2=_lower(level.test)
    )


def _level_choice() -> ChoiceBox:
    made = ChoiceBox(tr("Studies: level of evidence"), short=tr("Level"))
    made.addItem(tr("No level"), "")
    for level in evidence_data().level:
        made.addItem(level_words(level), level.key)
        made.setItemData(made.count() - 1, level.citation, Qt.ItemDataRole.ToolTipRole)
    made.view().setMinimumWidth(px(820))
    return made


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
