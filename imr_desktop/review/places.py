"""Where terms stand in a text, as searches of the record find them; for marking them where they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from imr_desktop.record.find.fold import fold
from imr_desktop.record.find.pattern import pattern


def places_of(terms: Iterable[str], text: str, *, tolerant: bool = False) -> list[tuple[int, int]]:
    """The places in a text, as (start, end); `tolerant` also those a machine is likely to have misread."""
    return [(place.start, place.end) for place in fold(text).places(pattern(terms, tolerant=tolerant))]
