"""What all of a document's words together say of its kind: weights that `tests.ground.learn` learned, none chosen by hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from imr_desktop.paths import resource

TABLE = "document_words.txt"
UNIT = 50
"""The table's whole numbers for 1."""
_SHORT = 12.0
"""The length, as the table measures it, of a document whose words are few: they say less of it than those of a long one."""
_WORD = re.compile(r"[a-z]{2,}")
_STEM = 5
"""Letters that longer words of one stem have in common: "certify", "certified", "certification"."""


class Weighed(NamedTuple):
    """How rare a word is, and how far it speaks for a kind or, below 0, against it."""

    rarity: float
    kinds: tuple[tuple[str, float], ...]


def words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters, and the stems of longer ones: "certify" and "certi-"."""
    words = frozenset(_WORD.findall(text.lower()))
    return words | {f"{word[:_STEM]}-" for word in words if len(word) > _STEM}


def leanings(words: Iterable[str]) -> Mapping[str, float]:
    """How far a document's words speak for each kind: about 1 for what is plainly of it, 0 or less for what is not."""
    here = [_weighed(word) for word in words if word in learned()]
    length = (_SHORT**2 + sum(word.rarity**2 for word in here)) ** 0.5
    sums: dict[str, float] = defaultdict(float)
    for word in here:
        for kind, weight in word.kinds:
            sums[kind] += weight / length
    return sums


@cache
def learned() -> Mapping[str, str]:
    """The table as it is written: a word, its rarity, and a number for each of the kinds that its first row names."""
    return {word: numbers for word, _, numbers in (row.partition(" ") for row in _lines()[1:])}


@cache
def _lines() -> list[str]:
    return resource("letter", TABLE).read_text("utf-8").splitlines()


@cache
def _weighed(word: str) -> Weighed:
    rarity, *each = (int(number) / UNIT for number in learned()[word].split())
    kinds = _lines()[0].split("\t")
    return Weighed(rarity, tuple((kind, weight) for kind, weight in zip(kinds, each, strict=True) if weight))
