"""Days in the row of values below a row of labels, each in its label's place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise

from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.facts.tables import phrase, table

_HEAD = 4000
"""Characters of a document in which such rows are looked for."""
_LONGEST = 140
_SPAN = re.compile(r"\b(?:c\.?t|cumulative|through|thru|until|to)\b", re.IGNORECASE)
"""A span has a first and a last day, which are one label's."""


def days_below(text: str) -> Mapping[str, Located[date]]:
    """The days of an injury, a request, its receipt and a decision by what the labels above ask for.

    Only of rows in which as many days stand as are asked for; what two rows give differently is left out.
    """
    found: dict[str, Located[date]] = {}
    told: Counter[str] = Counter()
    start = 0
    lines = text[:_HEAD].split("\n")
    for line, below in pairwise(lines):
        start += len(line) + 1
        labels = [one.lastgroup or "" for one in _asked().finditer(line)] if len(line) <= _LONGEST else []
        days = list(find_dates(text, start, start + len(below))) if labels and next(find_dates(line), None) is None else []
        if len(days) != len(labels) or _SPAN.search(below):
            continue
        for label, day in zip(labels, days, strict=True):
            told[label] += found.setdefault(label, day).value != day.value
    return {label: day for label, day in found.items() if not told[label]}


@cache
def _asked() -> re.Pattern[str]:
    """What a label asks for, by the names of ``[columns]``; a longer label goes before one that is in it."""
    return phrase("|".join(rf"(?P<{name}>(?<!\w)(?:{words})(?!\w))" for name, words in table("told")["columns"].items()))
