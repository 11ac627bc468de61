"""What stands behind a criterion: values used, limit, citation, how sure, what is missing, what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from imr_desktop.ui.panes import lookup
from imr_desktop.ui.panes.criteria_model import CriterionRow
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import citations, statuses
from imr_desktop.ui.widgets.chips import ChipRow
from imr_desktop.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from imr_desktop.rules import CriterionReport

_CONFIDENCE = {"high": "Checked against published determinations", "from-memory": "From memory: check the guideline"}
MAX_QUOTES = 6


class CriterionDetail(QScrollArea):
    """Details of the selected criterion, as plain rows of words."""

    page_requested = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Details of the criterion")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: CriterionRow | None = None

    def show_criterion(self, row: CriterionRow | None) -> None:
        """Show a criterion's details; None empties the panel."""
        if row == self._shown and self.widget() is not None:
            return
        self._shown = row
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(px(16), px(4), px(16), px(8))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        for name, words in details(row):
            self._add(grid, name, words)
        if row is not None:
            self._add_quotes(grid, row)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(page)

    def _add(self, grid: QGridLayout, name: str, words: str) -> None:
        at = grid.rowCount()
        grid.addWidget(PlainLabel(name, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(words, "body", wrap=True), at, 1)

    def _add_quotes(self, grid: QGridLayout, row: CriterionRow) -> None:
        for source in [source for source in (row.sources or row.report.sources) if source.quote][:MAX_QUOTES]:
            at = grid.rowCount()
            chips = ChipRow()
            chips.page_clicked.connect(self.page_requested)
            pages = [(label, page, source.quote) for label, page in citations.page_labels([source.page])]
            chips.set_pages(pages)
            grid.addWidget(chips if pages else PlainLabel("Summary", "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(PlainLabel(f"\u201c{source.quote}\u201d", "body", wrap=True), at, 1)


def details(row: CriterionRow | None) -> list[tuple[str, str]]:
    """The rows of words shown for a criterion: (name, words), empty ones left out."""
    if row is None:
        return []
    report = row.report
    rows = [
        ("Suggests", _suggestion(row)),
        ("Found", "; ".join(f"{_spoken(key)}: {_value(value)}" for key, value in report.inputs.items())),
        ("Limit", report.limit),
        ("Missing", "; ".join(_spoken(key) for key in report.missing)),
        ("Would change", report.would_change),
        ("Ask", getattr(report, "question", "")),
        ("Source", _citation(report)),
        ("Edition", row.governing or report.edition),
    ]
    return [(name, words) for name, words in rows if words]


def _suggestion(row: CriterionRow) -> str:
    computed = statuses.criterion(row.report.status).word
    own = statuses.criterion(row.status).word
    pages = lookup.cited_pages(row.report.sources)
    found = f", from {', '.join(label for label, _ in citations.page_labels(pages))}" if pages else ""
    return f"{computed}{found}" + (f"; you answered {own.lower()}" if row.status else "; the answer is yours")


def _citation(report: CriterionReport) -> str:
    return f"{report.citation.rstrip('.')}. {_CONFIDENCE.get(report.confidence, report.confidence)}."


def _spoken(key: str) -> str:
    return key.rsplit(".", 1)[-1].replace("_", " ")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value)
