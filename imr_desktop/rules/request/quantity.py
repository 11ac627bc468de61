"""How many and how often: patterns over a cleaned request, each taking its words away once read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_WEEK = r"(?:weeks?|wks?)"
_VISIT = r"(?:sessions?|visits?|treatments?|appointments?)"
_FREQUENCY = re.compile(
    rf"\b(\d{{1,2}})\s*(?:(?:x|times?|{_VISIT}|days?)\s*(?:(?:a|an|per|each|every)\s+|/\s*)?(?:week|wk)(?:ly)?"
    rf"|(?:per|a|each)\s+(?:week|wk)|/\s*(?:week|wk)|weekly)\b")
_ONCE_WEEKLY = re.compile(r"\b(?:weekly|every week|per week)\b(?=\s*(?:for|x|times)\s*\d)")
_BY = re.compile(
    rf"(?<![\d.x/])\b(\d{{1,2}})\s*x\s*(\d{{1,2}})\b(?:\s*{_WEEK})?(?!\s*(?:x|inch|in\b|cm|mm|\"|gauze|pad|view))")
_MEASURED = re.compile(r"\b(?:gauze|dressings?|sponges?|bandages?|foam|mattress|inch(?:es)?)\b")  # 4x4 is their size
_WEEKS = re.compile(rf"(?<!in )(?<!every )\b(?:(?:for|x|times|over|during|the|next|per|of)\s+)*x?(\d{{1,2}})[- ]*"
                    rf"(?:more |additional |consecutive )?{_WEEK}\b")
_RANGE_TAIL = (rf"(?=\s*(?:x\b|x/|x?(?:week|wk)|times?\b|(?:per|a)\s+(?:week|wk)|/\s*(?:week|wk)|{_WEEK}|weekly|"
               rf"(?:[a-z-]+\s){{0,4}}(?:{_VISIT}|injections?)))")
_RANGE = re.compile(rf"(?<!in )(?<!every )\b(\d{{1,2}})\s*(?:-|to|or)\s*(\d{{1,2}})(?![\d.]){_RANGE_TAIL}")
_REFILLS = re.compile(r"(?<!#)\b(?:(\d{1,2})\s*(?:additional\s+|more\s+)?refills?"
                      r"|refills?\s*(?:x|:|of|times|#|-|=)?\s*(\d{1,2})"
                      r"|(no|without)\s+refills?)\b")
_PACK = re.compile(r"#\s*(\d{1,4})\b(?!\s*of\s+\d)")
_QUANTITY = re.compile(r"\b(?:qty|quantity|units?|count|total)\s*(?:requested\s*)?(?:of|:|=|-|#|\.)?\s*(?:of\s+)?(\d{1,4})\b"
                       r"|\b(\d{1,4})\s+(?:in\s+)?total\b")
_TIMES = re.compile(r"(?:(?<![\w.])x\s*|\btimes\s+|\bx(?=\d))\(?(\d{1,3})\)?\b"
                    r"(?!\s*(?:days?|months?|mos?|years?|hours?|/|per\b|a\b|x\b|times\b|weekly|inch|cm|mm))"
                    r"|(?<![\w.])(\d{1,3})\s?x\b(?!\s*(?:\d|/|per\b|a\b|day|daily|week|month))")
_SUPPLY = re.compile(r"\b(\d{1,3})[- ]*(day|week|month)s?[-' ]*(?:supply|coverage)\b")
UNITS = (r"sessions?|visits?|treatments?|appointments?|injections?|inj|units?|tablets?|tabs?|capsules?|caps?|pills?"
         r"|patch(?:es)?|containers?|bottles?|tubes?|boxe?s?|kits?|blocks?|consultations?|evaluations?|days of")
_COUNTED = re.compile(rf"(?<![\d.,/-])\b(\d{{1,4}})\s+((?:[a-z&'./-]{{1,24}}\s+){{0,6}}?)({UNITS})\b")
_INJECTIONS = re.compile(r"\binj(?:ection)?s?\b")
_ONE_SESSION = re.compile(r"\b(?:(?:in|during|at|for|per)\s+)?(?:1|a single|the same|a)\s+(?:session|visit|sitting)\b")
_LEADING = re.compile(r"^\W{0,3}(\d{1,3})\s+(?!(?:day|week|wk|month|year|hour|time|x\b|refill|per|to|and|or)s?\b)[a-z]")
_TRAILING = re.compile(r"(?:,\s*|\s\()(\d{1,3})\)?\s*\.?$")
_BRACKETED = re.compile(r"^\s*[,;]?\s*\((\d{1,3})\)")
_BREAKS = frozenset((
    "for", "to", "of", "with", "and", "or", "per", "a", "the", "times", "x", "week", "weeks", "day", "days", "month",
    "months", "level", "levels", "refill", "refills", "at", "in", "on", "by"))
_NOUN = re.compile(rf"\b({UNITS})\b")
_CANONICAL = {
    "session": "session", "visit": "visit", "treatment": "treatment", "appointment": "visit", "injection": "injection",
    "inj": "injection", "unit": "unit", "tablet": "tablet", "tab": "tablet", "pill": "tablet", "capsule": "capsule",
    "cap": "capsule", "patche": "patch", "patch": "patch", "container": "container", "bottle": "bottle", "tube": "tube",
    "boxe": "box", "box": "box", "kit": "kit", "block": "block", "consultation": "visit", "evaluation": "visit",
}
VISIT_UNITS = frozenset({"session", "visit", "treatment"})
SUPPLY_UNITS = frozenset({"tablet", "capsule", "patch", "g", "ml", "oz", "container", "bottle", "tube", "box", "kit"})


@dataclass
class Reading:
    """What was read so far; `rest` is the text not yet read, `ranges` the ranges met in it."""

    rest: str
    count: int | None = None
    unit: str | None = None
    per_week: int | None = None
    weeks: int | None = None
    pack: int | None = None
    refills: int | None = None
    ranges: list[str] = field(default_factory=list)
    conflicting: bool = False

    def take(self, match: re.Match[str] | None, keep: str = " ; ") -> re.Match[str] | None:
        """Remove a match's words from the rest, leaving a break, and hand it back."""
        if match is not None:
            self.rest = f"{self.rest[:match.start()]}{keep}{self.rest[match.end():]}"
        return match


