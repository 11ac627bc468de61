"""Grades, ratings and dermatomes of a rationale against those of the summary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from imr_desktop.case.model import Case
from imr_desktop.preflight.data import pattern_of
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.prose_calendar import dates_of
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, rationales

if TYPE_CHECKING:
    from datetime import date

_GRADE = re.compile(r"(?<![\d./])([0-5])(?:[+-]|\s?(?:-|to)\s?([0-5])[+-]?)?\s?/\s?5(?![\d/])")
_RATING = re.compile(r"(?<![\d./])(\d{1,2})(?:\.\d)?(?:\s?/10)?(?:\s?(?:-|to)\s?(\d{1,2})(?:\.\d)?)?\s?/\s?10(?![\d/])")
_ROOT = re.compile(r"\b([CTLS])(\d{1,2})\b")
_DERMATOME = re.compile(r"\b([CTLS]\d{1,2}) (?:dermatom|myotom)")
_not_words = partial(pattern_of, "findings.toml", "score", "not_words")


@check("finding.score", severity="consider")
def score(case: Case, context: Context) -> Iterator[Raised]:
    """A grade of strength, a rating of pain and a dermatome in a rationale are the summary's, where that gives one.

    bad: {"summary": "Pain is 7/10.", "items": [{"rationale": "The patient rates the pain 9/10."}]}
    bad: {"summary": "Weakness of 4/5.", "items": [{"rationale": "The patient has weakness of 3/5."}]}
    bad: {"summary": "Sensation is decreased along the L5 dermatome.",
          "items": [{"rationale": "There is loss along the S1 dermatome."}]}
    good: {"summary": "Pain is 6-8/10. Sensation is reduced in the L5 dermatome, from L5-S1 stenosis.",
          "items": [{"rationale": "Pain of 7/10 with loss in the S1 dermatome. Before, it was 3/10."}]}
    good: {"summary": "He has pain.", "items": [{"rationale": "The patient rates the pain 9/10."}]}
    """
    told = _told(case.summary)
    for field in rationales(case) if any(told) else ():
        for sentence in field.sentences("/5", "/ 5", "/10", "/ 10", "dermatom", "myotom"):
            other = _not_words().search(sentence.text) or not _days(sentence.text) <= _days(case.summary)
            strange = None if other else _strange(told, sentence.text)
            if strange:
                start = sentence.start + strange.start()
                message = (
                    f"Item {field.number}: {strange[0].strip()} is not in the summary, which gives another: correct one."
                )
                yield field.raised((start, start + len(strange[0])), message, start)


@lru_cache(maxsize=256)
def _days(text: str) -> frozenset[date]:
    return frozenset(one.day for one in dates_of(TextField(text, "")) if one.day)


_Told = tuple[frozenset[str], frozenset[str], frozenset[str]]


@lru_cache(maxsize=16)
def _told(summary: str) -> _Told:
    """The grades, the ratings and, where it names a dermatome, the roots that a summary gives."""
    roots = {found[0] for found in _ROOT.finditer(summary)} if _DERMATOME.search(summary) else ()
    return _values(_GRADE, summary), _values(_RATING, summary), frozenset(roots)


def _values(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(value for found in pattern.finditer(text) for value in _from_to(found))


def _from_to(found: re.Match[str]) -> Iterator[str]:
    low, high = int(found[1]), int(found[2] or found[1])
    yield from (str(value) for value in range(low, max(low, high) + 1))


def _strange(told: _Told, text: str) -> re.Match[str] | None:
    """The first value that a text gives and the summary does not, of a kind of which the summary gives some."""
    for known, pattern in zip(told, (_GRADE, _RATING, _DERMATOME), strict=True):
        for found in pattern.finditer(text) if known else ():
            values = {found[1]} if pattern is _DERMATOME else set(_from_to(found))
            if not values & known:
                return found
    return None
