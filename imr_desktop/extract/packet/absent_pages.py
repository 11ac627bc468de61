"""Pages that a document's own counters promise and that are not there; one at odds with its neighbours promises nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.case import citation

if TYPE_CHECKING:
    from imr_desktop.case.model import Document
    from imr_desktop.extract.parts.furniture import PageCount


class Absent(NamedTuple):
    """Pages that a document lacks, in `words`, and the case pages behind which they would stand."""

    document: Document
    words: str
    before: tuple[int, ...]


_Seen = list[tuple[int, "PageCount"]]


def absent_pages(
    documents: Sequence[Document], texts: Mapping[int, str], counters: Mapping[int, PageCount]
) -> Iterator[Absent]:
    """Pages that counters promise: "page 3 of 5" between two and four, or after the last. All is by case page."""
    runs: list[list[tuple[Document, _Seen]]] = []
    for document in documents:
        seen = _counted(document, texts, counters)
        if runs and _goes_on(runs[-1][-1][1], seen):
            runs[-1].append((document, seen))
        else:
            runs.append([(document, seen)])
    for run in runs:
        yield from _absent(run[0][0], [one for _, seen in run for one in seen], sum(len(one.pages) for one, _ in run))


def _counted(document: Document, texts: Mapping[int, str], counters: Mapping[int, PageCount]) -> _Seen:
    """A document's pages that say which of how many they are."""
    counted = [(page, counters[page]) for page in document.pages if page in counters]
    return [(page, counter) for page, counter in counted if _is_page(texts.get(page, ""), counter)]


def _is_page(text: str, counter: PageCount) -> bool:
    """Whether the counter counts pages: said so, or alone on its line; "visit 3 of 12" does not."""
    k, n = counter.k, counter.n
    said = rf"\b(?:page|pg|p)\b[.:# ]{{0,4}}{k} ?(?:of|/) ?{n}\b|^[ \t(\[-]*{k} ?(?:of|/) ?{n}[ \t)\]-]*$"
    return re.search(said, text, re.IGNORECASE | re.MULTILINE) is not None


def _goes_on(seen: _Seen, after: _Seen) -> bool:
    """Whether a document's pages count on from those before it, though the file was parted between them."""
    if not seen or not after:
        return False
    last, first = seen[-1][1], after[0][1]
    return last.n == first.n > 1 and last.k + 1 == first.k


def _absent(document: Document, seen: _Seen, pages: int) -> Iterator[Absent]:
    """What a document of so many pages lacks of what `seen` of them count.

    A page without a counter that fits the others may be any of those that seem to be absent.
    """
    lengths = Counter(counter.n for _page, counter in seen if counter.n > 1)
    n, often = lengths.most_common(1)[0] if lengths else (0, 0)
    if often * 2 < pages or often * 2 <= len(seen):
        return
    kept = _in_order([one for one in seen if one[1].n == n])
    numbers = {counter.k for _page, counter in kept}
    absent = [k for k in range(1, n + 1) if k not in numbers]
    unsure = pages - len(kept)
    if len(absent) <= unsure or max(numbers) > n:
        return
    before = [max((page for page, counter in kept if counter.k < k), default=document.first_page) for k in absent]
    ahead = f"at least {len(absent) - unsure} of " if unsure else ""
    yield Absent(document, f"{ahead}{citation.listed(absent, 'page', 'pages')} of {n}", tuple(dict.fromkeys(before)))


def _in_order(seen: _Seen) -> _Seen:
    """The most of a document's counters that go up from page to page, or down where it lies in reverse."""
    return max(_rising(seen), _rising(seen[::-1])[::-1], key=len)


def _rising(seen: _Seen) -> _Seen:
    """The longest run of counters of which each is above the one before."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for at, (_page, counter) in enumerate(seen):
        place = bisect_left(ends, counter.k)
        before.append(last[place - 1] if place else None)
        ends[place : place + 1], last[place : place + 1] = [counter.k], [at]
    found: _Seen = []
    at_hand = last[-1] if last else None
    while at_hand is not None:
        found.append(seen[at_hand])
        at_hand = before[at_hand]
    return found[::-1]