def read(text: str) -> Reading:
    """Read a cleaned request (see `clean.clean`)."""
    reading = Reading(text)
    _read_ranges(reading)
    _read_refills(reading)
    _read_schedule(reading)
    _read_pack(reading)
    _read_count(reading)
    return reading


def unit_of(written: str) -> str | None:
    """The canonical singular of a unit's word."""
    return _CANONICAL.get(written) or _CANONICAL.get(written.removesuffix("s"))


def noun_in(text: str) -> str | None:
    """The unit a request speaks of although its number stands apart (``injections … x 6``)."""
    nouns = [unit_of(match.group()) for match in _NOUN.finditer(text)]
    return next((noun for noun in nouns if noun in VISIT_UNITS or noun == "injection"), None)


def _read_ranges(reading: Reading) -> None:
    while match := reading.take(_RANGE.search(reading.rest), " ? "):
        reading.ranges.append(f"{match[1]}-{match[2]}")
        if len(reading.ranges) > 4:
            return


def _read_refills(reading: Reading) -> None:
    if match := reading.take(_REFILLS.search(reading.rest)):
        reading.refills = 0 if match[3] else int(match[1] or match[2])


def _read_schedule(reading: Reading) -> None:
    if match := reading.take(_FREQUENCY.search(reading.rest)):
        reading.per_week = int(match[1])
    elif not _MEASURED.search(reading.rest) and (match := reading.take(_BY.search(reading.rest))):
        reading.per_week, reading.weeks = int(match[1]), int(match[2])
    elif not reading.ranges and reading.take(_ONCE_WEEKLY.search(reading.rest)):
        reading.per_week = 1
    if reading.weeks is None and (match := _WEEKS.search(reading.rest)):
        reading.weeks = int(match[1])
        bracket = _BRACKETED.match(reading.rest[match.end():])
        reading.take(match)
        if bracket:
            reading.count = int(bracket[1])


def _read_pack(reading: Reading) -> None:
    if match := reading.take(_PACK.search(reading.rest)):
        reading.pack = int(match[1])


def _read_count(reading: Reading) -> None:
    if match := reading.take(_SUPPLY.search(reading.rest)):
        reading.count, reading.unit = int(match[1]), f"{match[2]} supply"
        return
    if _INJECTIONS.search(reading.rest):
        reading.take(_ONE_SESSION.search(reading.rest))  # says how the injections are given, not how many
    counted = [match for match in _COUNTED.finditer(reading.rest) if not _BREAKS & set(match[2].split())]
    if counted:
        reading.count, reading.unit = int(counted[0][1]), unit_of(counted[0][3])
        values = {int(match[1]) for match in counted if unit_of(match[3]) in VISIT_UNITS}
        reading.conflicting = len(values) > 1
        return
    if reading.count is not None:
        return
    for pattern in (_QUANTITY, _TIMES, _TRAILING, _LEADING):
        if match := pattern.search(reading.rest):
            reading.count = int(next(group for group in match.groups() if group))
            return
