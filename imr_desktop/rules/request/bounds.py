"""Ranges, and numbers that cannot be (negative, broken, more than anybody asks for): asked about, never used."""

from __future__ import annotations

import re

from imr_desktop.rules.request.parts import scheduled
from imr_desktop.rules.request.reading import TIME_UNITS, UNITS, Reading

_TAIL = rf"(?= ?(?:{UNITS}|x|times|week|month|refill|a week)\b)"
_BROKEN = re.compile(
    r"\b\d{1,9} ?\^ ?\d{1,9}\b|\b\d{1,9}e\d{1,9}\b|(?:#|\bx|\bqty) ?\d{5,}\b"
    r"|(?:^|\bx|\bqty|:|\(|#|\bfor|\bwith|\bof) ?-\d[\d.]*|(?:#|\bx|\bqty) ?\d{1,9}\.\d{1,9}\b"
    rf"|\b\d{{6,}}{_TAIL}|\b\d{{1,9}}\.\d{{1,9}}{_TAIL}"
)
_CODE = re.compile(r"\b\d{1,9}\.\d{1,9}\b")  # of a diagnosis, or a size
# The most that any request may ask for; anything beyond is a slip of the pen or of the reader.
_MOST = {
    "per_week": 21,
    "weeks": 104,
    "per_month": 400,
    "months": 60,
    "refills": 24,
    "pack": 9999,
    "sessions": 100,
    "per_session": 100,
}
_MOST_VISITS = 400
_MOST_UNITS = 9999
_COUNTS_MORE = frozenset({"tablet", "capsule", "patch", "unit"}) | TIME_UNITS
_SHOWN = 24
_ENOUGH = 4


def refuse_broken(reading: Reading) -> None:
    """Take away what is written like a number and is none that can be asked for."""
    while match := reading.take(_BROKEN.search(reading.rest), " ? "):
        reading.refused.append(match.group().removeprefix("for").removeprefix("with").strip(" x:(")[:_SHOWN])
        if len(reading.refused) > _ENOUGH:
            return
    reading.rest = _CODE.sub(" ; ", reading.rest)


def refuse_beyond(reading: Reading, drug: bool) -> None:
    """Put null for every number beyond bounds, and remember it for the question."""
    for name, most in _MOST.items():
        value = getattr(reading, name)
        if (value is not None and not (name == "refills" or value)) or (value or 0) > most:
            _refuse(reading, name, value)
    most = _MOST_UNITS if drug or reading.unit in _COUNTS_MORE else _MOST_VISITS
    if reading.count is not None and not 0 < reading.count <= most:
        _refuse(reading, "count", reading.count)
    if reading.refused and reading.per_week is None:
        reading.weeks = None
    if (scheduled(reading) or 0) > _MOST_VISITS and not drug and reading.unit not in _COUNTS_MORE:
        _refuse(reading, "planned", scheduled(reading))
        reading.per_week = reading.weeks = reading.per_month = reading.months = None


def _refuse(reading: Reading, name: str, value: float | None) -> None:
    reading.refused.append(str(value))
    setattr(reading, name, None)


_NUMBERS = r"(\d{1,3}) ?(?:-|to|or) ?(\d{1,3})(?![\d.%])"
_COUNTING = (
    rf"(?= ?(?:x\b|week|month|/ ?(?:week|month)|(?:per|a|each) (?:week|month)|refill|"
    rf"(?:[a-z-]+ ){{0,4}}(?:{UNITS}|trigger)))"
)
_RANGE = re.compile(rf"(?<!in )(?<!every )(?<![\d/.-])\b{_NUMBERS}{_COUNTING}")
_AFTER_X = re.compile(rf"(?:(?<=\bx )|(?<=#)|(?<=# )|(?<=\()|(?<=session )|(?<=visit )){_NUMBERS}")
_MOST_RANGES = 4


def read_ranges(reading: Reading) -> None:
    """Take all ranges away, leaving a question mark in each one's place."""
    for pattern in (_RANGE, _AFTER_X):
        while len(reading.ranges) <= _MOST_RANGES and (match := reading.take(pattern.search(reading.rest), " ? ")):
            reading.ranges.append(f"{match[1]}-{match[2]}")
