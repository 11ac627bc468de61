"""The reviewer's own texts, cut into sentences: what most checks read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight import places
from imr_desktop.preflight.problem import Fix, Place, Raised, ReplaceText, Severity

LONGEST_SENTENCE = 1500
"""Longer runs without a full stop are cut, so that no pattern ever meets an unbounded text."""

_END = re.compile(r"""(?:[.?!]["”’')\]]*(?=\s)|\n\s*\n)\s*""")
_ABBREVIATION = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|No|vs|Sec|Fig|Vol|Inc|St|Jr|Sr|approx|pp?|cf|al|i\.e|e\.g)|\b[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text: its words are ``text`` and stand at ``start:end``."""

    start: int
    end: int
    text: str


class TextField(NamedTuple):
    """A text of the case that goes out. `number` is the item's number from 1, or 0 for the case summary."""

    text: str
    field: str
    number: int = 0
    item: DisputedItem | None = None

    def mentions(self, *words: str) -> bool:
        """Whether any of the small-letter words stands in it: a quick look before a slow one."""
        return _mentioned(self.text, words)

    def sentences(self, *words: str) -> Iterator[Sentence]:
        """Its sentences in which any of the small-letter words stands."""
        yield from _sentences_with(self.text, words)

    @property
    def key(self) -> str:
        """What tells this text apart in problem ids: ``1`` for item 1, ``0`` for the summary."""
        return str(self.number)

    def place(self, start: int = -1, end: int = -1) -> Place:
        """The place of some of its words."""
        if self.item is None:
            return Place("summary", "", self.field, start, end, places.SUMMARY.label)
        return places.of_item(self.number, self.item, self.field, start, end)

    def raised(
        self,
        span: tuple[int, int] | None,
        message: str,
        mark: int | str = "",
        fix: Fix | None = None,
        *,
        severity: Severity | None = None,
        flag: bool | None = None,
    ) -> Raised:
        """A problem of the words at `span` (None: of the text as a whole); `mark` tells those of one text apart."""
        key = self.key if mark == "" else f"{self.key}:{mark}"
        if span is None:
            return Raised(self.place(), message, key, None, fix, severity, flag)
        return Raised(self.place(*span), message, key, self.text[slice(*span)], fix, severity, flag)

    def replace(self, start: int, end: int, new: str) -> ReplaceText:
        """The change that puts `new` in place of the words at ``start:end``."""
        return ReplaceText(self.item.id if self.item else "", self.field, start, self.text[start:end], new)


def mentions(text: str, words: Iterable[str]) -> bool:
    """Whether any of the small-letter words stands in a text, as a word or within one."""
    small = text.lower()
    return any(word in small for word in words)


@lru_cache(maxsize=8192)
def _mentioned(text: str, words: tuple[str, ...]) -> bool:
    """`mentions`, of a text that many checks look at again after each change of another."""
    return mentions(text, words)


@lru_cache(maxsize=4096)
def _sentences_with(text: str, words: tuple[str, ...]) -> tuple[Sentence, ...]:
    if not mentions(text, words):
        return ()
    return tuple(sentence for sentence in sentences(text) if mentions(sentence.text, words))


def prose(case: Case) -> Iterator[TextField]:
    """The case summary and every rationale, where there is text."""
    if case.summary:
        yield TextField(case.summary, "summary")
    yield from rationales(case)


def rationales(case: Case) -> Iterator[TextField]:
    """Every rationale, where there is text."""
    for number, item in places.numbered(case):
        if item.rationale:
            yield TextField(item.rationale, "rationale", number, item)


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order, without the white space between them; none is longer than `LONGEST_SENTENCE`."""
    found: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        if text[match.start()] == "." and _ABBREVIATION.search(text, max(start, match.start() - 8), match.start() + 1):
            continue
        _add(found, text, start, match.end())
        start = match.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    while start < end:
        stop = end if end - start <= LONGEST_SENTENCE else _cut(text, start)
        words = text[start:stop]
        inner = words.strip()
        if inner:
            offset = start + len(words) - len(words.lstrip())
            found.append(Sentence(offset, offset + len(inner), inner))
        start = stop


def _cut(text: str, start: int) -> int:
    space = text.rfind(" ", start, start + LONGEST_SENTENCE)
    return space if space > start else start + LONGEST_SENTENCE
