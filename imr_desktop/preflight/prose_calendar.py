"""Every date a text names, whether or not there is such a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from imr_desktop.preflight.data import table
from imr_desktop.preflight.prose_dates_found import DATE, parse
from imr_desktop.preflight.texts import Sentence, TextField

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_SLIP = rf"\b(?:{_MONTH}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?|\d{{1,2}}[/-]\d{{1,2}}[/-])(?:19|20)\d{{3}}(?!\d|[.,]\d)"
"""A year with a figure too many: "June 20216", "10/5/20216"."""
MOST = 1000
"""Dates looked at in one text."""
_ANY = re.compile(rf"(?<![\d./#])(?:{DATE})(?![/.]\d|\s?(?:mg|mcg|ml|%|mm\b|cm\b|units?\b|degrees?\b))", re.IGNORECASE)
_YEAR_TOO_LONG = re.compile(_SLIP, re.IGNORECASE)
_FIVE_DIGITS = re.compile(r"(?:19|20)\d{3}")
_DIGIT = re.compile(r"\d[/-]|\d{4}")
_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d(?!\d)")
_SAYS_DATE = re.compile(r"\b(?:on|dated?|of|from|through|to|until)[\s:]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text: its words at ``start:end``, its sentence, and the day (None: there is no such day)."""

    start: int
    end: int
    words: str
    sentence: Sentence
    day: date | None


def dates_of(field: TextField) -> tuple[WrittenDate, ...]:
    """The dates of a text, in order; the first `MOST` of them."""
    return _dates(field.text) if field.mentions("/", "-", "19", "20") else ()


@lru_cache(maxsize=256)
def _dates(text: str) -> tuple[WrittenDate, ...]:
    found = (one for sentence in TextField(text, "").sentences("/", "-", "19", "20") for one in _in(sentence))
    return tuple(islice(found, MOST))


def _in(sentence: Sentence) -> Iterator[WrittenDate]:
    for match in _ANY.finditer(sentence.text) if _DIGIT.search(sentence.text) else ():
        if one := _named(sentence, match):
            yield one
    for match in _YEAR_TOO_LONG.finditer(sentence.text) if _FIVE_DIGITS.search(sentence.text) else ():
        yield WrittenDate(sentence.start + match.start(), sentence.start + match.end(), match[0], sentence, None)


def _named(sentence: Sentence, match: re.Match[str]) -> WrittenDate | None:
    day = parse(match[0])
    if day is None and not _meant_as_date(sentence.text, match):
        return None
    return WrittenDate(sentence.start + match.start(), sentence.start + match.end(), match[0], sentence, day)


def _meant_as_date(text: str, match: re.Match[str]) -> bool:
    """Whether three numbers that are no day were meant as one: a full year, a month's name, or a word before them says so."""
    if match[0][0].isalpha() or _FOUR_DIGITS.search(match[0]):
        return True
    month, day = (int(part) for part in re.findall(r"\d+", match[0])[:2])
    return 1 <= month <= 12 and day <= 31 and _SAYS_DATE.search(text, 0, match.start()) is not None


def later_than(one: WrittenDate, day: date) -> bool:
    """Whether a date lies after a day; a two-digit year far ahead is one of the last century, so it does not."""
    if one.day is None or one.day <= day:
        return False
    if _FOUR_DIGITS.search(one.words):
        return True
    slack: int = table("prose_dates.toml")["calendar"]["two_digit_slack_years"]
    return one.day.year - day.year <= slack
