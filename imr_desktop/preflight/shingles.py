"""Texts as sets of short runs of words, to tell how much of one stands in another."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")
MOST_WORDS = 20_000
"""Words of a text that are compared; no rationale or report page comes near."""


@lru_cache(maxsize=4096)
def shingles(text: str, size: int) -> frozenset[int]:
    """The hashes of every run of `size` words of a text, whatever its capitals and signs; empty for a shorter text."""
    words = [word.lower() for word in _WORD.findall(text)[:MOST_WORDS]]
    return frozenset(hash(tuple(words[start : start + size])) for start in range(len(words) - size + 1))


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """How much two texts share, from 0 to 1: what stands in both over what stands in either (Jaccard)."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def share(part: frozenset[int], whole: frozenset[int]) -> float:
    """How much of `part` stands in `whole`, from 0 to 1."""
    return len(part & whole) / len(part) if part else 0.0
