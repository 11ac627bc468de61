"""The same page again, or nearly the same: copies are found, and of nearly equal pages only what differs is told.

A page's words are cut into runs of four; the runs with the smallest numbers stand for the page (a bottom-k sketch, as MinHash
does with many tables). Pages that share some of those are compared in full. Copies stay pages of the record.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nsmallest
from itertools import accumulate
from typing import NamedTuple

from imr_desktop.case import citation
from imr_desktop.record.find.fold import Folded

_WORD = re.compile(r"\w+(?:[.,/:'-]\w+)*")
_RUN = 4
_PAIR = 2
"""Words of a run where pages are compared in full: on a short page few altered words touch most of the longer runs."""
_SKETCH = 48
_SHARED = 12
"""Of a sketch, how much two pages must share before they are compared."""
_MOST_LIKE = 60
"""Pages that one run of words leads to: what stands on more is a form's own words."""
_NEAR = 0.6
_FEWEST_SAME, _FEWEST_NEAR = 4, 20
"""Words below which a page is too short to be told from others."""
_MOST_WORDS = 6_000
_KEPT = 256
"""Pages whose runs are kept: a form that comes again and again is compared with the same few pages each time."""


class Copy(NamedTuple):
    """Pages `first` to `last` are those from `of` on again: `exact`, or with some words that differ."""

    first: int
    last: int
    of: int
    exact: bool

    @property
    def words(self) -> str:
        """What they are, in words: ``copy of pp. 12–19``."""
        return f"{'copy of' if self.exact else 'nearly the same as'} {citation.label(self.of, self.of_last)}"

    def within(self, first: int, last: int) -> Copy:
        """The part of it in a run of pages; empty (`last` before `first`) where it has none."""
        start, end = max(self.first, first), min(self.last, last)
        return Copy(start, end, self.of + start - self.first, self.exact)

    @property
    def of_last(self) -> int:
        """The last page that they are a copy of."""
        return self.of + self.last - self.first


class Change(NamedTuple):
    """Words that stand on one of two pages in place of those on the other, with the words before and after them."""

    before: str
    was: str
    now: str
    after: str


def copies(pages: Mapping[int, str], rest: Callable[[], object] = bool) -> tuple[Copy, ...]:
    """The pages that an earlier one has already, in runs; each leads to the first of its kind.

    `rest` is called at each page: what else goes on in the program need not wait for all of them.
    """
    seen: dict[str, int] = {}
    led: dict[int, list[int]] = {}
    found: list[Copy] = []
    for page in sorted(pages):
        rest()
        words = _words(pages[page])
        if len(words) < _FEWEST_SAME:
            continue
        first = seen.setdefault(" ".join(words), page)
        if first != page:
            found.append(Copy(page, page, first, exact=True))
            continue
        if len(words) < _FEWEST_NEAR:
            continue
        sketch = nsmallest(_SKETCH, _runs(words))
        near = _nearest(sketch, page, pages, led)
        if near:
            found.append(Copy(page, page, near, exact=False))
            continue
        for run in sketch:
            led.setdefault(run, []).append(page)
    return tuple(_joined(found))


def changes(was: str, now: str, around: int = 5) -> tuple[Change, ...]:
    """What differs between two pages, word by word; `around` is how many words beside it are told."""
    before, after = was.split()[:_MOST_WORDS], now.split()[:_MOST_WORDS]
    matcher = SequenceMatcher(None, [word.lower() for word in before], [word.lower() for word in after], autojunk=False)
    return tuple(
        Change(*map(" ".join, (after[max(0, k - around) : k], before[i:j], after[k:m], after[m : m + around])))
        for kind, i, j, k, m in matcher.get_opcodes()
        if kind != "equal"
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(Folded(text).text)


def _runs(words: list[str], length: int = _RUN) -> set[int]:
    """A number for each run of words; the same on every computer."""
    ends = list(accumulate(len(word.encode()) + 1 for word in words))
    written, last = memoryview(" ".join(words).encode()), length - 1
    return {zlib.crc32(written[start : end - 1]) for start, end in zip([0, *ends], ends[last:] or ends[-1:], strict=False)}


@lru_cache(maxsize=_KEPT)
def _pairs(text: str) -> set[int]:
    return _runs(_words(text), _PAIR)


def _nearest(sketch: list[int], page: int, pages: Mapping[int, str], led: Mapping[int, list[int]]) -> int:
    """The earlier page that has most of the runs of `page`, of which these are the sketch; 0 where none has enough."""
    shared: Counter[int] = Counter()
    for run in sketch:
        places = led.get(run, ())
        if len(places) <= _MOST_LIKE:
            shared.update(places)
    for earlier, count in shared.most_common(3):
        if count * _SKETCH < _SHARED * len(sketch):
            return 0
        pairs, other = _pairs(pages[page]), _pairs(pages[earlier])
        if len(pairs & other) >= _NEAR * len(pairs | other):
            return earlier
    return 0


def _joined(found: list[Copy]) -> Iterator[Copy]:
    """Runs of copies of runs of pages, as one."""
    run: Copy | None = None
    for one in found:
        if run and (one.first, one.of, one.exact) == (run.last + 1, run.of_last + 1, run.exact):
            run = run._replace(last=one.last)
            continue
        if run:
            yield run
        run = one
    if run:
        yield run
