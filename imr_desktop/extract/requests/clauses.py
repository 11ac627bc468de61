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
_ONE_MARK = r"(?:\(|#)?(?:\d{1,2}|[a-h]|[ivx]{1,4})\)?[.:]?"
_BETWEEN = r"\s{0,3}(?:,|and|&|or|to|through|[-\u2013])\s{0,3}(?:and\s{1,3}|or\s{1,3})?"
_OF_LIST = r"(?:(?:requests?|items?|numbers?|nos?\.?|services?|treatments?|lines?)\s{1,3})"
_DECIDES_MARKS = re.compile(
    rf"\W{{0,3}}{_OF_LIST}?(?P<marks>{_ONE_MARK}(?:{_BETWEEN}{_ONE_MARK}){{0,11}}),?\s{{1,3}}"
    r"(?=(?:is|are|was|were|has been|have been|cannot|must|will|may)\s|not\b|[a-z-]{4,16}\W{0,2}\Z)",
    re.IGNORECASE,
)
_AT_END = re.compile(
    rf"\s(?:{_OF_LIST}(?P<named>{_ONE_MARK}(?:{_BETWEEN}{_ONE_MARK}){{0,11}})|"
    rf"(?P<marks>\([a-z\d]{{1,3}}\)(?:{_BETWEEN}\([a-z\d]{{1,3}}\)){{0,11}}))[.,;]?\s{{0,3}}(?:\Z|(?=because|as\s|since|for\s))",
    re.IGNORECASE,
)
_MARK_OR_RANGE = re.compile(
    r"(?P<first>\d{1,2})\W{0,3}(?:to|through|[-\u2013])\W{0,3}(?P<last>\d{1,2})|(?P<mark>\d{1,2}|[a-z]{1,4})"
)
_BETWEEN_WORDS = frozenset({"and", "or", "to"})
ROMAN = {name: at for at, name in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)}
"""What the small Roman numbers of a list's marks count."""
_MOST_HEAD, _MOST_BEFORE, _MOST_MARKS = 14, 40, 12


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


class Marked(NamedTuple):
    """The numbers of a list's marks that a sentence decides, and the sentence with "it" for the marks."""

    numbers: tuple[int, ...]
    words: str


def marked(sentence: str) -> Marked:
    """Which marks of a list a sentence decides ("(2) is certified.", "Items 1 and 3 are denied."); none beside care."""
    begin, end = _DECIDES_MARKS.match(sentence), _AT_END.search(sentence)
    mark = begin or end
    if mark is None or names_care(begin.group() if begin else sentence) or verdict_of(sentence) is None:
        return Marked((), sentence)
    words = next(group for group in mark.groups() if group)
    return Marked(numbers_in(words), f"{sentence[: mark.start()]} it {sentence[mark.end() :]}".strip())


def numbers_in(words: str) -> tuple[int, ...]:
    """The numbers of the marks that words name, those between included: "1 and 3", "2 through 5", "(a)"."""
    return tuple(number for one in _MARK_OR_RANGE.finditer(words.lower()) for number in _numbers(one))


def _numbers(mark: re.Match[str]) -> Iterator[int]:
    if mark["first"]:
        yield from range(int(mark["first"]), min(int(mark["last"]), int(mark["first"]) + _MOST_MARKS) + 1)
    elif mark["mark"].isdigit():
        yield int(mark["mark"])
    elif mark["mark"] in ROMAN:
        yield ROMAN[mark["mark"]]
    elif mark["mark"] not in _BETWEEN_WORDS and len(mark["mark"]) == 1:
        yield ord(mark["mark"]) - 96
