"""What a packet should hold and does not: owed documents, records that others name, pages absent inside a document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from imr_desktop.case.dates import today, written
from imr_desktop.extract.dates import Located, find_dates
from imr_desktop.extract.facts.worth import parts_in
from imr_desktop.extract.packet.absent_pages import absent_pages
from imr_desktop.extract.packet.folding import Named, folded_records
from imr_desktop.extract.packet.months import Month, find_months, find_shared
from imr_desktop.extract.packet.own_days import own_days
from imr_desktop.extract.packet.reports import reports_named, undated_by
from imr_desktop.extract.packet.said_absent import said_absent
from imr_desktop.extract.packet.tables import RecordName, joining, needed, record_names, reports, saying_absent
from imr_desktop.extract.patterns import in_small_letters, phrase
from imr_desktop.rules.calculators.calendar_days import add_months

if TYPE_CHECKING:
    from imr_desktop.case.model import Document
    from imr_desktop.extract.parts.furniture import PageCount

What = Literal["document", "reports", "record", "pages"]
_FEW = 4  # words between the day that begins a line and the record that it is of
_STOP = re.compile(r"[.;]\s|\n")
_OUTCOME = re.compile(
    r"[^\n]{0,80}\b(?:approved|denied|certified|authorized|modified|deferred)[^\w\n]*(?:\n|\Z)", re.IGNORECASE
)
"""How a row of a list of earlier decisions ends: it is about a request, not about a record."""
_HEAD_LINES = 8
_ASKS = re.compile(r" {0,2}(?:form )?dates?\b", re.IGNORECASE)
"""How a label goes on that asks for a day: what stands before it is another one's."""
_CLOSE = 60  # characters between a record's name and its day
_LONGEST = 120  # characters of a record's name
_OF_VISITS = frozenset({"therapy note", "acupuncture note"})
"""Types of papers that hold notes of several visits."""
_SHORT_ENTRY = 8
_ASKING = frozenset({"imr application", "rfa", "notice of assignment", "determination"})
"""Documents in which the name of a study is something asked for."""
_LISTING = frozenset({"index", "fax cover", "billing"})
"""Papers that tell of records and are none, whatever their type counts them to."""
_OF_EXAMINATION = re.compile(r"\b(?:(?:re-?)?examination|exam|(?:re-?)?evaluation|of|on)\b", re.IGNORECASE)
_STUDIES = frozenset({"imaging"})
_LABORATORY = frozenset({"lab"})
_WORD = re.compile(r"[\w'./]+")
_PLANNED = phrase(
    r"\b(?:scheduled|pending|await\w*|request(?:ed|ing|s)?|recommend\w*|order(?:ed|ing)?|repeat|will|authoriz\w*|appointment|"
    r"next|denied|deny|certif\w*|approv\w*|received|in response to)\b"
)
_LIFE = re.compile(
    r"\b(?:dob|d\.o\.b\.?|birth(?: ?date)?|born|d\.?/?o?\.?/?i|injur(?:y|ed)(?: date)?)\b[\s:.\-]{0,3}"
    r"(?:\(?ct\)?[\s:]{1,3})?\Z",
    re.IGNORECASE,
)
_LIFE_LABEL = re.compile(r"\b(?:dob|doi|date of (?:birth|injury)|birth ?date)\b", re.IGNORECASE)
_TITLE = 6  # words
_ROW = re.compile(r"[\W_]{0,40}(?:\d{1,3}[.)]?\s{1,8})?[\W_]{0,8}")
"""What may stand ahead of the day that begins a row: its number."""
_ENDED = re.compile(r";|(?<![.\d])\.\s|(?<=\d)\.\s(?=[A-Z])")
_AND = re.compile(r"\s{0,3}(?:[,;&]|,?\s{0,3}\band\b)\s{0,3}")
_ENDS = re.compile(r"\s{0,3}(?:[,;.)&]|and\b|\Z)")
"""What parts the days of several records of one name, and what stands behind such a day: no name of another record."""
_FIELD = re.compile(r"\b(?:date|printed|received|dob|doi|birth|injury)\b[^\n]{0,20}\Z", re.IGNORECASE)


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """Something a packet does not hold. `what` says it; `named_on` is the case page that names it, None where the law does.

    `pages` are all case pages that name it; `source` is the law that owes it; `document` the id of the document whose pages
    are absent; `name` is the kind of a record that others name, `day` the day they give it, or the first of its month, `when`
    that day or month in words; `undated` the page of one of that kind whose own day could not be read. `unread` are the case
    pages that were not read: it may stand there.
    """

    kind: What
    what: str
    named_on: int | None = None
    pages: tuple[int, ...] = ()
    source: str = ""
    document: str = ""
    name: str = ""
    day: date | None = None
    when: str = ""
    undated: int | None = None
    unread: tuple[int, ...] = ()


