"""The numbers beside the lines of pleading paper and of transcripts: 1 to 28 down the left edge, nobody's words."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"^[ \t]{0,40}(?P<number>\d{1,2})(?=[ \t]|$)", re.MULTILINE)
_LEAST, _MOST = 24, 40
"""How many lines a page of such paper has: California's courts ask for 28, transcripts have 25."""


def line_numbers(text: str) -> list[tuple[int, int]]:
    """Where they stand on a page; empty where its lines do not count from 1 up to as many as such paper has."""
    found: list[tuple[int, int]] = []
    for one in _NUMBERED.finditer(text):
        if int(one["number"]) == len(found) + 1:
            found.append(one.span("number"))
    return found if _LEAST <= len(found) <= _MOST else []
