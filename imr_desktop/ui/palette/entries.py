"""What the box can find, as values, and how typed words put it in order. Nothing here is kept beyond the open case."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["command", "item", "finding", "setting", "rule", "case", "find", "hit"]
KINDS: tuple[Kind, ...] = ("item", "command", "finding", "setting", "rule", "case", "find", "hit")
"""The groups in their order where nothing else tells them apart."""
SHOWN: dict[Kind, int] = {"item": 6, "command": 8, "finding": 5, "setting": 4, "rule": 4, "case": 6, "find": 1, "hit": 6}
_START, _WORD, _WITHIN, _BEHIND, _ALIKE, _NOT_NOW = 100.0, 90.0, 60.0, 45.0, 0.4, 15.0
_OF_THE_CASE: dict[Kind, float] = {"item": 15.0, "finding": 2.0}
_SHORT, _CLOSE = 4, 80
_CASES = 300
"""Stored cases that are ranked, of those that hold the words."""
_LATE: tuple[Kind, ...] = ("find", "hit")


@dataclass(frozen=True)
class Entry:
    """One thing that Enter does or goes to: `of` says which of its kind; `also` are further words it is found by.

    `detail` stands behind its words, `hint` (its key, its page) at the right; `why_not` says why it cannot be done now.
    """

    kind: Kind
    of: str
    words: str
    detail: str = ""
    hint: str = ""
    icon: str = ""
    also: str = ""
    why_not: str = ""
    page: int = 0

    @property
    def key(self) -> str:
        return f"{self.kind} {self.of} {self.page}"

    @property
    def spoken(self) -> str:
        return ". ".join(filter(None, (self.words, self.detail, self.hint, self.why_not)))

    @cached_property
    def blob(self) -> str:
        """All of it, to see quickly that a word is not there."""
        return "".join(self.folded)

    @cached_property
    def folded(self) -> tuple[str, str]:
        """What typed words are held against, a space before each word: its own words, and what else it is found by."""
        return f" {folded(self.words)}", f" {folded(f'{self.detail} {self.also}')}"


def _few_cases(likely: Iterable[Entry]) -> Iterator[Entry]:
    """Of the stored cases the first ones: they stand by their due date."""
    left = _CASES
    for one in likely:
        if one.kind == "case":
            left -= 1
            if left < 0:
                continue
        yield one


def folded(text: str) -> str:
    """Text without case, accents and signs between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one)).split())


def ranked(typed: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that hold every typed word, the best group first and few of each; where none does, those alike."""
    tokens = folded(typed).split()
    everything = tuple(entries)
    if not tokens:
        return []
    likely: Sequence[Entry] = everything
    for token in tokens:
        likely = [one for one in likely if token in one.blob]
    scored = [(score(tokens, one), one) for one in _few_cases(likely)]
    found = [(value, one) for value, one in scored if value > 0] or _alike(folded(typed), everything)
    return _grouped(found)


def score(tokens: Sequence[str], entry: Entry) -> float:
    """How well words speak of an entry, 0 where one of them does not."""
    text, more = entry.folded
    total = 0.0
    for at, token in enumerate(tokens):
        if token in text:
            total += _START if at == 0 and text.startswith(token, 1) else _WORD if f" {token}" in text else _WITHIN
        elif f" {token}" in more:
            total += _BEHIND
        else:
            return 0.0
    short = 5.0 / (1 + len(text) / 20)
    return total / len(tokens) + short + _OF_THE_CASE.get(entry.kind, 0) - (_NOT_NOW if entry.why_not else 0)


def _alike(typed: str, entries: Sequence[Entry]) -> list[tuple[float, Entry]]:
    """Commands and settings whose words are nearly those: a slip of the fingers."""
    if len(typed) < _SHORT:
        return []
    from rapidfuzz import fuzz, process

    near = [one for one in entries if one.kind in ("command", "setting", "rule", "item")]
    matches = process.extract(typed, [one.folded[0] for one in near], scorer=fuzz.WRatio, score_cutoff=_CLOSE, limit=12)
    return [(_ALIKE * value, near[at]) for _text, value, at in matches]


def _grouped(found: Iterable[tuple[float, Entry]]) -> list[Entry]:
    groups: dict[Kind, list[tuple[float, Entry]]] = {}
    for one in found:
        groups.setdefault(one[1].kind, []).append(one)
    for group in groups.values():
        group.sort(key=lambda one: -one[0])
    order = sorted(groups, key=lambda kind: (kind in _LATE, -groups[kind][0][0], KINDS.index(kind)))
    return [entry for kind in order for _value, entry in groups[kind][: SHOWN[kind]]]
