"""The evidence for a document beginning on a page, weighed by ``resources/letter/document_evidence.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from imr_desktop.extract.dates import find_dates
from imr_desktop.extract.parts.kinds import kind_of
from imr_desktop.extract.parts.look import masked
from imr_desktop.extract.parts.people import same_person
from imr_desktop.paths import resource

if TYPE_CHECKING:
    from imr_desktop.extract.parts.furniture import PageCount
    from imr_desktop.extract.parts.look import PageLook
    from imr_desktop.extract.parts.titles import Title

_STRONG = 0.55
_BLOCK = 3
_SERVED = frozenset({"imr application", "ur determination", "rfa"})
"""What is posted with a proof of service behind it."""
_ABOVE = re.compile(
    r"\bserved (?:[a-z]+ ){0,4}the (?:(?:foregoing|preceding|above) (?:[a-z]+ ){0,2}(?:determination|decision|application|"
    r"form|request)\b|(?:[a-z]+ ){0,2}(?:determination|decision|application|form|request) above\b)"
)
_MOST_ENCLOSED = 2
"""Pages, such as a separator sheet or an empty back that a machine read something on, between two of one document."""
_INITIAL = 2
_OF_SECTION = 0.5
"""How much of a general title's weight stays where nothing else stands at the page's head: "Clinical summary"."""
_STUB = 3
"""Lines of a page that holds no more than a running head."""


_SECTION = re.compile(r"(?P<letter>[A-Z])[.)] [A-Z][A-Z /&,-]{3,60}:?\Z")
"""A heading of a lettered section, in capitals."""


@cache
def weights() -> dict[str, float]:
    """The weights, by their names."""
    with resource("letter", "document_evidence.toml").open("rb") as file:
        return tomllib.load(file)


class Evidence:
    """What all pages of a file say. `between` weighs a page against the document that may be at hand on it."""

    def __init__(self, pages: Sequence[PageLook]) -> None:
        self.pages = pages
        self._weights = weights()
        self._one_counter = _counts_one_document(pages)
        self._enclosed = frozenset(self._between_counts())

    def between(self, start: int, page: int) -> float:
        """By how much (log-odds) a document begins on `page`, where the one at hand began on `start`."""
        return sum(self._weights[name] * share for name, share in self.reasons(start, page))

    def reasons(self, start: int, page: int) -> Iterator[tuple[str, float]]:
        """The names of the weights that count there, and how much of each."""
        here, before, first = self.pages[page], self._before(start, page), self.pages[start]
        if page in self._enclosed:
            yield "enclosed", 1.0
            return
        if not here.readable:
            yield "blank", 1.0
            if before.readable and self._complete(before):
                yield "after_complete", 1.0
            return
        yield "prior", 1.0
        yield from self._of_counters(here, before, first, page - start)
        if here.instructions:
            yield "instructions", 1.0
            return
        if here.running_page:
            yield "running_page", 1.0
        if here.service and _serves(here, first):
            yield "served", 1.0
            return
        if not (first.leading and page == start + 1):
            yield from self._of_titles(here, before, first)
        yield from _of_heads(here, before, first)
        yield from _of_days(here, first)
        yield from _of_people(here, before, first)
        yield from _of_words(here, before, first)

    def _before(self, start: int, page: int) -> PageLook:
        """The page before, or the last one with words of the document at hand: an empty back of a sheet says nothing."""
        back = (at for at in range(page - 1, start - 1, -1) if self.pages[at].readable and at not in self._enclosed)
        return self.pages[next(back, page - 1)]

    def _between_counts(self) -> Iterator[int]:
        """Pages without a counter in a document: the one before is its page 2 of 4, the one behind its page 3 of 4."""
        counted = [(at, look.counter) for at, look in enumerate(self.pages) if look.counter and not self._over_all(look)]
        for (first, one), (last, other) in pairwise(counted):
            goes_on = one.n == other.n > 1 and other.k == one.k + 1
            if goes_on and not (one.bare or other.bare) and last - first - 1 <= _MOST_ENCLOSED:
                yield from (at for at in range(first + 1, last) if not _is_own_paper(self.pages[at]))

    def _complete(self, look: PageLook) -> bool:
        count = look.counter
        return count is not None and count.n == count.k > 0 and not self._over_all(look)

    def _over_all(self, look: PageLook) -> bool:
        """Whether a page's counter counts the file, which holds more than one document."""
        return look.counter is not None and look.counter.whole and not self._one_counter

    def _of_counters(self, here: PageLook, before: PageLook, first: PageLook, turned: int) -> Iterator[tuple[str, float]]:
        count = None if self._over_all(here) else here.counter
        last = None if self._over_all(before) else before.counter
        share = self._weights["bare_number"] if count is not None and count.bare else 1.0
        if self._complete(before):
            yield "complete", 1.0
        if count is None:
            if last is not None and last.n > last.k and not last.bare:
                yield "unfinished", 1.0
        elif count.k == 1:
            yield "first_page", share if count.n or not count.bare else share * 0.6
        elif last is not None and last.k == count.k - 1 and last.n == count.n:
            yield "next_page", share if count.n or not _is_of_another_kind(here, first) else self._weights["sent_on"]
        elif _fits(count, last, first, turned):
            yield "next_page", share * 0.8
        elif last is None or last.bare or last.k < count.k:
            yield "later_page", share

    def _of_titles(self, here: PageLook, before: PageLook, first: PageLook) -> Iterator[tuple[str, float]]:
        title, own = here.heads.best, first.heads.best
        if title is not None and _counts_on(here, before) and before.heads.best and _same_line(title, before.heads.best):
            own = before.heads.best  # a running head that the first page has not
        if here.continued:
            yield "continued", 1.0
            return
        if title is None:
            return
        if own is None:
            yield ("general_title" if title.general else "other_title"), title.weight
        elif _same_line(title, own):
            yield "same_title", 1.0 if title.weight >= _STRONG else 0.5
        elif _related(here, first):
            yield "same_title_other_words", title.weight
        elif title.general:
            yield "general_title", title.weight * (1.0 if _is_headed(here) else _OF_SECTION)
        else:
            yield "other_title", title.weight


