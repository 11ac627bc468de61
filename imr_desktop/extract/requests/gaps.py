"""What of a paper was not read for requests, so that no list of them, or a short one, is taken for an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.case import citation
from imr_desktop.case.bounds import MOST_ITEMS
from imr_desktop.extract.gaps import Gap
from imr_desktop.extract.requests.model import PAPERS, Found, Paper
from imr_desktop.record.languages import language_of

if TYPE_CHECKING:
    from imr_desktop.extract.part import Part
    from imr_desktop.record.model import PageText

MOST_PAGES, MOST_LINES = 40, 3_000
"""Pages of one paper that are read for requests, and lines on them."""
_CALLED: dict[Paper, str] = {
    "application": "application for independent medical review",
    "ur": "letter of utilization review",
    "rfa": "request for authorization",
}


class Within(NamedTuple):
    """The pages of a paper that are read; the last may be cut. `rest` is the first (from 0) of which something is not."""

    pages: tuple[str, ...]
    rest: int | None


def within(pages: Sequence[str]) -> Within:
    """As much of a paper as is read."""
    kept: list[str] = []
    left = MOST_LINES
    for number, page in enumerate(pages):
        lines = page.split("\n")
        if number == MOST_PAGES or not left:
            return Within(tuple(kept), number)
        if len(lines) > left:
            return Within((*kept, "\n".join(lines[:left])), number)
        kept.append(page)
        left -= len(lines)
    return Within(tuple(kept), None)


def gaps_in(part: Part, paper: Paper, found: Sequence[Found], rest: int | None, pages: Sequence[PageText]) -> Iterator[Gap]:
    """Where more may be asked for or decided in a document of these `pages` than the requests that were `found` in it.

    What is no such paper by its type is one only where it lists something.
    """
    document, called = part.document, _CALLED[paper]
    if not found:
        if PAPERS.get(document.type) == paper:
            what = f"No request could be read out of this {called}. Read it yourself, and add by hand what it lists."
            yield Gap(document.id, document.first_page, document.last_page, what)
        return
    if len(found) == MOST_ITEMS:
        what = f"This {called} may list more than the {MOST_ITEMS} requests read out of it. Read the others yourself."
        yield Gap(document.id, document.first_page, document.last_page, what)
    last = document.last_page if rest is None else document.first_page + rest - 1
    unknown = [at for at, page in enumerate(pages, document.first_page) if not page.readable or language_of(page.text)]
    for begin, end in citation.runs(page for page in unknown if page <= last):
        what = f"Not understood: this {called} may list more here. Read it yourself, and add by hand what it lists."
        yield Gap(document.id, begin, end, what)
    if rest is not None:
        what = f"Too far on in a long {called}: not looked through. Read it yourself, and add by hand what it lists."
        yield Gap(document.id, last + 1, document.last_page, what)
