"""Days in rows of values whose labels stand in a row above them, as in tables, or below them, as in forms."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from imr_desktop.extract.dates import find_dates
from imr_desktop.extract.parts import day_labels as labels
from imr_desktop.extract.patterns import in_small_letters

_LONGEST = 140
_PROSE = re.compile(r"\b(?:that|which|is|are|was|were|we|you|if|will|would|has|have)\b", re.IGNORECASE)
"""Words of a sentence: it asks for nothing, though it says "date"."""
_LABELLED = re.compile(
    r"(?::|(?<![a-z])(?:d\.?o\.?[bi]\.?|born|birth|injur(?:y|ed)|since|last|dates?|dos))\s*\Z", re.IGNORECASE
)
"""Right before a day: a label of its own."""
SPAN = re.compile(r"\s{0,3}(?:[-\u2013\u2014]|to|through|thru|until|al?)\s{0,3}", re.IGNORECASE)
"""What stands between the first and the last of a span of days, in Spanish too."""


def in_row(line: str) -> bool:
    """Whether a line asks for several days, each in its place in the line of values."""
    return len(_asked(line)) > 1


@lru_cache(maxsize=512)
def row_days(text: str) -> tuple[tuple[str, date], ...]:
    """Each label of a row of labels with its day. Whether values stand below or above is as most rows of the text have it."""
    lines = text.split("\n")
    rows = [(at, asked) for at, line in enumerate(lines) if len(line) <= _LONGEST and (asked := _asked(line))]
    below = [(asked, days) for at, asked in rows if (days := _days(lines, at + 1, len(asked)))]
    above = [(asked, days) for at, asked in rows if (days := _days(lines, at - 1, len(asked)))]
    first_above = bool(rows) and bool(_days(lines, rows[0][0] - 1, len(rows[0][1])))
    values_below = len(below) > len(above) or (len(below) == len(above) and not first_above)
    return tuple(pair for asked, days in (below if values_below else above) for pair in zip(asked, days, strict=True))


def _asked(line: str) -> list[str]:
    """The labels of days in a line that holds none, and is no sentence."""
    if line.rstrip().endswith(".") or next(find_dates(line), None) is not None or _PROSE.search(line):
        return []
    return [found[0] for found in labels.ANY.finditer(in_small_letters(line))]


def _days(lines: list[str], at: int, wanted: int) -> list[date]:
    """The days of a line of values, where they are as many as are asked for."""
    if not 0 <= at < len(lines) or len(lines[at]) > _LONGEST:
        return []
    days, end = [], -1
    for found in find_dates(lines[at]):
        if _LABELLED.search(lines[at][: found.start]):
            return []  # it has a label of its own
        if end < 0 or not SPAN.fullmatch(lines[at][end : found.start]):  # a span is one entry, by its first day
            days.append(found.value)
        end = found.end
    return days if len(days) == wanted else []
