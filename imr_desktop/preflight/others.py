"""What the reviewer decided in other cases, as far as checks may know it: never shown in a letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from imr_desktop.case.model import Case

_WORD = re.compile(r"\w+")
MOST_WORDS = 20_000
"""Words of a text that are compared; no rationale or report page comes near."""


@lru_cache(maxsize=4096)
def shingles(text: str, size: int) -> frozenset[int]:
    """The hashes of every run of `size` words of a text, whatever its capitals and signs; empty for a shorter text."""
    words = [word.lower() for word in _WORD.findall(text)[:MOST_WORDS]]
    return frozenset(hash(tuple(words[start : start + size])) for start in range(len(words) - size + 1))


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """How much two texts share, from 0 to 1: what stands in both over what stands in either (Jaccard)."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def share(part: frozenset[int], whole: frozenset[int]) -> float:
    """How much of `part` stands in `whole`, from 0 to 1."""
    return len(part & whole) / len(part) if part else 0.0


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

    def of(self, case: Case) -> bool:
        """Whether it is an item of this very case, by id or by number."""
        return self.case_id == case.id or (bool(self.case) and self.case == case.number)


class Others:
    """The items of other cases with an index of their rationales, made on first use and kept for the checks that follow."""

    def __init__(self, items: Iterable[OtherItem] = (), base: Others | None = None) -> None:
        """Take the first `MOST_ITEMS` of the items; they replace what `base` holds of the same cases."""
        self._own = tuple(items)[:MOST_ITEMS]
        self._base = base
        self._replaced = {item.case_id for item in self._own}

    @cached_property
    def items(self) -> tuple[OtherItem, ...]:
        """All items, the newest first."""
        older = self._base.items if self._base else ()
        return self._own + tuple(item for item in older if item.case_id not in self._replaced)

    @cached_property
    def _index(self) -> dict[int, list[int]]:
        index: dict[int, list[int]] = {}
        for position, item in enumerate(self._own):
            for one in shingles(item.rationale, SHINGLE):
                index.setdefault(one, []).append(position)
        return index

    def nearest(self, rationale: str, case: Case) -> tuple[OtherItem, float] | None:
        """The item of a case other than `case` whose rationale is most like this one, and how like (0 to 1)."""
        wanted = shingles(rationale, SHINGLE)
        found = [pair for pair in self._alike(wanted) if not pair[0].of(case)]
        return max(found, key=lambda pair: pair[1], default=None)

    def _alike(self, wanted: frozenset[int]) -> Iterator[tuple[OtherItem, float]]:
        shared = Counter(position for one in wanted for position in self._index.get(one, ()))
        for position, both in shared.items():
            item = self._own[position]
            yield item, both / (len(wanted) + len(shingles(item.rationale, SHINGLE)) - both)
        for item, like in self._base._alike(wanted) if self._base else ():  # noqa: SLF001  its own class
            if item.case_id not in self._replaced:
                yield item, like


def decided_items(case: Case) -> tuple[OtherItem, ...]:
    """The decided items of a case, for the checks of the cases after it."""
    return tuple(
        OtherItem(case.id, case.number, number, item.disputed_text, item.reviewer_guideline, item.decision, item.rationale)
        for number, item in enumerate(case.items, start=1)
        if item.decision
    )
