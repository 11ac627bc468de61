"""A record made ready for many searches: pages folded once, and which words stand on which page.

Searches behind statements of absence are run again at every check, over thousands of pages: only pages that hold a term's
words are looked at, and what was found on a page is kept as long as its text stays.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from imr_desktop.preflight.near import Near, near_parts, spans_of
from imr_desktop.preflight.noise import Furniture
from imr_desktop.preflight.segments import Segment, segments
from imr_desktop.record.find.alike import SPACED
from imr_desktop.record.find.fold import fold

Spans = tuple[tuple[int, int], ...]
_TOKEN = re.compile(rf"[^\W_]+(?:[-{SPACED}]+[^\W_]+)*")
_JOINT = re.compile(rf"[-{SPACED}]+")
_UNIT = re.compile(r"[^\W\d_]+|\d+|[*#]")
_PREFIX = re.compile(
    r"(?:non|anti|pre|post|multi|inter|intra|self|semi|sub|supra|infra|over|under|extra|trans|micro|x)(?=\w)"
)
_MOST_SEARCHES = 64
_last: list[RecordWords] = []
_making = threading.Lock()


class Page:
    """One page: its text as it stands and as it is searched, and the words on it."""

    def __init__(self, text: str, following: str) -> None:
        self.text, self.following = text, following
        self.folded = fold(text, following)
        self.words = frozenset(_words(self.folded.text))
        self._found: dict[tuple[tuple[str, ...], bool], Spans] = {}

    def find(self, terms: tuple[str, ...], near: Near, *, tolerant: bool = False) -> Spans:
        """Where any of the terms stands in the page's text; `near` are those of its terms' words that can be near here."""
        key = terms, tolerant
        if key not in self._found:
            if len(self._found) >= _MOST_SEARCHES:
                self._found.clear()
            self._found[key] = spans_of(self.folded, terms, near, tolerant=tolerant)
        return self._found[key]

    @cached_property
    def parts(self) -> tuple[Segment, ...]:
        """The page's text cut into sentences and lines of their own."""
        return tuple(segments(self.text))


class RecordWords:
    """The pages of a record by case page."""

    def __init__(self, record: Mapping[int, str], before: RecordWords | None = None) -> None:
        """Fold `record`; pages that stand in `before` unchanged are taken from there.

        `kept` is for what is found in it, `compared` for what was held against its pages.
        """
        self.kept: object = None
        self.compared: dict[str, object] = {}
        self.texts = dict(record)
        self.pages = {page: self._page(page, text, before) for page, text in self.texts.items()}

    @cached_property
    def furniture(self) -> Furniture:
        """The lines that are printed at the edges of several pages."""
        return Furniture(self.texts)

    def _page(self, number: int, text: str, before: RecordWords | None) -> Page:
        following = self.texts.get(number + 1, "")
        kept = before.pages.get(number) if before else None
        same = kept is not None and kept.text == text and kept.following == following
        return kept if kept is not None and same else Page(text, following)

    def find(
        self, terms: tuple[str, ...], pages: Iterable[int], tolerant: Container[int] = ()
    ) -> Iterator[tuple[int, Spans]]:
        """The pages, of those given, where a term stands, and where; on `tolerant` ones also what a machine misreads."""
        phrases: set[int] = set().union(*(self._of_phrase(term.rstrip("~")) for term in terms))
        near = [(parts, set.intersection(*map(self._of_phrase, parts))) for parts in near_parts(terms)]
        possible = phrases.union(*(held for _, held in near))
        for number in pages:
            misread = number in tolerant
            if number in possible or (misread and number in self.pages):
                here = tuple(parts for parts, held in near if number in held)
                if found := self.pages[number].find(terms, here, tolerant=misread):
                    yield number, found

    def pages_with(self, letters: str) -> set[int]:
        """The pages with a word that begins with some letters."""
        return self._beginning(letters)

    def _of_phrase(self, term: str) -> set[int]:
        """The pages with a word that begins as the term does; the term may go on in the next word, at any of its joints."""
        units = _units(term)
        letters = "".join(units)
        if not letters or "#" in letters[:1]:
            return set(self.pages)
        plain = letters.partition("#")[0].partition("*")[0]
        pages = self._beginning(plain)
        for cut in _cuts(units, plain):
            pages |= self._whole.get(plain[:cut], set())
        return pages

    def _beginning(self, letters: str) -> set[int]:
        found: set[int] = set()
        for at in range(bisect_left(self._vocabulary, letters), len(self._vocabulary)):
            if not self._vocabulary[at].startswith(letters):
                break
            found |= self._whole[self._vocabulary[at]]
        return found

    @cached_property
    def _whole(self) -> dict[str, set[int]]:
        whole: dict[str, set[int]] = {}
        for number, page in self.pages.items():
            for word in page.words:
                whole.setdefault(word, set()).add(number)
        return whole

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self._whole)


def words_of(record: Mapping[int, str]) -> RecordWords:
    """The record made ready; that of the last two records is kept, and of their pages what has not changed."""
    with _making:
        for kept in _last:
            if kept.texts == record:
                return kept
        before = max(_last, key=lambda kept: len(kept.texts), default=None)
        made = RecordWords(record, before)
        _last[:] = [made, *_last[:1]]
        return made


def forget() -> None:
    """Keep nothing of the records searched."""
    with _making:
        _last.clear()


def _words(text: str) -> Iterator[str]:
    """The words of a folded text, with hyphens left out, from each of their parts on."""
    for found in _TOKEN.finditer(text):
        word = found[0]
        if word.isalnum():
            yield word
            continue
        parts = _JOINT.split(word)
        for at in range(len(parts)):
            yield parts[at]
            yield "".join(parts[at:])


@lru_cache(maxsize=2048)
def _units(term: str) -> tuple[str, ...]:
    return tuple(_UNIT.findall(fold(term).text))


def _cuts(units: Iterable[str], plain: str) -> Iterator[int]:
    """Where in a term's letters a word of the record may end: behind each of its parts, and behind "non" and its like."""
    at = 0
    for unit in units:
        at += len(unit)
        if at < len(plain):
            yield at
    if prefix := _PREFIX.match(plain):
        yield prefix.end()
