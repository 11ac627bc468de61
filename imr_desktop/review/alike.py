"""Whether two wordings of a request may name one treatment: a short name and a long one, a drug and its brand.

A likeness is shown, never acted upon: only the reviewer says that two are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from imr_desktop.extract.likeness import same_request
from imr_desktop.preflight import regions, thesaurus
from imr_desktop.review.requests import telling_words

if TYPE_CHECKING:
    from imr_desktop.preflight.thesaurus import Subject

_TIMES = frozenset({"once", "twice", "thrice", "daily", "weekly", "monthly"})
_SIDES = frozenset({"left", "right", "bilateral"})
_AROUND = re.compile(r"\b(?:pre|post|peri)-? ?op|\b(?:surgeon|surgery cent|facility|assistant|consult|report)", re.IGNORECASE)
"""Words for who takes part in an operation, where, and what comes before or after it."""
_OPERATION = "surgery"


def foresee(titles: Iterable[str]) -> None:
    """Find of all pairs, in their order, whether they may be one: `may_be_one` keeps it a while. For worker threads."""
    for first, second in combinations(titles, 2):
        may_be_one(first, second)


@lru_cache(maxsize=4096)
def may_be_one(first: str, second: str) -> bool:
    """Whether two wordings may be of one treatment; where both name a side or a part of the body, not of different ones."""
    if same_request(first, second):
        return True
    if _differ(_sides(first), _sides(second)) or _differ(regions.regions_of(first), regions.regions_of(second)):
        return False
    return _within(first, second) or _within(second, first) or _named(first, second) or _named(second, first)


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and not one & other


def _sides(title: str) -> frozenset[str]:
    return _SIDES & set(title.lower().split())


def _within(short: str, long: str) -> bool:
    """Whether each telling word of one begins a word of the other, or is begun by it: ``aqua`` and ``aquatic``."""
    words, others = _telling(short), _telling(long)
    return bool(words) and all(any(one.startswith(word) or word.startswith(one) for one in others) for word in words)


def _telling(title: str) -> frozenset[str]:
    """The words that tell a treatment: no parts of the body, which many share, and none for how often, before or after."""
    return frozenset(
        word
        for word in telling_words(title)
        if word not in _TIMES and not regions.regions_of(word) and word != "spine" and not _AROUND.match(word)
    )


def _named(one: str, other: str) -> bool:
    """Whether a thing that one wording names stands in the other under any of its names.

    An operation is none where either is only about one: its assistant surgeon and the therapy after it are two requests.
    """
    around = _AROUND.search(one) or _AROUND.search(other)
    subjects = thesaurus.subjects_of(one)
    things = (thing for thing in subjects if _is_thing(thing) and not (around and _OPERATION in thing.terms))
    return any(thesaurus.looks_for(thing.terms, other) for thing in things)


def _is_thing(subject: Subject) -> bool:
    """Whether a thing goes by several names, its own among them: not a count that others look for in other words."""
    several = not subject.weak and len(subject.terms) > 1 and not any(map(str.isdigit, subject.name))
    return several and thesaurus.looks_for(subject.terms, subject.name)
