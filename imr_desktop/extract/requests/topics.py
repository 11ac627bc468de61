"""Which request the sentences of a letter speak of: the one named last, by its own words or its number, until another is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.requests.care_words import care_word_at
from imr_desktop.extract.requests.learned import Item
from imr_desktop.extract.requests.letter import Letter, decides, mark_of
from imr_desktop.extract.requests.words import Verdict, words_in

_TELLING = re.compile(r"[A-Za-z]{4,}|\b[A-Z]{3}\b")
_TOLD_BY = re.compile(rf"(?:\b[A-Za-z]{{1,2}}-)?(?P<word>{_TELLING.pattern})")
"""The same with what a stroke joins to it: "H-wave"."""
_STEM, _LONG_STEM, _FAR, _BEHIND, _MOST_HEADING = 6, 8, 12, 3, 3
_LIKELY = 0.5
"""How likely it may be at the most that what others name in short is no request."""


class Spoken(NamedTuple):
    """A sentence that decides, or stands right behind one: its decision, how many requests it names, how far the name is."""

    verdict: Verdict | None
    sentence: str
    named: int
    by: int


@lru_cache(maxsize=4)
def spoken_of(letter: Letter) -> list[list[Spoken]]:
    """For each request of a letter the sentences that decide it by naming it, or while nothing else is spoken of.

    Under a heading that names one, or its number, all is of that one up to the next heading or number.
    """
    found: list[list[Spoken]] = [[] for _ in letter.items]
    known = KnownBy.of(letter)
    section: Sequence[int] = ()
    topic: Sequence[int] = ()
    by = decided = 0
    for at, one in enumerate(letter.rows):
        opened = known.opened(letter, at)
        if opened or one.heading or letter.marks[at]:
            section = topic = opened
            by = 0
        for sentence in letter.sentences_of(at):
            named, count = known.in_sentence(sentence)
            made = decides(sentence)
            if named and not section:
                topic, by = named if count == 1 else (), 0
            else:
                by += 1
            decided = _BEHIND if made else decided - 1
            meant = {*named, *section, *(topic if by <= _FAR else ())}
            for number in sorted(meant) if made or decided > 0 else ():
                found[number].append(Spoken(made, sentence, count if number in named else 0, by))
    return found


class KnownBy(NamedTuple):
    """By what a sentence names a letter's requests: words that no other's names have, and their numbers."""

    words: Sequence[frozenset[str]]
    own: Sequence[frozenset[str]]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, letter: Letter, above: int | None = None) -> KnownBy:
        """The names of a letter's requests; only of those that it names `above` a row, where that is given."""
        words = [
            telling(" ".join((one.title, *(mention.title for mention in one.mentions))))
            if above is None or one.mentions[0].row < above
            else frozenset[str]()
            for one in letter.items
        ]
        own = [each.difference(*(other for other in words if not _nested(each, other))) for each in words]
        return cls(words, own, letter.by_mark or {str(at + 1): at for at in range(len(words))})

    def opened(self, letter: Letter, at: int) -> Sequence[int]:
        """The request that a row opens a section about: by its number where another row names it, or by a heading's words."""
        called = self.called(letter.marks[at])
        if called and all(mention.row != at for mention in letter.items[called[0]].mentions):
            return called
        if letter.rows[at].heading or len(letter.rows[at].row.text.split()) <= _MOST_HEADING:
            named, count = self.in_sentence(letter.rows[at].row.text)
            return named if count == 1 and not letter.verdicts[at] else ()
        return ()

    def called(self, mark: str) -> Sequence[int]:
        """The request of a number, as the only one of a list."""
        return (self.numbers[mark],) if mark in self.numbers else ()

    def in_sentence(self, sentence: str) -> tuple[Sequence[int], int]:
        """Which requests a sentence names, and how many: those named alike are one."""
        here = telling(sentence)
        named = [number for number, words in enumerate(self.own) if words & here] or self.called(mark_of(sentence))
        apart = [
            one for at, one in enumerate(named) if not any(_nested(self.words[one], self.words[two]) for two in named[:at])
        ]
        return named, len(apart)


def short_names(items: Sequence[Item], none: Sequence[float]) -> dict[int, list[int]]:
    """For each request the items behind it that name it in short: "the therapy" is the only therapy that is asked for.

    `none` is how likely it is of each item that it is no request.
    """
    words = [telling(one.title) for one in items]
    found: dict[int, list[int]] = {}
    for at, own in enumerate(words):
        before = [other for other in range(at) if none[other] < _LIKELY]
        named = own & {word for other in before for word in words[other]}
        meant = [other for other in before if named and named < words[other]]
        if len(meant) == 1 and not any(care_word_at(word) >= 0 for word in own - named):
            found.setdefault(meant[0], []).append(at)
    return found


def _nested(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether all words of one are another's, or the other way."""
    return one <= other or other <= one


def own_words(titles: Sequence[str], meant: Sequence[int]) -> Mapping[str, int]:
    """The beginnings of the words of titles that name one request, and no other; `meant` is which each title stands for."""
    owners: dict[str, set[int]] = {}
    for title, at in zip(titles, meant, strict=True):
        for word in telling(title, _LONG_STEM):
            owners.setdefault(word, set()).add(at)
    return {word: min(ones) for word, ones in owners.items() if len(ones) == 1}


def named_by_word(text: str, own: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """Where words of a text name one request and no other: from where up to where, and which."""
    for word in _TOLD_BY.finditer(text):
        named = own.get(word["word"].lower()[:_LONG_STEM])
        if named is not None:
            yield word.start(), word.end(), named


@lru_cache(maxsize=8192)
def telling(text: str, stem: int = _STEM) -> frozenset[str]:
    """The beginnings of the words that tell one request from another."""
    words = (word.lower() for word in _TELLING.findall(text))
    return frozenset(word[:stem] for word in words if word not in words_in("telling_nothing"))
