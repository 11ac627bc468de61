"""What to look for in a record when something is said to be absent: the things some words name, each under its other names.

A term is plain words: ``*`` ends a stem, ``#`` is a number, ``~`` behind a phrase finds its words near each other in any
order. The lists are data in ``resources/preflight/thesaurus.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from imr_desktop.preflight.data import table
from imr_desktop.preflight.near import letters_of, spans, squeezed
from imr_desktop.preflight.synonyms import Groups
from imr_desktop.record.find.fold import fold

_WORD = re.compile(r"[^\W_][\w'’/-]*")
_ENDINGS = (
    *("izations", "ization", "ations", "ation", "nesses", "ness", "ments", "ment", "ically", "ities", "ical", "ally", "ity"),
    *("ives", "ive", "ings", "ing", "ions", "ion", "ies", "ied", "ed", "es", "ic", "al", "ly", "y", "s", "e"),
)
_SHORTEST_STEM = 5
_KEPT = 4096


@dataclass(frozen=True)
class Subject:
    """A thing some words name: `name` as it stands there, `terms` to look for it; `weak` only tells of another thing."""

    name: str
    terms: tuple[str, ...]
    weak: bool = False


@dataclass(frozen=True)
class _Row:
    names: tuple[str, ...]
    terms: tuple[str, ...]
    weak: bool = False

    @cached_property
    def _letters(self) -> tuple[tuple[str, ...], ...]:
        return tuple(letters_of(name) for name in self.names)

    def may_stand(self, squeezed: str) -> bool:
        """Whether a name can stand in a text, given as its letters and digits alone: no pattern is made of the others."""
        return any(all(piece in squeezed for piece in pieces) for pieces in self._letters)


def terms_of(words: str, same: Groups = ()) -> tuple[str, ...]:
    """The terms for what some words name, at most as many as the data file's limit.

    What only tells of another thing ("failed", "lumbar") is looked for where nothing else is named.
    """
    terms = dict.fromkeys(term for subject in wanted(subjects_of(words, same)) for term in _terms(subject))
    return tuple(terms)[: table("thesaurus.toml")["limits"]["terms"]]


def _terms(subject: Subject) -> tuple[str, ...]:
    """The terms of a subject, led by its own name where they would not find it."""
    return subject.terms if looks_for(subject.terms, subject.name) else (subject.name, *subject.terms)


def wanted(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """Those subjects that must be found: all but the weak, or the weak where there are no others."""
    every = tuple(subjects)
    if strong := tuple(subject for subject in every if not subject.weak):
        return strong
    known = tuple(subject for subject in every if len(subject.terms) > 1)
    return known or (_together(every) if len(every) > 1 else every)


def _together(words: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Plain words that only tell of another thing, looked for near each other: ``knee pain~``."""
    name = " ".join(word.name for word in words)
    return (Subject(name, (f"{name}~",), weak=True),)


def qualifiers(words: str) -> tuple[str, ...]:
    """The terms of what only tells of another thing; places that have them too come first."""
    every = subjects_of(words)
    strong = any(not subject.weak for subject in every)
    return tuple(term for subject in every if subject.weak and strong for term in (subject.name, *subject.terms))


def things_named(words: str) -> tuple[str, ...]:
    """The things some words name, as they stand there and without synonyms, then their other words of weight."""
    return tuple(dict.fromkeys(subject.name for subject in subjects_of(words)))


@lru_cache(maxsize=_KEPT)
def subjects_of(words: str, same: Groups = ()) -> tuple[Subject, ...]:
    """The things some words name: of the reviewer's groups and the thesaurus first, then other words of weight."""
    text = fold(words)
    letters = squeezed(text.text)
    rows = [row for row in (*_own_rows(same), *_rows()) if row.may_stand(letters)]
    found = [(*span, row) for row in rows for span in spans(text, row.names)]
    kept = [one for one in found if not any(_inside(one, other) for other in found)]
    named = dict.fromkeys(Subject(words[start:end].lower(), row.terms, row.weak) for start, end, row in kept)
    covered = [(start, end) for start, end, _ in kept]
    return (*named, *_own_words(words, covered))


def _inside(one: tuple[int, int, _Row], other: tuple[int, int, _Row]) -> bool:
    """Whether a thing is only a part of a longer one's name."""
    return other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]


def looks_for(terms: tuple[str, ...], name: str) -> bool:
    """Whether a search for these terms would find a thing under its name."""
    return bool(term_spans(terms, name))


def term_spans(terms: tuple[str, ...], text: str) -> tuple[tuple[int, int], ...]:
    """Where the terms stand in some words, in order and without overlap."""
    return _spans(terms, text) if text else ()


@lru_cache(maxsize=_KEPT)
def _spans(terms: tuple[str, ...], text: str) -> tuple[tuple[int, int], ...]:
    return spans(fold(text), terms)


@cache
def _rows() -> tuple[_Row, ...]:
    """What sets a search off, with the terms it adds: words for the same thing first, then wider things."""
    data = table("thesaurus.toml")
    rows = [_Row(tuple(row), tuple(row)) for row in data["same"]]
    for one in data["class"]:
        rows.append(_Row(tuple(one["names"]), (*one["names"], *(name for member in one["members"] for name in member))))
        rows.extend(_Row(tuple(member), (*member, *one["names"])) for member in one["members"])
    rows.extend(_Row(tuple(row["when"]), tuple(row["also"])) for row in data["wider"])
    rows.extend(_Row(tuple(row), tuple(row), weak=True) for row in data["weak"]["same"])
    return tuple(rows)


@lru_cache(maxsize=8)
def _own_rows(same: Groups) -> tuple[_Row, ...]:
    """The reviewer's groups, each together with the shipped ones that share a word with it."""
    return tuple(_own_row(tuple(word.lower() for word in group)) for group in same)


def _own_row(words: tuple[str, ...]) -> _Row:
    shared = [term for row in _rows() if set(words) & _bare(row.names) for term in row.terms]
    return _Row((*words, *shared), tuple(dict.fromkeys((*words, *shared))))


@cache
def _bare(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.rstrip("~") for name in names)


def _own_words(thing: str, covered: list[tuple[int, int]]) -> Iterator[Subject]:
    data = _plain_words()
    for word in _WORD.finditer(thing):
        small = word[0].lower()
        inside = any(start <= word.start() < end for start, end in covered)
        if not inside and len(small) > 2 and small not in data[0]:
            yield Subject(small, (_stemmed(small),), weak=small in data[1])


@cache
def _plain_words() -> tuple[frozenset[str], frozenset[str]]:
    data = table("thesaurus.toml")
    return frozenset(data["plain"]["stop"]), frozenset(data["weak"]["words"])


def _stemmed(word: str) -> str:
    """A word with its other forms: ``improvement`` is looked for as ``improv*``."""
    if not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return f"{word.removesuffix(ending)}*"
    return word
