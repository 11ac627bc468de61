"""What a letter of utilization review says of itself: its reviewer's specialty, the request's receipt, the time to apply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from imr_desktop.extract.facts.arrival import find_receipt
from imr_desktop.extract.facts.layout import sentences
from imr_desktop.extract.facts.model import Found
from imr_desktop.extract.facts.tables import either, phrase, table
from imr_desktop.extract.parts.author import find_author

_BEHIND = 90
"""Characters behind a reviewer's name in which the specialty stands."""
_LONGEST = 240
_NEAR = 80
"""Characters from words for who decides to the field behind the name."""
_BEFORE = 3
"""Sentences between the name of the application and its time."""


def find_review(text: str, asked: date | None = None) -> Iterator[Found]:
    """The reviewer's specialty, when the request of the day `asked` came in, and the sentence with the time to apply."""
    yield from _specialty(text)
    yield from find_receipt(text, asked)
    yield from _deadline(text)


def _specialty(text: str) -> Iterator[Found]:
    found = _labelled().search(text) or _behind_name(text) or _of_decider(text) or _in_brackets(text)
    if found:
        yield Found("reviewer specialty", " ".join(found["field"].split()), found.start(), found.end())


def _behind_name(text: str) -> re.Match[str] | None:
    name = find_author([text], "ur determination").partition(",")[0]
    for at in (match.end() for match in re.finditer(re.escape(name), text)) if name else ():
        if found := _field().search(text, at, at + _BEHIND):
            certified = _certified().search(text, at, at + 2 * _BEHIND)
            return certified if certified and certified.start() <= found.start() else found
    return None


def _of_decider(text: str) -> re.Match[str] | None:
    """The field that a sentence gives whoever decided, certified in it or a physician of it; none where two differ."""
    told = _certified().finditer(text)
    said = [one for one in told if not _pattern("treating").search(text, _begin(text, one.start()), one.end())]
    return said[0] if len({one["field"].lower() for one in said}) == 1 else None


def _in_brackets(text: str) -> re.Match[str] | None:
    """The field behind a name that is said to be the one who decides: "Medical Director Ana Vale, M.D. (Neurology)"."""
    named = (cue.end() for cue in _pattern("deciding").finditer(text) if text[cue.end() : cue.end() + 1].isupper())
    found = (_field().search(text, at, at + _NEAR) for at in named)
    return next(
        (one for one in found if one and not _pattern("treating").search(text, one.start() - _NEAR, one.start())), None
    )


def _begin(text: str, at: int) -> int:
    """Where the sentence of a place begins."""
    return max(at - _BEHIND, text.rfind(". ", 0, at), text.rfind(".\n", 0, at), text.rfind("\n\n", 0, at), 0)


def _deadline(text: str) -> Iterator[Found]:
    """The sentence that gives the time to apply: it names the application itself, else it follows one that does."""
    told = [*sentences(text)]
    words = [text[one.start : one.end] for one in told]
    timed = [at for at, said in enumerate(words) if _pattern("deadline").search(said) or _is_time(said)]
    own = [(at, at) for at in timed if _pattern("asked").search(words[at])]
    found = own or [(first, at) for at in timed if _is_time(words[at]) and (first := _asked_before(words, at)) is not None]
    for first, last in found[:1]:
        start, end = told[first].start, told[last].end
        start = start if end - start <= _LONGEST else told[last].start
        yield Found("ur deadline", " ".join(text[start:end].split())[:_LONGEST], start, end)


def _is_time(words: str) -> bool:
    """Whether a sentence gives the law's days or a day of its own, and speaks of no appeal to the reviewer."""
    return _pattern("days").search(words) is not None and not _pattern("appeal").search(words)


def _asked_before(words: list[str], at: int) -> int | None:
    """The sentence shortly before one that names the application, where none between them speaks of something else."""
    for before in range(at - 1, max(-1, at - 1 - _BEFORE), -1):
        if _pattern("appeal").search(words[before]):
            return None
        if _pattern("asked").search(words[before]):
            return before
    return None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return phrase(table("told")["review"][name])


@cache
def _field() -> re.Pattern[str]:
    return phrase(rf"\b(?P<field>{either(table('told')['review']['specialties'])})(?!\w)")


@cache
def _labelled() -> re.Pattern[str]:
    field = either(table("told")["review"]["specialties"])
    return phrase(
        r"\b(?:reviewer|physician advisor|peer)(?:'s)?(?:[ ]\w+)?[ ]specialt(?:y|ies)\s{0,3}[:\-]?\s{0,3}",
        rf"(?P<field>{field})(?!\w)",
    )


@cache
def _certified() -> re.Pattern[str]:
    told = table("told")["review"]
    field = either(told["specialties"])
    return phrase(rf"\b(?:{told['certified']})(?P<field>{field})(?!\w)")
