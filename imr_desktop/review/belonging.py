"""Whether files that came say themselves which case they belong to: by its number, or by the dates of its dispute.

A record that goes into a wrong case mixes two people's papers, so silence is told apart from a word for the case, and that
from a word against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from imr_desktop.case.dates import written

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, CaseFile
    from imr_desktop.extract import Proposal
    from imr_desktop.record import FileRead

_CASE_NUMBER = re.compile(r"\bCM\s?(\d{2})\s?[-\u2010-\u2013]?\s?(\d{5,8})\b", re.IGNORECASE)
_DATES = ("injury", "ur_denial", "request_for_authorization", "application_received", "assigned")
_ENOUGH = 2
"""Dates of a dispute that tell it from another; the day of the injury is enough by itself: it names the claim."""


@dataclass(frozen=True)
class Belonging:
    """What files say of one case: names of those that `name` it, that name an `other` (with its number), that are silent.

    `injury`: a day of injury that is not the case's, in words; empty where none is said.
    """

    name: tuple[str, ...] = ()
    other: tuple[tuple[str, str], ...] = ()
    silent: tuple[str, ...] = ()
    injury: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether nobody need be asked: something names the case, and nothing another."""
        return not self.other and not self.injury and bool(self.name or not self.silent)


def belonging(case: Case, reads: Iterable[FileRead], files: Iterable[CaseFile], proposals: Iterable[Proposal]) -> Belonging:
    """What files that were read say of `case`; `files` are theirs in the case they were read into, whose pages are cited."""
    days = _days(files, proposals)
    named: list[str] = []
    other: list[tuple[str, str]] = []
    silent: list[str] = []
    injuries: set[str] = set()
    for read in reads:
        numbers, stated = _numbers(read), days.get(read.digest, {})
        injuries |= _other_injury(case, stated)
        if _plain(case.number) in numbers:
            named.append(read.name)
        elif numbers:
            other.append((read.name, numbers[min(numbers)]))
        else:
            (named if _matches(case, stated) else silent).append(read.name)
    return Belonging(tuple(named), tuple(other), tuple(silent), ", ".join(sorted(injuries)))


def _numbers(read: FileRead) -> dict[str, str]:
    """The case numbers on a file's pages, plain and as they are written in our words."""
    found = (f"CM{match[1]}-{match[2]}" for page in read.pages for match in _CASE_NUMBER.finditer(page.text))
    return {_plain(number): number for number in found}


def _plain(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def _days(files: Iterable[CaseFile], proposals: Iterable[Proposal]) -> dict[str, dict[str, set[str]]]:
    """The days of a dispute that each file states, by its digest and what day it is."""
    listed = tuple(files)
    days: dict[str, dict[str, set[str]]] = {}
    for proposal in proposals:
        group, _, name = proposal.key.partition(".")
        for source in proposal.sources if group == "dates" and name in _DATES else ():
            file = next((one for one in listed if one.first_page <= source.page < one.first_page + one.pages), None)
            if file is not None:
                days.setdefault(file.digest, {}).setdefault(name, set()).add(str(proposal.value))
    return days


def _matches(case: Case, stated: dict[str, set[str]]) -> bool:
    own: dict[str, date | None] = {name: getattr(case.dates, name) for name in _DATES}
    same = [name for name, day in own.items() if day is not None and day.isoformat() in stated.get(name, ())]
    return "injury" in same or (len(same) >= _ENOUGH and not _other_injury(case, stated))


def _other_injury(case: Case, stated: dict[str, set[str]]) -> set[str]:
    """Days of injury that a file states where the case has another."""
    own = case.dates.injury
    if own is None or own.isoformat() in stated.get("injury", ()):
        return set()
    return {written(date.fromisoformat(day)) for day in stated.get("injury", ())}
