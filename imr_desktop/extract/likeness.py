"""Whether two forms speak of the same requested service."""

from __future__ import annotations

import re

_SIDES = frozenset({"left", "right", "bilateral"})
_ALIKE, _WITHIN = 92, 95  # of 100: the same words but for slips of the pen, and one within the other
_PLAIN = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """A text for comparing: lower case, no spaces or punctuation."""
    return _PLAIN.sub("", text.lower())


def same_request(first: str, second: str) -> bool:
    """Whether two wordings name one service: equal, or one is the other with words added; sides must not differ."""
    if plain(first) == plain(second):
        return True
    from rapidfuzz import fuzz

    one, two = (" ".join(_PLAIN.sub(" ", words.lower()).split()) for words in (first, second))
    if not one or not two or (_sides(one) != _sides(two) and _sides(one) and _sides(two)):
        return False
    return fuzz.token_sort_ratio(one, two) >= _ALIKE or (fuzz.token_set_ratio(one, two) >= _WITHIN and _shares(one, two))


def _sides(words: str) -> frozenset[str]:
    return _SIDES & set(words.split())


def _shares(one: str, two: str) -> bool:
    """At least two words and half of the shorter wording in common, so that "MRI" alone does not join everything."""
    first, second = set(one.split()), set(two.split())
    return len(first & second) >= max(2, min(len(first), len(second)) / 2)
