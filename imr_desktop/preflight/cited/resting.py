"""Which words of a text rest on which pages: what a page citation stands behind.

A citation covers the words back to the citation before it, or to where its sentence begins; where it leads ("On [p. 3] …"),
the words behind it. Sentences before it in the same paragraph that cite nothing lean on it more loosely (`loose`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from imr_desktop.preflight.cited.page_citations import citations
from imr_desktop.preflight.data import compile_words, table
from imr_desktop.preflight.texts import Sentence, TextField, prose, sentences

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.preflight.cited.page_citations import Cited

_CLAUSE = re.compile(r"[;:]\s|,?\s(?:but|while|whereas|although|though)\s|,\s(?=(?:and|so|which|who)\s)")
_LESSER = re.compile(r"\s(?=and\s(?:the|a|an|his|her)\s)")
_FEW = 3
"""Words that are too few to rest on a citation: one leads there, or stands beside another."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words at ``start:end`` of a text and the pages they are said to stand on."""

    field: TextField
    start: int
    end: int
    pages: tuple[int, ...]
    loose: bool = False
    cite: tuple[int, int] = dataclasses.field(default=(0, 0), compare=False)

    @property
    def text(self) -> str:
        """The words."""
        return self.field.text[self.start : self.end]


def spans(case: Case) -> Iterator[Span]:
    """The words of summary and rationales that rest on pages, in order."""
    for one in prose(case):
        if "[" in one.text:
            for start, end, pages, loose, cite in _of(one.text):
                yield Span(one, start, end, pages, loose, cite)


_Row = tuple[int, int, tuple[int, ...], bool, tuple[int, int]]


@lru_cache(maxsize=256)
def _of(text: str) -> tuple[_Row, ...]:
    rows: list[_Row] = []
    cited = citations(text)
    waiting: list[Sentence] = []
    for sentence in sentences(text):
        own = [one for one in cited if sentence.start <= one.start < sentence.end]
        if waiting and "\n" in text[waiting[-1].end : sentence.start]:
            waiting.clear()
        if not own:
            waiting.append(sentence)
            continue
        rows.extend((one.start, one.end, own[0].pages, True, (own[0].start, own[0].end)) for one in waiting)
        waiting.clear()
        rows.extend(_within(text, sentence, own))
    return tuple(rows)


def _within(text: str, sentence: Sentence, own: list[Cited]) -> Iterator[_Row]:
    start = sentence.start
    for number, one in enumerate(own):
        pages, end = one.pages, one.start
        nearby = own[number + 1] if number + 1 < len(own) else None
        if nearby is not None and len(text[one.end : nearby.start].split()) < _FEW:
            pages += nearby.pages
        if len(text[start:end].split()) < _FEW:
            if number and len(text[own[number - 1].end : end].split()) < _FEW:
                start = one.end
                continue
            end = nearby.start if nearby else sentence.end
            start = one.end
        yield start, end, pages, False, (one.start, one.end)
        start = one.end


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """The clauses of some words that can be held to a page: none of a guideline, a wish or a condition."""
    for start, end in _apart(_CLAUSE, text, 0, len(text)):
        if not _skipped().search(text, start, end):
            yield from _apart(_LESSER, text, start, end)


def _apart(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text, start, end):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    if end > start:
        yield start, end


@lru_cache(maxsize=1)
def _skipped() -> re.Pattern[str]:
    return compile_words(table("cited_facts.toml")["skip"]["clause"])
