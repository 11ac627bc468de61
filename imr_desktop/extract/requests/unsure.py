"""What a request stands on that a machine was not sure of: its numbers, and what it could not read beside it.

Looked for beside the words that the request is quoted from, on the page as it lies; a number that is not there in all its
paper. Measured on 71 papers that others wrote, as fax-grade pictures: of numbers that stand on such words alone one in seven
was another one, of all others one in thirty; of decisions beside such words four in ten, of all others one in fifty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from imr_desktop.record.layout import leveled

if TYPE_CHECKING:
    from imr_desktop.extract.requests.model import Count, Found
    from imr_desktop.record.layout import Spot
    from imr_desktop.record.model import PageText, Word

_LEAST_SURE = 0.6
"""How sure the machine is, at the least, of a number that is known."""
_UNREAD = 0.3
"""How sure it is, at the most, of what it could not read."""
_DOUBT = 0.4
"""How much doubt there is of a decision beside which something could not be read."""
_SAME_ROW = 0.7
"""Of a word's height: how far apart the middles of words of one row lie."""


def unsure_of(one: Found, pages: Sequence[PageText]) -> tuple[Count, ...]:
    """Which numbers of a request were read with doubt wherever they stand; `pages` are its paper's."""
    if not any(page.words for page in pages):
        return ()
    counts: tuple[tuple[Count, float | None], ...] = (("asked", one.asked), ("allowed", one.allowed))
    return tuple(name for name, number in counts if number and _is_unsure(number, one, pages))


def doubt_beside(one: Found, pages: Sequence[PageText]) -> float:
    """How much doubt there is of its decision for what stands beside it: 0 where all of that was read."""
    lost = (word.confidence < _UNREAD and any(map(str.isalnum, word.text)) for word in _beside(one.quote, pages[one.page]))
    return _DOUBT if any(lost) else 0.0


def _is_unsure(number: float, one: Found, pages: Sequence[PageText]) -> bool:
    shown = re.compile(rf"(?<![\d.]){number:g}(?![\d]|\.\d)")
    beside = [word for word in _beside(one.quote, pages[one.page]) if shown.search(word.text)]
    words = beside or [word for page in pages for word in page.words if shown.search(word.text)]
    return bool(words) and all(word.confidence < _LEAST_SURE for word in words)


def _beside(quote: str, page: PageText) -> list[Word]:
    """The words of the rows that a quote stands in."""
    spots = leveled(page)
    found = _place([spot.text for spot in spots], quote.split())
    if not found:
        return []
    near = _SAME_ROW * median(spot.bottom - spot.top for spot in spots)
    rows = [_middle(spots[at]) for at in found]
    return [
        word for word, spot in zip(page.words, spots, strict=True) if any(abs(_middle(spot) - row) < near for row in rows)
    ]


def _place(words: Sequence[str], quote: Sequence[str]) -> range:
    """Where the most of a quote's words stand that follow each other from its first."""
    best = range(0)
    for at, word in enumerate(words):
        if quote and word == quote[0]:
            count = 1
            while count < len(quote) and at + count < len(words) and words[at + count] == quote[count]:
                count += 1
            best = max(best, range(at, at + count), key=len)
    return best


def _middle(spot: Spot) -> float:
    return (spot.top + spot.bottom) / 2
