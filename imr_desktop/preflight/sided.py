"""Sides a text gives to parts of the body: ``left``, ``right`` or both, by the part's own noun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from imr_desktop.preflight.data import pattern_of

_NOUN = (
    r"(?P<noun>shoulders?|elbows?|wrists?|hands?|fingers?|thumbs?|hips?|knees?|ankles?|foot|feet|heels?|legs?|arms?|thighs?"
    r"|calf|calves|forearms?|buttocks?|trapezi\w+|temples?|ears?|eyes?|sides?|extremit(?:y|ies)|paraspinals?|meniscus"
    r"|rotator|sacroiliac|groin|toes?|bicep\w*|quadriceps|scapulas?|scapulae|foramin\w*|carpal|jaw|cheek|rib|ribs|parascapular)"
)
_SIDE = r"(?P<side>left|right|both|bilateral(?:ly)?|lt|rt|l|r)"
_MENTION = re.compile(rf"\b{_SIDE}\b(?:-sided)?[.)]?\s(?:(?!left\b|right\b|both\b)[a-z]+\s){{0,3}}?{_NOUN}\b")
_BEHIND = re.compile(
    rf"\b{_NOUN}(?:\smuscles?)?(?:,|\s\(|\son\sthe|\son|:)?\s{_SIDE}\b(?!\s[a-z]+\s(?:knee|shoulder|wrist|hip|leg|arm))"
)
_ANY_SIDE = re.compile(r"\b(?:left|right|both|bilateral(?:ly)?|each|either|lt|rt|l|r)\b")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n\s*\n")
_BOTH = frozenset({"left", "right"})


class Sided(NamedTuple):
    """A part at ``start:end`` of a folded text, by its noun, and the sides it is given."""

    start: int
    end: int
    noun: str
    sides: frozenset[str]


@lru_cache(maxsize=1024)
def sided(folded: str) -> tuple[Sided, ...]:
    """The parts of a folded text that are given a side."""
    text = _not_sides().sub(lambda found: "_" * len(found[0]), folded)
    return tuple(_in(text))


def _in(text: str) -> Iterator[Sided]:
    for pattern in (_MENTION, _BEHIND):
        for found in pattern.finditer(text):
            yield Sided(found.start(), found.end(), _stem(found["noun"]), _sides(found["side"]))


@lru_cache(maxsize=4096)
def sides_there(folded: str, noun: str) -> frozenset[str]:
    """The sides named in the sentences of a folded text that name a part; empty where none does."""
    found: set[str] = set()
    text = _not_sides().sub(lambda match: "_" * len(match[0]), folded)
    start = 0
    for stop in (*_SENTENCE.finditer(text), None):
        end = stop.start() if stop else len(text)
        part = text[start:end]
        if re.search(rf"\b{re.escape(noun)}", part):
            for side in _ANY_SIDE.finditer(part):
                found |= _sides(side[0])
        start = stop.end() if stop else end
    return frozenset(found)


def _sides(word: str) -> frozenset[str]:
    if word[0] in "be":
        return _BOTH
    return frozenset(("left",)) if word[0] == "l" else frozenset(("right",))


def _stem(noun: str) -> str:
    """A noun as it begins in all its forms."""
    return {"feet": "f", "foot": "f", "calves": "cal", "calf": "cal", "extremities": "extremit"}.get(
        noun, noun.rstrip("s")[:8]
    )


_not_sides = partial(pattern_of, "places.toml", "words", "not_sides")
