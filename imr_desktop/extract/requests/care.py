"""Words that name care: drugs, procedures, services, supplies; and the parts of a letter that only tell of them."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from imr_desktop.extract.requests.words import phrase, words_in
from imr_desktop.paths import resource

_DOSE = r"\d{1,4}(?:\.\d{1,3})?(?:[/-]\d{1,4}(?:\.\d{1,3})?)? ?(?:mg|mcg|ml|gm?|iu)\b|\d{1,2}(?:\.\d)? ?%"
_LONGEST_HEADING = 10
_QUOTING = phrase(
    r"\b(?:guidelines?|mtus|odg|acoem|criteria|literature|studies show|evidence-based|chapter|labor code|ccr|9792)\b|"
    r"\b(?:recommended|indicated|appropriate|advised|an option) (?:as|for|in|where|if|only|when|after|until|before|"
    r"over|to treat)\b|"
    r"\b(?:previous(?:ly)?|prior|earlier|last year|at that time|in the past|already|to date|has had|had been|"
    r"completed|underwent|"
    r"status post|was (?:given|done|treated))\b"
)


@cache
def _drugs() -> frozenset[str]:
    with resource("facts", "drugs.toml").open("rb") as file:
        table = tomllib.load(file)
    return frozenset(word for name in (*table["generics"], *table["brands"]) for word in (name.lower(),) if len(word) > 3)


@cache
def _care() -> re.Pattern[str]:
    return phrase(rf"\b(?:{'|'.join((*words_in('named'), *words_in('care')))})(?![\w])|{_DOSE}")


def care_at(text: str) -> int:
    """Where words first name care; -1 where they do not."""
    match = _care().search(text)
    drug = next((one.start() for one in re.finditer(r"[A-Za-z]{4,}", text) if one.group().lower() in _drugs()), -1)
    return match.start() if match and (drug < 0 or match.start() < drug) else drug


def is_drug(word: str) -> bool:
    """Whether a word is a drug's name."""
    return word.lower() in _drugs()


def names_care(text: str) -> bool:
    """Whether words name a drug, a procedure, a service or a supply."""
    return care_at(text) >= 0


@cache
def _asides() -> re.Pattern[str]:
    return phrase(rf"[\s\W]{{0,10}}(?:(?:\d{{1,2}}|[a-h]|[ivx]{{1,4}})[.)] )?(?:{'|'.join(words_in('aside'))})\b")


def is_aside(text: str) -> bool:
    """Whether a line opens a part of a letter that tells, quotes or instructs ("Records reviewed", "Rationale: …")."""
    match = _asides().match(text)
    if match is None:
        return False
    rest = text[match.end() :].strip()
    told = not any(map(str.isdigit, rest)) and not names_care(rest)
    return not rest or rest[0] in ":." or (told and len(text.split()) <= _LONGEST_HEADING)


def quotes(sentence: str) -> bool:
    """Whether a sentence tells of a guideline or of care that is past: it decides nothing."""
    return _QUOTING.search(sentence) is not None
