"""Which page comes next where a file lies in reverse and is read from its last page on. Imports no Qt."""

from __future__ import annotations

from collections.abc import Sequence

Run = tuple[int, int]


def beside(page: int, by: int, backwards: Sequence[Run] = ()) -> int:
    """The page read after (`by` 1) or before (-1) a page; `backwards` are the runs that are read from their last page on.

    It may lie outside the record: before its first page, behind its last.
    """
    run = _run_of(page, backwards)
    if run and run[0] <= page - by <= run[1]:
        return page - by
    to = page + by if run is None else run[1] + 1 if by > 0 else run[0] - 1
    other = _run_of(to, backwards)
    return to if other is None else other[1] if by > 0 else other[0]


def begin_of(first: int, last: int, backwards: Sequence[Run] = ()) -> int:
    """The page that pages `first`…`last` of one file begin with as they are read."""
    return last if _run_of(first, backwards) else first


def _run_of(page: int, backwards: Sequence[Run]) -> Run | None:
    return next((run for run in backwards if run[0] <= page <= run[1]), None)
