"""What other guideline packs would change for cases, before they are put to use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from imr_desktop.case.model import Case
from imr_desktop.review.checking import evidence_pages
from imr_desktop.rules import Packs
from imr_desktop.rules.comparing import CaseChanges, RuleChange, compare_case  # noqa: F401  handed on


@dataclass(frozen=True)
class Update:
    """What changes from `old` to `new` packs: how many cases were looked at, and those that differ."""

    old: Packs
    new: Packs
    looked_at: int
    cases: tuple[CaseChanges, ...]

    @property
    def changed(self) -> int:
        """Cases in which more than wording differs."""
        return sum(case.counts for case in self.cases)

    def sentence(self, which: str = "open cases") -> str:
        """The update in one sentence; `which` names the cases looked at."""
        return f"This update changes {self.changed} of your {self.looked_at} {which}."


def update(cases: Iterable[tuple[Case, Mapping[int, str]]], old: Packs, new: Packs) -> Update:
    """Evaluate each case under both packs; cases come with their record's text by case page."""
    compared = [compare_case(case, old, new, evidence_pages(case, record)) for case, record in cases]
    return Update(old, new, len(compared), tuple(changes for changes in compared if changes.items))
