"""What labels for how often and how long say, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from imr_desktop.extract.requests.counts import asked_in, bare
from imr_desktop.extract.requests.numbers import MOST

_OFTEN = re.compile(r"\b(?:freq\w*|how often|(?:times|visits|sessions)?\s?(?:per|a|/)\s?(?:week|wk))\b", re.IGNORECASE)
SPAN = re.compile(r"\b(?:weeks?|wks?|months?|mos?)\b", re.IGNORECASE)
"""How long, where how often stands beside it: no total."""
_LONG = re.compile(r"\b(?:duration|how long|(?:number|no\.?|#)?\s?(?:of )?(?:weeks|wks)|length)\b", re.IGNORECASE)


def detailed(details: Sequence[tuple[str, str]]) -> float | None:
    """What labels for how often and how long come to: a total, else the one times the other."""
    counts = [count for _, value in details if (count := bare(value)) is not None]
    if len(counts) == 2 and not any(label for label, _ in details) and counts[0] * counts[1] <= MOST:
        return counts[0] * counts[1]
    able = [(label, value) for label, value in details if len(details) == 1 or not SPAN.search(value)]
    totals = [count for label, value in able if not _rate(label) and (count := bare(value)) is not None]
    if totals:
        return totals[0]
    words = pace(details)
    return asked_in(words) if words else None


def pace(details: Sequence[tuple[str, str]]) -> str:
    """How often and how long, as labels with their values say it."""
    return " ".join(f"{value}{_rate(label)}" if bare(value) is not None else value for label, value in details)


def _rate(label: str) -> str:
    """What a bare number behind a label of rates counts: so many a week, or so many weeks; empty for other labels."""
    if _OFTEN.search(label) and not _LONG.search(label):
        return " per week"
    return " weeks" if _LONG.search(label) and not _OFTEN.search(label) else ""
