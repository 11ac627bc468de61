"""Signs that no table names: what an examination calls positive, negative or painful, denies, or finds at a body part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from imr_desktop.extract.facts.marks import Mark, Sign
from imr_desktop.extract.facts.tables import either, phrase, table

if TYPE_CHECKING:
    from imr_desktop.extract.facts.layout import Sentence

_NAME = r"(?P<name>[A-Z][\w'\u2019/\-]{1,24}(?: [\w'\u2019/\-]{2,24}){0,3}?)"
_JUDGED = phrase(
    rf"(?-i:{_NAME})(?: (?:test|sign|maneuver|testing))?(?: (?:is|are|was|were|remains?))(?: \w{{2,12}}ly)? "
    r"(?=(?:positive|negative|painful|provocative|equivocal|elicited)\b)"
)
_SEEN = phrase(
    r"(?<!\w)(?:(?:no|an?|the) )?(?-i:(?<!\w)(?P<name>[A-Za-z][a-z\-]{2,20}(?: [a-z\-]{3,20}){0,2}?))"
    r"(?: (?:of|in|at|on|over|under|along) [a-z ]{2,40}?)? (?:is|are|was|were) "
    r"(?:also )?(?:present|absent|seen|noted|felt|found|observed|palpable|visible|heard|evident|apparent|"
    r"palpated|measured|identified|detected|appreciated|demonstrated|audible|prominent|obvious)\b(?! (?:to|by)\b)"
)
_SHORT = re.compile(
    r"(?:(?<=[;,/.:\-*\u2022] )|(?<=[\n\f])|(?<=^))(?P<name>[A-Za-z][A-Za-z'\u2019\-]{2,20}(?: [a-z]{3,12})?)[ ]{1,2}"
    r"(?=(?:\([+\-]\)|[+]|pos\b|neg\b|-(?=[ ]\(?[LR]\b))[ ]{0,2}(?:\(?[LR]\)?(?!\w)|$|[;,.]))",
    re.MULTILINE,
)
_WHERE = "of|over|in|at|on|to|along|about|around|under|beneath|behind|between|near|from|throughout|with"
_MEASURED = phrase(
    rf"(?-i:{_NAME})(?: (?:of|on|in|at|over) [a-z ]{{2,30}}?)? (?:is|are|was|were|remains?|appears?)(?: \w{{2,12}}ly)? "
    r"(?=(?:abnormal|decreased|diminished|reduced|impaired|limited|restricted|depressed|weak|sluggish|poor|blunted|asymmetric|"
    r"normal|intact|full|preserved|symmetric|unrestricted|within normal limits|clear|reactive)\b)"
)
_NO_MARK = phrase(
    r"\bno (?P<name>[a-z\-]{3,20}(?: [a-z\-]{3,20}){0,3}?)"
    rf"(?= (?:{_WHERE}|is|are|was|were|exceeds?|remains?|for)\b| (?-i:\(?[LR]\)?(?!\w))| ?[<>]|[.;,]|$)"
)
_THERE = phrase(
    r"\bthere (?:is|are|was|were) (?:an? |some |slight |mild |moderate |severe )?(?P<name>(?!no\b|an?\b|the\b)[a-z\-]{4,20}"
    rf"(?: [a-z\-]{{3,20}}){{0,3}}?)(?= (?:{_WHERE})\b)"
)
_STOPS = (";", ",", ". ")
_NEVER = phrase(rf"\b(?:{either(table('exam')['no_sign'])})\b")


def unnamed(text: str, sentence: Sentence, marks: list[Mark], *, examined: bool) -> list[Mark]:
    """The signs of a sentence of the examination, in its clauses in which no table's word for one stands.

    Where the words are not known to be `examined`, what is denied or found needs a side or a part of the body beside it.
    """
    named = [mark for mark in marks if mark.what == "sign"]
    placed = examined or any(mark.what in ("side", "region") for mark in marks)
    found = sorted(one for one in _found(text, sentence, marks, placed=placed) if not _is_named(text, sentence, one, named))
    return [mark for at, mark in enumerate(found) if not at or mark.start >= found[at - 1].end]


def _is_named(text: str, sentence: Sentence, one: Mark, named: list[Mark]) -> bool:
    """Whether a table's sign stands in the same clause."""
    if not named:
        return False
    low = max(text.rfind(stop, sentence.start, one.start) for stop in _STOPS)
    high = min((at for stop in _STOPS if (at := text.find(stop, one.end, sentence.end)) >= 0), default=sentence.end)
    return any(low < mark.end and mark.start < high for mark in named)


def _found(text: str, sentence: Sentence, marks: list[Mark], *, placed: bool) -> Iterator[Mark]:
    for pattern in (_JUDGED, _SHORT):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            yield from _mark(match, is_test=True)
    if placed:
        for match in _MEASURED.finditer(text, sentence.start, sentence.end):
            if not any(mark.what == "region" and mark.end == match.end("name") for mark in marks):
                yield from _measured(match)
        for pattern in (_NO_MARK, _THERE, _SEEN):
            for match in pattern.finditer(text, sentence.start, sentence.end):
                yield from _mark(match, is_test=False)


def _mark(match: re.Match[str], *, is_test: bool) -> Iterator[Mark]:
    name = " ".join(match["name"].split())
    if not _NEVER.search(name):
        yield Mark(*match.span("name"), "sign", "words", Sign(name, "", is_test, True))


def _measured(match: re.Match[str]) -> Iterator[Mark]:
    """What was examined and is normal or not: the sign is that it is not."""
    name = " ".join(match["name"].split()).removeprefix("The ")
    if not _NEVER.search(name):
        yield Mark(*match.span("name"), "sign", "asked", Sign(f"abnormal {name.lower()}", "", False, True))
