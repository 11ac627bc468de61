"""Whether somebody takes a drug, by the words before and behind its name."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from imr_desktop.extract.facts.model import Status
from imr_desktop.extract.facts.tables import either, of_drugs, phrase, table

_LISTS = frozenset({"medications", "past medications"})
"""Parts that list drugs: a name alone says that it is, or was, taken."""
_NEAR = 60
"""Characters from a word of taking to the name of a drug without a dose."""


class Around(NamedTuple):
    """The words of a drug: its clause begins at `clause`, its name stands at ``name:end``, what is said of it ends at `stop`.

    Where it is one of a list, `last` is the end of what is said behind the whole list, else `stop`.
    """

    clause: int
    name: int
    end: int
    stop: int
    last: int


def status_of(text: str, around: Around, section: str) -> Status | None:
    """Whether a drug is taken, was, or is to be; None where the words are of no taking at all."""
    if section == "past medications" or (section == "past" and not takes_now(text, around)):
        return "history"
    before, behind = (around.clause, around.name), (around.end, around.stop)
    listed = (around.end, around.last)
    if of_drugs("denied").search(text, *before) or of_drugs("not_taken").search(text, *behind) or _right_before(text, around):
        return None
    present = takes_now(text, around)
    if (
        of_drugs("history").search(text, *before)
        or of_drugs("ended").search(text, *behind)
        or of_drugs("ended_all").search(text, *listed)
    ):
        return "history"
    if not present and (
        of_drugs("useless").search(text, *listed) or (section == "history" and of_drugs("then").search(text, *before))
    ):
        return "history"
    if of_drugs("hypothetical").search(text, *before):
        return None
    if of_drugs("planned").search(text, *before) or of_drugs("decided").search(text, *behind) or section == "request":
        return "planned"
    return "current"


def _right_before(text: str, around: Around) -> bool:
    """Whether the word right ahead of the name takes it back ("no Norco", "instead of Norco")."""
    return _not_this().search(text[max(around.clause, around.name - 40) : around.name]) is not None


def is_elsewhere(text: str, start: int, end: int, section: str) -> bool:
    """Whether the words between two places speak of drugs without anybody's taking them: a guideline, a drug screen."""
    return section not in _LISTS and of_drugs("other").search(text, start, end) is not None


def is_refused(text: str, start: int, end: int) -> bool:
    """Whether the words ahead of a list say that nothing in it may be taken."""
    return of_drugs("allergic").search(text, start, end) is not None


def is_taken(text: str, around: Around, section: str) -> bool:
    """Whether the words near a name say that it is taken, though they give no dose: a list of drugs, "takes", "was given"."""
    if section in _LISTS:
        return True
    low = max(around.clause, around.name - _NEAR)
    return bool(
        of_drugs("taking").search(text, low, around.name)
        or of_drugs("taken").search(text, around.end, min(around.last, around.end + _NEAR))
    )


def takes_now(text: str, around: Around) -> bool:
    """Whether the words ahead of a name say that it is taken now, wherever they stand ("Diabetes. Takes metformin")."""
    return of_drugs("present").search(text, around.clause, around.name) is not None


@cache
def _not_this() -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?:{either(table('drugs')['not_this'])})\s{{1,3}}", r"(?:[\w/.\-]{2,20}\s(?:n?or)\s{1,3})?\Z")
