"""Reports that a record names by who made them and a day, without a word of kind: "03/08/2023 A. Vale, MD. Better.",
"Dr. Vale's note of March 8".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.case.dates import named
from imr_desktop.extract.dates import MONTH, TURN, Located, find_dates
from imr_desktop.extract.packet.folding import Named
from imr_desktop.extract.packet.tables import RecordName, reporting
from imr_desktop.extract.parts import names
from imr_desktop.extract.patterns import whole_lines

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
_NO_YEAR = re.compile(rf"\b(?i:{MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?(?![\d/]|,? ?\d{{4}})")
_NEAR = 3
"""Days between a visit and its report."""


class _Report(NamedTuple):
    """A report by somebody of a day, as a page names it."""

    by: str
    day: date
    page: int


class _Told(NamedTuple):
    """Somebody's report as a sentence tells of it: by whom, of which day, and where that begins."""

    who: re.Match[str]
    day: date
    at: int


def reports_named(
    documents: Sequence[Document], texts: Mapping[int, str], own: Mapping[str, frozenset[date]]
) -> Iterator[Named]:
    """Reports that pages name by their author and day, and that are not here.

    `texts` are by case page, `own` the days that others may give for each document, by its id.
    """
    written: dict[str, str] = {}
    for document in documents:
        if document.type in _NO_REPORTS or document.kind in _NO_KINDS:
            continue
        pages = [(page, texts.get(page, "")) for page in document.pages]
        found = [*_listed(pages), *(one for page, text in pages for one in _spoken_of(text, page, document.date))]
        for one in found:
            day = document.date
            if (day is None or one.day < day) and not any(_is_it(other, one, own[other.id]) for other in documents):
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
            if reporting().list_head.search(line) or reporting().list_line.fullmatch(line.strip()):
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


def _spoken_of(text: str, page: int, written: date | None) -> Iterator[_Report]:
    """Reports of, and visits to, somebody on a day, as sentences tell of them; `written` is the day of what tells it."""
    text = whole_lines(text)
    for told in (*_led_to(text, written), *_owned(text, written), *_dated_first(text)):
        ahead = text[max(0, told.at - _SAID) : told.at].rpartition(".")[2]
        if not reporting().planned.search(ahead):
            name = names.written(told.who)
            yield _Report(name if "," in name else f"Dr. {name.removesuffix('.')}", told.day, page)


def _led_to(text: str, written: date | None) -> Iterator[_Told]:
    """What leads to its author: "the report of Dr. Vale of March 8", "seen by A. Vale, MD, on 03/08/2023"."""
    for lead in reporting().leads.finditer(text):
        who = _person(text, lead.end())
        day = _day_behind(text, who.end(), written) if who else None
        if who and day:
            yield _Told(who, day, lead.start())


def _owned(text: str, written: date | None) -> Iterator[_Told]:
    """What is its author's: "Dr. Vale's report of 03/08/2023"; "Dr. Vale agrees (see his note of March 8)"."""
    for whose in reporting().whose.finditer(text):
        begin, day = max(0, whose.start() - _SAID), _day_behind(text, whose.end(), written)
        people = [who for one in (names.DOCTOR, names.PLAIN) for who in one.finditer(text, begin, whose.start())]
        who = max((one for one in people if names.written(one)), key=lambda one: one.end(), default=None)
        between = text[who.end() : whose.start()] if who else ""
        if who and day and not _SENTENCE.search(between) and (not between or whose[0][0] != "'"):
            yield _Told(who, day, whose.start())


def _dated_first(text: str) -> Iterator[_Told]:
    """What has its day before its author: "the 03/08/2023 report of Dr. Vale", "a note dated 03/08/2023 by A. Vale, MD"."""
    for day in find_dates(text):
        said = reporting().dated.search(text[max(0, day.start - _SAID) : day.start])
        lead = (reporting().by if said else reporting().made_by).match(text, day.end)
        who = _person(text, lead.end()) if lead else None
        if who:
            yield _Told(who, day.value, day.start)


def _person(text: str, at: int) -> re.Match[str] | None:
    """The person with a licence, or the doctor, whom a text names at a place."""
    found = (one.match(text, at) for one in (names.PLAIN, names.DOCTOR))
    return next((who for who in found if who and names.written(who)), None)


def _day_behind(text: str, at: int, written: date | None) -> date | None:
    """The day that follows what it is of; one without its year is the last such day before that of the paper."""
    day = next(find_dates(text, at, at + _SAID), None)
    if day:
        return day.value if reporting().to_day.fullmatch(text, at, day.start) else None
    bare = _NO_YEAR.search(text, at, at + _SAID)
    if written is None or bare is None or not reporting().to_day.fullmatch(text, at, bare.start()):
        return None
    days = (named(f"{bare[0]}, {year}", TURN) for year in (written.year, written.year - 1))
    return next((one for one in days if one and one <= written), None)


def _is_it(document: Document, one: _Report, own: frozenset[date]) -> bool:
    """Whether a document may be what is named: of that day, or, where its author is the same, of one close by."""
    if document.type in _NO_RECORDS or document.kind in _NO_KINDS:
        return False
    apart = min((abs((day - one.day).days) for day in own), default=_NEAR + 1)
    return apart <= 1 or (apart <= _NEAR and _family(document.author) == _family(one.by))


def _family(name: str) -> str:
    return name.partition(",")[0].split()[-1].lower() if name.strip(" ,") else ""


@cache
def _name_of(by: str) -> RecordName:
    return RecordName(f"report by {by}", reporting().kinds, frozenset(), frozenset(), 1)
