"""An index held against the record it stands in: what it lists that was not found, or at another page than it stands on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.dates import find_dates

if TYPE_CHECKING:
    from imr_desktop.case.model import Document

_KIND = "index"
_LEAST = 3
"""Rows with a day and a page that make an index; and rows that must agree on how its pages are counted."""
_PAGES = re.compile(
    r"(?:(?<=[\s.\u2026|])|\b(?:pages?|pp?\.?)\s{0,2})(?:[A-Z]{2,10}[-_ ]?)?(?P<page>\d{1,7})"
    r"(?:\s{0,2}(?:-|\u2013|to)\s{0,2}(?:[A-Z]{2,10}[-_ ]?)?\d{1,7})?\s*\Z"
)
"""How a row ends: the page, or the first of several, in any counting."""
_COUNTER = re.compile(r"\W*(?:page|pg)\b", re.IGNORECASE)
_MOST_WRAPPED = 2
"""Lines that a row may go on over."""


class Misplaced(NamedTuple):
    """A document that an index puts on another page: `listed` is the case page it names, `page` where it begins."""

    title: str
    listed: int
    page: int


class IndexHeld(NamedTuple):
    """An index whose first page is `page`: the days it lists of which no document was found, and what stands elsewhere."""

    page: int
    absent: tuple[date, ...] = ()
    misplaced: tuple[Misplaced, ...] = ()


class _Row(NamedTuple):
    day: date
    page: int


def indexes_held(documents: Sequence[Document], texts: Mapping[int, str]) -> tuple[IndexHeld, ...]:
    """The indexes of a record that do not agree with it. `texts` are by case page.

    How an index counts its pages is taken from the rows that most agree; where too few do, no page is said to be wrong.
    """
    dated = [one for one in documents if one.kind != _KIND and one.date is not None]
    found = []
    for index in documents:
        if index.kind == _KIND:
            rows = [row for page in index.pages for row in _rows(texts.get(page, ""))]
            held = _held(index, rows, dated) if len(rows) >= _LEAST else None
            found += [held] if held is not None and (held.absent or held.misplaced) else []
    return tuple(found)


def _rows(text: str) -> Iterator[_Row]:
    lines = text.split("\n")
    for at, line in enumerate(lines):
        day = next(find_dates(line), None)
        if day is None:
            continue
        page = _PAGES.search(line, day.end) or _wrapped(lines[at + 1 : at + 1 + _MOST_WRAPPED])
        if page is not None:
            yield _Row(day.value, int(page["page"]))


def _wrapped(below: Sequence[str]) -> re.Match[str] | None:
    """The page of a row that goes on below: the only figures there, before the next row, and no page's own counter."""
    for line in below:
        page = _PAGES.search(f" {line}")
        if any(map(str.isdigit, line)):
            alone = page is not None and not any(map(str.isdigit, line[: max(0, page.start() - 1)]))
            return page if alone and not _COUNTER.match(line) else None
    return None


def _held(index: Document, rows: Sequence[_Row], dated: Sequence[Document]) -> IndexHeld:
    absent = tuple(dict.fromkeys(row.day for row in rows if not any(_is_near(one, row.day) for one in dated)))
    alone = [(row, own[0]) for row in rows if len(own := [one for one in dated if one.date == row.day]) == 1]
    counted = Counter(one.first_page - row.page for row, one in alone)
    ahead, agreed = counted.most_common(1)[0] if counted else (0, 0)
    if agreed < _LEAST or agreed * 2 <= len(alone):
        return IndexHeld(index.first_page, absent)
    wrong = [(row, one) for row, one in alone if row.page + ahead not in one.pages]
    return IndexHeld(
        index.first_page, absent, tuple(Misplaced(one.called, row.page + ahead, one.first_page) for row, one in wrong)
    )


def _is_near(document: Document, day: date) -> bool:
    """A study is dated as made or as read."""
    return document.date is not None and abs(document.date - day) <= timedelta(1)
