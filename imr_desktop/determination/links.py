"""Page citations that lead to the list of documents: ``[p. 37]`` to the row that holds page 37.

They are found in the lines of a paragraph as it is drawn: one in pieces takes three times as long to break into lines.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate

from imr_desktop.case import citation

_PLACE = re.compile(r"(?:[Pp]{1,2}\.?\s?)?(\d{1,7})(?:\s?[–-]\s?\d{1,7})?")

Places = dict[int, list[tuple[int, int, str]]]
"""By line from 0: where a cited page or run of pages begins and ends in it, and the page that it leads to."""


def places(lines: Sequence[str]) -> Places:
    """The cited pages of a paragraph. One whose words are on two lines has none: it could not be pressed as one."""
    whole = " ".join(lines)
    if "[" not in whole:
        return {}
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    found: Places = {}
    for first, last, page in _cited(whole):
        number = bisect(starts, first) - 1
        if last < starts[number + 1]:
            found.setdefault(number, []).append((first - starts[number], last - starts[number], page))
    return found


def _cited(text: str) -> Iterator[tuple[int, int, str]]:
    for one in citation.read(text):
        for place in _PLACE.finditer(text, one.start, one.end):
            yield place.start(), place.end(), place[1]
