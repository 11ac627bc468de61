"""The cited pages that words are held against, with the rest of their documents and of the record behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from imr_desktop.case import citation
from imr_desktop.preflight.cited.prose_days import days

if TYPE_CHECKING:
    from datetime import date

    from imr_desktop.case.model import Case
    from imr_desktop.preflight.record_words import RecordWords

MOST_PAGES = 60
"""Pages of cited documents that are looked at: a whole packet cited at once says nothing of one page."""
_BOX = re.compile(r"\[\s?[x*]?\s?\] ?(?:yes|no|n/a)?\b")
_BEYOND = "\ue001"
"""Where a folded page's own words end and those of the next page that go on from it begin."""


@dataclass(frozen=True)
class Held:
    """What words with a citation are held against: the cited pages, and the pages of their documents."""

    words: RecordWords
    pages: tuple[int, ...]
    document: tuple[int, ...]
    known: frozenset[date]
    injury: date | None

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The folded text of each cited page."""
        return tuple(folded(self.words, page) for page in self.pages)

    @cached_property
    def around(self) -> tuple[str, ...]:
        """The folded text of each page of the cited documents."""
        return tuple(folded(self.words, page) for page in self.document)

    @property
    def named(self) -> str:
        """The cited pages in the words of a sentence."""
        return citation.listed(self.pages, "page", "pages")

    def others(self) -> Iterator[int]:
        """Every other page of the record, those of the same documents first, then those near by."""
        first = self.pages[0]
        rest = sorted(self.words.pages.keys() - set(self.document), key=lambda page: abs(page - first))
        yield from (page for page in self.document if page not in self.pages)
        yield from rest


def folded(words: RecordWords, page: int) -> str:
    """A page's own words as they are searched."""
    return _unticked(words.pages[page].folded.text.partition(_BEYOND)[0])


@lru_cache(maxsize=8192)
def _unticked(text: str) -> str:
    """A text with the yes and no of a form's boxes left out: they say nothing of the words beside them."""
    return _BOX.sub(lambda found: "." + " " * (len(found[0]) - 1), text) if "[" in text else text


def held(case: Case, words: RecordWords, pages: tuple[int, ...]) -> Held | None:
    """What some pages hold; None where the words of one of them are not known, or where they are too many."""
    pages = tuple(dict.fromkeys(pages))
    if not pages or len(pages) > MOST_PAGES or not all(page in words.pages and words.texts[page].strip() for page in pages):
        return None
    if any(page in file.unreadable for file in case.files for page in pages):
        return None
    documents = [document for page in pages if (document := case.document_at(page))]
    around = dict.fromkeys((*pages, *(page for one in documents for page in one.pages if page in words.pages)))
    dated = {document.date for document in documents if document.date}
    return Held(words, pages, tuple(around)[:MOST_PAGES], frozenset(dated), case.dates.injury)


def doubtful(case: Case, pages: tuple[int, ...]) -> bool:
    """Whether one of the pages was read by machine only: what differs there may be its reading."""
    return any(page in file.doubtful for file in case.files for page in pages)


def page_with_day(of: Held, day: date) -> int:
    """The first other page that names a day; 0 where none does."""
    return next((page for page in of.others() if day in days(folded(of.words, page))), 0)
