"""The lists of the papers held against each other: application, utilization review, request for authorization."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.requests.model import Paper, Request

Relation = Literal["matched", "quantity differs", "one paper only"]


class Together(NamedTuple):
    """One request as the papers word it, each at most once, and how they agree."""

    application: Request | None = None
    ur: Request | None = None
    rfa: Request | None = None

    @property
    def all(self) -> tuple[Request, ...]:
        """Those there are."""
        return tuple(one for one in self if one is not None)

    @property
    def relation(self) -> Relation:
        """Whether the papers ask for the same amount."""
        asked = {one.asked for one in self.all if one.asked is not None}
        return "one paper only" if len(self.all) == 1 else "quantity differs" if len(asked) > 1 else "matched"


def held_together(requests: Iterable[Request]) -> tuple[Together, ...]:
    """The requests of all papers, those of one treatment together: in the application's order, then the review's."""
    order: tuple[Paper, ...] = ("application", "ur", "rfa")
    listed = sorted(requests, key=lambda one: order.index(one.source))
    found: list[Together] = []
    for one in listed:
        at = _best(found, one)
        if at is None:
            found.append(Together(**{one.source: one}))
        elif getattr(found[at], one.source) is None:
            found[at] = found[at]._replace(**{one.source: one})
    return tuple(found)


def _best(found: list[Together], one: Request) -> int | None:
    """The entry that names the same treatment: an equal wording first, then one with the same count."""
    alike = [at for at, held in enumerate(found) if any(same_request(one.title, other.title) for other in held.all)]
    free = [at for at in alike if getattr(found[at], one.source) is None] or [at for at in alike if _repeats(found[at], one)]

    def likeness(at: int) -> tuple[bool, bool]:
        held = found[at].all
        return any(plain(other.title) == plain(one.title) for other in held), any(other.asked == one.asked for other in held)

    return max(free, key=likeness, default=None)


def _repeats(held: Together, one: Request) -> bool:
    own = getattr(held, one.source)
    return own is not None and (plain(own.title) == plain(one.title) or own.asked == one.asked)