def missing_in(
    documents: Sequence[Document],
    texts: Mapping[int, str],
    counters: Mapping[int, PageCount],
    requested: date | None,
    unread: Iterable[int] = (),
) -> tuple[Missing, ...]:
    """What the packet lacks. `texts` and `counters` are by case page, furniture left out; `requested` is the day of the RFA;
    `unread` are the case pages of which nothing is known.

    A packet of determinations alone lacks nothing that could be said: the record was never part of it.
    """
    if not documents or all(document.type == "determination" for document in documents):
        return ()
    named = tuple(_named(documents, texts))
    asked = None if any(one.type == "rfa" for one in documents) else _request_named(named, requested)
    owed = _owed(documents, requested, asked)
    found = (*owed, *_pages(documents, texts, counters), *(one for one in named if one is not asked))
    not_read = tuple(sorted(unread))
    return tuple(one if one.kind == "pages" else msgspec.structs.replace(one, unread=not_read) for one in found)


def _pages(documents: Sequence[Document], texts: Mapping[int, str], counters: Mapping[int, PageCount]) -> Iterator[Missing]:
    for one in absent_pages(documents, texts, counters):
        what = f"{one.words} of {one.document.called}"
        yield Missing(kind="pages", what=what, named_on=one.before[0], pages=one.before, document=one.document.id)


def _request_named(named: Iterable[Missing], requested: date | None) -> Missing | None:
    """The request for authorization that pages name: that of its day, or the only one; it is not missing twice."""
    names = {one.name for one in record_names() if "rfa" in one.types}
    requests = [one for one in named if one.name in names]
    only = requests[0] if len(requests) == 1 else None
    return next((one for one in requests if one.day == requested), only)


def _owed(documents: Sequence[Document], requested: date | None, asked: Missing | None) -> Iterator[Missing]:
    held = {document.type for document in documents}
    for one in needed():
        if asked is not None and "rfa" in one.types:
            what = f"{one.what} of {asked.when}" if asked.day == requested else f"{one.what}; one of {asked.when} is named"
            yield msgspec.structs.replace(asked, kind="document", what=what, name="", source=one.source)
        elif not held & one.types:
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


_Day = Located[date] | Located[Month]


def _named(documents: Sequence[Document], texts: Mapping[int, str]) -> Iterator[Missing]:
    found: list[Named] = []
    own = {document.id: own_days(document, texts) for document in documents}
    held = {name.name: _Held.of(name, documents, own) for name in record_names()}
    for document in documents:
        for page in document.pages if document.type not in _ASKING else ():
            listed = _names_on(texts.get(page, ""), page, document)
            found += [
                one
                for one in listed
                if not held[one.name.name].has(one.day, one.name.days) and not _inside(one, documents, texts)
            ]
    told = {one.day for one in found if "progress report" in one.name.types} | {(one.page, one.day) for one in found}
    found += [one for one in reports_named(documents, texts, own) if not told & {one.day, (one.page, one.day)}]
    yield from _without_day(documents, texts, {one.name.name for one in found} | {each for each in held if held[each].any})
    for named in folded_records(found):
        name, of = named[0].name.name, named[0].day
        pages = tuple(sorted({one.page for one in named}))
        undated = held[name].undated if name in held else undated_by(named[0].name, documents)
        doubt = f" (the one on page {undated.first_page} has no date that could be read)" if undated else ""
        slip = " (a day still to come: a slip of the page)" if _is_to_come(of) else ""
        yield Missing(
            kind="record",
            what=f"{name} of {_day_words(of)}{slip or doubt}",
            named_on=pages[0],
            pages=pages,
            name=name,
            day=of.first if isinstance(of, Month) else of,
            when=_day_words(of),
            undated=undated.first_page if undated else None,
        )


def _without_day(documents: Sequence[Document], texts: Mapping[int, str], but: Collection[str]) -> Iterator[Missing]:
    """Records that pages say are not here, of which none is here and none is named by its day."""
    pages: dict[str, list[int]] = {}
    for document in documents:
        for page in document.pages if document.type not in _ASKING else ():
            for name in said_absent(texts.get(page, ""), but):
                pages.setdefault(name.name, []).append(page)
    for kind, on in pages.items():
        what = f"{kind} of an unknown day, said not to be here"
        yield Missing(kind="record", what=what, named_on=on[0], pages=tuple(on), name=kind)


