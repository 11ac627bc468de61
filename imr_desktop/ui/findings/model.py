"""Findings as rows: number, category (once per run), text, date, page chips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal

from imr_desktop.case import citation, dates, findings
from imr_desktop.case.model import Case, Finding
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.widgets.rows import Index, RowModel

NO_CATEGORY = mark("No category")


@dataclass(frozen=True)
class FindingRow:
    """One finding as it is shown; `category` is empty where the row above has the same one, and says where there is none.

    `remark` says that it stands on pages that only a machine read.
    """

    finding: Finding
    number: int
    category: str
    date: str
    chips: tuple[tuple[str, int, str], ...]
    remark: str = ""

    @property
    def key(self) -> str:
        return self.finding.id

    @property
    def words(self) -> str:
        return self.finding.text

    @property
    def spoken(self) -> str:
        cited = ", ".join(label for label, _, _ in self.chips)
        parts = [
            tr("Finding {number}, {kind}", number=self.number, kind=_kind(self.finding)),
            self.finding.text,
            tr("Cited {cited}", cited=cited) if cited else tr("No page cited"),
            self.remark,
            self.date,
        ]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."


class FindingsModel(RowModel[FindingRow]):
    """The findings of a case. Editing a row only tells what was typed: the case changes elsewhere."""

    line_edited = Signal(str, str)
    _shown: tuple[object, object] = (None, None)

    def set_case(self, case: Case) -> None:
        """Show the findings of a case; equal ones keep the view's selection and scroll."""
        if case.findings is self._shown[0] and case.files is self._shown[1]:
            return
        self._shown = case.findings, case.files
        self.show_rows(_rows(case))

    def finding_id(self, row: int) -> str:
        """The id of a row's finding, empty beyond the list."""
        found = self.row_at(row)
        return found.key if found else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As every row, and the line that editing begins with."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is not None and role == Qt.ItemDataRole.EditRole:
            return findings.line_of(row.finding)
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell the line that was typed for a row."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if value != self.data(index, role):
            self.line_edited.emit(self.finding_id(index.row()), str(value))
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be edited in place."""
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsEditable if index.isValid() else usual


def _rows(case: Case) -> list[FindingRow]:
    rows, above = [], None
    guessed = {page for file in case.files for page in file.doubtful}
    for number, finding in enumerate(case.findings, 1):
        shown = _kind(finding) if finding.category != above else ""
        above = finding.category
        chips = tuple(citation.chips(finding.sources))
        rows.append(FindingRow(finding, number, shown, dates.written(finding.date), chips, _remark(finding, guessed)))
    return rows


def _kind(finding: Finding) -> str:
    return told(findings.label(finding.category)) or tr(NO_CATEGORY)


def _remark(finding: Finding, guessed: set[int]) -> str:
    pages = sorted({source.page for source in finding.sources} & guessed)
    return tr("{listed} read by machine: compare the picture", listed=citation.listed(pages, "p.", "pp.")) if pages else ""
