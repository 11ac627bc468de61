"""Words of titles with slips of the pen or of a machine's reading put right: "theraphy", "authorizati0n"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from imr_desktop.extract.parts.kinds import title_words

_SHORTEST = 6
_ALIKE = 84.0  # of 100: one letter in seven
_WORD = re.compile(r"[a-z0-9']+")


def spelled(line: str) -> str:
    """A line in small letters, its longer words replaced by the titles' words that they are nearly like."""
    return _WORD.sub(_put_right, line)


def _put_right(found: re.Match[str]) -> str:
    word = found[0]
    return word if len(word) < _SHORTEST or word.isdigit() else _nearest(word)


@lru_cache(maxsize=50_000)
def _nearest(word: str) -> str:
    from rapidfuzz import fuzz, process

    if word in _known() or word.rstrip("s") in _known():
        return word
    alike = [one for long in (-1, 0, 1) for one in _by_look().get((word[0], len(word) + long), ())]
    if process.extractOne(word, alike, scorer=fuzz.ratio, score_cutoff=_ALIKE) is None:
        return word
    near = process.extractOne(word, _known(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return near[0] if near is not None and near[0][0] == word[0] and abs(len(near[0]) - len(word)) <= 1 else word


@cache
def _by_look() -> dict[tuple[str, int], list[str]]:
    """The titles' words by first letter and length: one that is put right has the same, or a letter more or less."""
    found: dict[tuple[str, int], list[str]] = {}
    for word in _known():
        found.setdefault((word[0], len(word)), []).append(word)
    return found


@cache
def _known() -> dict[str, str]:
    """The titles' words in the alphabet's order: of two that are as near the first counts, in every run of the program."""
    return {word: word for word in sorted(title_words()) if len(word) >= _SHORTEST - 1}
