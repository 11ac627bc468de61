"""The whole record's text by case page, and searching it."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from imr_desktop.case.model import Case
from imr_desktop.record.model import FileRead

_WORD = re.compile(r"\w+")
_QUOTE_REACH = 60
MOST_HITS = 1_000


@dataclass(frozen=True)
class Hit:
    """A place found: `start` and `end` are offsets in the case page's text, `quote` the words around it."""

    page: int
    start: int
    end: int
    quote: str


class RecordText:
    """Text of the record's pages; `pages` maps case page to text, `unreadable` lists case pages without usable text."""

    def __init__(self, pages: Mapping[int, str], unreadable: Iterable[int] = ()) -> None:
        """Hold `pages`; the index is built on the first `find`."""
        self.pages = dict(pages)
        self.unreadable = tuple(unreadable)
        self._indexing = threading.Lock()

    @classmethod
    def from_reads(cls, case: Case, reads: Iterable[FileRead]) -> RecordText:
        """The text of those files of the case that are among `reads`."""
        by_digest = {read.digest: read for read in reads}
        pages = {
            file.first_page + page.number - 1: page.text
            for file in case.files
            if file.digest in by_digest
            for page in by_digest[file.digest].pages
        }
        return cls(pages, (page for file in case.files for page in file.unreadable))

    def text(self, page: int) -> str:
        """The text of a case page; empty where none is known."""
        return self.pages.get(page, "")

    def search(self, terms: Iterable[str]) -> list[Hit]:
        """Every place where one of the terms stands as whole words, in page order; case and line breaks do not matter."""
        patterns = [r"\W+".join(map(re.escape, _WORD.findall(term))) for term in terms]
        wanted = "|".join(pattern for pattern in patterns if pattern)
        if not wanted:
            return []
        pattern = re.compile(rf"\b(?:{wanted})\b", re.IGNORECASE)
        return [
            _hit(page, text, match.start(), match.end())
            for page, text in sorted(self.pages.items())
            for match in pattern.finditer(text)
        ]

    def find(self, query: str) -> list[Hit]:
        """What a reader's find box means: pages holding all the words (the last may be unfinished), each place on them."""
        words = _WORD.findall(query)
        if not words:
            return []
        expression = " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
        with self._indexing:
            rows = self._index.execute("SELECT rowid FROM pages WHERE pages MATCH ? ORDER BY rowid", (expression,)).fetchall()
        phrase = re.compile(r"\b" + r"\W+".join(map(re.escape, words)), re.IGNORECASE)
        single = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")", re.IGNORECASE)
        hits: list[Hit] = []
        for (page,) in rows:
            text = self.pages[page]
            found = list(phrase.finditer(text)) or list(single.finditer(text))
            hits.extend(_hit(page, text, match.start(), match.end()) for match in found)
            if len(hits) >= MOST_HITS:
                break
        return hits[:MOST_HITS]

    @cached_property
    def _index(self) -> sqlite3.Connection:
        index = sqlite3.connect(":memory:", check_same_thread=False)
        index.execute("CREATE VIRTUAL TABLE pages USING fts5(text, tokenize='unicode61 remove_diacritics 0')")
        index.executemany("INSERT INTO pages(rowid, text) VALUES (?, ?)", self.pages.items())
        return index


def _hit(page: int, text: str, start: int, end: int) -> Hit:
    left = max(0, start - _QUOTE_REACH)
    right = min(len(text), end + _QUOTE_REACH)
    left = left if left == 0 else text.find(" ", left, start) + 1 or left
    cut = text.rfind(" ", end, right)
    right = right if right == len(text) or cut < 0 else cut
    return Hit(page, start, end, " ".join(text[left:right].split()))
