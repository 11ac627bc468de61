"""Numbers that count the entries of a paper's list, wherever they stand: no amount of care."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from imr_desktop.extract.requests.rows import Row

Serials = Mapping[tuple[str, str], int]
"""For each form of such a mark (the signs before and behind its number) how far a paper's list runs."""

_MARK = re.compile(
    r"(?:\A|(?<=[.;:,]\s)|(?<=\s(?:and|for|are)\s)|(?<=\s(?:or|of|to|is)\s))(?P<mark>(?P<before>[#(\[]|\b(?:items?|lines?|nos?|req(?:uest)?s?|rq|tx|treatments?|"
    r"services?|procedures?)\b[\s.:#]{0,3})?(?P<n>\d{1,3})(?P<behind>[.):\]]?)\s{0,3})(?=[A-Za-z\d]|\Z)",
    re.IGNORECASE,
)
_LEAST = 2


def running_in(rows: Iterable[Row]) -> Serials:
    """The marks by which a paper numbers what it lists: those of one form, with a sign, that run on from 1."""
    next_: dict[tuple[str, str], int] = defaultdict(lambda: 1)
    for row in rows:
        for part in row.parts:
            for mark in _MARK.finditer(part.text):
                next_[_form(mark)] += int(mark["n"]) == next_[_form(mark)]
    return {form: number - 1 for form, number in next_.items() if number > _LEAST and any(form)}


def without_serials(words: str, running: Serials) -> str:
    """Words without the numbers of a list's entries in them."""
    return _MARK.sub(lambda mark: "" if int(mark["n"]) <= running.get(_form(mark), 0) else mark.group(), words)


def _form(mark: re.Match[str]) -> tuple[str, str]:
    return (mark["before"] or "").strip(" .:").lower(), mark["behind"]
