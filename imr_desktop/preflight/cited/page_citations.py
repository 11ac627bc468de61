"""Page citations in the text, and whether quoted words stand on the pages they are said to be on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from imr_desktop.case import citation
from imr_desktop.case.text import letters, place_of

_QUOTE = re.compile(r"[“\"]([^“”\"]{12,600})[”\"][\s,.;:]{0,3}(?:\([^()]{0,40}\)\s?)?$")
_GAP = re.compile(r"\s*(?:\.\s?\.\s?\.|…|\[[^\]]{0,60}\])\s*")
LEAST_WORDS = 3
MOST_CITATIONS = 1000


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation at ``start:end`` of a text: its pages, and the quoted words before it with where they stand (or none)."""

    start: int
    end: int
    pages: tuple[int, ...]
    quote: str = ""
    quote_start: int = -1


@lru_cache(maxsize=512)
def citations(text: str) -> tuple[Cited, ...]:
    """The page citations of a text, in order: the first `MOST_CITATIONS` of them."""
    return tuple(_cited(text, found) for found in islice(citation.read(text), MOST_CITATIONS))


def cited_pages(text: str) -> Iterator[int]:
    """Every page a text cites."""
    for one in citations(text):
        yield from one.pages


def _cited(text: str, found: citation.Citation) -> Cited:
    quote = _QUOTE.search(text, max(0, found.start - 700), found.start)
    if quote is None or len(quote[1].split()) < LEAST_WORDS:
        return Cited(found.start, found.end, found.pages)
    return Cited(found.start, found.end, found.pages, quote[1], quote.start(1))


def stands_on(quote: str, pages: tuple[int, ...], record: Mapping[int, str]) -> bool:
    """Whether every part of a quotation stands on these pages, whatever its spaces, signs, capitals and line breaks."""
    there = "".join(_letters_of(record.get(page, "")) for page in pages)
    return all(part in there or place_of(part, there) for part in _parts(quote))


def where_it_stands(quote: str, record: Mapping[int, str]) -> int:
    """The first page of the record on which a quotation stands letter for letter; 0 where it stands on none."""
    parts = _parts(quote)
    pages = ((page, _letters_of(record[page])) for page in sorted(record))
    return next((page for page, there in pages if all(part in there for part in parts)), 0)


def _parts(quote: str) -> list[str]:
    return [letters(part) for part in _GAP.split(quote)]


_letters_of = lru_cache(maxsize=8192)(letters)
