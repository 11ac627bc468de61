"""A result as it is read: the answer large, then figures, notes, tables, the steps to check it by, and the source."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from imr_desktop.language import tr
from imr_desktop.review.calculators import Calculation, Table, measured, numeric, shown
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.labels import Hairline, PlainLabel
from imr_desktop.ui.widgets.layouts import column, grid

_SHOWN_ROWS = 40


class ResultView(QScrollArea):
    """Shows a calculation, or a sentence where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that arrow keys scroll it
        self.setAccessibleName(tr("Result"))
        self.setObjectName("calculation")
        self.said = ""
        self.show_sentence("", "muted")

    def show_sentence(self, words: str, role: str) -> None:
        """Only a sentence: what is missing (muted) or cannot be (error)."""
        self._put(column(self._label(words, role), None), words)

    def show_calculation(self, done: Calculation) -> None:
        """The calculation with everything a reviewer needs to check it."""
        result = done.result
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(px(4))
        body.addWidget(self._label(f"{result.values[0].label}: {measured(result.values[0])}", "h1"))
        for note in result.notes:
            body.addWidget(self._label(note, "body"))
        if result.values[1:]:
            body.addSpacing(px(4))
            body.addLayout(self._figures(done))
        for table in result.tables:
            body.addSpacing(px(8))
            body.addWidget(self._label(table.title, "h2"))
            body.addLayout(self._table(table))
        body.addSpacing(px(8))
        body.addWidget(self._label(tr("Steps"), "h2"))
        for step in result.steps:
            body.addWidget(self._label(step, "body"))
        body.addSpacing(px(4))
        body.addWidget(Hairline())
        body.addWidget(self._label(tr("{source}. Version {version}", source=done.source, version=done.version), "muted"))
        body.addStretch(1)
        self._put(body, result.sentence)

    def words(self) -> str:
        return "\n".join(label.text() for label in self.findChildren(PlainLabel))

    def _put(self, layout: QVBoxLayout, said: str) -> None:
        holder = QWidget()
        layout.setContentsMargins(0, 0, px(12), 0)
        holder.setLayout(layout)
        at = self.verticalScrollBar().value()
        self.setWidget(holder)
        self.verticalScrollBar().setValue(at)
        self.said = said
        self.setAccessibleDescription(said)

    def _label(self, words: str, role: str) -> PlainLabel:
        label = PlainLabel(words, role, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _figures(self, done: Calculation) -> QGridLayout:
        made = grid(16, 2)
        for at, value in enumerate(done.result.values[1:]):
            made.addWidget(PlainLabel(value.label, "muted"), at // 2, at % 2 * 2)
            made.addWidget(PlainLabel(measured(value), "strong"), at // 2, at % 2 * 2 + 1)
        made.setColumnStretch(3, 1)
        return made

    def _table(self, table: Table) -> QGridLayout:
        made = grid(20, 2)
        for at, title in enumerate(table.columns):
            made.addWidget(PlainLabel(title, "over"), 0, at, _side(table, at))
        for number, row in enumerate(table.rows[:_SHOWN_ROWS], 1):
            for at, cell in enumerate(row):
                made.addWidget(PlainLabel(shown(cell), "strong"), number, at, _side(table, at))
        if len(table.rows) > _SHOWN_ROWS:
            more = PlainLabel(
                tr("{rows_count} more rows; Copy result has them all.", rows_count=len(table.rows) - _SHOWN_ROWS), "muted"
            )
            made.addWidget(more, _SHOWN_ROWS + 1, 0, 1, len(table.columns))
        made.setColumnStretch(len(table.columns), 1)
        return made


def _side(table: Table, column_at: int) -> Qt.AlignmentFlag:
    right = column_at > 0 and numeric(table, column_at)
    return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
