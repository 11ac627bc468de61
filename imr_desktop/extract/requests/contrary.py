"""Where one letter says two things of one request: in its list another than among its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from imr_desktop.extract.requests.holding import uncounted
from imr_desktop.extract.requests.model import Found

_WHOLE = ("certified", "denied")


def repeated(named: Sequence[tuple[int, Found]]) -> list[Found]:
    """What tables, labels and lists of a letter decide of care that several rows name; each with the row it stands in."""
    rows: dict[frozenset[str], set[int]] = {}
    for row, one in named:
        rows.setdefault(uncounted(one.title), set()).add(row)
    return [one for _, one in named if one.sure and one.verdict and len(rows[uncounted(one.title)]) > 1]


def contrary(one: Found, placed: Sequence[Found]) -> tuple[Found, ...]:
    """Of what a letter's tables, labels and lists decide what contradicts a request of it: each thing said once.

    A part certified and a part denied is no contradiction: that is how a letter tells what it modified.
    """
    found: dict[tuple[str | None, float | None], Found] = {}
    for other in placed:
        if (
            one.verdict in _WHOLE
            and other.verdict in _WHOLE
            and uncounted(one.title) == uncounted(other.title)
            and _differ(one, other)
        ):
            found.setdefault((other.verdict, other.asked), other)
    return tuple(found.values())


def _differ(one: Found, other: Found) -> bool:
    asked = one.asked is not None and other.asked is not None and one.asked != other.asked
    return asked if one.verdict == other.verdict else not asked
