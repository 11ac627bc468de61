"""Finding many phrases in a text at once, in one pass over its words.

A phrase is words; a word may end in ``*`` (any ending), ``{n}`` stands for a number, ``..`` for up to three words. Plurals
are folded. Looking words up in a table keeps the time linear in the text, whatever the number of phrases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, groupby, pairwise
from operator import attrgetter, itemgetter
from typing import Generic, NamedTuple, TypeVar

from imr_desktop.case.numbers import number_of

_TOKEN = re.compile(r"[^\W\d_]{1,64}(?:['’][^\W\d_]{1,8})?|\d+(?:\.\d+)?|%|#")
_PREFIX = 4
_GAP = 3
_SHORTEST_PLURAL = 5
_NUMBER_KEY = "{n}"
_T = TypeVar("_T")
_Entry = tuple[int, tuple[str, ...], _T]  # when it was added, its words, what it stands for


class Token(NamedTuple):
    """A word of a text, folded, with its place; a tuple because a record holds a million of them."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match(Generic[_T]):
    """A phrase found: what it stands for, the tokens it covers, and the number in it, if any."""

    payload: _T
    first: int
    last: int
    length: int
    number: float | None = None


@dataclass(slots=True)
class PhraseTable(Generic[_T]):
    """Phrases and what each stands for."""

    _by_word: dict[str, list[_Entry[_T]]] = field(default_factory=dict)
    _by_pair: dict[tuple[str, str], list[_Entry[_T]]] = field(default_factory=dict)
    _by_prefix: dict[str, list[_Entry[_T]]] = field(default_factory=dict)
    _firsts: set[str] = field(default_factory=set)
    _added: int = 0

    def add(self, phrase: str, payload: _T) -> None:
        """Add a phrase. Raises ValueError where it holds no word."""
        words = tuple(_pattern_words(phrase))
        if not words or words[0] == "..":
            raise ValueError(f"the phrase “{phrase}” does not begin with a word")
        first = words[0]
        if first.endswith("*") and len(first) <= _PREFIX:
            raise ValueError(f"the phrase “{phrase}” needs at least {_PREFIX} letters before its first *")
        self._added += 1
        entry = (self._added, words, payload)
        if first.endswith("*"):
            self._by_prefix.setdefault(first[:-1][:_PREFIX], []).append(entry)
            return
        self._firsts.add(first)
        if len(words) > 1 and _is_plain(words[1]):
            self._by_pair.setdefault((first, words[1]), []).append(entry)  # many begin alike: "no relief with …"
        else:
            self._by_word.setdefault(first, []).append(entry)

    def find(self, tokens: Sequence[Token]) -> Iterator[Match[_T]]:
        """All phrases at all places, in the order of the text."""
        for index, (word, following) in enumerate(pairwise([*(token.word for token in tokens), ""])):
            if word not in self._firsts and word[:_PREFIX] not in self._by_prefix and number_of(word) is None:
                continue
            for _, words, payload in self._beginning(word, following):
                end, number = _follow(words, tokens, index)
                if end:
                    yield Match(payload, index, end - 1, len(words), number)

    def _beginning(self, word: str, following: str) -> Sequence[_Entry[_T]]:
        """The phrases that may begin with these two words, in the order they were added."""
        tables = [self._by_word.get(word), self._by_pair.get((word, following)), self._by_prefix.get(word[:_PREFIX])]
        if number_of(word) is not None:
            tables += [self._by_word.get(_NUMBER_KEY), self._by_pair.get((_NUMBER_KEY, following))]
        found = [table for table in tables if table]
        if len(found) < 2:
            return found[0] if found else ()
        return sorted(chain.from_iterable(found), key=itemgetter(0))

    def find_longest(self, tokens: Sequence[Token], same: Callable[[_T], object]) -> Iterator[Match[_T]]:
        """All phrases, without those that stand within a longer one with the same `same` of their payload."""
        reached: dict[object, tuple[int, int]] = {}
        for _, group in groupby(self.find(tokens), key=attrgetter("first")):
            for match in sorted(group, key=attrgetter("last"), reverse=True):
                key, span = same(match.payload), (match.first, match.last)
                widest = reached.get(key, (-1, -1))
                if match.last > widest[1]:
                    reached[key] = span
                if match.last > widest[1] or span == widest:
                    yield match


def tokens_of(text: str) -> list[Token]:
    """The words, numbers, ``%`` and ``#`` of a text."""
    return [Token(fold(match[0]), *match.span()) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=16_384)
def fold(word: str) -> str:
    """Lower case, without possessive or plural ending, so that ``injections`` and ``injection`` are one."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def _pattern_words(phrase: str) -> Iterable[str]:
    for part in phrase.split():
        if part in ("..", _NUMBER_KEY):
            yield part
        elif part.endswith("*"):
            yield part.lower()
        else:
            yield from _folded(part)


@lru_cache(maxsize=16_384)
def _folded(part: str) -> tuple[str, ...]:
    """The words of a part of a phrase, of which most stand in many phrases."""
    return tuple(fold(match.group()) for match in _TOKEN.finditer(part))


@lru_cache(maxsize=16_384)
def _is_plain(word: str) -> bool:
    """Whether a word of a phrase stands for itself alone."""
    return word not in ("..", _NUMBER_KEY) and not word.endswith("*")


def _follow(words: tuple[str, ...], tokens: Sequence[Token], index: int) -> tuple[int, float | None]:
    """The token after the phrase if it stands at `index` (else 0), and the number it holds."""
    number = None
    for place, word in enumerate(words):
        if word == "..":
            return _after_gap(words[place + 1 :], tokens, index, number)
        if index >= len(tokens):
            return 0, None
        have = tokens[index].word
        if word == _NUMBER_KEY:
            number = number_of(have)
            if number is None:
                return 0, None
        elif have != word and not (word.endswith("*") and have.startswith(word[:-1])):
            return 0, None
        index += 1
    return index, number


def _after_gap(rest: tuple[str, ...], tokens: Sequence[Token], index: int, number: float | None) -> tuple[int, float | None]:
    for start in range(index, index + _GAP + 1):
        end, later = _follow(rest, tokens, start)
        if end:
            return end, later if later is not None else number
    return 0, None
