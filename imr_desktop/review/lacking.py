"""What a record lacks, by kind and most useful first, and a request for what the reviewer wants of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.case import citation
from imr_desktop.case.dates import span
from imr_desktop.extract.packet import Missing as Missing
from imr_desktop.extract.packet.tables import record_names

if TYPE_CHECKING:
    from imr_desktop.case.model import Case

OWED, ABSENT = "owed", "absent"
_UNKNOWN = "a day that is not given"
_MOST = 5
"""Pages that a request cites for one record."""


class Lacked(NamedTuple):
    """Missing things of one kind: what the law owes, pages absent inside documents, or records of one name."""

    name: str
    missing: tuple[Missing, ...]


def by_kind(missing: Iterable[Missing]) -> tuple[Lacked, ...]:
    """What is missing by kind: what the law owes, then absent pages, then studies and reports as evidence ranks them.

    Of one kind what most pages name stands first, then the newest.
    """
    order = {one.name: at for at, one in enumerate(record_names(), start=2)}
    listed = sorted(missing, key=lambda one: (_rank(one, order), one.name, -len(one.pages), -_day(one).toordinal()))
    groups = groupby(listed, key=lambda one: (_rank(one, order), one.name))
    return tuple(Lacked({0: OWED, 1: ABSENT}.get(rank, name), tuple(some)) for (rank, name), some in groups)


def _rank(one: Missing, order: dict[str, int]) -> int:
    if one.kind == "record":
        return order.get(one.name, len(order) + 2)
    return 1 if one.kind == "pages" else 0


def _day(one: Missing) -> date:
    return one.day or date.min


def request_for_records(case: Case, missing: Iterable[Missing]) -> str:
    """A request for these things, to be sent to the claims administrator: plain text, without the reviewer.

    8 CCR 9792.10.5(a)(1) says what is owed; a page is cited where the record itself names what is not there.
    """
    head = f"Independent Medical Review, case {case.number}" if case.number else "Independent Medical Review"
    injured = span(case.dates.injury, case.dates.injury_until)
    injury = f", date of injury {injured}" if injured else ""
    missing = tuple(missing)
    lines = (line for group in by_kind(missing) for line in _asked(group))
    unread = sorted({page for one in missing for page in one.unread})
    doubt = f"These were looked for on the pages that could be read; not read: {citation.listed(unread, 'page', 'pages')}."
    return "\n".join(
        [
            f"{head}{injury}",
            "",
            "The record received for this review does not hold the following. Please send it, or say that it does not exist:",
            "",
            *(f"{number}. {line}" for number, line in enumerate(lines, start=1)),
            "",
            *((doubt, "") if unread else ()),
        ]
    )


def _asked(group: Lacked) -> Iterator[str]:
    """The lines of a group: several records of one name share one."""
    if group.name not in (OWED, ABSENT) and len(group.missing) > 1:
        listed = sorted(group.missing, key=_day)
        days = "; ".join(f"{one.when or _UNKNOWN} ({_named(one)})" for one in listed)
        yield f"{_begun(group.name)} of {days}, which the record names on the pages in brackets."
        return
    for one in group.missing:
        if one.kind == "record":
            yield f"{_begun(one.name)} of {one.when or _UNKNOWN}, which the record names on {_named(one)}."
        elif one.kind == "pages":
            yield f"{_begun(one.what)}, to stand behind {_named(one)} of the record."
        elif one.pages:
            yield f"{_begun(one.what)} ({one.source}), which the record names on {_named(one)}."
        else:
            yield f"{_begun(one.what)} ({one.source})."


def _named(one: Missing) -> str:
    return citation.listed(one.pages[:_MOST], "page", "pages")


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