def _counts_on(here: PageLook, before: PageLook) -> bool:
    """Whether a page counts on from the one before, which is no first one."""
    return here.counter is not None and before.counter is not None and 1 < before.counter.k == here.counter.k - 1


def _fits(count: PageCount, last: PageCount | None, first: PageLook, turned: int) -> bool:
    """Whether a page's counter goes on with a document's, though not from the page right before."""
    counted = count.k == turned + 1 and (first.counter is None or not first.counter.n or first.counter.n == count.n)
    return counted or (last is not None and last.n == count.n and last.k < count.k)


def _is_own_paper(here: PageLook) -> bool:
    """Whether a page is titled and headed as a document of its own."""
    return _is_titled(here) and _is_headed(here)


def _is_of_another_kind(here: PageLook, first: PageLook) -> bool:
    """Whether a page is a paper of its own of another kind: a fax's counter, which says no length, runs on over it."""
    title = here.heads.best
    return (
        title is not None
        and not title.general
        and _is_own_paper(here)
        and first.heads.best is not None
        and not _related(here, first)
    )


def _is_headed(here: PageLook) -> bool:
    """Whether a page's head says more than a title: whose it is, from whom or of which day; else it may head a section."""
    return bool(here.patient or here.heads.letterhead.name or here.labels or here.day)


def _serves(here: PageLook, first: PageLook) -> bool:
    """Whether a proof of service says that it serves the paper at hand: by its kind's name, or as what stands above."""
    text = " ".join(here.lines[1:]).lower()
    if _ABOVE.search(text):
        return True
    named = {title.kind for title in first.heads.titles if title.weight >= _STRONG}
    return any(kind_of(key).names.search(text) is not None for key in named & _SERVED)


def _same_line(one: Title, two: Title) -> bool:
    return "".join(filter(str.isalpha, one.line.lower())) == "".join(filter(str.isalpha, two.line.lower()))


def _related(here: PageLook, first: PageLook) -> bool:
    """Whether two pages' heads name one kind."""
    named = {title.kind for title in here.heads.titles if not title.general}
    return bool(named & {title.kind for title in first.heads.titles if not title.general})


def _of_heads(here: PageLook, before: PageLook, first: PageLook) -> Iterator[tuple[str, float]]:
    yield from _of_letterheads(here, before, first)
    if here.forms - first.forms - before.forms:
        yield "form", 1.0
    known = {*before.head, *first.head}
    fresh = sum(line not in known for line in here.labels.values())
    worth = fresh + 0.3 * (len(here.labels) - fresh)
    if worth >= _BLOCK - 0.1:
        yield "block", min(1.5, worth / _BLOCK)
    title = here.heads.best
    if here.head[:1] == before.head[:1] and here.patient and title is None and fresh < _BLOCK - 1:
        yield "running_patient", 1.0
    if _head_again(here, first):
        yield "head_again", 1.0
    bare = not here.heads.letterhead.name and fresh < _BLOCK - 1 and here.day is None
    if title is None and (bare or len(here.lines) <= _STUB):
        yield "bare_head", 1.0


