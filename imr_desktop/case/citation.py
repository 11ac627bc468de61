"""Page citations in plain text, ``[p. 37]``: the one place that reads and writes them, and pages in words.

A page is a case page, counted from 1 through all files of the record. People also write ``[p 37]``, ``[ pp. 3, 5; 9 ]`` and
``[p. 37, p. 40]``: what is read here is a citation everywhere, as a chip, as a count and in the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from imr_desktop.case.model import SourceRef

NBSP = "\u00a0"
EN_DASH = "\u2013"
MOST_PAGES = 1000
"""Pages of one citation that are looked at."""
MOST_RUNS = 5
"""Runs of pages that a sentence lists before it counts the others."""

_PAGES = rf"\d{{1,7}}(?:\s?[{EN_DASH}-]\s?\d{{1,7}})?"
CITATION = re.compile(rf"\[\s?[Pp]{{1,2}}\.?\s?{_PAGES}(?:\s?[,;]\s?(?:[Pp]{{1,2}}\.\s?)?{_PAGES})*\s?\]")
_RUN = re.compile(rf"(\d+)(?:\s?[{EN_DASH}-]\s?(\d+))?")
_MAY_BREAK = re.compile(r"(\[pp?\.) (?=\d)")


class Citation(NamedTuple):
    """A citation: its words at ``start:end`` of a text."""

    start: int
    end: int
    words: str

    @property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """The runs of pages it names, as (first, last); one that goes backwards (``[pp. 9-3]``) is its first page."""
        pairs = ((int(run[1]), int(run[2] or run[1])) for run in _RUN.finditer(self.words))
        return tuple((first, max(first, last)) for first, last in pairs)

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it names, in its order: the first `MOST_PAGES` of them."""
        return tuple(islice(chain.from_iterable(range(first, last + 1) for first, last in self.runs), MOST_PAGES))


def read(text: str) -> Iterator[Citation]:
    """The citations of a text, in order."""
    for found in CITATION.finditer(text):
        yield Citation(found.start(), found.end(), found[0])


def page_at(text: str, position: int) -> int:
    """The page that is meant at a place of a citation: the last one named before it, or the first; 0 beside citations."""
    for one in read(text):
        if one.start <= position <= one.end:
            named = list(_RUN.finditer(one.words))
            return int(next((run for run in reversed(named) if one.start + run.start() <= position), named[0])[1])
    return 0


def spans(text: str) -> list[tuple[int, int]]:
    """Where the citations of a text stand, as (start, end): what an editor asks at every key."""
    return [found.span() for found in CITATION.finditer(text)]


def around(text: str, position: int) -> tuple[int, int] | None:
    """The span of the citation that a place of a text stands inside of."""
    return next((span for span in spans(text) if span[0] < position < span[1]), None)


def without(text: str) -> str:
    """A text without its citations."""
    return CITATION.sub(" ", text)


def unbroken(text: str) -> str:
    """A text whose page citations never break after their point; also those that go on in words (``[p. 3 above]``)."""
    return _MAY_BREAK.sub(rf"\1{NBSP}", text)


def runs(pages: Iterable[int]) -> list[tuple[int, int]]:
    """Pages as sorted runs of neighbours: ``[3, 4, 9]`` gives ``[(3, 4), (9, 9)]``; pages below 1 are left out."""
    found: list[tuple[int, int]] = []
    for page in sorted({page for page in pages if page > 0}):
        if found and page == found[-1][1] + 1:
            found[-1] = (found[-1][0], page)
        else:
            found.append((page, page))
    return found


def label(first: int, last: int | None = None, space: str = " ") -> str:
    """The words for one page or a run of pages: ``p. 37``, ``pp. 3–4``."""
    if last is None or last <= first:
        return f"p.{space}{first}"
    return f"pp.{space}{first}{EN_DASH}{last}"


def labels(pages: Iterable[int]) -> list[str]:
    """Pages in words, a run each: ``["pp. 3–4", "p. 9"]``."""
    return [label(first, last) for first, last in runs(pages)]


def quotes(sources: Iterable[SourceRef]) -> dict[int, str]:
    """The pages of sources, in their order, each with the first words quoted from it; the reviewer's own text has none."""
    found: dict[int, str] = {}
    for source in sources:
        if source.page > 0:
            found[source.page] = found.get(source.page) or source.quote
    return found


def chips(sources: Iterable[SourceRef]) -> list[tuple[str, int, str]]:
    """The chips of sources: words, the page each opens, what is quoted from it: ``[("pp. 3–4", 3, "limps"), …]``."""
    quoted = quotes(sources)
    return [(label(first, last), first, quoted[first]) for first, last in runs(quoted)]


def written(first: int, last: int | None = None) -> str:
    """The citation as it stands in a text: ``[p. 37]``, with a no-break space so that no line ends inside."""
    return f"[{label(first, last, NBSP)}]"


def cite(pages: Iterable[int]) -> str:
    """Citations of pages, each run its own, ready to follow a word: `` [pp. 3–4] [p. 9]``; empty without pages."""
    return "".join(" " + written(first, last) for first, last in runs(pages))


def numbers(pages: Iterable[int]) -> str:
    """Page numbers as they are printed: ``1-5, 9``."""
    return _numbers(runs(pages), "-")


def listed(pages: Iterable[int], one: str = "Page", many: str = "Pages") -> str:
    """Pages as a sentence names them: ``Page 3``, ``Pages 3–5, 9``, ``Pages 3–5, 9 and 12 more``."""
    every = runs(pages)
    sizes = [last - first + 1 for first, last in every]
    left = sum(sizes[MOST_RUNS:])
    more = f" and {left} more" if left else ""
    return f"{many if sum(sizes) > 1 else one} {_numbers(every[:MOST_RUNS], EN_DASH)}{more}"


def _numbers(found: Iterable[tuple[int, int]], dash: str) -> str:
    return ", ".join(str(first) if first == last else f"{first}{dash}{last}" for first, last in found)