def _inside(named: Named, documents: Sequence[Document], texts: Mapping[int, str]) -> bool:
    """Whether a document of that day, other than one that asks, holds the study: its films are read in it, and no report of
    their own is to follow.
    """
    words = named.name.inside
    of_day = [one for one in documents if one.date == named.day and one.type not in _ASKING] if words else []
    read = ["\n".join(texts.get(page, "") for page in one.pages) for one in of_day]
    return any(words and words.search(text) and not saying_absent().to_follow.search(text) for text in read)


def _names_on(text: str, page: int, document: Document) -> Iterator[Named]:
    head = _head(text) if page == document.first_page else 0
    days: list[_Day] = sorted([*find_dates(text), *find_shared(text), *find_months(text, document.date)], key=_start)
    near, small = _beside(days, len(text)), in_small_letters(text)
    for name in record_names():
        for words in (one for start, end in near for one in name.words.finditer(small, start, end)):
            day = _day_of(text, days, words.start(), words.end())
            if day is None or _is_of_other(text, day, words) or _is_of_films(text, day, words, name):
                continue
            own = day.value == document.date or (document.kind in name.kinds and _touch(text, day, words))
            titled = _is_titled(document, page, _line(small, words))
            if (words.start() < head or titled) and (own or _is_title(text, words, titled=titled)):
                continue  # the document's own title, with its day or that of its examination
            if document.type in _OF_VISITS and _heads_entry(text, day, words):
                continue  # a further visit in the same paper
            sentence = re.split(r"[.;:]\s|\n", text[max(0, words.start() - _CLOSE) : words.start()])[-1]
            planned = _PLANNED.search(sentence) or _PLANNED.search(text, words.end(), max(day.start, words.end()))
            if not planned and not (_begins_line(text, day.start) and _OUTCOME.match(text, words.end())):
                parts = parts_in(_sentence(text, words.start(), words.end()))
                for one in (day, *(_further(text, days, day) if day.start >= words.end() else ())):
                    yield Named(name, one.value, page, parts)


def _further(text: str, days: list[_Day], last: _Day) -> Iterator[_Day]:
    """The days that go on a day behind a record's name: "MRI of 03/02/2024, 04/06/2024 and 05/02/2024"."""
    for one in days:
        if one.start > last.end and _AND.fullmatch(text, last.end, one.start) and _ENDS.match(text, one.end):
            yield one
            last = one


def _is_of_other(text: str, day: _Day, words: re.Match[str]) -> bool:
    """Whether a label says that a day is that of a birth or an injury: right before it, or in a row of labels above it.

    A record's name is no label.
    """
    low = max(day.start - 24, words.end() if words.end() <= day.start else 0, 0)
    row = max(0, text.rfind("\n", 0, day.start))
    above = text[text.rfind("\n", 0, row) + 1 : row]
    labelled = words.end() <= row - len(above) and not any(map(str.isdigit, above)) and _LIFE_LABEL.search(above)
    return bool(labelled) or _LIFE.search(text, low, day.start) is not None


def _is_of_films(text: str, day: _Day, words: re.Match[str], name: RecordName) -> bool:
    """Whether a part of the body stands between a laboratory's name and a day: "X-ray and laboratory results: L-spine …"."""
    return name.types == _LABORATORY and bool(parts_in(text[words.end() : day.start]))


def _is_titled(document: Document, page: int, line: str) -> bool:
    """Whether a line in small letters is a document's own title, on its first page."""
    return page == document.first_page and bool(document.title) and document.title.lower() in line


def _heads_entry(text: str, day: _Day, words: re.Match[str]) -> bool:
    """Whether a name and its day head an entry: "Daily Note 10/13/2021 Visit 3"."""
    line = _line(text, words)
    begins = line.strip().lower().startswith(words[0].strip())
    return begins and _touch(text, day, words) and len(line.split()) <= _SHORT_ENTRY


def _line(text: str, words: re.Match[str]) -> str:
    """The line, or lines, on which a record's name stands."""
    end = text.find("\n", words.end())
    return text[text.rfind("\n", 0, words.start()) + 1 : end if end >= 0 else len(text)]