def _head_again(here: PageLook, first: PageLook) -> bool:
    """Whether the head is the first page's with other days in it: a form filled anew."""
    if not here.days or not first.days:
        return False
    alike = [(one, two) for one, two in zip(here.head[:5], first.head[:5], strict=False) if masked(one) == masked(two)]
    other = not here.days & first.days or any(one != two and _days(one) and _days(one) != _days(two) for one, two in alike)
    return other and len(alike) >= min(3, len(here.head))


def _days(line: str) -> frozenset[date]:
    return frozenset(found.value for found in find_dates(line))


def _of_letterheads(here: PageLook, before: PageLook, first: PageLook) -> Iterator[tuple[str, float]]:
    head, own = here.heads.letterhead.name, first.heads.letterhead.name
    if head and head == own:
        yield "letterhead_again", 1.0 if before.heads.letterhead.name == head else 0.0
    elif head and own:
        yield "letterhead_new", 1.0
    elif head and not _is_titled(here) and _runs_on(here, first):
        yield "running_patient", 1.0
    elif head:
        yield "letterhead_first", 1.0


def _is_titled(here: PageLook) -> bool:
    return here.heads.best is not None and here.heads.best.weight >= _STRONG


def _runs_on(here: PageLook, first: PageLook) -> bool:
    """Whether a firm that a document named, with its patient on the next line, is a running head: no paper of its own."""
    firm, at = here.heads.letterhead
    below = here.lines[at + 1].lower() if at + 1 < len(here.lines) else ""
    patient = first.patient.lower().replace(",", " ").split()
    named = any(firm.lower() in line.lower() for line in first.lines)
    return named and bool(patient) and all(word in below for word in patient if len(word) > _INITIAL)


def _of_days(here: PageLook, first: PageLook) -> Iterator[tuple[str, float]]:
    if here.day is not None:
        if first.day is None:
            yield "new_day", 1.0
        else:
            yield ("same_day" if here.day == first.day or here.day in first.days | first.stated else "other_day"), 1.0
    if here.letter_day and (here.salutation or here.heads.letterhead.name or len(here.labels) >= _BLOCK - 1):
        yield "letter_day", 1.0
    if here.salutation:
        yield "salutation", 1.0


def _of_people(here: PageLook, before: PageLook, first: PageLook) -> Iterator[tuple[str, float]]:
    known = first.patient or before.patient
    if here.patient and known and not same_person(here.patient, known):
        yield "other_patient", 1.0
    if before.signed:
        yield "signed", 1.0


def _of_words(here: PageLook, before: PageLook, first: PageLook) -> Iterator[tuple[str, float]]:
    if before.ends_open and here.begins_small:
        yield "broken_sentence", 1.0
    elif before.ends_open:
        yield "open_sentence", 1.0
    elif here.begins_small:
        yield "small_letter", 1.0
    if here.opening:
        yield "opening", 1.0
    elif here.closing:
        yield "closing", 1.0
    if _sections_go_on(before.lines, here.lines):
        yield "sections_on", 1.0
    if len(here.lines) > _STUB and abs(here.shape[0] - before.shape[0]) + 4 * abs(here.shape[1] - before.shape[1]) > 0.55:
        yield "unlike", 1.0
    if len(here.lines) > 3 and here.lines == first.lines:
        yield "repeat", 1.0


def _sections_go_on(before: tuple[str, ...], here: tuple[str, ...]) -> bool:
    """Whether a page's first lettered section is the next after the last of the page before: "E. CONCLUSION" after "D."."""
    last, first = _sections(before)[1], _sections(here)[0]
    return bool(last and first) and ord(first) == ord(last) + 1


@lru_cache(maxsize=512)
def _sections(lines: tuple[str, ...]) -> tuple[str, str]:
    """The letters of a page's first and last lettered section: it is held against many pages near it."""
    letters = [mark["letter"] for line in lines if (mark := _SECTION.match(line))]
    return (letters[0], letters[-1]) if letters else ("", "")


def _counts_one_document(pages: Sequence[PageLook]) -> bool:
    """Whether a counter over the whole file may be one document's: no other one begins at 1, few kinds head its pages."""
    if any(
        page.counter is not None and not page.counter.whole and page.counter.k == 1 and not page.counter.bare
        for page in pages[1:]
    ):
        return False
    named = {
        title.kind
        for page in pages
        if (title := page.heads.best) is not None and not title.general and title.weight >= 0.8 and title.at <= 4
    }
    return len(named) <= 2
