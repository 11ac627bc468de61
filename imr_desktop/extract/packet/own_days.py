"""The days by which others name a document: that of its examination, and those on which it was written, signed or sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from imr_desktop.extract.dates import find_dates
from imr_desktop.extract.packet.tables import writing

if TYPE_CHECKING:
    from imr_desktop.case.model import Document

_HEAD, _FOOT = 14, 8
"""Lines of a document's first page, and of its last, that tell of its own days."""
_WRITTEN_LATER = timedelta(120)
"""By when a report is written, at the latest: 8 CCR 38 gives an evaluator 30 days, and more by extension."""
_BEFORE = 24


def own_days(document: Document, texts: Mapping[int, str]) -> frozenset[date]:
    """All days that others may give for a document; none where its own is unknown. `texts` are by case page."""
    if document.date is None:
        return frozenset()
    first, last = (texts.get(page, "").split("\n") for page in (document.first_page, document.last_page))
    written = frozenset(_written((*first[:_HEAD], *last[-_FOOT:])))
    latest = document.date + _WRITTEN_LATER
    return frozenset((document.date, *(day for day in written if document.date < day <= latest)))


def _written(lines: Sequence[str]) -> Iterator[date]:
    """Days alone on a line, and behind words of writing and sending."""
    for line in lines:
        for day in find_dates(line):
            rest = line[: day.start] + line[day.end :]
            if not rest.strip(" .,:-|") or writing().search(line[max(0, day.start - _BEFORE) : day.start]):
                yield day.value
