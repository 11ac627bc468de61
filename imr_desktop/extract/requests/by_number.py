"""What a letter decides by the numbers of its list alone: "Approved are 2, 3 and 9".

A bare number may count anything. So only the rows that decide about nearly the whole list in this way are taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import NamedTuple

from imr_desktop.extract.requests.clauses import ROMAN
from imr_desktop.extract.requests.letter import Letter
from imr_desktop.extract.requests.numbers import number
from imr_desktop.extract.requests.words import Verdict, all_decided, phrase, words_in

_COUNT_BEFORE = re.compile(
    r"\b(?:for|to|x|of|only|allow(?:ed|s)?|about|least|most|page|age|level|grade|type|section|title)\s\Z", re.IGNORECASE
)
"""Behind what a number counts, or names something else than a request."""
_SIGN = re.compile(r"\W{1,4}(?P<sign>yes|no|ok|okay)\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?:\b(?:for|to|of|at|allowed|only|as)\s(?:the |just |only )?#?|#)(?P<count>\d{1,4}|[a-z]{2,12}(?:-[a-z]{2,12})?)\b",
    re.IGNORECASE,
)
_SIGNS: dict[str, Verdict] = {"yes": "certified", "ok": "certified", "okay": "certified", "no": "denied"}
_LEAST_SHARE, _MOST_ROWS, _MOST_BEFORE = 0.75, 8, 12


@cache
def _marks() -> re.Pattern[str]:
    """A number that may be a request's: no amount of what is counted, no day, and no part of a word."""
    return phrase(
        r"(?<![\w./,$-])(?:(?:items?|requests?|numbers?|lines?|nos?\.?|Q|R)\s?#?|#\s?)?[\[(]?"
        r"(?P<mark>\d{1,2}|(?-i:[IVX]{1,4}|[A-H])|(?<=[\[(])[a-h](?=[\])]))[\])]?"
        rf"(?![\w%/]|[.,]\d|-\d|\s(?:{'|'.join(words_in('counted'))})\b)"
    )


class Numbered(NamedTuple):
    """What is decided of a request by its number, and how much is given, where the words behind it say so."""

    verdict: Verdict
    given: float | None


def decided_by_number(letter: Letter) -> list[Numbered | None]:
    """For each request of a letter what rows decide of its number that decide about nearly all of them."""
    numbers = {_in_figures(mark): at for mark, at in reversed(letter.by_mark.items())}
    told: list[Numbered | None] = [None] * len(letter.items)
    if len(numbers) < 2:
        return told
    listed = {letter.items[at].mentions[0].row for at in numbers.values()}
    found: dict[str, Numbered] = {}
    for at in range(len(letter.rows)):
        block: dict[str, Numbered] = {}
        for row in range(at, min(at + _MOST_ROWS, len(letter.rows))):
            made = {} if row in listed else _in_row(letter, row, numbers)
            if not made and block:
                break
            block = {**made, **block}
        if len(block) > len(found):
            found = block
    for mark, made_of_it in found.items() if len(found) >= _LEAST_SHARE * len(numbers) else ():
        told[numbers[mark]] = made_of_it
    return told


def _in_figures(mark: str) -> str:
    return str(ROMAN.get(mark, mark))


def _in_row(letter: Letter, at: int, known: Collection[str]) -> dict[str, Numbered]:
    found: dict[str, Numbered] = {}
    for sentence in letter.sentences_of(at):
        for mark, made in () if sentence.endswith("?") else _in_sentence(sentence, known):
            found.setdefault(mark, made)
    return found


def _in_sentence(text: str, known: Collection[str]) -> Iterator[tuple[str, Numbered]]:
    """The numbers in a sentence, each with the decision behind it, or where the sentence begins with one, before it."""
    marks = [
        (match.start(), match.end(), mark)
        for match in _marks().finditer(text)
        for mark in [_in_figures(match["mark"].lower())]
        if mark in known and not _COUNT_BEFORE.search(text, max(0, match.start() - _MOST_BEFORE), match.start())
    ]
    made: list[tuple[int, int, Verdict]] = [(one.start, one.end, one.verdict) for one in all_decided(text)]
    for _, end, _ in marks:
        if sign := _SIGN.match(text, end):
            made.append((sign.start("sign"), sign.end(), _SIGNS[sign["sign"].lower()]))
    made.sort()
    if not marks or not made:
        return
    leads = made[0][0] < marks[0][0]
    for at, (start, end, mark) in enumerate(marks):
        near = [one for one in made if one[1] <= start][-1:] if leads else [one for one in made if one[0] >= end][:1]
        verdict = (near or made[-1:])[0][2]
        stop = marks[at + 1][0] if at + 1 < len(marks) else len(text)
        yield mark, Numbered(verdict, _given(text[end:stop]))


def _given(words: str) -> float | None:
    """How much words behind a decision give."""
    counts = (number(match["count"]) for match in _AMOUNT.finditer(words))
    return next((count for count in counts if count is not None), None)
