"""How many of a drug were dispensed, out of a table whose head alone says which number that is: "Drug  Sig  Disp  Start"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.facts.tables import either, table

_LONGEST = 110
"""Characters of a line that may head a table."""
_MOST_ROWS = 40
_NUMBER = re.compile(
    r"(?<![\w./,$#\-:])\d{1,4}(?![\w/,:\-]|\.\d|\s?(?:%|(?:mc?g|ml|gm?|units?|tab\w*|cap\w*|patch\w*|pills?|puffs?|drops?|times?|po|"
    r"x|hours?|hrs?|days?|weeks?|months?)\b))",
    re.IGNORECASE,
)
"""A number that is a cell of its own: no strength, no "1 tab", no day, no price."""


class _Head(NamedTuple):
    """Where the rows below a head begin and end, how many of its columns hold whole numbers, and which of them counts."""

    start: int
    end: int
    numbers: int
    counting: int


def amount_in_row(text: str, name: int, at: int) -> int | None:
    """The number below the head that counts, in the row of the drug named at `name`; what is read of the row ends at `at`."""
    head = next((one for one in _heads(text) if one.start <= name < one.end), None)
    if head is None:
        return None
    stop = text.find("\n", at)
    found = _NUMBER.findall(text, at, stop if stop >= 0 else len(text))
    return int(found[-head.numbers :][head.counting]) if len(found) >= head.numbers else None


@lru_cache(maxsize=4)
def _heads(text: str) -> tuple[_Head, ...]:
    """The heads of a text's tables of drugs; one ends at an empty line, or where the next one begins."""
    found: list[_Head] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line) + 1
        kinds = _columns(line)
        if found and found[-1].end > at and (kinds or not line.strip()):
            found[-1] = found[-1]._replace(end=at)
        if kinds:
            found.append(_Head(end, _end_of_rows(text, end), len(kinds), kinds.index("count")))
        at = end
    return tuple(found)


def _end_of_rows(text: str, at: int) -> int:
    for _row in range(_MOST_ROWS):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at


def _columns(line: str) -> list[str]:
    """The columns of numbers that a line heads, in order, where it is made of heads alone, and one of them counts."""
    found = list(_head().finditer(line)) if 8 <= len(line) <= _LONGEST else []
    kinds = [kind for one in found if (kind := one.lastgroup) in ("count", "number")]
    is_head = kinds.count("count") == 1 and any(one["name"] for one in found) and not re.search(r"\w", _head().sub("", line))
    return kinds if is_head else []


@lru_cache(maxsize=1)
def _head() -> re.Pattern[str]:
    columns = table("drugs")["columns"]
    return re.compile(
        rf"(?<!\w)(?:(?P<count>{either(columns['count'])})|(?P<number>{either(columns['number'])})|"
        rf"(?P<name>{either(columns['name'])})|(?:{either(columns['other'])}))(?!\w)",
        re.IGNORECASE,
    )