def _is_title(text: str, words: re.Match[str], *, titled: bool) -> bool:
    """Whether a record's name is a line of its own, as a title is, or part of the document's own, without a day."""
    line = _line(text, words)
    return (titled or len(line.split()) <= _TITLE) and not any(map(str.isdigit, line))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence or line that a place stands in, as far as it lies beside it."""
    low = max(0, start - _LONGEST)
    stop = _STOP.search(text, end)
    low = max((found.end() for found in _STOP.finditer(text, low, start)), default=low)
    return text[low : min(stop.start() if stop else len(text), end + _LONGEST)]


def _touch(text: str, day: _Day, words: re.Match[str]) -> bool:
    """Whether no word stands between a record's name and a day but that it is of an examination."""
    between = text[min(day.end, words.end()) : max(day.start, words.start())]
    return not any(map(str.isalpha, _OF_EXAMINATION.sub("", between)))


def _head(text: str) -> int:
    """Where a page's first lines end."""
    lines = text.split("\n", _HEAD_LINES)
    return len(text) - len(lines[-1]) if len(lines) > _HEAD_LINES else len(text)


def _beside(days: list[_Day], length: int) -> list[tuple[int, int]]:
    """The stretches of a text beside its days: what a day belongs to is named there."""
    found: list[tuple[int, int]] = []
    for day in days:
        start, end = max(0, day.start - _CLOSE - _LONGEST), min(length, day.end + _CLOSE + _LONGEST)
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _day_of(text: str, days: list[_Day], start: int, end: int) -> _Day | None:
    """The day of a record that is named at ``start:end``: it begins the line of a list, follows the name, or stands ahead."""
    before = [one for one in days if one.end <= start <= one.end + _CLOSE]
    after = next((one for one in days if end <= one.start <= end + _CLOSE), None)
    row = text.rfind("\n", 0, start)
    in_list = any(one.start > row and _begins_line(text, one.start) for one in before)
    joined = after is not None and _joins(text[end : after.start]) and not (in_list and _begins_line(text, after.start))
    for one in reversed(before):
        if joined and _ENDED.search(text, one.end, start):
            continue  # a line that breaks before a day: "MRI\n01/17/2024; QME report 03/20/2025"
        if _begins_line(text, one.start) and "\n" not in text[one.end : start] and len(text[one.end : start].split()) <= _FEW:
            return one
    if joined:
        return after
    last = before[-1] if before else None
    near = last is not None and not text[last.end : start].strip(" \t\r\n:,-") and not _ASKS.match(text, end)
    return last if last is not None and near and not _FIELD.search(text, max(0, last.start - 40), last.start) else None


def _begins_line(text: str, at: int) -> bool:
    return _ROW.fullmatch(text, text.rfind("\n", 0, at) + 1, at) is not None


def _joins(between: str) -> bool:
    """Whether the words from a record's name to a day only say that it is the record's: no sentence ends between."""
    return all(
        word[0].isupper() or word.lower().replace(".", "").strip("'") in joining() for word in _WORD.findall(between)
    ) and not re.search(r"[a-z]{3,}\.\s", between)


def _start(found: _Day) -> int:
    return found.start


class _Held(NamedTuple):
    """The documents of the packet that are one kind of record: their days in order, their months, one without a day.

    `any`: whether there is one at all.
    """

    days: list[int]
    months: frozenset[tuple[int, int]]
    undated: Document | None
    any: bool

    @classmethod
    def of(cls, name: RecordName, documents: Sequence[Document], own: Mapping[str, frozenset[date]]) -> _Held:
        such = [one for one in documents if _is_such(one, name)]
        dated = [day for one in such for day in own[one.id]]
        days = sorted(day.toordinal() for day in dated)
        months = frozenset((day.year, day.month) for day in dated)
        return cls(
            days,
            months,
            next((one for one in such if one.date is None and one.type != "other" and one.kind not in _LISTING), None),
            any(one.kind not in _LISTING for one in such),
        )

    def has(self, named: date | Month, within: int) -> bool:
        """Whether one of them is of that month, or `within` days of that day."""
        if isinstance(named, Month):
            return (named.year, named.month) in self.months
        day = named.toordinal()
        at = bisect_left(self.days, day - within)
        return at < len(self.days) and self.days[at] <= day + within


def _is_such(document: Document, name: RecordName) -> bool:
    """Whether a document may be a record of this name; one whose title is another study's is none: a CT scan is no X-ray."""
    may_be = document.type in name.types or document.kind in name.kinds
    title = in_small_letters(document.title)
    return may_be and (name.types != _STUDIES or name.words.search(title) is not None or not _names_study(title))


def _names_study(title: str) -> bool:
    return any(one.types == _STUDIES and one.words.search(title) for one in record_names())


def _is_to_come(day: date | Month) -> bool:
    return (day.first if isinstance(day, Month) else day) > today()


def _day_words(day: date | Month) -> str:
    return f"{day.month:02}/{day.year}" if isinstance(day, Month) else written(day)
