"""What a packet should hold and does not: owed documents, records that others name, pages absent inside a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from imr_desktop.case.dates import written
from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.packet.months import Month, find_months
from imr_desktop.extract.packet.tables import RecordName, joining, needed, record_names, reports
from imr_desktop.extract.patterns import phrase
from imr_desktop.rules.calculators.calendar_days import add_months

if TYPE_CHECKING:
    from imr_desktop.case.model import Document

What = Literal["document", "reports", "record", "pages"]
_CLOSE = 60  # characters between a record's name and its day
_NEAR_DAYS = 10  # a study is dated by the day it was made or read
_WORD = re.compile(r"[\w'./]+")
_PLANNED = phrase(
    r"\b(?:scheduled|pending|await\w*|request(?:ed|ing|s)?|recommend\w*|order(?:ed|ing)?|repeat|will|authoriz\w*|appointment|"
    r"next|denied|deny|certif\w*|approv\w*|received|in response to)\b"
)
_FIELD = re.compile(r"\b(?:date|printed|received|dob|doi|birth|injury)\b[^\n]{0,20}\Z", re.IGNORECASE)


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """Something a packet does not hold. `what` says it; `named_on` is the case page that names it, None where the law does.

    `pages` are all case pages that name it; `source` is the law that owes it; `document` the id of the document whose pages
    are absent.
    """

    kind: What
    what: str
    named_on: int | None = None
    pages: tuple[int, ...] = ()
    source: str = ""
    document: str = ""


class Counter(NamedTuple):
    """A page's own counter: the `k`-th of `n`."""

    k: int
    n: int


def missing_in(
    documents: Sequence[Document], texts: Mapping[int, str], counters: Mapping[int, Counter], requested: date | None
) -> tuple[Missing, ...]:
    """What the packet lacks. `texts` and `counters` are by case page, furniture left out; `requested` is the day of the RFA.

    A packet of determinations alone lacks nothing that could be said: the record was never part of it.
    """
    if not documents or all(document.type == "determination" for document in documents):
        return ()
    return (*_owed(documents, requested), *_pages(documents, counters), *_named(documents, texts))


def _owed(documents: Sequence[Document], requested: date | None) -> Iterator[Missing]:
    held = {document.type for document in documents}
    for one in needed():
        if not held & one.types:
            yield Missing(kind="document", what=one.what, source=one.source)
    wanted = reports()
    anchor = requested or max((one.date for one in documents if one.type == "rfa" and one.date), default=None)
    if anchor is None:
        return
    since = add_months(anchor, -wanted.months)
    dated = [one for one in documents if one.type in wanted.types and one.date]
    if not any(one.date and since <= one.date <= anchor for one in dated):
        span = f"{written(since)} to {written(anchor)}"
        yield Missing(kind="reports", what=f"{wanted.what}, {span}", source=wanted.source)


def _pages(documents: Sequence[Document], counters: Mapping[int, Counter]) -> Iterator[Missing]:
    """Pages that a document's own counters say are there: "page 3 of 5" between two and four, or after the last."""
    for document in documents:
        seen = [(page, counters[page]) for page in document.pages if page in counters]
        lengths = {counter.n for _page, counter in seen if counter.n > 1}
        if len(lengths) != 1 or len(seen) * 2 < len(document.pages):
            continue
        (n,) = lengths
        numbers = {counter.k for _page, counter in seen}
        uncounted = len(document.pages) - len(seen)
        absent = [k for k in range(1, n + 1) if k not in numbers]
        if absent and len(absent) > uncounted and max(numbers) <= n:
            for k in absent:
                before = max((page for page, counter in seen if counter.k < k), default=document.first_page)
                yield Missing(
                    kind="pages",
                    what=f"page {k} of {n} of {document.title or document.type}",
                    named_on=before,
                    pages=(before,),
                    document=document.id,
                )


class _Named(NamedTuple):
    name: RecordName
    day: date | Month
    page: int


def _named(documents: Sequence[Document], texts: Mapping[int, str]) -> Iterator[Missing]:
    found: dict[tuple[str, str], list[_Named]] = {}
    for document in documents:
        for page in document.pages:
            for one in _names_on(texts.get(page, ""), page):
                if not _is_held(one, documents):
                    found.setdefault((one.name.name, _day_words(one.day)), []).append(one)
    for (name, day), named in found.items():
        pages = tuple(dict.fromkeys(one.page for one in named))
        yield Missing(kind="record", what=f"{name} of {day}", named_on=pages[0], pages=pages)


def _names_on(text: str, page: int) -> Iterator[_Named]:
    days: list[Located[date] | Located[Month]] = sorted([*find_dates(text), *find_months(text)], key=_start)
    for name in record_names():
        for words in name.words.finditer(text):
            day = next((one for one in days if words.end() <= one.start <= words.end() + _CLOSE), None)
            if day is None or not _joins(text[words.end() : day.start]):
                day = next((one for one in reversed(days) if one.end <= words.start() <= one.end + 3), None)
                if day is None or text[day.end : words.start()].strip(" \t\r\n:,-"):
                    continue
                if _FIELD.search(text, max(0, day.start - 40), day.start):
                    continue
            sentence = text[max(0, words.start() - _CLOSE) : words.start()].rpartition(". ")[2]
            if not _PLANNED.search(sentence) and not _PLANNED.search(text, words.end(), max(day.start, words.end())):
                yield _Named(name, day.value, page)


def _joins(between: str) -> bool:
    """Whether the words from a record's name to a day only say that it is the record's: no sentence ends between."""
    return all(
        word[0].isupper() or word.lower().replace(".", "").strip("'") in joining() for word in _WORD.findall(between)
    ) and not re.search(r"[a-z]{3,}\.\s", between)


def _start(found: Located[date] | Located[Month]) -> int:
    return found.start


def _is_held(named: _Named, documents: Iterable[Document]) -> bool:
    """Whether a document of that kind and about that day is in the packet; one without a day may be it."""
    for document in documents:
        if document.type in named.name.types or document.kind in named.name.kinds:
            if document.date is None and document.type not in ("progress report", "consultation"):
                return True
            if document.date and _about(named.day, document.date):
                return True
    return False


def _about(named: date | Month, day: date) -> bool:
    if isinstance(named, Month):
        return (named.year, named.month) == (day.year, day.month)
    return abs((named - day).days) <= _NEAR_DAYS


def _day_words(day: date | Month) -> str:
    return f"{day.month:02}/{day.year}" if isinstance(day, Month) else written(day)
