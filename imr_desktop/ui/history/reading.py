"""The worker half of the history: reading versions and comparing them. Imports no Qt but for the rows' look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from imr_desktop.case.differences import differences
from imr_desktop.ui.history import differences_list
from imr_desktop.ui.history.differences_list import DifferenceRow

if TYPE_CHECKING:
    from imr_desktop.store.versions import VersionLine

_NAMED = 2


class Compared(NamedTuple):
    """A comparison as asked for: the version, with which (0: with none), the rows and how many places differ in all."""

    version: int
    other: int
    rows: tuple[DifferenceRow, ...]
    total: int


def lines(services: Any, case_id: str) -> tuple[VersionLine, ...]:
    """The versions that are kept, the newest first."""
    return tuple(services.cases.history(case_id))


def compare(services: Any, case_id: str, before: int, after: int, version: int) -> Compared:
    """What differs from one version to another; `version` is the one of both that was asked about."""
    found = differences(services.cases.version(case_id, before), services.cases.version(case_id, after))
    return Compared(version, after if version == before else before, differences_list.rows(found), len(found))


def words(services: Any, case_id: str, numbers: Sequence[tuple[int, int]]) -> dict[int, str]:
    """What versions changed, in a few words: (version, the one kept before it, 0 for none) each."""
    cases: dict[int, Any] = {}
    for number in {one for pair in numbers for one in pair if one}:
        cases[number] = services.cases.version(case_id, number)
    return {
        number: few_words([one.label for one in differences(cases[before], cases[number])])
        if before
        else "The first version kept"
        for number, before in numbers
    }


def few_words(labels: Sequence[str]) -> str:
    """Places in a few words: the first two, and how many more."""
    named = list(dict.fromkeys(labels))
    if not named:
        return "Nothing changed"
    more = len(named) - _NAMED
    return ", ".join(named[:_NAMED]) + (f" and {more} more" if more > 0 else "")
