"""Running a query over a record: the pages that hold it, as hits by document, and the pages that could not be seen."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import log1p
from typing import Protocol

from imr_desktop.case.model import Case, Document
from imr_desktop.record.find.filters import Filters
from imr_desktop.record.find.fold import fold, fold_page
from imr_desktop.record.find.found import Found, Group, Hit, Missed
from imr_desktop.record.find.matching import Matcher, Names, Spot
from imr_desktop.record.find.negation import denied_by
from imr_desktop.record.find.query import Near, Query
from imr_desktop.record.model import Verdict

NO_TEXT = "no words could be read on it"
_REACH = 110
_AROUND = 120
_LEAST_ALIKE = 60
_BREAK = re.compile(r"[.!?;]\s+(?=[^\sa-z])|\n\s*\n|\n(?=[^\S\n]*[^\sa-z])")
_LINE_END = re.compile(r"(?<=\w)[-\u00ad\u2010\u2011\u0002\ufffe][^\S\n]*\n\s*(?=\w)")


class Record(Protocol):
    """What is searched: `record.RecordText`."""

    pages: dict[int, str]
    verdicts: Mapping[int, Verdict]
    reasons: dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class Limits:
    """How much is looked at and listed; the window's lists need no more, a report wants all of it (0)."""

    pages: int = 0
    hits: int = 0


class Documents:
    """The documents of a case by page."""

    def __init__(self, case: Case) -> None:
        self._documents = sorted(case.documents, key=lambda document: document.first_page)
        self._firsts = [document.first_page for document in self._documents]
        self._files = [(file.first_page, file.pages, file.name) for file in case.files]

    def at(self, page: int) -> Document | None:
        """The document that holds a case page."""
        at = bisect_right(self._firsts, page) - 1
        return self._documents[at] if at >= 0 and page in self._documents[at].pages else None

    def title(self, page: int) -> str:
        """What a page is a part of: its document, else its file."""
        document = self.at(page)
        if document is not None:
            return document.called
        return next((name for first, pages, name in self._files if first <= page < first + pages), "")


class Searcher:
    """A case's record made ready for queries: which pages belong to what, which can be seen, and why the others cannot."""

    def __init__(self, case: Case, record: Record) -> None:
        self.case, self.record = case, record
        self._documents = Documents(case)
        self._pages = _pages_of(case, record)
        self._seen = frozenset(
            page for page in self._pages if page in record.pages and record.verdicts.get(page) != "not read"
        )
        self._missed = tuple(self._miss(page) for page in self._pages if page not in self._seen)

    def find(
        self, query: Query, names: Names | None = None, candidates: Iterable[int] | None = None, limits: Limits = Limits()
    ) -> Found:
        """What a query finds. `candidates` are the pages an index admits, None: all; `names` the other names of terms."""
        seen, missed = self._scope(query)
        admitted = seen if candidates is None else seen.intersection(candidates)
        looked, more = _first(sorted(admitted), self._documents, limits.pages)
        matcher = Matcher(query, names or {})
        hits = [hit for page in looked for hit in _on_page(page, self.record, matcher)]
        groups = _grouped(_each_once(hits, self.record), self._documents, query)
        kept, cut = _bounded(groups, limits.hits)
        note = query.filters.note(self.case)
        terms = tuple(dict.fromkeys(_terms(query, names or {})))
        return Found(kept, missed, len(seen), more + cut, (note,) if note else (), terms)

    def _scope(self, query: Query) -> tuple[frozenset[int], tuple[Missed, ...]]:
        """The pages a query looks at, and those it should look at and cannot."""
        if query.filters == Filters():
            return self._seen, self._missed
        scope = filter(query.filters.admits_page, self._pages)
        inside = [page for page in scope if query.filters.admits(self._documents.at(page))]
        return self._seen.intersection(inside), tuple(self._miss(page) for page in inside if page not in self._seen)

    def _miss(self, page: int) -> Missed:
        return Missed(page, self._documents.title(page), reason(self.record, page))


def search(query: Query, case: Case, record: Record, names: Names | None = None) -> Found:
    """Search a record without an index."""
    return Searcher(case, record).find(query, names)


def _terms(query: Query, names: Names) -> Iterable[str]:
    for clause in query.wanted:
        for part in clause.parts:
            for term in (part.first, part.second) if isinstance(part, Near) else (part,):
                yield from (term.words, *names.get(term, ()))


def reason(record: Record, page: int) -> str:
    """Why a page could not be searched."""
    return "; ".join(text.rstrip(".") for text in record.reasons.get(page, ())) or NO_TEXT


