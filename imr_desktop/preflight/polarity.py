"""What a text says of the result: whether its last word is that the request is medically necessary, or that it is not.

A sentence is read clause by clause: negations are counted where the words of the result stand, and what somebody else said,
what would hold under a condition, and what a guideline says in general are no result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache, partial

from imr_desktop.preflight.data import compile_any, pattern_of, table
from imr_desktop.preflight.texts import Sentence, sentences

LAST = 4
"""Sentences from the end in which a result is looked for."""
_words = partial(pattern_of, "outcome.toml", "result")


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return compile_any(table("outcome.toml")["result"][key])


@cache
def _cores(strength: str) -> re.Pattern[str]:
    rows = table("outcome.toml")["result"]
    return re.compile(
        rf"(?P<good>\b(?:{compile_any(rows[f'{strength}_for']).pattern})\b)"
        rf"|(?P<bad>\b(?:{compile_any(rows[f'{strength}_against']).pattern})(?!\w))",
        re.IGNORECASE,
    )


def polarity(sentence: str, strength: str = "strong") -> str:
    """What a sentence says of the result: ``Upheld`` (not medically necessary), ``Overturned``, or empty."""
    if _words("skip").search(sentence):
        return ""
    for found in reversed(list(_cores(strength).finditer(sentence))):
        said = _read(sentence, found, strength)
        if said:
            return said
    return ""


def _read(sentence: str, found: re.Match[str], strength: str) -> str:
    clause = clause_before(sentence, found.start())
    if _is_none(sentence, found, clause):
        return ""
    good = negated(clause + found[0] if found["good"] else clause) != bool(found["good"])
    if good and (_words("perhaps").search(clause) or (strength == "weak" and not _words("request").search(clause))):
        return ""
    return "Overturned" if good else "Upheld"


def _is_none(sentence: str, found: re.Match[str], clause: str) -> bool:
    """Whether the words of a result stand under a condition, or are another's."""
    if _words("condition").search(clause) or _pattern("after").match(sentence, found.end()):
        return True
    return _words("said").search(sentence, sentence.rfind(";", 0, found.start()) + 1, found.end()) is not None


def negated(clause: str) -> bool:
    """Whether a clause says no: by its verb, by the word at its head, or by another clause that says no to it all."""
    governing = _words("governing").search(clause)
    rest = clause[governing.end() :] if governing else clause
    verbs = list(_words("finite").finditer(rest))
    start = verbs[-1].start() if verbs else 0
    own = [word.lower() for word in _words("negation").findall(rest, start)]
    count = len(own) - ("neither" in own and "nor" in own)
    head = _pattern("head").match(rest.lstrip(), 0, start) is not None
    return (count + head + (governing is not None)) % 2 == 1


def clause_before(sentence: str, end: int) -> str:
    """The words of the clause that lead to a place: from its finite verb's part of the sentence on."""
    start = max((found.end() for found in _pattern("clause").finditer(sentence, 0, end)), default=0)
    parts = sentence[start:end].split(",")
    clause = parts.pop()
    while parts and not _words("finite").search(clause):
        clause = f"{parts.pop()},{clause}"
    return clause


@lru_cache(maxsize=256)
def last_word(text: str) -> tuple[Sentence, str] | None:
    """The last sentence that states a result, with what it says; one that says "medically necessary" or not goes first."""
    last = sentences(text)[-LAST:]
    return _last(last, "strong") or _last(last, "weak")


def _last(those: Iterable[Sentence], strength: str) -> tuple[Sentence, str] | None:
    for sentence in reversed(tuple(those)):
        said = polarity(sentence.text, strength)
        if said:
            return sentence, said
    return None
