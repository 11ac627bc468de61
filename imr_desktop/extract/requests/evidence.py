"""Requests by what any letter must say, whatever its layout: words that name care, with a decision in the same unit.

A unit is a line that names care by itself with the lines up to the next one, or a paragraph. Parts that tell, quote or
instruct found no request. Where a letter decides all of it in one word, what it lists has that decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.ruling import settled
from imr_desktop.extract.requests.saying import verdict_of
from imr_desktop.extract.requests.sentences import of_paragraphs
from imr_desktop.extract.requests.sheet import Sheet
from imr_desktop.extract.requests.titles import MOST_ITEMS
from imr_desktop.extract.requests.units import Named, Unit, units_of
from imr_desktop.extract.requests.words import Verdict, phrase

_ALL = phrase(r"\b(?:both|all|none|neither|each|in full|in (?:its|their) entirety|entirely|these|those)\b")
_MOST_JOINED = 400
_MOST_HEAD = 9


def evidence_items(sheet: Sheet, *, mixed: bool = False) -> list[Found]:
    """The requests that words and their nearness tell, each once; a `mixed` letter decides nothing in one word."""
    units = units_of(sheet)
    named = _together([*(one.named for one in units if one.named), *of_paragraphs(units)])
    other = mixed or any(one.found.verdict not in (None, "denied") for one in named)
    whole = None if other else _whole(units)
    items = [_agreeing(one.found._replace(verdict=one.found.verdict or (whole if one.listed else None))) for one in named]
    return [one for one in items if one.verdict is not None][:MOST_ITEMS]


def _agreeing(found: Found) -> Found:
    """What was allowed whole was certified, whatever a word besides says."""
    whole = found.verdict == "modified" and found.asked is not None and found.asked == found.allowed
    return settled(found._replace(verdict="certified") if whole else found)


def _whole(units: Iterable[Unit]) -> Verdict | None:
    """What a letter decides in one word: "both requests are denied", or its own heading."""
    said: list[Verdict] = []
    for unit in units:
        for line in unit.text.split("\n") if unit.heading else unit.sentences():
            made = verdict_of(line)
            if made in ("certified", "modified", "deferred") and len(line.split()) > _MOST_HEAD and not _ALL.search(line):
                return None
            if made and (_ALL.search(line) or (unit.heading and len(line.split()) <= _MOST_HEAD)):
                said.append(made)
    return said[0] if len(set(said)) == 1 and said[0] in ("denied", "certified") else None


def _together(named: Iterable[Named]) -> list[Named]:
    """What names the same care as one: the first words count, what they leave open is filled."""
    kept: list[Named] = []
    for one in named:
        at = next((at for at, other in enumerate(kept) if alike(one.found, other.found)), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = Named(_filled(kept[at].found, one.found), kept[at].listed or one.listed)
    return kept


def _filled(first: Found, second: Found) -> Found:
    less = first.asked is not None and second.asked is not None and second.asked < first.asked
    if first.verdict is None and second.verdict == "certified" and less:  # "18 visits …", and "I approve 9 visits of …"
        second = second._replace(verdict="modified", allowed=second.asked)
    return first._replace(
        asked=first.asked if first.asked is not None else second.asked,
        allowed=first.allowed if first.allowed is not None else second.allowed if first.verdict is None else None,
        verdict=first.verdict or second.verdict,
        said=first.said or second.said,
    )


def alike(one: Found, other: Found) -> bool:
    """Whether two name the same care: one may say less of it than the other."""
    if same_request(one.title, other.title):
        return True
    first, second = plain(one.title), plain(other.title)
    return min(len(first), len(second)) >= 7 and (first in second or second in first)


def _is_less(one: Found, other: Found) -> bool:
    """Whether what was certified is what is left of more that was asked for."""
    kinds = one.verdict == "certified" and other.verdict == "modified"
    return kinds and one.asked is not None and one.asked == other.allowed and alike(one, other)


def completed(known: Iterable[Found], told: Sequence[Found]) -> Iterator[Found]:
    """The known requests, one that words tell to be several as those, and what words tell besides."""
    listed: list[Found] = []
    joined = False
    for one in known:
        words = plain(f"{one.title} {one.said}"[:_MOST_JOINED])
        inside = [other for other in told if len(other.title) > 6 and plain(other.title) in words]
        joined = joined or len(inside) > 1
        listed += inside if len(inside) > 1 else [one]
    if joined:
        listed = [one for one in listed if one in told or not any(alike(one, other) for other in told)]
    if len(told) > len(listed) and all(any(alike(one, other) for other in told) for one in listed):
        yield from told  # the layout was read in part: its own words for each count more
        return
    listed = [next((other for other in told if _is_less(one, other)), one) for one in listed]
    yield from listed
    for one in told:
        quote = plain(one.quote)
        if not any(alike(one, other) or plain(other.quote) in quote or quote in plain(other.quote) for other in listed):
            listed.append(one)
            yield one
