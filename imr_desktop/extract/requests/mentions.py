"""Where sentences name care again that is known by name: from a paper's own list, or from another paper of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from imr_desktop.extract.requests.care import is_drug

_WORD = re.compile(r"\w+")
_BRACKET = re.compile(r"\s*[(\[][^()]*(?:\([^()]*\)[^()]*)*[)\]]\s*\Z")
_LEAST_LETTERS, _LEAST_WORDS, _MOST_WORDS = 5, 2, 24

Names = tuple[str, ...]


def names_of(titles: Iterable[str]) -> Names:
    """Titles as names to look for, the longest first, each once."""
    names = {" ".join(_WORD.findall(_BRACKET.sub("", title).lower())) for title in titles}
    return tuple(sorted(filter(_is_name, names), key=lambda name: (-len(name), name)))


def _is_name(name: str) -> bool:
    """Whether words are enough to be known again: two, or one that is a drug or no everyday word."""
    words = name.split()
    if len(words) == 1:
        return is_drug(name)
    return _LEAST_WORDS <= len(words) <= _MOST_WORDS and sum(map(str.isalpha, name)) >= _LEAST_LETTERS


@lru_cache(maxsize=64)
def _pattern(names: Names) -> re.Pattern[str] | None:
    if not names:
        return None
    ones = "|".join(r"\W{1,3}".join(map(re.escape, name.split())) for name in names)
    return re.compile(rf"(?<!\w)(?:{ones})(?!\w)\)?", re.IGNORECASE)


def mentions(text: str, names: Names) -> list[re.Match[str]]:
    """The places where a text names care that is known."""
    pattern = _pattern(names)
    return [*pattern.finditer(text)] if pattern else []
