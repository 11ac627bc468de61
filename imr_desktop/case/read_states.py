"""How far the pages of a case's record were read, as counts and in words. Imports no Qt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from imr_desktop.case.model import Case, Document


class ReadStates(NamedTuple):
    """How many pages there are, how many of them only a machine read, and how many no search can see."""

    pages: int
    by_machine: int
    not_read: int

    @property
    def words(self) -> str:
        """``3 read by machine, 2 not read``; empty where every page was read."""
        kinds = ((self.by_machine, "read by machine"), (self.not_read, "not read"))
        return ", ".join(f"{count:,} {words}" for count, words in kinds if count)

    @property
    def whole(self) -> str:
        """``214 pages: 209 read, 3 read by machine, 2 not read``."""
        read = self.pages - self.by_machine - self.not_read
        noun = "page" if self.pages == 1 else "pages"
        return f"{self.pages:,} {noun}: " + ", ".join(filter(None, (f"{read:,} read", self.words)))


def of_case(case: Case) -> ReadStates:
    """Of the whole record."""
    return ReadStates(
        case.page_count,
        sum(len(set(file.doubtful)) for file in case.files),
        sum(len(set(file.unreadable)) for file in case.files),
    )


def of_documents(case: Case) -> dict[str, ReadStates]:
    """Of each document, by its id."""
    doubtful = sorted({page for file in case.files for page in file.doubtful})
    unread = sorted({page for file in case.files for page in file.unreadable})
    return {one.id: ReadStates(len(one.pages), _within(one, doubtful), _within(one, unread)) for one in case.documents}


def _within(document: Document, pages: list[int]) -> int:
    return bisect_right(pages, document.last_page) - bisect_left(pages, document.first_page)
