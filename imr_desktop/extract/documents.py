"""Parting a file into documents: where one begins, what kind it is, its title, author, day and facility."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.case.model import Document
from imr_desktop.extract.determination import parse_determination
from imr_desktop.extract.pagetext import folded
from imr_desktop.extract.parts.author import AUTHORED_APART, find_author
from imr_desktop.extract.parts.days import find_day
from imr_desktop.extract.parts.evidence import Evidence
from imr_desktop.extract.parts.facility import find_facility
from imr_desktop.extract.parts.furniture import PageCount, without_furniture
from imr_desktop.extract.parts.kind import kind_of_document
from imr_desktop.extract.parts.look import PageLook, look_at
from imr_desktop.extract.parts.sequence import Start, best_starts
from imr_desktop.extract.parts.signatures import signed_on
from imr_desktop.extract.parts.wording import title_of
from imr_desktop.extract.requests.slips import righted

if TYPE_CHECKING:
    from imr_desktop.extract.model import ParsedDetermination
    from imr_desktop.extract.parts.kind import Named
    from imr_desktop.record import FileRead
    from imr_desktop.record.model import PageText

Step = Callable[[], object]
"""Called between two pages of long work; what it raises ends the work."""
_KEPT = 8192
"""Pages, and documents, of which is kept what was found: a file is parted again and again while it is being read."""
_RIVALRY, _RIVALRY_NAMED = 0.6, 0.8
"""From here on a document's kind is a guess: another has so much of what speaks for it, where no good title names it and
where one does. Of such kinds some third is wrong."""
_GOOD = 0.6
_FORMS = frozenset({"imr application", "rfa", "progress report", "ur determination", "notice of assignment"})


class _Part(NamedTuple):
    """Pages `first`…`last` (from 0) of a file as one document, as far as it is a guess that it begins there."""

    first: int
    last: int
    doubt: float


class _Page(NamedTuple):
    """A page without furniture: all that what is found of it rests on."""

    text: str
    counter: PageCount | None
    readable: bool


class _Told(NamedTuple):
    """What a document's pages say of it."""

    title: str = ""
    type: str = "other"
    kind: str = ""
    author: str = ""
    date: date | None = None
    facility: str = ""
    guessed: tuple[str, ...] = ()


def split_documents(read: FileRead, first_page: int, step: Step | None = None) -> tuple[Document, ...]:
    """The documents of a file whose first page is case page `first_page`.

    A file that is one determination is one document. Else the evidence of all pages is weighed together; a page that cannot
    be read joins the document before it, unless that one is complete ("Page 2 of 2"). What `step` raises ends it.
    """
    if not read.pages:
        return ()
    pages, backwards = _pages(read)
    looks = _looks(pages, step)
    whole = None if _is_packet(looks) else _letter(tuple(page.text for page in pages))
    if whole is not None:
        title = "Final determination" + (f" {whole.case_number}" if whole.case_number else "")
        told = _Told(title, "determination", date=whole.decision_date)
        return (_document(read, _Part(0, len(looks) - 1, 0.0), first_page, told),)
    order = -1 if backwards else 1
    whose = next((name for name, _ in Counter(look.patient for look in looks if look.patient).most_common(1)), "")
    return tuple(
        _document(read, part, first_page, _told(tuple(pages[part.first : part.last + 1])[::order], whose))
        for part in _parts(looks, backwards)
    )


def is_determination(read: FileRead) -> bool:
    """Whether a file is one determination and nothing else; what is found for that is kept for parting it."""
    pages, _ = _pages(read)
    return not _is_packet(_looks(pages)) and _letter(tuple(page.text for page in pages)) is not None


def lies_in_reverse(read: FileRead) -> bool:
    """Whether a file's last page is on top, as its pages' own counters say."""
    return _pages(read)[1]


def _pages(read: FileRead) -> tuple[list[_Page], bool]:
    """A file's pages without furniture, and whether they lie in reverse."""
    plain = without_furniture([_words(page) if page.readable else "" for page in read.pages])
    pages = zip(plain.texts, plain.counts, read.pages, strict=True)
    return [_Page(text, count, page.readable) for text, count, page in pages], plain.backwards


