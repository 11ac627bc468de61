"""Ranges (``2-3 times a week``, ``6 to 8 visits``): each is noted for a question and gives no number."""

from __future__ import annotations

import re

from imr_desktop.rules.request.reading import UNITS, Reading

_NUMBERS = r"(\d{1,3}) ?(?:-|to|or) ?(\d{1,3})(?![\d.%])"
_TAIL = (
    rf"(?= ?(?:x\b|week|month|/ ?(?:week|month)|(?:per|a|each) (?:week|month)|refill|"
    rf"(?:[a-z-]+ ){{0,4}}(?:{UNITS}|trigger)))"
)
_RANGE = re.compile(rf"(?<!in )(?<!every )(?<![\d/.-])\b{_NUMBERS}{_TAIL}")
_AFTER_X = re.compile(rf"(?:(?<=\bx )|(?<=#)|(?<=# )|(?<=\()|(?<=session )|(?<=visit )){_NUMBERS}")
_MOST = 4


def read_ranges(reading: Reading) -> None:
    """Take all ranges away, leaving a question mark in each one's place."""
    for pattern in (_RANGE, _AFTER_X):
        while len(reading.ranges) <= _MOST and (match := reading.take(pattern.search(reading.rest), " ? ")):
            reading.ranges.append(f"{match[1]}-{match[2]}")
