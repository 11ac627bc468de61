"""What stands behind a criterion: proposal and answer, values and their pages, limit, what is missing, source, how sure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from imr_desktop.case import citation
from imr_desktop.case.model import SourceRef
from imr_desktop.language import tr
from imr_desktop.ui.items.criteria_model import CriterionRow
from imr_desktop.ui.items.criterion_words import Shown, details, missing, values
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.chips import ChipRow
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row

if TYPE_CHECKING:
    from imr_desktop.review.checking import Explained, ExplainedCriterion

MAX_QUOTES = 6
MAX_PAGES = 6


class SearchButton(IconButton):
    """Searches the record for one missing input. `search_requested(inputs)`."""

    search_requested = Signal(object)

    def __init__(self, key: str, label: str) -> None:
        super().__init__("search", tr("Search the record for: {label}", label=label), text=tr("Search"))
        self._key = key
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.search_requested.emit((self._key,))


class CriterionDetail(QScrollArea):
    """Details of the selected criterion. `page_requested(page, quote)`; `search_requested(inputs)`."""

    page_requested = Signal(int, str)
    search_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Details of the criterion"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row: CriterionRow | None = None
        self._inputs: Mapping[str, Any] = {}
        self._explained: dict[str, ExplainedCriterion] = {}
        self._shown: tuple[CriterionRow | None, ExplainedCriterion | None] | None = None

    def set_inputs(self, inputs: Mapping[str, Any]) -> None:
        """Take what the rules may ask for, by key (`rules.model.InputSpec`)."""
        if inputs is not self._inputs:
            self._inputs, self._shown = inputs, None

    def set_explained(self, explained: tuple[Explained, ...]) -> None:
        """Take why the rules say what they say; it is used where it fits the criterion as it stands."""
        self._explained = {one.report.id: one for item in explained for one in item.criteria}
        self.show_criterion(self._row)

    def show_criterion(self, row: CriterionRow | None) -> None:
        """Show a criterion's details; None empties the panel. Nothing is made while they are not open."""
        self._row = row
        if self.isHidden():
            self._shown = None
            return
        why = self._why(row)
        if (row, why) == self._shown and self.widget() is not None:
            return
        self._shown = (row, why)
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(px(16), px(4), px(16), px(8))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        if row is not None:
            self._fill(grid, row, why)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(page)

    def showEvent(self, event: QShowEvent) -> None:
        """What was not made while nobody saw it."""
        self.show_criterion(self._row)
        super().showEvent(event)

    def _why(self, row: CriterionRow | None) -> ExplainedCriterion | None:
        why = self._explained.get(row.report.id) if row is not None else None
        return why if why is not None and row is not None and why.report.inputs == row.report.inputs else None

    def _fill(self, grid: QGridLayout, row: CriterionRow, why: ExplainedCriterion | None) -> None:
        for name, words, role in details(row, why, self._inputs):
            if name == tr("Limit"):
                self._add_values(grid, row, why)
            if words:
                self._add(grid, name, PlainLabel(words, role, wrap=True))
        self._add_quotes(grid, row)

    def _add(self, grid: QGridLayout, name: str, part: QWidget) -> None:
        at = grid.rowCount()
        grid.addWidget(PlainLabel(name, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(part, at, 1)

    def _add_values(self, grid: QGridLayout, row: CriterionRow, why: ExplainedCriterion | None) -> None:
        for at, value in enumerate(values(row, why, self._inputs)):
            self._add(grid, "" if at else tr("Found"), self._value(value))
        for at, (key, label) in enumerate(missing(row, self._inputs)):
            self._add(grid, "" if at else tr("Missing"), self._missing(key, label))

    def _value(self, value: Shown) -> QWidget:
        chips = self._chips(value.sources)
        words = PlainLabel(value.words, "strong", wrap=True)
        origin = PlainLabel(value.origin, "muted", wrap=True)
        origin.setVisible(bool(value.origin))
        return holder(column(words, row(chips, (origin, 1)) if chips else origin, spacing=2))

    def _missing(self, key: str, label: str) -> QWidget:
        button = SearchButton(key, label)
        button.search_requested.connect(self.search_requested)
        return holder(row((PlainLabel(label, "strong", wrap=True), 1), button))

    def _chips(self, sources: tuple[SourceRef, ...]) -> ChipRow | None:
        pages = citation.chips(sources)[:MAX_PAGES]
        if not pages:
            return None
        chips = ChipRow()
        chips.page_clicked.connect(self.page_requested)
        chips.set_pages(pages)
        return chips

    def _add_quotes(self, grid: QGridLayout, row: CriterionRow) -> None:
        for source in [source for source in (row.sources or row.report.sources) if source.quote][:MAX_QUOTES]:
            at = grid.rowCount()
            chips = self._chips((source,))
            grid.addWidget(chips or PlainLabel(tr("Summary"), "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(PlainLabel(f"\u201c{source.quote}\u201d", "body", wrap=True), at, 1)
