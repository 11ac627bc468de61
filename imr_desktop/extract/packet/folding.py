"""Which of the records that pages name are one: a study is dated as made or as read, or by its month alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.packet.months import Month

if TYPE_CHECKING:
    from imr_desktop.extract.packet.tables import RecordName


_READ_LATER = 3
"""Days after which a study is read, at the most, as a rule."""


class Named(NamedTuple):
    """A record that a page names: its kind, the day or month it gives, and the parts of the body that stand beside."""

    name: RecordName
    day: date | Month
    page: int
    parts: frozenset[str] = frozenset()


def folded_records(named: Iterable[Named]) -> Iterator[tuple[Named, ...]]:
    """The same record's namings together, in the order of their first; the first of each gives its day.

    A study of a day close by is the same where it is of the same part of the body; what is named by its month alone is the
    one of that month, where one is, unless of another part.
    """
    by_day: dict[tuple[str, date | Month], list[Named]] = {}
    for one in named:
        by_day.setdefault((one.name.name, one.day), []).append(one)
    groups: dict[tuple[str, date | Month], list[Named]] = {}
    pages = Counter({key: len({one.page for one in some}) for key, some in by_day.items()})
    for key in sorted(by_day, key=lambda key: (isinstance(key[1], Month), -pages[key])):
        some = by_day[key]
        same = next((other for other in groups if other[0] == key[0] and _is_same(groups[other], some)), key)
        groups.setdefault(same, []).extend(some)
    order = {key: at for at, key in enumerate(by_day)}
    yield from (tuple(groups[key]) for key in sorted(groups, key=lambda key: order[key]))


def _is_same(group: list[Named], other: list[Named]) -> bool:
    """Whether namings of another day are of the record of a group."""
    first, day = group[0].day, other[0].day
    parts, others = (frozenset().union(*(one.parts for one in some)) for some in (group, other))
    if parts and others and not parts & others:
        return False
    if isinstance(first, Month):
        return False
    if isinstance(day, Month):
        return (day.year, day.month) == (first.year, first.month)
    close = min(_READ_LATER, group[0].name.days)
    return bool(parts & others) and close > 1 and abs((day - first).days) <= close
