"""Page citations in plain text: ``[p. 37]`` with a no-break space, found, written and counted. Imports no Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable

NBSP = "\u00a0"
EN_DASH = "\u2013"
_RANGE = rf"\d{{1,6}}(?:[{EN_DASH}-]\d{{1,6}})?"
CITATION = re.compile(rf"\[pp?\.[ {NBSP}]?{_RANGE}(?:,[ {NBSP}]?{_RANGE})*\]")
_NUMBER = re.compile(r"\d{1,6}")
_WORD = re.compile(r"\w[\w'\u2019\u2013./%-]*")


def page_label(first: int, last: int | None = None, space: str = " ") -> str:
    """The words for one page or a run of pages: ``p. 37``, ``pp. 3–4``."""
    if last is None or last <= first:
        return f"p.{space}{first}"
    return f"pp.{space}{first}{EN_DASH}{last}"


def citation(first: int, last: int | None = None) -> str:
    """The citation as it stands in a text: ``[p. 37]``, with a no-break space so that no line ends inside."""
    return f"[{page_label(first, last, NBSP)}]"


def page_runs(pages: Iterable[int]) -> list[tuple[int, int]]:
    """Pages as sorted runs of neighbours: ``[3, 4, 9]`` gives ``[(3, 4), (9, 9)]``; pages below 1 are left out."""
    runs: list[tuple[int, int]] = []
    for page in sorted({page for page in pages if page > 0}):
        if runs and page == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    return runs


def page_labels(pages: Iterable[int]) -> list[tuple[str, int]]:
    """Chip texts with the page each opens: ``[("pp. 3–4", 3), ("p. 9", 9)]``."""
    return [(page_label(first, last), first) for first, last in page_runs(pages)]


def cite(pages: Iterable[int]) -> str:
    """Citations of pages, each run its own, ready to follow a word: `` [pp. 3–4] [p. 9]``; empty without pages."""
    return "".join(" " + citation(first, last) for first, last in page_runs(pages))


def first_page(text: str) -> int:
    """The first page a citation names."""
    found = _NUMBER.search(text)
    return int(found.group()) if found else 0


def spans(text: str) -> list[tuple[int, int]]:
    """Where citations stand in a text, as (start, end)."""
    return [found.span() for found in CITATION.finditer(text)]


def count_words(text: str) -> int:
    """Words of a text; citations are not words."""
    return len(_WORD.findall(CITATION.sub(" ", text)))


def count_citations(text: str) -> int:
    """Citations in a text."""
    return len(CITATION.findall(text))


def size_note(text: str) -> str:
    """What a pane says of its text: ``118 words · 5 citations``, ``Empty``."""
    words, cited = count_words(text), count_citations(text)
    if not words and not cited:
        return "Empty"
    noted = f"{words:,} word" + ("" if words == 1 else "s")
    return noted if not cited else f"{noted} · {cited} citation" + ("" if cited == 1 else "s")
