"""The index of a record's words by page, in a database that the caller opened: SQLite's full text search without the text.

Beside the words stands for each page a digest of what they were taken from, written in one step with them: what was read
anew, corrected or moved to another page is seen, and that page alone is indexed again. An index that says something is never
behind the record it is asked about.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING

from imr_desktop.record.find.fold import Folded
from imr_desktop.record.find.words import words_on

if TYPE_CHECKING:
    from sqlite3 import Connection

_FORMAT = 1
"""Rises with every change of folding or of the words' forms: an older index is made anew."""
_TABLES = """
CREATE TABLE IF NOT EXISTS kept(page INTEGER PRIMARY KEY, digest BLOB NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(on_page, content='', contentless_delete=1, detail=none,
  tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'");
"""
_STEP = 200
"""Pages written in one step: what a crash may lose, and how long another thread's question waits at most."""


class PageIndex:
    """The words of one record by page. Safe to call from several threads; questions do not wait for a whole update."""

    def __init__(self, connection: Connection) -> None:
        """Use an open database, empty or written by this class; another format is dropped. Raises the database's errors."""
        self._connection = connection
        self._guard = threading.RLock()
        with self._guard:
            if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
                connection.executescript(
                    f"DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS kept; {_TABLES} PRAGMA user_version={_FORMAT};"
                )

    def update(self, pages: Mapping[int, str], doubtful: frozenset[int]) -> int:
        """Bring the index to the record as it is; how many pages were read anew."""
        wanted = _digests(pages, doubtful)
        with self._guard:
            kept = dict(self._connection.execute("SELECT page, digest FROM kept").fetchall())
        gone = [page for page in kept if page not in wanted]
        new = [page for page, digest in wanted.items() if kept.get(page) != digest]
        for first in range(0, len(gone), _STEP):
            self._write({}, gone[first : first + _STEP], wanted)
        for first in range(0, len(new), _STEP):
            step = new[first : first + _STEP]
            rows = {page: _words(pages, page, doubtful) for page in step}
            self._write(rows, [page for page in step if page in kept], wanted)
        return len(new)

    def _write(self, rows: Mapping[int, str], old: list[int], digests: Mapping[int, bytes]) -> None:
        """Pages in place of what was known of them and of `old` ones, in one step."""
        with self._guard, self._connection:
            run = self._connection
            if not run.in_transaction:
                run.execute("BEGIN IMMEDIATE")
            run.executemany("DELETE FROM words WHERE rowid=?", [(page,) for page in old])
            run.executemany("DELETE FROM kept WHERE page=?", [(page,) for page in old])
            run.executemany("INSERT INTO words(rowid, on_page) VALUES(?, ?)", rows.items())
            run.executemany("INSERT INTO kept VALUES(?, ?)", [(page, digests[page]) for page in rows])

    def pages(self, expression: str) -> list[int]:
        """The case pages that an expression of `words.expression` admits, in order."""
        with self._guard:
            rows = self._connection.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid", (expression,))
            return [page for (page,) in rows.fetchall()]

    def close(self) -> None:
        """Close the database. Closing twice is harmless."""
        with self._guard:
            self._connection.close()


def _digests(pages: Mapping[int, str], doubtful: frozenset[int]) -> dict[int, bytes]:
    """What each page's words depend on: its text, the next page's, and whether a machine read it."""
    own = {page: blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest() for page, text in pages.items()}
    return {page: own[page] + own.get(page + 1, b"") + bytes([page in doubtful]) for page in sorted(own)}


def _words(pages: Mapping[int, str], page: int, doubtful: frozenset[int]) -> str:
    text = Folded(pages[page], pages.get(page + 1, "")).text
    return " ".join(sorted(words_on(text, doubtful=page in doubtful)))
