"""What was read of a request so far, and the words not yet read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType

VISIT = r"(?:session|visit|treatment)"
UNITS = (
    r"sessions?|visits?|treatments?|injections?|units?|tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?|containers?"
    r"|bottles?|tubes?|boxe?s?|kits?|blocks?|consult(?:ation)?s?|evaluations?|jars?|packs?|pairs?|pumps?|prescriptions?"
)
_OTHER_WORDS = MappingProxyType(
    {"tab": "tablet", "pill": "tablet", "cap": "capsule", "patche": "patch", "boxe": "box"}
    | dict.fromkeys(("consult", "consultation", "evaluation"), "visit")
)
VISIT_UNITS = frozenset({"session", "visit", "treatment"})
SUPPLY_UNITS = frozenset(
    {
        "tablet",
        "capsule",
        "patch",
        "g",
        "ml",
        "oz",
        "container",
        "bottle",
        "tube",
        "box",
        "kit",
        "jar",
        "pack",
        "pump",
        "prescription",
    }
)
TIME_UNITS = frozenset({"hour", "day", "night", "month", "year", "hour supply", "day supply", "week supply", "month supply"})


@dataclass
class Reading:
    """What was read so far; `rest` is the text not yet read.

    `ranges` are the ranges met in it, `refused` the numbers that cannot be, `planned` visits that phases or an interval come
    to; `unclear` a question; `apart` tells that a count stood apart from its noun (``injections x 6``).
    """

    rest: str
    count: int | float | None = None
    unit: str | None = None
    per_week: int | None = None
    weeks: int | None = None
    per_month: int | None = None
    months: int | None = None
    planned: int | None = None
    per_session: int | float | None = None
    sessions: int | None = None
    pack: int | float | None = None
    refills: int | None = None
    original: int | float | None = None
    authorized: int | float | None = None
    remaining: int | float | None = None
    ranges: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    conflicting: bool = False
    apart: bool = False
    unclear: str = ""

    def take(self, match: re.Match[str] | None, keep: str = " ; ") -> re.Match[str] | None:
        """Remove a match's words from the rest, leaving a break, and hand it back."""
        if match is not None:
            self.rest = f"{self.rest[: match.start()]}{keep}{self.rest[match.end() :]}"
        return match


def unit_of(written: str) -> str:
    """The canonical singular of a unit's word, one of `UNITS`."""
    word = written.removesuffix("s")
    return _OTHER_WORDS.get(word, word)
