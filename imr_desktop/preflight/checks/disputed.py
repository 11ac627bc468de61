"""The items against the lists of the record: none missed, none added, none retyped wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight import places
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.rules.request.sides import side


@check("item.missed", severity="consider", needs="record")
def missed(case: Case, context: Context) -> Iterator[Raised]:
    r"""Every service the application lists as disputed is an item of the case.

    bad: {"documents": [{"id": "d", "file": "f", "title": "Application", "type": "imr application", "first_page": 1,
          "last_page": 1}], "record": {"1": "Application for Independent Medical Review\nList each disputed service or
          treatment:\n1. MRI of the left knee\n2. Acupuncture x 6\n"}, "items": [{"title": "MRI of the left knee"}]}
    good: {"documents": [{"id": "d", "file": "f", "title": "Application", "type": "imr application", "first_page": 1,
          "last_page": 1}], "record": {"1": "Application for Independent Medical Review\nList each disputed service or
          treatment:\n1. MRI of the left knee\n2. Acupuncture x 6\n"},
          "items": [{"title": "MRI of the left knee"}, {"title": "Acupuncture x 6"}]}
    good: {"items": [{"title": "MRI of the left knee"}]}
    """
    if not context.record or not case.items:
        return
    for count, words in enumerate(listed(case, context.record, "imr application"), start=1):
        if not any(_is(item, words) for item in case.items):
            message = "The application lists this, and no item is it: add it, or say why not."
            yield Raised(places.of_case("items", "Disputed items"), message, str(count), words)


@check("item.unlisted", severity="consider", confidence="unsure", needs="record")
def unlisted(case: Case, context: Context) -> Iterator[Raised]:
    r"""Every item is on the application's list, or was denied or modified by utilization review.

    bad: {"documents": [{"id": "d", "file": "f", "title": "Application", "type": "imr application", "first_page": 1,
          "last_page": 1}], "record": {"1": "Application for Independent Medical Review\nList each disputed service or
          treatment:\n1. MRI of the left knee\n"}, "items": [{"title": "MRI of the left knee"}, {"title": "Gym pass"}]}
    good: {"documents": [{"id": "d", "file": "f", "title": "Application", "type": "imr application", "first_page": 1,
          "last_page": 1}], "record": {"1": "Application for Independent Medical Review\nList each disputed service or
          treatment:\n1. MRI of the left knee\n"}, "items": [{"title": "MRI of the left knee"}]}
    """
    asked = listed(case, context.record, "imr application") if context.record else ()
    if not asked:
        return
    known = (*asked, *listed(case, context.record, "ur determination"))
    for number, item in places.numbered(case):
        if item.title.strip() and not any(_is(item, words) for words in known):
            yield places.raised(
                number, item, "title", f"Item {number} is not on the application's list: is it in dispute?", item.title
            )


@check("item.retyped", severity="consider", needs="record")
def retyped(case: Case, context: Context) -> Iterator[Raised]:
    """A request stands in the case as it stands in the record, with the record's own numbers.

    bad: {"documents": [{"id": "d", "file": "f", "title": "RFA", "type": "rfa", "first_page": 1, "last_page": 1}],
          "record": {"1": "Requested: Gabapentin 300 mg one month supply"},
          "items": [{"title": "Gabapentin 3000 mg one month supply"}]}
    good: {"documents": [{"id": "d", "file": "f", "title": "RFA", "type": "rfa", "first_page": 1, "last_page": 1}],
          "record": {"1": "Requested: Gabapentin 300 mg one month supply"},
          "items": [{"title": "Gabapentin 300 mg, one month supply"}]}
    bad: {"record": {"1": "MRI of the right knee"}, "items": [{"title": "MRI of the left knee",
          "sources": [{"document": "d", "page": 1, "quote": "MRI of the right knee"}]}]}
    good: {"items": [{"title": "Gabapentin 3000 mg one month supply"}]}
    """
    for number, item in places.numbered(case) if context.record else ():
        found = misread(case, context.record, item.title)
        if found:
            theirs, own = found
            message = f"Item {number} says {own}; the record has “{theirs[:60]}”: which is right?"
            yield places.raised(number, item, "title", message, own, Fix("Correct the request", act="write", target=item.id))
        elif other := _other_side(item):
            message = f"Item {number} says {side(item.title)}; the record, “{other[:60]}”: which is right?"
            yield places.raised(number, item, "title", message, side(item.title), fix=None)


def _other_side(item: DisputedItem) -> str:
    """The words of the record an item rests on that give another side than its title."""
    own = side(item.title)
    said = [one.quote for one in item.sources if side(one.quote)]
    return said[0] if own and said and not any(side(one) == own for one in said) else ""


def _is(item: DisputedItem, words: str) -> bool:
    return any(same(words, own) for own in (item.title, item.requested, item.in_dispute) if own.strip())


# ----- the lists of the record, and requests told apart

_TOKEN = re.compile(r"#?\w+(?:[./]\w+)*%?")
_READ = ("imr application", "ur determination", "rfa")
LEAST_TOKENS = 3
MOST_TOKENS = 120
MOST_PAGES = 60
"""Pages of forms that are read; real ones have fewer than ten."""


def listed(case: Case, record: Mapping[int, str], kind: str) -> tuple[str, ...]:
    """The services that the documents of one kind (``imr application``, ``ur determination``) list as disputed."""
    found: dict[str, None] = {}
    for pages in _pages(case, record, kind):
        found.update(dict.fromkeys(_listed(kind, pages)))
    return tuple(found)


def same(first: str, second: str) -> bool:
    """Whether two wordings name one requested service."""
    from imr_desktop.extract.likeness import same_request

    return same_request(first, second)


def _pages(case: Case, record: Mapping[int, str], kind: str) -> Iterator[tuple[str, ...]]:
    for document in case.documents:
        if document.type == kind:
            last = min(document.last_page, document.first_page + MOST_PAGES)
            pages = tuple(record.get(page, "") for page in range(document.first_page, last + 1))
            if any(page.strip() for page in pages):
                yield pages


@lru_cache(maxsize=64)
def _listed(kind: str, pages: tuple[str, ...]) -> tuple[str, ...]:
    from imr_desktop.extract.requests import papers_found

    return tuple(found.title for found in papers_found(kind, pages) if found.verdict in (None, "denied", "modified"))


def misread(case: Case, record: Mapping[int, str], title: str) -> tuple[str, str] | None:
    """The record's words where it has an item's title but for one number, and that number in the title; else None.

    A title that stands in a form word for word is never misread; words without figures that differ are not looked at.
    """
    wanted = tuple(islice(_tokens(title), MOST_TOKENS + 1))
    if not LEAST_TOKENS <= len(wanted) <= MOST_TOKENS or not any(_figures(token) for token in wanted):
        return None
    near: tuple[str, str] | None = None
    for kind in _READ:
        for pages in _pages(case, record, kind):
            exact, other = _compared(wanted, "\n".join(pages))
            if exact:
                return None
            near = near or other
    return near


@lru_cache(maxsize=512)
def _compared(wanted: tuple[str, ...], text: str) -> tuple[bool, tuple[str, str] | None]:
    """Whether the tokens stand in a text, and else where all but one, a number, do: the text's and the title's own."""
    there = _all_tokens(text)
    count = len(wanted)
    places = _positions(text)
    starts = {position - offset for offset, token in enumerate(wanted) for position in places.get(token, ())[:500]}
    near: tuple[str, str] | None = None
    for start in starts:
        window = there[start : start + count] if start >= 0 else ()
        if window == wanted:
            return True, None
        wrong = [(own, its) for own, its in zip(wanted, window, strict=False) if own != its]
        if len(window) == count and len(wrong) == 1 and _figures(wrong[0][0]) and _figures(wrong[0][1]):
            near = " ".join(window), wrong[0][0]
    return False, near


@lru_cache(maxsize=64)
def _all_tokens(text: str) -> tuple[str, ...]:
    return tuple(_tokens(text))


@lru_cache(maxsize=64)
def _positions(text: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for position, token in enumerate(_all_tokens(text)):
        places.setdefault(token, []).append(position)
    return places


def _tokens(text: str) -> Iterator[str]:
    return (token[0].lower() for token in _TOKEN.finditer(text))


def _figures(token: str) -> bool:
    return any(letter.isdigit() for letter in token)
