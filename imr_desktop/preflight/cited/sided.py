"""Sides a text gives to parts of the body: ``left``, ``right`` or both, by the part's own noun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from imr_desktop.preflight.data import pattern_of

_SIDE = re.compile(r"\b(left|right|both|bilateral(?:ly)?|lt|rt|l|r)\b(?:-sided)?[.)]?(?= )")
_WORD = re.compile(r"[ (]([a-z][a-z0-9-]+)")
_WORDS_BESIDE = 3
_STOP = frozenset(
    [
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "to",
        "the",
        "with",
        "without",
        "is",
        "was",
        "were",
        "are",
        "than",
        "more",
        "worse",
        "side",
        "sides",
        "from",
        "for",
        "by",
        "a",
        "an",
        "her",
        "his",
        "positive",
        "negative",
        "after",
        "before",
        "while",
        "but",
    ]
)
_BEHIND = re.compile(
    r"\b([a-z]{4,})(?: muscles?)?(?:,| on the| on| \(|:) (left|right|both|l|r)\b(?! [a-z]+ (?:knee|shoulder|wrist|hip|leg))"
)
_ELLIPSIS = re.compile(r"\b(?:the|on) (left|right)\b(?= (?:is|was|side)\b|[;,.]|$)")
_BOTH = frozenset({"left", "right"})


class Sided(NamedTuple):
    """Words at ``start:end`` of a folded text that follow a side: what it is the side of, and the sides."""

    start: int
    end: int
    words: tuple[str, ...]
    sides: frozenset[str]


@lru_cache(maxsize=1024)
def sided(folded: str) -> tuple[Sided, ...]:
    """What a folded text gives a side to, in order."""
    text = _not_sides().sub(lambda found: "_" * len(found[0]), folded)
    return tuple(_in(text))


def _in(text: str) -> Iterator[Sided]:
    for found in _SIDE.finditer(text):
        words, end = _beside(text, found.end())
        if words:
            yield Sided(found.start(), end, words, _sides(found[1]))
    for found in _BEHIND.finditer(text):
        if found[1] not in _STOP:
            yield Sided(found.start(), found.end(), (_stem(found[1]),), _sides(found[2]))


def _beside(text: str, at: int) -> tuple[tuple[str, ...], int]:
    words: list[str] = []
    end = at
    while len(words) < _WORDS_BESIDE and (found := _WORD.match(text, end)) and found[1] not in _STOP:
        if _SIDE.match(found[1] + " "):
            break
        words.append(_stem(found[1]))
        end = found.end()
    return tuple(words), end


@lru_cache(maxsize=1024)
def sides_of(folded: str) -> Mapping[str, frozenset[str]]:
    """The sides that a folded text gives to each word; a clause that goes on "and the left" gives both."""
    found: dict[str, frozenset[str]] = {}
    for one in sided(folded):
        stop = min((at for at in (folded.find(sign, one.end) for sign in (". ", "\n\n")) if at >= 0), default=len(folded))
        more = {match[1] for match in _ELLIPSIS.finditer(folded, one.end, stop)}
        for word in one.words:
            found[word] = found.get(word, frozenset()) | one.sides | more
    return found


def _sides(word: str) -> frozenset[str]:
    if word[0] == "b":
        return _BOTH
    return frozenset(("left",)) if word[0] == "l" else frozenset(("right",))


def _stem(word: str) -> str:
    """A word as it begins in all its forms."""
    return {"feet": "foot", "calves": "calf"}.get(word, word[:-1] if word.endswith("s") and len(word) > 4 else word)


_not_sides = partial(pattern_of, "places.toml", "words", "not_sides")
