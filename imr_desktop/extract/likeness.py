"""Whether two forms speak of the same requested service."""

from __future__ import annotations

import re
from functools import lru_cache

from imr_desktop.extract.care_names import Care, care, spelled_out, unlike

_SIDES = frozenset({"left", "right", "bilateral"})
_ALIKE, _WITHIN, _SLIP = 92, 95, 80
"""Of 100: the same words but for slips of the pen, one within the other, and a word that may be a slip for another."""
_COUNTING = frozenset(("quantity", "qty", "count", "total", "x", "of", "unit", "pair", "ea", "each"))
_LEVEL = re.compile(r"[ctls]?\d+")
_PLAIN = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text for comparing: lower case, no spaces or punctuation. Each is compared with many."""
    return _PLAIN.sub("", text.lower())


@lru_cache(maxsize=16384)
def same_request(first: str, second: str) -> bool:
    """Whether two wordings name one service: equal, or under another name, or one is the other with words added.

    Sides, parts of the body, levels, strengths and drugs must not differ where both name them.
    """
    if plain(first) == plain(second):
        return True
    one, two = care(spelled_out(first, second)), care(spelled_out(second, first))
    if not one.words or not two.words or _differ(one, two):
        return False
    return (bool(one.telling) and one.telling == two.telling) or _alike(one, two)


def differ_in_level(first: str, second: str) -> bool:
    """Whether two wordings name one service at other levels of the spine: all else that both tell is the same."""
    one, two = care(spelled_out(first, second)), care(spelled_out(second, first))
    words, others = _unplaced(one), _unplaced(two)
    return _apart(one.levels, two.levels) and bool(words and others) and (words <= others or others <= words)


def _unplaced(one: Care) -> frozenset[str]:
    """What a title tells, without levels and numbers."""
    return frozenset(word for word in one.telling if not _LEVEL.fullmatch(word))


def _alike(one: Care, two: Care) -> bool:
    from rapidfuzz import fuzz

    first, second = " ".join(one.words), " ".join(two.words)
    if fuzz.token_sort_ratio(first, second) >= _ALIKE:
        return True
    words, others = _uncounted(one.words), _uncounted(two.words)
    return fuzz.token_set_ratio(" ".join(words), " ".join(others)) >= _WITHIN and _shares(words, others)


def _uncounted(words: tuple[str, ...]) -> tuple[str, ...]:
    """A title's words without how many."""
    return tuple(word for word in words if not word.isdigit() and word not in _COUNTING)


def _shares(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """At least two words and half of the shorter wording in common, so that "MRI" alone does not join everything."""
    first, second = set(one), set(two)
    return len(first & second) >= max(2, min(len(first), len(second)) / 2)


def _differ(one: Care, two: Care) -> bool:
    sides = one.telling & _SIDES, two.telling & _SIDES
    if (all(sides) and sides[0] != sides[1]) or unlike(one, two):
        return True
    if _apart(one.strengths, two.strengths) or _apart(one.levels, two.levels) or _apart(one.drugs, two.drugs):
        return True
    if one.parts and two.parts and not one.parts & two.parts:
        return True
    return _is_for(one, two) or _is_for(two, one) or not _slips(one.telling - two.telling, two.telling - one.telling)


def _apart(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sets are named and neither is within the other."""
    return bool(one) and bool(two) and not (one <= two or two <= one)


def _is_for(one: Care, two: Care) -> bool:
    """Whether a title names another only as what its care is for: "crutches for a knee arthroscopy"."""
    return one.head != one.telling and not one.head & (two.telling - two.parts - _SIDES)


def _slips(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether the words that each has alone may be slips of the other's; words that only one adds are no matter."""
    from rapidfuzz import fuzz

    few, many = sorted((one, two), key=len)
    return all(word.isalpha() and any(fuzz.ratio(word, other) >= _SLIP for other in many) for word in few)
