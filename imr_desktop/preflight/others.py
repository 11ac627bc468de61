"""What the reviewer decided in other cases, as far as checks may know it: never shown in a letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from imr_desktop.case.model import Case
from imr_desktop.preflight.shingles import shingles

SHINGLE = 5
MOST_ITEMS = 2000
"""Items of other cases that are compared, the newest first."""


@dataclass(frozen=True, slots=True)
class OtherItem:
    """One decided item of another case; `number` counts from 1 in that case."""

    case_id: str
    case: str
    number: int
    title: str
    guideline: str
    decision: str
    rationale: str


class Others:
    """The items of other cases with an index of their rationales, made on first use and kept for the checks that follow."""

    def __init__(self, items: Iterable[OtherItem] = ()) -> None:
        """Take the first `MOST_ITEMS` of the items."""
        self.items = tuple(items)[:MOST_ITEMS]

    @cached_property
    def _index(self) -> dict[int, list[int]]:
        index: dict[int, list[int]] = {}
        for position, item in enumerate(self.items):
            for one in shingles(item.rationale, SHINGLE):
                index.setdefault(one, []).append(position)
        return index

    def nearest(self, rationale: str, but: str) -> tuple[OtherItem, float] | None:
        """The item of another case (not of case id `but`) whose rationale is most like this one, and how like (0 to 1)."""
        wanted = shingles(rationale, SHINGLE)
        shared = Counter(position for one in wanted for position in self._index.get(one, ()))
        best: tuple[OtherItem, float] | None = None
        for position, both in shared.items():
            item = self.items[position]
            like = both / (len(wanted) + len(shingles(item.rationale, SHINGLE)) - both)
            if item.case_id != but and (best is None or like > best[1]):
                best = item, like
        return best


def decided_items(case: Case) -> tuple[OtherItem, ...]:
    """The decided items of a case, for the checks of the cases after it."""
    return tuple(OtherItem(case.id, case.number, number, item.disputed_text, item.reviewer_guideline, item.decision,
                           item.rationale)
                 for number, item in enumerate(case.items, start=1) if item.decision)
