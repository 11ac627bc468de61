"""What stands at the edges of a document's pages and is no part of it: numbers, stamps, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from imr_desktop.extract.requests.labels import kind_of
from imr_desktop.extract.requests.sheet import Line, entry_of
from imr_desktop.extract.requests.words import decided

FURNITURE = re.compile(
    r"\W{0,3}(?:(?:page|pg|p)\b\W{0,3}\d.{0,12}|[A-Z_ -]{0,8}\d{3,9}|\d{1,3}\s?/\s?\d{1,3})\W{0,3}\Z", re.IGNORECASE
)
"""Page numbers and stamps: they open no part."""
_NEXT_PAGE = re.compile(r"^.{0,60}(?:\bpage \d{1,3}(?: of \d{1,3})?|,? (?:continued|cont'd))\W{0,3}\Z", re.IGNORECASE)
"""A running head of a later page."""
_EDGE = 3
_NUMBER = re.compile(r"\d+")


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines without the numbers, stamps and running heads at the pages' edges."""
    kept = list(lines)
    before: set[str] = set()
    feet = _feet(lines)
    for page in sorted({line.page for line in lines}):
        own = [at for at, line in enumerate(lines) if line.page == page and line.cells]
        for at in {*own[:_EDGE], *own[-_EDGE:]}:
            words = lines[at].text
            again = words in before and not decided(words) and not any(kind_of(cell.text) for cell in lines[at].cells)
            again = (
                again
                or (at in own[-_EDGE:] and _NUMBER.sub("#", words) in feet)
                or (page > 0 and _NEXT_PAGE.search(words) is not None)
            )
            if again or all(FURNITURE.match(cell.text) for cell in lines[at].cells):
                kept[at] = Line(page, ())
        before |= {lines[at].text for at in own}
    return kept


def _feet(lines: Sequence[Line]) -> set[str]:
    """What stands at the foot of several pages, but for its numbers."""
    pages: dict[int, list[str]] = {}
    for line in lines:
        if line.cells:
            pages.setdefault(line.page, []).append(_NUMBER.sub("#", line.text))
    seen = Counter(words for own in pages.values() for words in {*own[-_EDGE:]})
    return {words for words, count in seen.items() if count > 1 and not decided(words) and not entry_of(words)}
