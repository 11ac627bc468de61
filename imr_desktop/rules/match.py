"""From an item's words to a service.

The head of the phrase decides: of all services named, the one named first wins, then the longest name, then the one with
more conditions met. Where the first name stands after a preposition behind words that are not known ("kit for …"), nothing
is matched: no answer is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from imr_desktop.case.numbers import number_of
from imr_desktop.rules.model import Service
from imr_desktop.rules.request.body import body_parts, regions_of
from imr_desktop.rules.request.clean import MAX_CHARACTERS
from imr_desktop.rules.request.dates import without_dates
from imr_desktop.rules.request.parse import disputed_words, parse_request
from imr_desktop.rules.request.phrases import Match, PhraseTable, fold, tokens_of

_VISITS, _TREATMENTS, _IMAGING = "visits", "therapy", "imaging"
_DOSE_WORDS = frozenset({"%", "#", "mg", "mcg", "ml", "g", "gm", "gram", "ug", "meq", "hr"})


@dataclass(frozen=True, slots=True)
class NamedService:
    """A service recognised, the drug that named it if one did, and all drugs the words name."""

    service: Service
    drug: str
    drugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a synonym stands for. `conditions` counts what had to hold, to prefer the more specific service."""

    service: Service
    drug: str
    with_any: frozenset[str]
    without: frozenset[str]

    @property
    def conditions(self) -> int:
        return bool(self.service.body) + bool(self.with_any)


class Matcher:
    """All services' names in one table."""

    def __init__(self, services: Iterable[Service], filler: Iterable[str], joins: Iterable[str]) -> None:
        self._table = PhraseTable[_Entry]()
        self._filler = frozenset(fold(word) for word in filler)
        self._joins = frozenset(fold(word) for word in joins)
        for service in services:
            self._add(service)
        self._remembered = lru_cache(maxsize=512)(self._match)

    def forget_texts(self) -> None:
        """Forget which text named which service."""
        self._remembered.cache_clear()

    def _add(self, service: Service) -> None:
        conditions = (frozenset(map(fold, service.with_any)), frozenset(map(fold, service.without)))
        plain = _Entry(service, "", *conditions)
        for phrase in dict.fromkeys((service.name, *service.synonyms)):
            self._table.add(phrase, plain)
        for generic, brands in service.drugs.items():
            entry = _Entry(service, generic, *conditions)
            for phrase in (generic, *brands):
                self._table.add(phrase, entry)

    def match(self, text: str) -> NamedService | None:
        """The service a request's words name, or None; looks at the first 4,000 characters only."""
        return self._remembered(text[:MAX_CHARACTERS])

    def _match(self, text: str) -> NamedService | None:
        words = without_dates(disputed_words(text))
        everything = tokens_of(words)
        tokens = [
            token
            for token in everything
            if token.word not in _DOSE_WORDS and (number_of(token.word) is None or token.word.isalpha())
        ]
        present = {token.word for token in tokens} | ({"percent"} if any(t.word == "%" for t in everything) else set())
        found = [
            (listed[match.first].start, match)
            for listed in (tokens, everything)
            for match in self._table.find(listed)
            if self._holds(match.payload, present, words)
        ]
        if not found:
            return None
        start, best = min(found, key=_preference)
        if self._subordinate([token.word for token in tokens if token.start < start]):
            return None
        best = _treating(best, found, text)
        drugs = tuple(dict.fromkeys(match.payload.drug for _, match in sorted(found, key=_preference) if match.payload.drug))
        return NamedService(best.payload.service, best.payload.drug, drugs)

    @staticmethod
    def _holds(entry: _Entry, present: set[str], words: str) -> bool:
        if entry.with_any and not entry.with_any & present:
            return False
        if entry.without & present:
            return False
        if not entry.service.body:
            return True
        parts = body_parts(words) or regions_of(words)
        return bool(parts) and parts[0] in entry.service.body

    def _subordinate(self, before: list[str]) -> bool:
        """Whether words that are not known come before a preposition before the name."""
        joins = [index for index, word in enumerate(before) if word in self._joins]
        if not joins:
            return False
        parts = set(" ".join(before[: joins[-1]]).split())
        named = set(" ".join(body_parts(" ".join(before[: joins[-1]]))).split())
        return any(
            word not in self._filler and word not in named and number_of(word) is None and not body_parts(word)
            for word in parts
        )


def _treating(best: Match[_Entry], found: list[tuple[int, Match[_Entry]]], text: str) -> Match[_Entry]:
    """Where a visit comes with a schedule, the treatment named with it: a chiropractor seen twice a week treats.

    A scan does so only by the same word: ultrasound once a week is no picture.
    """
    family = best.payload.service.family
    if family not in (_VISITS, _IMAGING) or parse_request(text).per_week is None:
        return best
    treatments = [
        one
        for one in found
        if one[1].payload.service.family == _TREATMENTS and (family == _VISITS or one[1].first == best.first)
    ]
    return min(treatments, key=_preference)[1] if treatments else best


def _preference(found: tuple[int, Match[_Entry]]) -> tuple[bool, int, int, int]:
    start, match = found
    return match.payload.service.weak, start, -match.length, -match.payload.conditions
