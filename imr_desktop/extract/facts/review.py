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


def find_review(text: str, asked: date | None = None) -> Iterator[Found]:
    """The reviewer's specialty, when the request of the day `asked` came in, and the sentence with the time to apply."""
    yield from _specialty(text)
    yield from find_receipt(text, asked)
    yield from _deadline(text)


def _specialty(text: str) -> Iterator[Found]:
    found = _labelled().search(text) or _behind_name(text)
    if found:
        yield Found("reviewer specialty", " ".join(found["field"].split()), found.start(), found.end())


def _behind_name(text: str) -> re.Match[str] | None:
    name = find_author([text], "ur determination").partition(",")[0]
    for at in (match.end() for match in re.finditer(re.escape(name), text)) if name else ():
        if found := _field().search(text, at, at + _BEHIND):
            return found
    return None


def _deadline(text: str) -> Iterator[Found]:
    for sentence in sentences(text):
        words = text[sentence.start : sentence.end]
        if _pattern("deadline").search(words) and _pattern("asked").search(words):
            yield Found("ur deadline", " ".join(words.split())[:_LONGEST], sentence.start, sentence.end)
            return


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
