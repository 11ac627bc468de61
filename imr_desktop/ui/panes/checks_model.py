"""Problems as rows: what must be fixed first, then what to consider, then what was acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from imr_desktop.case.model import Case
from imr_desktop.ui.widgets import statuses
from imr_desktop.ui.widgets.rows import ROW_ROLE, Index

if TYPE_CHECKING:
    from imr_desktop.preflight import Problem

_ORDER = {"must fix": 0, "consider": 1, "noted": 2}


@dataclass(frozen=True)
class ProblemRow:
    """One problem with how it is shown; `reason` is the reviewer's, where it was acknowledged."""

    problem: Problem
    shown: str
    reason: str = ""

    @property
    def fix_label(self) -> str:
        """The words on the fix button, empty for none."""
        return self.problem.fix.label if self.problem.fix and not self.reason else ""

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return self.problem.place.label or self.problem.place.area.capitalize()

    @property
    def detail(self) -> str:
        """What follows the message: the reviewer's reason, or the words it points at."""
        if self.reason:
            return f"Your reason: {self.reason}"
        quote = " ".join((self.problem.quote or "").split())
        return f"\u201c{quote}\u201d" if quote and quote not in self.problem.message else ""

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        fix = f"Quick fix: {self.fix_label}, Alt+Enter" if self.fix_label else ""
        parts = [f"{statuses.severity(self.shown).word}: {self.problem.message}", self.detail, f"In {self.place}", fix]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."


class ChecksModel(QAbstractListModel):
    """The open problems of a case."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ProblemRow, ...] = ()

    def show(self, problems: tuple[Problem, ...], case: Case) -> None:
        """Show problems, must fix first; the same ones keep the view's selection."""
        fresh = tuple(sorted((row_of(problem, case) for problem in problems), key=_order))
        if [row.problem.id for row in fresh] == [row.problem.id for row in self._rows]:
            self._rows = fresh
            if fresh:
                self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def row_at(self, row: int) -> ProblemRow | None:
        """A row, None beyond the list."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def find(self, problem_id: str) -> int:
        """The row of a problem, -1 where it is gone."""
        return next((at for at, row in enumerate(self._rows) if row.problem.id == problem_id), -1)

    def count(self, shown: str) -> int:
        """How many rows of a severity."""
        return sum(row.shown == shown for row in self._rows)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many problems."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row, its words, what is spoken; the whole message as tool tip."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        return {ROW_ROLE: row, Qt.ItemDataRole.DisplayRole: row.problem.message,
                Qt.ItemDataRole.AccessibleTextRole: row.spoken}.get(role)


def row_of(problem: Problem, case: Case) -> ProblemRow:
    """A problem as a row: acknowledged ones to consider are noted with the reviewer's reason."""
    if problem.severity != "must fix":
        for noted in case.acknowledgements:
            if problem.id == noted.problem or problem.id.startswith((f"{noted.problem}.", f"{noted.problem}:")):
                return ProblemRow(problem, "noted", noted.reason)
    return ProblemRow(problem, problem.severity)


def _order(row: ProblemRow) -> int:
    return _ORDER[row.shown]
