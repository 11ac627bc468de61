"""Problems as rows: what must be fixed first, then what to consider, then what was acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imr_desktop.case.model import Case
from imr_desktop.language import told, tr
from imr_desktop.ui.widgets import statuses
from imr_desktop.ui.widgets.rows import RowModel

if TYPE_CHECKING:
    from imr_desktop.review.checking import Problem

_ORDER = {"must fix": 0, "consider": 1, "noted": 2}


@dataclass(frozen=True)
class ProblemRow:
    """One problem with how it is shown; `reason` is the reviewer's, where it was acknowledged."""

    problem: Problem
    shown: str
    reason: str = ""

    @property
    def key(self) -> str:
        return self.problem.id

    @property
    def words(self) -> str:
        return told(self.problem.message)

    @property
    def fix_label(self) -> str:
        """The words on the fix button, empty for none."""
        return told(self.problem.fix.label) if self.problem.fix and not self.reason else ""

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return told(self.problem.place.label) or self.problem.place.area.capitalize()

    @property
    def detail(self) -> str:
        """What follows the message: the reviewer's reason, or the words it points at."""
        if self.reason:
            return tr("Your reason: {reason}", reason=self.reason)
        quote = " ".join((self.problem.quote or "").split())
        return f"\u201c{quote}\u201d" if quote and quote not in self.problem.message else ""

    @property
    def spoken(self) -> str:
        fix = tr("Quick fix: {fix_label}, Alt+Enter", fix_label=self.fix_label) if self.fix_label else ""
        parts = [f"{statuses.severity(self.shown).word}: {self.words}", self.detail, tr("In {place}", place=self.place), fix]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."


class ChecksModel(RowModel[ProblemRow]):
    """The open problems of a case."""

    def show(self, problems: tuple[Problem, ...], case: Case) -> None:
        """Show problems, must fix first."""
        self.show_rows(sorted((row_of(problem, case) for problem in problems), key=_order))

    def count(self, shown: str) -> int:
        return sum(row.shown == shown for row in self._rows)


def row_of(problem: Problem, case: Case) -> ProblemRow:
    """A problem as a row: acknowledged ones to consider are noted with the reviewer's reason."""
    if problem.severity != "must fix" or problem.overridable:
        for noted in case.acknowledgements:
            family = () if problem.overridable else (f"{noted.problem}.", f"{noted.problem}:")
            if problem.id == noted.problem or problem.id.startswith(family):
                return ProblemRow(problem, "noted", noted.reason)
    return ProblemRow(problem, problem.severity)


def _order(row: ProblemRow) -> int:
    return _ORDER[row.shown]


def passed(problems: tuple[Problem, ...], lacking: frozenset[str]) -> int:
    """How many registered checks were run and found nothing."""
    from imr_desktop.review.checking import all_checks

    raised = {problem.check for problem in problems} | lacking
    return sum(check.name not in raised for check in all_checks())
