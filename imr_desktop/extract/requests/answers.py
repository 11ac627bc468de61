"""What a letter answers to its own questions: "Is the brace medically necessary? Yes.", one question for each request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from imr_desktop.extract.requests.letter import Letter, decides
from imr_desktop.extract.requests.saying import sentences
from imr_desktop.extract.requests.topics import KnownBy
from imr_desktop.extract.requests.words import Verdict, phrase, words_in

_CALLED = re.compile(r"\b(?:request|item|number|no\.?|line)\s?#?(?P<mark>\d{1,2}|[A-H])\b", re.IGNORECASE)
_OPENS = re.compile(r"\W{0,3}\w{1,9}\W{0,3}")
"""What stands before an answer: "A.", "Response:"."""
_ANSWER = re.compile(
    r"\W{0,3}(?:A(?:nswer)?\s?\d{0,2}[.:)]\s{0,3})?(?P<said>yes|no|not|in part|part(?:ly|ially))\b", re.IGNORECASE
)


@cache
def _asks() -> re.Pattern[str]:
    return phrase(rf"\b(?:{'|'.join(words_in('questioned'))})\b")


def answered(letter: Letter) -> tuple[list[Verdict | None], list[Verdict | None]]:
    """For each request what is answered to a question that names it; and where they are as many, to that of its place."""
    found: list[Verdict | None] = [None] * len(letter.items)
    ranked = list(found)
    told = list(_answers(letter))
    if not told:
        return found, ranked
    first = told[0][0]
    listed_first, all_named = KnownBy.of(letter, first), KnownBy.of(letter)
    listed = [number for number, one in enumerate(letter.items) if one.mentions[0].row < first]
    for at, (_, question, made) in enumerate(told):
        named, count = listed_first.in_sentence(question)
        if not named and (called := _CALLED.search(question)):
            named, count = listed_first.called(called["mark"].lower()), 1
        if not named:
            named, count = all_named.in_sentence(question)
        for number in named if count == 1 else ():
            found[number] = found[number] or made
        if len(told) == len(listed):
            ranked[listed[at]] = made
    return found, ranked


def _answers(letter: Letter) -> Iterator[tuple[int, str, Verdict]]:
    """The questions about treatments, each with its row and what its answer decides."""
    question, asked = "", 0
    for at, one in enumerate(letter.rows):
        for part in () if at in letter.legends else one.row.parts:
            if part.label.endswith("?"):
                question, asked = part.label, at
            said = list(sentences(part.text))
            for number, sentence in enumerate(said):
                if question and (made := _answer(sentence, " ".join(said[number + 1 :]))):
                    yield asked, question, made
                if not _OPENS.fullmatch(sentence):
                    question, asked = (sentence, at) if sentence.endswith("?") and _asks().search(sentence) else ("", at)


def _answer(sentence: str, rest: str) -> Verdict | None:
    """What an answer decides; a no that then grants something is a part of it, and so is a yes that then takes something."""
    match = _ANSWER.match(sentence)
    if match is None:
        return None
    more = decides(f"{sentence[match.end() :]} {rest}")
    if match["said"].lower() == "yes":
        return "modified" if more == "modified" else "certified"
    if match["said"].lower() in ("no", "not"):
        return "modified" if more in ("certified", "modified") else "denied"
    return "modified"