def _pages_of(case: Case, record: Record) -> list[int]:
    named = {page for file in case.files for page in range(file.first_page, file.first_page + file.pages)}
    return sorted(named | set(record.pages) | set(record.verdicts))


def _first(pages: list[int], documents: Documents, most: int) -> tuple[list[int], int]:
    """The pages to look at, those of documents with most of them first; how many are left."""
    if not most or len(pages) <= most:
        return pages, 0
    owners = {page: document.first_page if (document := documents.at(page)) else 0 for page in pages}
    counts: dict[int, int] = {}
    for owner in owners.values():
        counts[owner] = counts.get(owner, 0) + 1
    best = sorted(pages, key=lambda page: (-counts[owners[page]], page))
    return sorted(best[:most]), len(pages) - most


# --- the hits of a page


def _on_page(page: int, record: Record, matcher: Matcher) -> list[Hit]:
    text, verdict = record.pages[page], record.verdicts.get(page, "read")
    folded = fold_page(text, record.pages.get(page + 1, ""))
    return [_hit(page, text, verdict, spot) for spot in matcher.on(folded, text, doubtful=verdict == "doubtful")]


def _hit(page: int, text: str, verdict: Verdict, spot: Spot) -> Hit:
    start, end, beyond = spot.place
    first, last = _sentence(text, start, end)
    term = text[start:end]
    return Hit(
        page,
        start,
        end,
        shown(text[first:last]),
        shown(term),
        verdict,
        beyond,
        denied_by(text[first:last], start - first, end - first),
        shown(term) if spot.named else "",
        spot.tolerant,
    )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place, as far as it is short."""
    left, right = max(0, start - _REACH), min(len(text), end + _REACH)
    breaks = list(_BREAK.finditer(text, left, start))
    first = breaks[-1].end() if breaks else (left and text.find(" ", left, start) + 1) or left
    stop = _BREAK.search(text, end, right)
    cut = right if right == len(text) else max(text.rfind(" ", end, right), end)
    return first, stop.start() + 1 if stop else cut


def shown(words: str) -> str:
    """Words of a page on one line, a word broken at a line's end in one."""
    return " ".join(_LINE_END.sub("-", words).split())


# --- hits by document


def _each_once(hits: list[Hit], record: Record) -> list[Hit]:
    """The same words in the same surroundings on another page are a copy: named with the first of them."""
    first: dict[str, int] = {}
    kept: list[Hit] = []
    for hit in hits:
        key = _surroundings(record.pages[hit.page], hit)
        known = first.get(key, -1) if len(key) >= _LEAST_ALIKE else -1
        if known < 0 or kept[known].page == hit.page or kept[known].verdict != hit.verdict:
            first[key] = len(kept)
            kept.append(hit)
        elif hit.page not in kept[known].also:
            kept[known] = replace(kept[known], also=(*kept[known].also, hit.page))
    return kept


def _surroundings(text: str, hit: Hit) -> str:
    around = fold(text[max(0, hit.start - _AROUND) : hit.end + _AROUND]).text
    return re.sub(r"\W+", "", around)


def _grouped(hits: list[Hit], documents: Documents, query: Query) -> list[Group]:
    by_document: dict[str, list[Hit]] = {}
    for hit in hits:
        document = documents.at(hit.page)
        by_document.setdefault(document.id if document else "", []).append(hit)
    titles = Matcher(query, {})
    groups = []
    for key, members in by_document.items():
        document = documents.at(members[0].page)
        title = documents.title(members[0].page)
        score = _worth(members, len(document.pages) if document else 1, bool(titles.on(fold(title), title, doubtful=False)))
        groups.append(Group(key, title, document.date if document else None, tuple(members), score))
    return sorted(groups, key=lambda group: (-group.score, group.hits[0].page))


def _worth(hits: list[Hit], pages: int, titled: bool) -> float:
    """How much a document is about what was asked: its hits, the less sure ones counting less."""
    weights = (0.4 if hit.named or hit.tolerant else 0.7 if hit.denied else 1.0 for hit in hits)
    return round(log1p(sum(weights)) / (1 + 0.15 * log1p(pages)) + (1.0 if titled else 0.0), 6)


def _bounded(groups: list[Group], most: int) -> tuple[tuple[Group, ...], int]:
    """The first hits, and on how many pages the others stand."""
    kept: list[Group] = []
    left: set[int] = set()
    room = most or sum(len(group.hits) for group in groups)
    for group in groups:
        left.update(hit.page for hit in group.hits[room:])
        if room:
            kept.append(replace(group, hits=group.hits[:room]))
        room = max(room - len(group.hits), 0)
    return tuple(kept), len(left)
