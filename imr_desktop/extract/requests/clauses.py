"""Sentences that decide several things: by semicolons, behind a head that decides, or under the marks of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.labels import kind_of
from imr_desktop.extract.requests.saying import sentences, verdict_of
from imr_desktop.extract.requests.words import Verdict, decided

_HEAD = re.compile(r"(?P<head>[^:;.]{3,100}):\s{1,9}(?=\S)")
_DECIDES_MARK = re.compile(
    r"\W{0,3}(?:(?:request|item|number|no\.?|service|treatment)\s{1,3})?(?:\(|#)?(?P<mark>\d{1,2}|[a-h])\)?[.:,]?\s{1,3}"
    r"(?=(?:is|are|was|were|has been|cannot|must)\s|not\b|[a-z-]{4,16}\W{0,2}\Z)",
    re.IGNORECASE,
)
_MOST_HEAD, _MOST_BEFORE = 14, 40


class Headed(NamedTuple):
    """What stands behind a head that decides: the head, its decision, and the parts of the list."""

    head: str
    verdict: Verdict
    parts: list[str]


def clauses(text: str) -> Iterator[str]:
    """The sentences of a paragraph; one that decides by semicolons as its clauses."""
    for sentence in sentences(text):
        parts = at_semicolons(sentence)
        ruled = sum(verdict_of(part) is not None for part in parts)
        yield from parts if len(parts) > 1 and ruled > 1 and headed(sentence) is None else [sentence]


def at_semicolons(text: str) -> list[str]:
    """A text parted at its semicolons, those in brackets left out."""
    parts: list[str] = []
    deep = at = 0
    for place, sign in enumerate(text):
        deep = max(0, deep + (sign in "([") - (sign in ")]"))
        if sign == ";" and not deep:
            parts.append(text[at:place])
            at = place + 1
    return [part.strip() for part in (*parts, text[at:]) if part.strip()]


def headed(sentence: str) -> Headed | None:
    """A sentence whose head decides what is listed behind its colon ("Approved after the report came: …; …")."""
    mark = _HEAD.match(sentence)
    if mark is None or len(mark["head"].split()) > _MOST_HEAD or (names_care(mark["head"]) and not kind_of(mark["head"])):
        return None
    verdict, made = verdict_of(mark["head"]), decided(mark["head"])
    if verdict is None or made is None or made.start > _MOST_BEFORE:
        return None
    return Headed(mark["head"], verdict, at_semicolons(sentence[mark.end() :].rstrip(".")))


def marked(sentence: str) -> int:
    """The number of a list's mark that a sentence decides ("(2) is certified."); 0 where it does not."""
    mark = _DECIDES_MARK.match(sentence)
    if mark is None or names_care(sentence[: mark.end()]) or verdict_of(sentence) is None:
        return 0
    return int(mark["mark"]) if mark["mark"].isdigit() else ord(mark["mark"].lower()) - 96
