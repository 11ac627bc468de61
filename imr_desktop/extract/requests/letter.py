"""A letter of utilization review: its requests, whatever its layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.requests.blocks import block_items, labelled, numbered_items
from imr_desktop.extract.requests.counts import asked_in
from imr_desktop.extract.requests.evidence import completed, evidence_items
from imr_desktop.extract.requests.lists import line_items, listed_items, row_items
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.paired import asked_items, paired_items
from imr_desktop.extract.requests.prose import prose_items
from imr_desktop.extract.requests.ruling import settled
from imr_desktop.extract.requests.sheet import Sheet
from imr_desktop.extract.requests.tables import table_items
from imr_desktop.extract.requests.titles import MOST_ITEMS, title_of
from imr_desktop.extract.requests.words import all_decided, is_treatment

_ENOUGH = 0.6
_WAYS: tuple[Callable[[Sheet], Iterable[Found]], ...] = (
    table_items,
    block_items,
    paired_items,
    row_items,
    listed_items,
    numbered_items,
    lambda sheet: prose_items(sheet.prose),
    line_items,
)


def letter_items(sheet: Sheet) -> tuple[Found, ...]:
    """Its requests with what was decided of each.

    A letter has one way to list them: the first that finds most of what any other does. What another way says of the same
    request (a count, a reason) fills what this one leaves open; what two others agree on is added.
    """
    ways = [_distinct(way(sheet)) for way in _WAYS]
    told = evidence_items(sheet, mixed=any(one.verdict != "denied" for way in ways for one in way))
    if not any(ways):
        whole = _distinct(whole_items(sheet))
        return tuple(told if len(told) >= len(whole) else whole)
    least = _ENOUGH * max(map(len, ways))
    chosen = next(found for found in ways if len(found) >= least)
    others = [way for way in ways if way is not chosen]
    listed = [*chosen, *_agreed(chosen, others)]
    rest = [one for way in (*others, list(asked_items(sheet)), told) for one in way]
    strict = [settled(_filled(found, rest)) for found in listed]
    return tuple(sorted(completed(strict, told), key=partial(_place, sheet)))


def _place(sheet: Sheet, found: Found) -> tuple[int, int]:
    """Where a request stands in its letter."""
    start = sheet.prose.starts[found.page] if found.page < len(sheet.prose.starts) else 0
    words = re.compile(r"\s{1,99}".join(map(re.escape, found.quote.split()[:3]))).search(sheet.prose.raw, start)
    return found.page, words.start() if words else len(sheet.prose.raw)


def whole_items(sheet: Sheet) -> Iterator[Found]:
    """What a letter that decides all of it in one word lists: its labelled treatments, or its list of what was asked for."""
    kinds = {one.verdict for one in all_decided(sheet.prose.folded)}
    verdict = next(iter(kinds)) if len(kinds) == 1 else None
    if verdict is None or verdict == "modified":
        return
    listed = list(asked_items(sheet)) or [
        Found(title, one.page, one.quote, asked_in(one.value))
        for one in labelled(sheet)
        if one.kind == "title" and is_treatment(title := title_of(one.value))
    ]
    yield from (settled(one._replace(verdict=verdict)) for one in listed)


def _agreed(chosen: Iterable[Found], others: list[list[Found]]) -> Iterator[Found]:
    """The requests that the chosen way missed and two others found alike."""
    known = list(chosen)
    for at, way in enumerate(others):
        for one in way:
            again = any(_same(one, other) for later in others[at + 1 :] for other in later)
            if again and not any(same_request(one.title, other.title) or _same_place(one, other) for other in known):
                known.append(one)
                yield one


def _same_place(one: Found, other: Found) -> bool:
    """Whether two requests rest on the same words: one way may read less of a line than another."""
    first, second = plain(one.quote), plain(other.quote)
    return one.page == other.page and bool(first and second) and (first in second or second in first)


def _distinct(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in found:
        known = next((at for at, other in enumerate(kept) if _same(one, other)), None)
        if known is None:
            kept.append(one)
        else:
            kept[known] = _merged(kept[known], one)
    return kept[:MOST_ITEMS]


def _same(one: Found, other: Found) -> bool:
    return plain(one.title) == plain(other.title) or (same_request(one.title, other.title) and not _differ(one, other))


def _differ(one: Found, other: Found) -> bool:
    return one.asked is not None and other.asked is not None and one.asked != other.asked


def _filled(found: Found, others: Iterable[Found]) -> Found:
    for other in others:
        if same_request(found.title, other.title) and other.verdict in (None, found.verdict):
            found = _merged(found, other)
    return found


def _merged(found: Found, other: Found) -> Found:
    return found._replace(
        asked=found.asked if found.asked is not None else other.asked,
        allowed=found.allowed if found.allowed is not None else other.allowed,
        verdict=found.verdict or other.verdict,
        reason=found.reason or other.reason,
        guideline=found.guideline or other.guideline,
    )