def _words(page: PageText) -> str:
    """A page's text folded, with a machine's slips in labels put right."""
    return righted(folded(page.text)) if page.verdict == "doubtful" else folded(page.text)


def _looks(pages: Sequence[_Page], step: Step | None = None) -> list[PageLook]:
    looks = []
    for page in pages:
        if step is not None:
            step()
        looks.append(_look(page))
    return looks


@lru_cache(maxsize=_KEPT)
def _look(page: _Page) -> PageLook:
    return look_at(*page)


@lru_cache(maxsize=2)
def _letter(texts: tuple[str, ...]) -> ParsedDetermination | None:
    """The determination that a file's pages are; asked for once before it is parted, and once as it is."""
    return parse_determination(texts)


def _is_packet(looks: Sequence[PageLook]) -> bool:
    """Whether other documents' forms head pages too, so that a determination is only a part of the file."""
    for at, look in enumerate(looks):
        title = look.heads.best
        begins = look.counter is None or look.counter.k <= 1
        if title is not None and title.kind in _FORMS and title.weight >= 0.6 and begins and not look.continued:
            return True
        if at and look.counter is not None and look.counter.k == 1 and not look.counter.bare:
            return True
    return False


def _parts(looks: Sequence[PageLook], backwards: bool) -> list[_Part]:
    """The runs of pages that are documents, in the file's order; pages that lie in reverse are weighed from the end."""
    order = looks[::-1] if backwards else looks
    starts = best_starts(len(order), Evidence(order).between)
    ends = [*(start.page - 1 for start in starts[1:]), len(order) - 1]
    runs = [_Part(start.page, end, start.doubt) for start, end in zip(starts, ends, strict=True)]
    return _turned(runs, starts, len(order)) if backwards else runs


def _turned(runs: list[_Part], starts: list[Start], pages: int) -> list[_Part]:
    """Runs of reversed pages as they lie in the file: what parts two documents is the beginning of the one before."""
    doubts = [0.0, *(start.doubt for start in starts[1:])]
    after = [*doubts[1:], 0.0]
    return [_Part(pages - 1 - run.last, pages - 1 - run.first, doubt) for run, doubt in zip(runs, after, strict=True)][::-1]


@lru_cache(maxsize=_KEPT)
def _told(pages: tuple[_Page, ...], whose: str = "") -> _Told:
    """What a document's pages say of it; `whose` record the file mostly is, as `last first`."""
    own = [_look(page) for page in pages]
    texts = ["\n".join(look.lines) for look in own]
    if not any(look.readable for look in own):
        return _Told("Pages without readable text")
    patient = next((look.patient for look in own if look.patient), "")
    author = find_author(texts, "", patient)
    named = kind_of_document(own, author)
    kind = named.kind
    told_as = kind.type if kind.type in AUTHORED_APART else kind.key
    if told_as in AUTHORED_APART:
        author = find_author(texts, told_as, patient)
    first = next(look for look in own if look.readable)
    day, told = find_day(texts, kind.key, kind.type)
    if day is not None and told_as not in AUTHORED_APART:
        author = signed_on("\n".join(texts), day) or author
    facility = find_facility(first.lines, first.heads.letterhead.name, labelled=kind.key != "imr application")
    return _Told(
        title_of(named, first, patient or whose, facility),
        kind.type,
        "" if kind.general or kind.key == kind.type else kind.key,
        author,
        day,
        facility,
        (*(("kind",) if _is_guess(named) else ()), *(("date",) if day is not None and not told else ())),
    )


def _is_guess(named: Named) -> bool:
    title = named.title
    by_title = title is not None and title.kind == named.kind.key and title.weight >= _GOOD
    return named.rivalry >= (_RIVALRY_NAMED if by_title else _RIVALRY)


def _document(read: FileRead, part: _Part, first_page: int, told: _Told) -> Document:
    return Document(
        id=hashlib.sha256(f"{read.digest}:{part.first}".encode()).hexdigest()[:16],
        file=read.digest,
        title=told.title,
        type=told.type,
        first_page=first_page + part.first,
        last_page=first_page + part.last,
        author=told.author,
        date=told.date,
        facility=told.facility,
        kind=told.kind,
        doubt=part.doubt,
        guessed=told.guessed,
    )
