"""What hangs below the items of a list and says more of them: how many, where, with what. No item by itself."""

from __future__ import annotations

from collections.abc import Sequence

from imr_desktop.extract.requests.candidates import Candidate, Marked

_NEAR, _FAR = 2, 12
"""How far to the right of an item its remark begins."""
_LEAST, _MOST_LINES = 2, 2
"""So many items of a paper have remarks below them, each of so many rows at the most."""


def without_remarks(marked: Sequence[Marked], found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without those that are remarks: each stands below an item that has a cell beside it, further in."""
    items = [one for one in found if _has_beside(marked[one.row]) or one.named.entry]
    remarks = {id(one) for one in found if any(_hangs(marked, one, item) for item in items)}
    below = {item.row for item in items if item.row + 1 < len(marked) and _stands_in(marked, item.row + 1, item)}
    return [one for one in found if id(one) not in remarks] if len(below) >= _LEAST else list(found)


def _hangs(marked: Sequence[Marked], one: Candidate, item: Candidate) -> bool:
    rows = range(item.row + 1, one.row + 1)
    near = item.row < one.row <= item.row + _MOST_LINES and not one.named.entry
    return near and all(_stands_in(marked, at, item) for at in rows)


def _stands_in(marked: Sequence[Marked], at: int, item: Candidate) -> bool:
    """Whether a row is a remark's: it begins further in than the item, without a gap above or a cell beside it."""
    row = marked[at].row
    part = row.parts[0]
    inward = _NEAR <= part.left - item.part.left <= _FAR and part.page == item.part.page
    return inward and not row.gap and not row.form and not _has_beside(marked[at])


def _has_beside(one: Marked) -> bool:
    return len(one.row.parts) > 1 and not one.row.form
