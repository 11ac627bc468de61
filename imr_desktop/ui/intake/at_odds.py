"""What the files that were read contradict and lack, in a few rows above what they propose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from imr_desktop.language import tr
from imr_desktop.review.lacking import by_kind
from imr_desktop.ui.overview import rows
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review.overview import Conflict
    from imr_desktop.review.taken import TakenIn
    from imr_desktop.ui.overview.rows import OverviewRow

MOST = 3
"""Rows of each kind; the record at a glance shows all."""


def shown(taken: TakenIn, questions: Sequence[Conflict]) -> Iterator[tuple[str, OverviewRow]]:
    """Rows with the kind each is shown as: contradictions are warnings, what is missing is a hint."""
    for one in questions[:MOST]:
        yield "warning", rows.conflict_row(one)
    for words in islice(rows.misread(taken.overview.misread), MOST):
        yield "hint", rows.OverviewRow(words, words)
    ranked = (each for group in by_kind(taken.overview.missing) for each in group.missing)
    for lacking in islice(ranked, MOST):
        yield "hint", rows.missing_row(lacking)


def left(taken: TakenIn, questions: Sequence[Conflict]) -> str:
    """How much more there is, and where; empty for nothing."""
    counts = len(questions), len(taken.overview.misread), len(taken.overview.missing)
    count = sum(max(one - MOST, 0) for one in counts)
    return tr("{what} more: View › Record at a glance, once the case is open.", what=counted(count, "place")) if count else ""
