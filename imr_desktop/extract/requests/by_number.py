"""What a letter decides by the numbers of its list alone: "Approved are 2, 3 and 9".

A bare number may count anything. So only the rows that decide about nearly the whole list in this way are taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from imr_desktop.extract.requests.clauses import ROMAN
from imr_desktop.extract.requests.letter import Letter
from imr_desktop.extract.requests.numbers import AGAIN, NUMBER, number
from imr_desktop.extract.requests.words import Verdict, all_decided, phrase, units, words_in

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
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ALL_BUT = re.compile(
    r"\b(?:all|everything|each|every)\b[^.;]{0,60}?\b(?:except(?:ing)?(?: for)?|but|save(?: for)?|other than|apart from)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:all|the|any|every)\s(?:the\s)?(?:others?|remaining|rest|remainder)(?=\s(?:[a-z]{4,12}\s){0,2}(?:is|are|was|were)\b)",
    re.IGNORECASE,
)
_REST = ""
"""What stands for the numbers that are not named: "all requests are denied except item 1", "all others are denied"."""
_LEAST_SHARE, _MOST_ROWS, _MOST_BEFORE = 0.75, 8, 12


@cache
def _marks() -> re.Pattern[str]:
    """A number that may be a request's: no amount of what is counted, no day, and no part of a word."""
    return phrase(
        r"(?<![\w./,$-])(?:(?:items?|requests?|numbers?|lines?|nos?\.?|Q|R)\s?#?|#\s?|(?P<bare>))[\[(]?"
        r"(?P<mark>\d{1,2}|(?-i:[IVX]{1,4}|[A-H])|(?<=[\[(])[a-h](?=[\])]))[\])]?"
        rf"(?![\w%/]|[.,]\d|-\d|\s(?:{'|'.join(words_in('counted'))})\b)"
        rf"|\b(?P<place>{'|'.join(_PLACES)})(?=,|\s(?:and|or|&|requests?|items?|ones?|services?|treatments?|is|are|was|were)\b)"
    )


@cache
def _right_behind() -> re.Pattern[str]:
    """How much is given, right behind a decision or a number: ": 6 visits", "(6 of 12)", ", 6/12"."""
    return phrase(
        rf"[\W]{{0,5}}(?:only |just |x ?|qty\.? |quantity )?#?(?P<count>{NUMBER}){AGAIN}"
        rf"(?: ?(?:(?:out )?of|/) ?(?:the )?\d{{1,4}}\b| {units()}\b| only\b|\W{{0,3}}\Z)"
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
    rest = found.pop(_REST, None)
    if rest is not None and found:
        found = {**dict.fromkeys(numbers, rest), **found}
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
    """What a sentence decides of the numbers in it, and of those that it does not name."""
    if but := _ALL_BUT.search(text):
        left = list(_named(text[but.end() :], known))
        made = all_decided(but.group())
        if left and made:
            yield from left
            yield _REST, Numbered(made[0].verdict, None)
        return
    others = _OTHERS.search(text)
    made = all_decided(text[others.start() :]) if others else []
    if others and made:
        yield _REST, Numbered(made[0].verdict, None)
    yield from _named(text[: others.start()] if others and made else text, known)


def _named(text: str, known: Collection[str]) -> Iterator[tuple[str, Numbered]]:
    """The numbers in a sentence, each with the decision behind it, or where the sentence begins with one, before it."""
    marks = [
        (match.start(), match.end(), mark)
        for match in _marks().finditer(text)
        for mark in [_mark(match)]
        if mark in known and (match["bare"] is None or not _is_count(text, match.start()))
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
        _, behind, verdict = (near or made[-1:])[0]
        stop = marks[at + 1][0] if at + 1 < len(marks) else len(text)
        yield mark, Numbered(verdict, _given(text, (behind, end), end, stop))


def _mark(match: re.Match[str]) -> str:
    place = (match["place"] or "").lower()
    return str(_PLACES.index(place) + 1) if place else _in_figures(match["mark"].lower())


def _is_count(text: str, at: int) -> bool:
    return _COUNT_BEFORE.search(text, max(0, at - _MOST_BEFORE), at) is not None


def _given(text: str, behind: Iterable[int], start: int, stop: int) -> float | None:
    """How much words give: right behind a decision or number, else anywhere between two numbers."""
    words = text[start:stop]
    right = (_right_behind().match(text[at:stop]) for at in behind if at >= start)
    found = [match["count"] for match in right if match] + [match["count"] for match in _AMOUNT.finditer(words)]
    return next((count for count in map(number, found) if count is not None), None)
