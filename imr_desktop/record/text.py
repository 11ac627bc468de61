"""The whole record's text by case page, and searching it."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from imr_desktop.case.model import Case
from imr_desktop.record.model import FileRead, PageText, Verdict

_WORD = re.compile(r"\w+")
_QUOTE_REACH = 60
MOST_HITS = 1_000
_READ: Verdict = "read"
_NOT_READ: Verdict = "not read"


@dataclass(frozen=True)
class Hit:
    """A place found: `start` and `end` are offsets in the case page's text, `quote` the words around it."""

    page: int
    start: int
    end: int
    quote: str


class RecordText:
    """Text of the record's pages by case page, and how far each may be relied on.

    `verdicts` names every page that is known; `unreadable` are the case pages that no search can see. `reasons` says why a
    page is not simply read; `hidden` is what stands in the file and no eye can see on the page: never the record's words.
    """

    def __init__(
        self,
        pages: Mapping[int, str],
        unreadable: Iterable[int] = (),
        verdicts: Mapping[int, Verdict] | None = None,
        reasons: Mapping[int, tuple[str, ...]] | None = None,
        hidden: Mapping[int, str] | None = None,
    ) -> None:
        """Hold `pages`; those not in `verdicts` count as read, and those in `unreadable` as not read whatever is said."""
        self.pages = dict(pages)
        missed = dict.fromkeys(unreadable, _NOT_READ)
        known: dict[int, Verdict] = {**dict.fromkeys(self.pages, _READ), **(verdicts or {}), **missed}
        self.verdicts: Mapping[int, Verdict] = known
        self.unreadable = tuple(sorted(page for page, verdict in known.items() if verdict == "not read"))
        self.reasons = dict(reasons or {})
        self.hidden = dict(hidden or {})
        self._indexing = threading.Lock()

    @classmethod
    def from_reads(cls, case: Case, reads: Iterable[FileRead]) -> RecordText:
        """The text of those files of the case that are among `reads`."""
        by_digest = {read.digest: read for read in reads}
        pages = {
            file.first_page + page.number - 1: page
            for file in case.files
            if file.digest in by_digest
            for page in by_digest[file.digest].pages
        }
        return cls.from_pages(pages, (page for file in case.files for page in file.unreadable))

    @classmethod
    def from_pages(cls, pages: Mapping[int, PageText], unreadable: Iterable[int] = ()) -> RecordText:
        """The text of pages by case page; `unreadable` are those that the case says no search can see.

        What a machine has read of these since counts.
        """
        return cls(
            {number: page.text for number, page in pages.items()},
            (number for number in unreadable if number not in pages or pages[number].verdict != "doubtful"),
            {number: page.verdict for number, page in pages.items()},
            {number: page.reasons for number, page in pages.items() if page.reasons},
            {number: page.hidden for number, page in pages.items() if page.hidden},
        )

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
