"""Days that were read and cannot stand in the order that their papers say: each is a question, and none is taken unasked."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import structs

from imr_desktop.preflight import data, places

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.extract import Proposal

_MANY = 2
"""Kinds of days that are all before one that must come before them: that one is in question then."""
_DOUBT = 0.5


def questioned(case: Case, proposals: Iterable[Proposal], others: Container[int | None] = ()) -> tuple[Proposal, ...]:
    """The proposals, those of a day in doubt that is before another one it must follow; the note says which.

    What the case has already is held against them. A determination's own days stay as it says them: the checks tell. Days on
    the pages of `others` are another person's.
    """
    listed = list(proposals)
    letters = {one.id for one in case.documents if one.type == "determination"}
    days = [
        (at, one.key.removeprefix("dates."), str(one.value))
        for at, one in enumerate(listed)
        if one.key.startswith("dates.")
        and not any(source.document in letters or source.page in others for source in one.sources)
    ]
    for row in data.table("dates.toml")["order"]:
        earlier, later = row["earlier"], [one for one in days if one[1] in row["later"]]
        held: date | None = getattr(case.dates, earlier)
        first = next((at for at, name, _day in days if name == earlier), None)
        if held is not None:
            day, first = held.isoformat(), None
        elif first is not None:
            day = str(listed[first].value)
        else:
            continue
        before = [one for one in later if one[2] < day]
        alone = len({name for _at, name, _day in before}) >= _MANY and len(before) == len(later)
        if alone and first is not None:
            listed[first] = _in_question(listed[first], f"After the {places.date_name(before[0][1])}: look at both days")
            continue
        for at, _name, _day in before:
            listed[at] = _in_question(listed[at], f"Before the {places.date_name(earlier)}: look at both days")
    return tuple(listed)


def _in_question(one: Proposal, why: str) -> Proposal:
    return structs.replace(one, doubt=max(one.doubt, _DOUBT), note=one.note or why)
