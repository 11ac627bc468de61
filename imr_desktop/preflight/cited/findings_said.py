"""Whether a text says a finding is there or not, a test positive or negative, a function good or poor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from imr_desktop.preflight.data import any_of, table
from imr_desktop.rules.negation import assertion

_BREAK = re.compile(r"[.;:](?:\s|$)|\b(?:but|while|whereas|although|however)\b|\n\s*\n")
_NEGATIVE = re.compile(r"\bnegative\b|\bnot positive\b|\(-\)")
_POSITIVE = re.compile(r"\bpositive\b|\(\+\)")
_NEGATIVE_TOO = re.compile(r"\b(?:normal|absent|without)\b")
_POSITIVE_TOO = re.compile(r"\b(?:reproduce[sd]?|present|abnormal)\b")
_NEGATING = re.compile(r"\b(?:no|not|without|never|denies|denied|free of|neither|none)\b")
_BY_SIDE = re.compile(r"\b(positive|negative)\b(?:(?!\bpositive\b|\bnegative\b)[^.;]){0,40}?\b(right|left|both|bilateral)")


class Said(NamedTuple):
    """What a text says at ``start:end`` of the finding `name`: `yes` that it is there (a function: that it is good)."""

    start: int
    end: int
    name: str
    yes: bool | None


@lru_cache(maxsize=1024)
def said(folded: str) -> tuple[Said, ...]:
    """Every finding a folded text speaks of; `yes` is None where it cannot be told."""
    return (*_present(folded), *_tests(folded), *_states(folded))


@lru_cache(maxsize=1024)
def by_side(folded: str) -> tuple[tuple[int, int, str, str, bool], ...]:
    """Tests that are positive or negative on a side: place, name, side and whether it is positive."""
    found: list[tuple[int, int, str, str, bool]] = []
    for name, pattern in _rows("tests"):
        for test in pattern.finditer(folded):
            low, high = _clause(folded, *test.span())
            for one in _BY_SIDE.finditer(folded, low, high):
                sides = ("left", "right") if one[2] in ("both", "bilateral") else (one[2],)
                found.extend((*test.span(), name, side, one[1] == "positive") for side in sides)
    return tuple(found)


def _present(text: str) -> Iterator[Said]:
    for name, pattern in _rows("present"):
        for found in pattern.finditer(text):
            told = assertion(text, *found.span())
            yield Said(*found.span(), name, None if told == "unsaid" else told == "affirmed")


def _tests(text: str) -> Iterator[Said]:
    for name, pattern, loosely in (*((*row, True) for row in _rows("tests")), *((*row, False) for row in _rows("screened"))):
        for found in pattern.finditer(text):
            low, high = _clause(text, *found.span())
            yes, no = _POSITIVE.search(text, low, high), _NEGATIVE.search(text, low, high)
            if not yes and not no and loosely:
                yes, no = _POSITIVE_TOO.search(text, low, high), _NEGATIVE_TOO.search(text, low, high)
            turned = _NEGATING.search(text, low, high) is not None
            yield Said(*found.span(), name, None if bool(yes) == bool(no) or (turned and no) else (yes is not None) != turned)


def _states(text: str) -> Iterator[Said]:
    for name, pattern in _rows("states"):
        for found in pattern.finditer(text):
            low, high = _clause(text, *found.span())
            good, poor = _good().search(text, low, high), _poor().search(text, low, high)
            turned = _NEGATING.search(text, low, high) is not None
            yield Said(*found.span(), name, None if bool(good) == bool(poor) or turned else good is not None)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    before = [found.end() for found in _BREAK.finditer(text, max(0, start - 120), start)]
    after = _BREAK.search(text, end, end + 120)
    return before[-1] if before else max(0, start - 120), after.start() if after else min(len(text), end + 120)


@cache
def _rows(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("cited_facts.toml")["findings"][kind]
    return tuple((str(number) + row[0], re.compile(rf"\b{any_of(row)}(?!\w)")) for number, row in enumerate(rows))


@cache
def _good() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/]){any_of(table('cited_facts.toml')['findings']['good'])}(?![\w/])")


@cache
def _poor() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/]){any_of(table('cited_facts.toml')['findings']['poor'])}(?![\w/])")
