"""Numbers a text gives, each with what it counts or measures: visits, milligrams, degrees, scores of pain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from imr_desktop.case.numbers import ONES, TENS
from imr_desktop.preflight.data import any_of, table

_ONES, _TENS = tuple(ONES[:20]), tuple(TENS)
_ORDINALS = (*["-"] * 3, "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
_WORD = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(reversed(_ONES))}|{'|'.join(_ORDINALS[3:])})"
)
_NUMBER = rf"(?:\d{{1,5}}(?:\.\d{{1,3}})?|{_WORD})"
_RANGE = rf"(?P<low>{_NUMBER})(?:\s?(?:-|to|or)\s?(?P<high>{_NUMBER}))?"
_FRACTION = re.compile(
    r"(?<![\d/.])(\d{1,2}(?:\.\d)?)(?:\s?(?:/10)?\s?(?:-|to)\s?(\d{1,2}(?:\.\d)?))?\s?(?:/|out of)\s?10(?![\d/])"
)
_OF = re.compile(r" of \d")
_GRADE = re.compile(r"(?<![\d/.])([0-5][+-]?)\s?/\s?5(?![\d/])")
_NOT_NUMBERS = re.compile(
    r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}|\d{3}[-.]\d{3,4}(?:[-.]\d{4})?|[a-z]{2,}-\d[\d-]*|\b[ctls]\d{1,2}(?:\s?-\s?[ctls]?\d{1,2})?\b"
    r"|\b[a-z]{3,9}\.? \d{1,2}, (?:19|20)\d\d\b|\b(?:19|20)\d\d\b(?!\s?(?:mg|mcg))"
    r"|\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?\s?(?:/|out of)\s?(?:10|5)\b|\bp(?:age|p?\.)\s?\d+"
)


PART = "of "
"""Before the unit of a number that is a part of another one: ``10 of 12 visits``."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at ``start:end`` of a folded text with its unit; `high` is the end of a range, or the number itself."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    hedged: bool = False

    @property
    def ends(self) -> tuple[float, ...]:
        """The number, or both of a range."""
        return (self.low,) if self.low == self.high else (self.low, self.high)


@dataclass(frozen=True)
class Amounts:
    """What a text gives: `by_unit` holds its numbers with units, `plain` every number that stands for itself."""

    listed: tuple[Amount, ...]
    by_unit: dict[str, frozenset[float]]
    plain: frozenset[float]

    def of(self, unit: str) -> frozenset[float]:
        """The numbers of a unit; the ends of ranges, too."""
        return self.by_unit.get(unit, frozenset())


@lru_cache(maxsize=1024)
def amounts(folded: str) -> Amounts:
    """The numbers of a folded text."""
    listed = (*_scores(folded), *_with_units(_blanked(folded)))
    by_unit: dict[str, set[float]] = {}
    for one in listed:
        by_unit.setdefault(one.unit, set()).update(one.ends)
    bound = {one.start for one in listed if kind_of(one.unit) in ("time", "measure")}
    plain = frozenset(
        number
        for found in _plain().finditer(_blanked(folded))
        if found.start() not in bound and (number := _value(found[0])) is not None
    )
    return Amounts(listed, {unit: frozenset(numbers) for unit, numbers in by_unit.items()}, plain)


def kind_of(unit: str) -> str:
    """What a unit is of: ``count``, ``measure``, ``time``, ``score``, or ``part`` (ten *of twelve* visits)."""
    if unit.startswith(PART):
        return "part"
    return next((kind for kind, rows in table("cited_facts.toml")["units"].items() if unit in rows), "score")


def _scores(text: str) -> Iterator[Amount]:
    for found in _FRACTION.finditer(text):
        low = float(found[1])
        yield Amount(found.start(), found.end(), low, float(found[2] or low), "score", _hedged(text, found.start()))
    for found in _GRADE.finditer(text):
        grade = float(found[1][0]) + {"+": 0.3, "-": -0.3}.get(found[1][1:], 0.0)
        yield Amount(found.start(), found.end(), grade, grade, "strength")


def _with_units(text: str) -> Iterator[Amount]:
    for found in _after().finditer(text):
        yield from _made(text, found, _unit(found["unit"]))
    for found in _before().finditer(text):
        yield from _made(text, found, _unit(found["unit"]))
        if _OF.match(text, found.end()):
            yield from _made(text, found, PART + _unit(found["unit"]))
    for found in _part().finditer(text):
        yield from _made(text, found, PART + _unit(found["unit"]))


def _made(text: str, found: re.Match[str], unit: str) -> Iterator[Amount]:
    low = _value(found["low"])
    high = _value(found["high"]) if found["high"] else low
    if low is not None and high is not None:
        yield Amount(*found.span("low"), low, max(low, high), unit, _hedged(text, found.start("low")))


def _blanked(text: str) -> str:
    """A text with its dates, times, scores, telephone numbers and levels left blank."""
    return _NOT_NUMBERS.sub(lambda found: " " * len(found[0]), text)


def _hedged(text: str, at: int) -> bool:
    return _hedges().search(text, max(0, at - 30), at) is not None


def _value(words: str) -> float | None:
    if words[0].isdigit():
        return float(words)
    if words in _ORDINALS:
        return float(_ORDINALS.index(words))
    parts = re.split(r"[- ]", words)
    if parts[0] in _TENS:
        return float((_TENS.index(parts[0]) + 2) * 10 + (_ONES.index(parts[1]) if len(parts) > 1 else 0))
    return float(_ONES.index(parts[0])) if parts[0] in _ONES else None


@cache
def _units() -> dict[str, str]:
    kinds = table("cited_facts.toml")["units"].values()
    return {word: unit for rows in kinds for unit, words in rows.items() for word in words}


def _unit(word: str) -> str:
    return _units()[word]


@cache
def _after() -> re.Pattern[str]:
    """``twelve further visits``, ``500mg``: the unit behind the number, with up to two words between for what is counted."""
    of = any_of(re.escape(word) for word in _units())
    return re.compile(rf"(?<![\w.#/]){_RANGE}\s?-?(?:(?!and\b|to\b|or\b|in\b|on\b|of\b)[a-z]+\s){{0,3}}?(?P<unit>{of})(?!\w)")


@cache
def _part() -> re.Pattern[str]:
    """``58 of 63 days``: what is so of how many."""
    of = any_of(re.escape(word) for word in _units())
    return re.compile(
        rf"(?<![\w.#/])(?P<low>{_NUMBER})(?P<high>(?!))? of (?:the )?{_NUMBER} (?:[a-z]+ ){{0,3}}?(?P<unit>{of})(?!\w)"
    )


@cache
def _before() -> re.Pattern[str]:
    """``visit 12 of 12``, ``injections x 6``: the number behind the unit."""
    of = any_of(word for rows in table("cited_facts.toml")["units"]["count"].values() for word in rows)
    return re.compile(rf"\b(?P<unit>{of})\s?(?:#|no\.|number|:|x|times)?\s?(?P<low>\d{{1,3}})(?P<high>(?!))?(?![\w.]\d)\b")


@cache
def _plain() -> re.Pattern[str]:
    measures = any_of(re.escape(word) for rows in table("cited_facts.toml")["units"]["measure"].values() for word in rows)
    return re.compile(rf"(?<![\w.]){_NUMBER}(?![\w.]\d)(?!\s?{measures})(?=\b|\W)")


@cache
def _hedges() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(table('cited_facts.toml')['hedges']['words'])}\s*(?:the\s+|an?\s+)?$")
