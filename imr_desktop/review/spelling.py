"""Spelling of the reviewer's texts: a dictionary of English, our own list of medical words, the case's record, own words.

The dictionary is loaded on first use, which takes a part of a second: call `load` in a worker. Suggestions are made here, as
those of the dictionary's library would hold every thread for up to half a second.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

from imr_desktop.case import citation
from imr_desktop.case.small_words import words

if TYPE_CHECKING:
    from imr_desktop.review.vault import VaultService

OWN_WORDS = "spelling.words"
"""The key of `meta` in the vault: own words may be names."""
OFTEN = 3
"""A word that stands in the record so many times is known."""
MOST_SUGGESTED = 5
_MOST_LOOKED_UP = 20_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz'"
_WORD = re.compile(r"(?<![\w@./\\-])[^\W\d_]+(?:['\u2019-][^\W\d_]+)*(?![\w@\\]|\.\w|://)")
_QUOTED = re.compile(r"\u201c[^\u201d]*\u201d?|\"[^\"]*\"?")
_RECORD_WORD = re.compile(r"[^\W\d_]{2,}(?:['\u2019][^\W\d_]+)?")


class Dictionary(Protocol):
    """What is asked of a dictionary."""

    def spell(self, word: str) -> bool:
        """Whether it has the word."""


class SpellingService:
    """The words that are known. Safe to call from worker threads."""

    def __init__(self, vault: VaultService) -> None:
        self._vault, self._lock = vault, threading.Lock()
        self._dictionary: Dictionary | None = None
        self._own: frozenset[str] = frozenset()
        self._looked_up: dict[str, bool] = {}

    @property
    def loaded(self) -> bool:
        """Whether words can be looked up without waiting."""
        return self._dictionary is not None

    def load(self) -> None:
        """Load the dictionary, the lists and the own words. Raises ImportError, StoreError."""
        with self._lock:
            words("medical")
            self._dictionary = _english()
        self._own = self._kept()

    def forget(self) -> None:
        """Forget the own words: the vault was closed."""
        self._own = frozenset()
        self._looked_up.clear()

    def add(self, word: str) -> None:
        """Put a word into the personal dictionary, in the vault. Raises StoreError."""
        self._own = self._kept() | {word}
        engine = self._vault.store.engine
        with engine.transaction():
            engine.put(OWN_WORDS, json.dumps(sorted(self._own)))

    def _kept(self) -> frozenset[str]:
        vault = self._vault.if_open
        try:
            found = json.loads(vault.engine.get(OWN_WORDS) or "[]") if vault else []
        except ValueError:
            found = []  # it was never more than a list of words
        return self._own | frozenset(word for word in found if isinstance(word, str))

    def knows(self, word: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a word is spelled as some list has it; `seen` are words of the record, in small letters."""
        word = word.replace("\u2019", "'")
        base = word.removesuffix("'s").removesuffix("'")
        if len(base) < 2 or base.rstrip("s").isupper() or self._dictionary is None:
            return True
        known = self._own
        if base in known or base.lower() in known or base.lower() in seen or self._is_medical(base):
            return True
        if self._spells(word) or self._spells(base) or self._spells(_unmarked(base)):
            return True
        parts = word.split("-")
        return len(parts) > 1 and all(self.knows(part, seen) for part in parts if part)

    def _spells(self, word: str) -> bool:
        """Whether the dictionary has a word; each is looked up once."""
        if word not in self._looked_up:
            if len(self._looked_up) > _MOST_LOOKED_UP:
                self._looked_up.clear()
            self._looked_up[word] = self._dictionary is not None and self._dictionary.spell(word)
        return self._looked_up[word]

    def _is_medical(self, word: str) -> bool:
        listed = words("medical")
        return word in listed or word.lower() in listed or word[:1].upper() + word[1:].lower() in listed

    def doubted(self, text: str, seen: frozenset[str] = frozenset()) -> tuple[tuple[int, int], ...]:
        """Where words stand that no list has; quotations and citations are the record's words and are passed over."""
        if self._dictionary is None:
            return ()
        return tuple(span for span in _words_of(text) if not self.knows(text[slice(*span)], seen))

    def suggested(self, word: str) -> tuple[str, ...]:
        """Words that may have been meant, the likeliest first, with the capital of the word."""
        plain = word.replace("\u2019", "'")
        lower = plain.lower()
        near = [one for one in dict.fromkeys(_one_off(lower)) if self._is_word(one)]
        near.sort(key=lambda one: (one[:1] != lower[:1], one not in words("medical"), abs(len(one) - len(lower))))
        found = [*near, *(one for one in _like(lower) if one not in near)][:MOST_SUGGESTED]
        capital = plain[:1].isupper()
        return tuple(one[:1].upper() + one[1:] if capital else one for one in found)

    def _is_word(self, word: str) -> bool:
        return len(word) > 1 and (word in words("medical") or (self._dictionary is not None and self._dictionary.spell(word)))


@cache
def _english() -> Dictionary:
    """The dictionary, loaded once in a program: it never changes."""
    from hunspell import Hunspell

    loaded: Dictionary = Hunspell("en_US")
    return loaded


def _unmarked(word: str) -> str:
    """A word without its accents: *naïve* and *naive* are the same word."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def often_seen(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand in texts often enough to be known, in small letters."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(found.lower().replace("\u2019", "'") for found in _RECORD_WORD.findall(text))
    return frozenset(word for word, times in counted.items() if times >= OFTEN)


@lru_cache(maxsize=256)
def _words_of(text: str) -> tuple[tuple[int, int], ...]:
    passed = [*citation.spans(text), *(found.span() for found in _QUOTED.finditer(text))]
    spans = (found.span() for found in _WORD.finditer(text))
    return tuple(span for span in spans if not any(start <= span[0] < end for start, end in passed))


def _one_off(word: str) -> Iterator[str]:
    """The word with two letters exchanged, one changed, one left out or one put in."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    yield from (head + tail[1:] for head, tail in cuts if tail)
    yield from (head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS)
    yield from (head + letter + tail for head, tail in cuts for letter in _LETTERS)


def _like(word: str) -> list[str]:
    """Medical words that look like it."""
    from rapidfuzz import process

    return [str(found[0]) for found in process.extract(word, tuple(words("medical")), limit=3, score_cutoff=82)]
