"""Findings as rows: number, category (once per run), text, date, page chips; all of them, or those of one kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal

from imr_desktop.case import citation, dates, findings
from imr_desktop.case.model import Case, Finding
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.widgets.rows import Index, RowModel

NO_CATEGORY = mark("No category")
ALL, BARE, GUESSED = "", "uncited", "guessed"
"""Kinds of findings that can be shown alone; of a category, its key behind a number sign."""


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
            tr("Finding {number}, {kind}", number=self.number, kind=kind_of(self.finding.category)),
            self.finding.text,
            tr("Cited {cited}", cited=cited) if cited else tr("No page cited"),
            self.remark,
            self.date,
        ]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."


class FindingsModel(RowModel[FindingRow]):
    """The findings of a case. Editing a row only tells what was typed: the case changes elsewhere."""

    line_edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._case = Case(id="")
        self._guessed: frozenset[int] = frozenset()
        self.kind = ALL

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the case, shown or not."""
        return self._case.findings

    def set_case(self, case: Case) -> None:
        """Show the findings of a case; equal ones keep the view's selection and scroll. Another case's are shown all."""
        before, self._case = self._case, case
        if case.id != before.id:
            self.kind = ALL
        elif case.findings is before.findings and case.files is before.files:
            return
        self._guessed = frozenset(page for file in case.files for page in file.doubtful)
        self.show_only(self.kind)

    def show_only(self, kind: str) -> None:
        """Show the findings of a kind alone; all where there is none of it, so that no list looks empty."""
        self.kind = kind if self.count(kind) else ALL
        self.show_rows(_rows(self.findings, self._guessed, self.kind))

    def count(self, kind: str) -> int:
        """How many findings of a kind the case has."""
        return sum(_is_of(kind, finding, self._guessed) for finding in self.findings)

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


def _rows(found: tuple[Finding, ...], guessed: frozenset[int], kind: str) -> list[FindingRow]:
    rows, above = [], None
    for number, finding in enumerate(found, 1):
        if not _is_of(kind, finding, guessed):
            continue
        shown = kind_of(finding.category) if finding.category != above else ""
        above = finding.category
        chips = tuple(citation.chips(finding.sources))
        rows.append(FindingRow(finding, number, shown, dates.written(finding.date), chips, _remark(finding, guessed)))
    return rows


def kind_of(category: str) -> str:
    """A category in words, also none."""
    return told(findings.label(category)) or tr(NO_CATEGORY)


def _is_of(kind: str, finding: Finding, guessed: frozenset[int]) -> bool:
    if kind == BARE:
        return not citation.quotes(finding.sources)
    if kind == GUESSED:
        return any(source.page in guessed for source in finding.sources)
    return kind == ALL or kind == f"#{finding.category}"


def _remark(finding: Finding, guessed: frozenset[int]) -> str:
    pages = sorted({source.page for source in finding.sources} & guessed)
    return tr("{listed} read by machine: compare the picture", listed=citation.listed(pages, "p.", "pp.")) if pages else ""
