"""Finding words in a case's record, with the index in the vault and the other names of things."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from imr_desktop.case.model import Case
from imr_desktop.errors import StoreError
from imr_desktop.preflight import data as tables
from imr_desktop.preflight.synonyms import Groups
from imr_desktop.record import RecordText
from imr_desktop.record.find.fold import fold, fold_page
from imr_desktop.record.find.found import Found, Group, Hit, Missed  # noqa: F401  handed on
from imr_desktop.record.find.index import PageIndex
from imr_desktop.record.find.matching import Names
from imr_desktop.record.find.naming import with_names
from imr_desktop.record.find.query import parsed
from imr_desktop.record.find.search import Limits, Searcher
from imr_desktop.record.find.words import expression
from imr_desktop.review.synonym_file import own_synonyms
from imr_desktop.store.faults import explained_sql

if TYPE_CHECKING:
    from imr_desktop.paths import Home
    from imr_desktop.review.record import RecordService
    from imr_desktop.review.vault import VaultService
    from imr_desktop.store.vault import Vault

LISTED = Limits(pages=150, hits=1_000)
"""What a list in the window shows; how much more there is, it says."""
EVERYTHING = Limits()


@dataclass
class _Open:
    """The record that is searched, and its index where the vault has one; `fresh` once that holds all of it."""

    case: Case
    text: RecordText
    searcher: Searcher
    vault: Vault | None = None
    index: PageIndex | None = None
    fresh: bool = False


class FindService:
    """Queries over records. Safe to call from worker threads: a query never waits for an index, it does without."""

    def __init__(self, home: Home, vault: VaultService, record: RecordService) -> None:
        self._home, self._vault, self._record = home, vault, record
        self._guard, self._indexing = threading.RLock(), threading.Lock()
        self._open: _Open | None = None

    def find(
        self, case: Case, words: str, *, same: bool = True, text: RecordText | None = None, limits: Limits = EVERYTHING
    ) -> Found:
        """What a query finds in a case's record; `text` is the record where the vault does not hold it.

        `same`: things are also looked for under their other names, the reviewer's own among them. Raises UsageError with a
        sentence where the query cannot be understood, and what reading the record raises.
        """
        query = parsed(words)
        names: Names = {}
        if same:
            groups, _ = own_synonyms(self._home)
            query, names = with_names(query, partial(_other_names, same=groups))
        opened = self._opened(case, text)
        candidates = self._candidates(opened, expression(query, names))
        return opened.searcher.find(query, names, candidates, limits)

    def prepare(self, case: Case) -> int:
        """Bring the index of a case in the vault to its record as it is now; how many pages were read anew for it.

        Without an index everything is found as well, later. Raises what reading the record raises.
        """
        opened = self._opened(case, None)
        if opened.fresh or not self._has_index(opened):
            return 0
        with self._indexing:
            return self._brought_up(opened)

    def _brought_up(self, opened: _Open) -> int:
        for _ in range(2):
            try:
                with explained_sql("the index"):
                    index = self._index(opened)
                    count = index.update(opened.text.pages, _doubtful(opened.text)) if index else 0
                opened.fresh = index is not None
                return count
            except StoreError:
                self._drop(opened)
        return 0

    def forget_cases(self) -> None:
        """Forget the record that is remembered."""
        with self._guard:
            self._open = None
        fold_page.cache_clear()

    def _opened(self, case: Case, text: RecordText | None) -> _Open:
        text = text or self._record.text(case)
        with self._guard:
            known = self._open
            if known is None or known.text is not text or known.case.documents != case.documents or known.case.id != case.id:
                vault = self._vault.if_open
                same = known is not None and known.vault is vault and known.case.id == case.id
                index = known.index if known and same else None
                known = self._open = _Open(case, text, Searcher(case, text), vault, index)
            return known

    def _candidates(self, opened: _Open, asked: str) -> list[int] | None:
        """The pages the index admits; None where it cannot tell."""
        if not (asked and opened.fresh and opened.index):
            return None
        try:
            with explained_sql("the index"):
                return opened.index.pages(asked)
        except StoreError:
            self._drop(opened)
            return None

    def _has_index(self, opened: _Open) -> bool:
        """Whether the vault keeps one: it does for cases that it holds."""
        vault = opened.vault
        return vault is not None and bool(opened.text.pages) and vault.repository.has_files(opened.case.id)

    def _index(self, opened: _Open) -> PageIndex | None:
        if opened.index is None and opened.vault is not None:
            opened.index = PageIndex(opened.vault.indexes.open(opened.case.id))
        return opened.index

    def _drop(self, opened: _Open) -> None:
        """What is damaged is thrown away; it is made anew the next time."""
        opened.fresh, opened.index = False, None
        if opened.vault is not None:
            with suppress(StoreError):
                opened.vault.indexes.forget(opened.case.id)


def _doubtful(text: RecordText) -> frozenset[int]:
    return frozenset(page for page, verdict in text.verdicts.items() if verdict == "doubtful")


# --- other names


@lru_cache(maxsize=512)
def _other_names(words: str, same: Groups) -> tuple[str, ...]:
    """The other names of a thing: of the reviewer's groups, else of the thesaurus."""
    wanted = _key(words)
    for groups in (_by_name(same), _by_name(_shipped())):
        if found := groups.get(wanted):
            return tuple(name for name in found if _key(name) != wanted)
    return ()


def _shipped() -> Groups:
    data = tables.table("thesaurus.toml")
    classes = [member for one in data.get("class", ()) for member in one["members"]]
    return tuple(tuple(_plain(row)) for row in (*data["same"], *classes))


def _plain(row: Iterable[str]) -> Iterator[str]:
    """The names as they are written; what only a regular expression can say is left out."""
    for name in row:
        plain = name.rstrip("~").replace(r"\w*", "*").replace(r"\w+", "*").removesuffix("s?")
        if not re.search(r"[\\()\[\]?|]", plain):
            yield plain


@lru_cache(maxsize=8)
def _by_name(groups: Groups) -> dict[str, tuple[str, ...]]:
    return {_key(name): group for group in reversed(groups) for name in group}


def _key(name: str) -> str:
    words = fold(name).text.replace("-", " ").strip()
    return words.removesuffix("s") if len(words) > 3 else words
