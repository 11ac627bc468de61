"""Where one letter says two things of one request: in its list another than among its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from imr_desktop.extract.likeness import plain
from imr_desktop.extract.requests.holding import uncounted
from imr_desktop.extract.requests.model import Found

_WHOLE = ("certified", "denied")


def contrary(one: Found, placed: Sequence[Found]) -> tuple[Found, ...]:
    """Of what a letter's tables, labels and lists decide what contradicts a request of it: each thing said once.

    A part certified and a part denied is no contradiction: that is how a letter tells what it modified.
    """
    found: dict[tuple[str | None, float | None], Found] = {}
    for other in placed:
        apart = (one.page, one.quote) != (other.page, other.quote)
        if apart and one.verdict in _WHOLE and other.verdict in _WHOLE and _is_same(one, other) and _differ(one, other):
            found.setdefault((other.verdict, other.asked), other)
    return tuple(found.values())


def _is_same(one: Found, other: Found) -> bool:
    return plain(one.title) == plain(other.title) or uncounted(one.title) == uncounted(other.title)


def _differ(one: Found, other: Found) -> bool:
    asked = one.asked is not None and other.asked is not None and one.asked != other.asked
    return asked if one.verdict == other.verdict else not asked
