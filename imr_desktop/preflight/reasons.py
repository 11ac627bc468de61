"""What a rationale says of the guideline's criteria in the reviewer's own words: that the request meets them, or does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from imr_desktop.preflight.data import any_of, compile_any, pattern_of, table
from imr_desktop.preflight.polarity import clause_before, negated
from imr_desktop.preflight.texts import Sentence, TextField, sentences

_words = partial(pattern_of, "outcome.toml", "criteria")
_said = partial(pattern_of, "outcome.toml", "result", "said")


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence that says whether the guideline's criteria are met."""

    sentence: Sentence
    met: bool


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{compile_any(table('outcome.toml')['criteria'][key]).pattern})\b", re.IGNORECASE)


@cache
def _turn() -> re.Pattern[str]:
    return re.compile(any_of([table("outcome.toml")["criteria"]["turn"]]), re.IGNORECASE)


@lru_cache(maxsize=256)
def judgements(text: str) -> tuple[Judged, ...]:
    """The sentences of a text that say without reserve whether criteria are met; none that the next sentence takes back."""
    hints = table("outcome.toml")["criteria"]["hints"]
    every = sentences(text) if TextField(text, "").mentions(*hints) else ()
    return tuple(
        one for at, sentence in enumerate(every) for one in _judged(sentence) if not _taken_back(every[at + 1 : at + 2])
    )


def _judged(sentence: Sentence) -> Iterator[Judged]:
    for key, met in (("met", True), ("unmet", False)):
        for found in _pattern(key).finditer(sentence.text):
            if _words("general").search(sentence.text) or _said().search(sentence.text, 0, found.start()):
                continue
            clause = clause_before(sentence.text, found.start()) + found[0]
            yield Judged(sentence, met != negated(clause))
            return


def _taken_back(following: tuple[Sentence, ...]) -> bool:
    return any(_turn().match(sentence.text) for sentence in following)
