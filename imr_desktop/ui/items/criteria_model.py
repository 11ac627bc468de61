"""The criteria of one disputed item as rows: the reviewer's answer, and beside it what was computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from imr_desktop.case import citation
from imr_desktop.case.model import CriterionAnswer, DisputedItem, SourceRef
from imr_desktop.language import tr
from imr_desktop.ui.widgets import statuses
from imr_desktop.ui.widgets.labels import plain_tip
from imr_desktop.ui.widgets.rows import Index, RowModel

if TYPE_CHECKING:
    from imr_desktop.review.checking import CriterionReport, ItemReport


@dataclass(frozen=True)
class CriterionRow:
    """One criterion. `status` is the reviewer's answer (empty: none yet); `computed` is the program's proposal; `heading`
    stands over the first of the historical ones.
    """

    report: CriterionReport
    number: int
    answer: CriterionAnswer | None
    sources: tuple[SourceRef, ...]
    heading: str = ""

    @property
    def key(self) -> str:
        return self.report.id

    @property
    def words(self) -> str:
        return self.report.text

    @property
    def status(self) -> str:
        """The reviewer's answer, empty while there is none."""
        return self.answer.status if self.answer else ""

    @property
    def computed(self) -> str:
        """The proposal in words, shown while the reviewer has not answered or answered otherwise."""
        if self.historical:
            return ""
        if self.status == self.report.status:
            return ""
        memory = tr(" · rule not compared with the guideline") if self.report.confidence == "from-memory" else ""
        return tr(
            "Record suggests: {lower}{memory}", lower=statuses.criterion(self.report.status).word.lower(), memory=memory
        )

    @property
    def historical(self) -> bool:
        """Whether it stands in a text that is not in force on the item's day: shown, and neither asked nor counted."""
        return self.report.historical

    @property
    def departs(self) -> bool:
        """Whether the reviewer answered otherwise than proposed, which wants a reason."""
        return self.answer is not None and self.status != self.report.status

    @property
    def chips(self) -> tuple[tuple[str, int, str], ...]:
        """The pages of the evidence: the reviewer's, or while there is none the proposal's."""
        return tuple(citation.chips(self.sources or self.report.sources))

    @property
    def spoken(self) -> str:
        if self.historical:
            return f"{self.report.heading}. {self.report.text.rstrip('.')}."
        cited = ", ".join(label for label, _, _ in self.chips)
        parts = [
            tr("Criterion {number}: {text}", number=self.number, text=self.report.text),
            statuses.criterion(self.status).word,
            self.computed,
            self.report.found,
            tr("Evidence {cited}", cited=cited) if cited else tr("No evidence cited"),
        ]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."


class CriteriaModel(RowModel[CriterionRow]):
    """The criteria of an item with the reviewer's answers from the case."""

    def show(self, item: DisputedItem | None, report: ItemReport | None, pending: dict[str, tuple[SourceRef, ...]]) -> None:
        """Show an item's criteria; `pending` is evidence cited before an answer was given."""
        self.show_rows(_rows(item, report, pending) if item and report else ())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row, its words, what is spoken; on hover the whole criterion, which a closed row may cut."""
        if role == Qt.ItemDataRole.ToolTipRole and (row := self.row_at(index.row())) is not None:
            return plain_tip(row.report.text)
        return super().data(index, role)

    def first_open(self) -> int:
        """The first criterion without an answer; the first of all where every one is answered."""
        return next((at for at, row in enumerate(self._rows) if not (row.status or row.historical)), 0)

    def tally(self) -> str:
        """``2 met · 1 not met · 2 not documented``, or how many are assessed while some are open."""
        asked = [row for row in self._rows if not row.historical]
        total, answered = len(asked), [row.status for row in asked if row.status]
        if not total:
            return ""
        if len(answered) < total:
            return tr("{answered_count} of {total} assessed", answered_count=len(answered), total=total)
        shown = [(status, answered.count(status)) for status in statuses.CRITERION if status]
        return " · ".join(f"{count} {statuses.criterion(status).word.lower()}" for status, count in shown if count)


def _rows(item: DisputedItem, report: ItemReport, pending: dict[str, tuple[SourceRef, ...]]) -> list[CriterionRow]:
    answers = {answer.criterion: answer for answer in item.answers}
    rows: list[CriterionRow] = []
    for number, criterion in enumerate(report.criteria, 1):
        answer = answers.get(criterion.id)
        sources = answer.sources if answer else pending.get(criterion.id, ())
        first = criterion.historical and not (rows and rows[-1].historical)
        rows.append(CriterionRow(criterion, number, answer, sources, criterion.heading if first else ""))
    return rows
