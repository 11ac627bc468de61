"""Reports that a record names by who made them and a day, without a word of kind: "03/08/2023 A. Vale, MD. Better."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.packet.folding import Named
from imr_desktop.extract.packet.tables import RecordName, reporting
from imr_desktop.extract.parts import names

if TYPE_CHECKING:
    from imr_desktop.case.model import Document

_NO_REPORTS = frozenset({"imr application", "rfa", "notice of assignment", "determination"})
_NO_RECORDS = _NO_REPORTS | {"ur determination"}
_NO_KINDS = frozenset({"billing", "index", "fax cover", "pharmacy"})
_LEAST = 3
"""Entries that make a list of records that were read."""
_ENTRY = re.compile(r"[\W_]{0,6}(?:\d{1,3}[.)]\s{1,3})?\Z")
"""What may stand before the day that begins an entry."""
_HEADING = re.compile(r"\W{0,3}(?:\d{1,2}[.)]\s)?[A-Z][A-Z /&]{5,50}")
_SENTENCE = re.compile(r"(?<![A-Z])(?<=\w)\.\s|(?<=[A-Z]{2})\.\s|(?<=\.[A-Z])\.\s(?=[A-Z])|\.\Z")
"""Where an entry's first sentence ends: not behind an initial."""
_SAID = 90
"""Characters of an entry in which it says whose it is."""
_NEAR = 3
"""Days between a visit and its report."""


class _Report(NamedTuple):
    """A report by somebody of a day, as a page names it."""

    by: str
    day: date
    page: int


def reports_named(documents: Sequence[Document], texts: Mapping[int, str]) -> Iterator[Named]:
    """Reports that pages name by their author and day, and that are not here. `texts` are by case page."""
    written: dict[str, str] = {}
    for document in documents:
        if document.type in _NO_REPORTS or document.kind in _NO_KINDS:
            continue
        pages = [(page, texts.get(page, "")) for page in document.pages]
        found = [*_listed(pages), *(one for page, text in pages for one in _spoken_of(text, page))]
        for one in found:
            day = document.date
            if one.day != day and (day is None or one.day < day) and not any(_is_it(other, one) for other in documents):
                by = written.setdefault(_family(one.by), one.by)
                yield Named(_name_of(by), one.day, one.page)


def undated_by(name: RecordName, documents: Sequence[Document]) -> Document | None:
    """A document without a day that may be a report of this name."""
    by = _family(name.name)
    return next((one for one in documents if one.date is None and one.author and _family(one.author) == by), None)


def _listed(pages: Sequence[tuple[int, str]]) -> list[_Report]:
    """The entries of a list of records that were read: each begins with its day, and says whose it is but not what."""
    found: list[_Report] = []
    entries, listing = 0, False
    for page, text in pages:
        lines = text.split("\n")
        for at, line in enumerate(lines):
            if reporting().list_head.search(line):
                listing = True
            elif listing and entries and _HEADING.fullmatch(line.strip()):
                listing = False
            day = _begins_entry(line) if listing else None
            if day is None:
                continue
            entries += 1
            below = next((one for one in lines[at + 1 : at + 2] if not _begins_entry(one)), "")
            said = f"{line[day.end :]} {below}"[:_SAID]
            if by := _whose(said):
                found.append(_Report(by, day.value, page))
    return found if entries >= _LEAST else []


def _begins_entry(line: str) -> Located[date] | None:
    """The day that a line begins with."""
    day = next(find_dates(line), None)
    return day if day is not None and _ENTRY.match(line[: day.start]) else None


def _whose(said: str) -> str:
    """The person with a licence in an entry's first sentence, where that sentence names no kind of record."""
    found = next((one for one in names.PLAIN.finditer(said) if names.written(one)), None)
    if found is None or _SENTENCE.search(said, 0, found.start()):
        return ""
    stop = _SENTENCE.search(said, found.end() - 1)
    first = said[: stop.start() if stop else len(said)]
    return "" if reporting().kinds.search(first.lower()) else names.written(found)


def _spoken_of(text: str, page: int) -> Iterator[_Report]:
    """Reports of, and visits to, somebody on a day, as sentences tell of them."""
    for lead in reporting().leads.finditer(text):
        who = names.PLAIN.match(text, lead.end()) or names.DOCTOR.match(text, lead.end())
        day = next(find_dates(text, who.end(), who.end() + _SAID), None) if who else None
        if who and day and reporting().to_day.fullmatch(text, who.end(), day.start):
            ahead = text[max(0, lead.start() - _SAID) : lead.start()].rpartition(".")[2]
            if not reporting().planned.search(ahead):
                name = names.written(who)
                yield _Report(name if "," in name else f"Dr. {name}", day.value, page)


def _is_it(document: Document, one: _Report) -> bool:
    """Whether a document may be what is named: of that day, or, where its author is the same, of one close by."""
    if document.date is None or document.type in _NO_RECORDS or document.kind in _NO_KINDS:
        return False
    apart = abs((document.date - one.day).days)
    return apart <= 1 or (apart <= _NEAR and _family(document.author) == _family(one.by))


def _family(name: str) -> str:
    return name.partition(",")[0].split()[-1].lower() if name.strip(" ,") else ""


@cache
def _name_of(by: str) -> RecordName:
    return RecordName(f"report by {by}", reporting().kinds, frozenset(), frozenset(), 1)
