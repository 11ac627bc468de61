"""Which words of a request named its service."""

from __future__ import annotations

from typing import NamedTuple

from imr_desktop.case.numbers import number_of
from imr_desktop.rules.match import NamedService
from imr_desktop.rules.request.parse import disputed_words
from imr_desktop.rules.request.phrases import Match, PhraseTable, Token, tokens_of

UNKNOWN = "No name that the packs know heads these words, and nothing is guessed."


class NamedBy(NamedTuple):
    """The words of the request that named the service (None where none did), and a sentence."""

    words: str | None
    why: str


def named_by(named: NamedService | None, text: str) -> NamedBy:
    """The first and longest of the service's names in the words in dispute."""
    if named is None:
        return NamedBy(None, UNKNOWN)
    words = disputed_words(text)
    found = _found(named, words)
    drug = f" ({named.drug})" if named.drug else ""
    if found is None:
        return NamedBy(None, f"Its words name {named.service.name}{drug}.")
    return NamedBy(found, f"“{found}” names {named.service.name}{drug}{_conditions(named)}.")


def _found(named: NamedService, words: str) -> str | None:
    table = PhraseTable[str]()
    drugs = ((generic, *brands) for generic, brands in named.service.drugs.items() if generic == named.drug)
    names = [name for group in drugs for name in group] or [named.service.name, *named.service.synonyms]
    for name in names:
        table.add(name, name)
    everything = tokens_of(words)
    plain = [token for token in everything if number_of(token.word) is None]
    found = [
        (-match.length, tokens[match.first].start, _end(tokens, match))
        for tokens in (everything, plain)
        for match in table.find(tokens)
    ]
    first = min(found, key=lambda place: (place[1], place[0]), default=None)
    return " ".join(words[first[1] : first[2]].split()) if first else None


def _end(tokens: list[Token], match: Match[str]) -> int:
    return tokens[match.last].end


def _conditions(named: NamedService) -> str:
    service = named.service
    beside = [*(["the body part"] if service.body else []), *(["the words beside it"] if service.with_any else [])]
    return f" together with {' and '.join(beside)}" if beside else ""
