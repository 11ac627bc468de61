"""The lists of the papers held against each other: application, utilization review, request for authorization."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.requests.model import Paper, Request

_COUNTING = re.compile(
    r"(?:#|(?<!\w)x[ ]?)?(?<![a-wyz])\d{1,4}\b(?![\d./-]|\s?(?:mg|mcg|%))|"
    r"\b(?:one|two|three|four|five|six|eight|ten|twelve|"
    r"once|twice|x|per|a|an|the|of|for|times?|"
    r"weekly|weeks?|wks?|months?|days?|visits?|sessions?|units?|tablets?|total|qty|quantity|count|refills?|each|only|series|over)\b"
)
_WORD = re.compile(r"[a-z0-9]+")
Relation = Literal["matched", "quantity differs", "one paper only"]


class Together(NamedTuple):
    """One request as the papers word it, each at most once, and how they agree.

    `again` is what further papers of the same kinds say of it; no letter whose decision was appealed from is among them.
    """

    application: Request | None = None
    ur: Request | None = None
    rfa: Request | None = None
    again: tuple[Request, ...] = ()

    @property
    def all(self) -> tuple[Request, ...]:
        """Those there are."""
        return tuple(one for one in (self.application, self.ur, self.rfa) if one is not None)

    @property
    def letters(self) -> tuple[Request, ...]:
        """What letters of utilization review say of it."""
        return tuple(one for one in (self.ur, *self.again) if one is not None and one.source == "ur")

    @property
    def refused(self) -> Request | None:
        """How the first letter of utilization review words it that did not certify it whole, if one did not.

        One of which that was read without doubt goes first.
        """
        disputed = [one for one in self.letters if one.disputed]
        return next((one for one in disputed if one.sure_decision), disputed[0] if disputed else None)

    @property
    def relation(self) -> Relation:
        """Whether the papers ask for the same amount."""
        asked = {one.asked for one in self.all if one.asked is not None}
        return "one paper only" if len(self.all) == 1 else "quantity differs" if len(asked) > 1 else "matched"


def held_together(requests: Iterable[Request]) -> tuple[Together, ...]:
    """The requests of all papers, those of one treatment together: in the application's order, then the review's.

    What is worded alike but for its amount goes together first, so that a likeness does not take its place; what a letter
    decides on appeal goes before what another one decided.
    """
    listed = list(requests)
    found: list[Together] = []
    for paper in get_args(Paper):
        own = sorted((one for one in listed if one.source == paper), key=lambda one: not one.on_appeal)
        for one in sorted(own, key=lambda one: _best(found, one, equal=True) is None):
            at = _best(found, one, equal=True)
            at = at if at is not None else _best(found, one)
            place: dict[str, Any] = {paper: one}
            if at is None:
                found.append(Together(**place))
            elif (first := getattr(found[at], paper)) is None:
                found[at] = found[at]._replace(**place)
            elif first.on_appeal == one.on_appeal:
                found[at] = found[at]._replace(again=(*found[at].again, one))
    return tuple(found)


def _best(found: list[Together], one: Request, *, equal: bool = False) -> int | None:
    """The entry that names the same treatment: an equal wording first, then one with the same count.

    Where `equal`, only one whose words are the same but for the amount.
    """
    same = _equal if equal else _same
    alike = [at for at, held in enumerate(found) if any(same(one, other) for other in held.all)]
    free = [at for at in alike if getattr(found[at], one.source) is None] or [at for at in alike if _repeats(found[at], one)]

    def likeness(at: int) -> tuple[bool, bool]:
        held = found[at].all
        return any(plain(other.title) == plain(one.title) for other in held), any(other.asked == one.asked for other in held)

    return max(free, key=likeness, default=None)


def _equal(one: Request, other: Request) -> bool:
    return uncounted(one.title) == uncounted(other.title)


def _same(one: Request, other: Request) -> bool:
    """Whether two are one treatment; where their counts differ, only their amounts may be worded differently."""
    differ = one.asked is not None and other.asked is not None and one.asked != other.asked
    return same_request(one.title, other.title) and (not differ or _equal(one, other))


@lru_cache(maxsize=4096)
def uncounted(title: str) -> frozenset[str]:
    """A title's words without those that count."""
    return frozenset(word for word in _WORD.findall(_COUNTING.sub(" ", title.lower())))


def _repeats(held: Together, one: Request) -> bool:
    own = getattr(held, one.source)
    return own is not None and (plain(own.title) == plain(one.title) or own.asked == one.asked)
