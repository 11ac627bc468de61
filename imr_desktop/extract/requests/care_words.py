"""The words of ``resources/letter/care_words.toml``: where a text first names care by one of them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import pairwise

from imr_desktop.paths import resource

_WORD = re.compile(r"[a-z0-9]+")
_BREAK = re.compile(r"[\s/&-]{1,9}\Z")
_LEAST_BEFORE = 3
_NO_CARE = ("never", "endings")

Terms = dict[str, tuple[tuple[str, ...], ...]]
"""Terms by their first word: the words that follow it, longest first."""


def care_word_at(text: str) -> int:
    """Where one of the words first stands that name care; -1 where none does."""
    text = text.lower()
    words = [*_WORD.finditer(text)]
    free = 0
    for at, word in enumerate(words):
        if at < free:
            continue
        free = at + _length(_terms(never=True), text, words[at:])
        if free == at and not _hangs_on(text, word.start()):
            if word.group().endswith(_endings()) and len(word.group()) > _LEAST_BEFORE + 3:
                return word.start()
            if _length(_terms(never=False), text, words[at : at + 6]):
                return word.start()
    return -1


def _length(terms: Terms, text: str, words: list[re.Match[str]]) -> int:
    """How many words from the first on are a term; 0 for none."""
    for rest in terms.get(words[0].group(), ()):
        taken = words[: 1 + len(rest)]
        breaks = (text[one.end() : other.start()] for one, other in pairwise(taken))
        if tuple(word.group() for word in taken[1:]) == rest and all(map(_BREAK.match, breaks)):
            return len(taken)
    return 0


def _hangs_on(text: str, start: int) -> bool:
    """Whether a word is the end of one with a hyphen ("non-surgical")."""
    return start > 1 and text[start - 1] == "-" and text[start - 2].isalnum()


@cache
def _table() -> dict[str, list[str]]:
    with resource("letter", "care_words.toml").open("rb") as file:
        table = tomllib.load(file)
    return {
        name: [word for word in (" ".join(one.split()) for one in words.split(",")) if word] for name, words in table.items()
    }


@cache
def _endings() -> tuple[str, ...]:
    return tuple(_table()["endings"])


@cache
def _terms(*, never: bool) -> Terms:
    chosen = ["never"] if never else [name for name in _table() if name not in _NO_CARE]
    found: dict[str, set[tuple[str, ...]]] = {}
    for term in (each for name in chosen for one in _table()[name] for each in (one, _plural(one))):
        first, *rest = term.split()
        found.setdefault(first, set()).add(tuple(rest))
    return {first: tuple(sorted(rests, key=len, reverse=True)) for first, rests in found.items()}


def _plural(term: str) -> str:
    if term.endswith("y") and term[-2:-1] not in "aeiou":
        return f"{term[:-1]}ies"
    if term.endswith("sis"):
        return f"{term[:-2]}es"
    return f"{term}es" if term.endswith(("x", "ch", "sh", "s")) else f"{term}s"
