"""What a letter decides by the numbers of its list alone: "Approved are 2, 3 and 9".

A bare number may count anything. So only the rows that decide about nearly the whole list in this way are taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from imr_desktop.extract.requests.clauses import ROMAN
from imr_desktop.extract.requests.letter import Letter, whole
from imr_desktop.extract.requests.numbers import AGAIN, NUMBER, number
from imr_desktop.extract.requests.saying import sentences, verdict_of
from imr_desktop.extract.requests.words import Verdict, all_decided, phrase, units, words_in

_COUNT_BEFORE = re.compile(
    r"\b(?:for|to|x|of|only|allow(?:ed|s)?|about|least|most|page|age|level|grade|type|section|title|"
    r"qty\.?|quantity|amount|number|count|total|units?|visits|sessions|days)[:#]?\s\Z",
    re.IGNORECASE,
)
"""Behind what a number counts, or names something else than a request."""
_JOINS = re.compile(r"(?:[,;&.:(-]|\b(?:and|or|to|through)\b|\A)\s{0,3}\Z", re.IGNORECASE)
"""What stands before a bare number that goes on with the one before it, or begins."""
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
_IN_PART = re.compile(r"\A\W{0,3}\w{1,8}\W{1,4}(?:in part|part(?:ly|ially))\b", re.IGNORECASE)
_LEAST_SHARE, _MOST_ROWS, _MOST_BEFORE = 0.75, 8, 12
_ROWS_EACH, _SHORT, _MOST_SHORT = 4, 3, 30


@cache
def _marks() -> re.Pattern[str]:
    """A number that may be a request's: no amount of what is counted, no day, and no part of a word."""
    return phrase(
        r"(?<![\w./,$-])(?:(?:items?|requests?|numbers?|lines?|Q|R)\s?#?|nos?\.?\s?(?!#)|#\s?|(?P<bare>))[\[(]?"
        r"(?P<mark>\d{1,2}|(?-i:[IVX]{1,4}|[A-H])|(?<=[\[(])[a-h](?=[\])]))[\])]?"
        rf"(?![\w%/]|[.,]\d|-\d|\s(?:{'|'.join(words_in('counted'))})\b)"
        rf"|\b(?P<place>{'|'.join(_PLACES)})(?=,|\s(?:and|or|&|requests?|items?|ones?|services?|treatments?|is|are|was|were)\b)"
    )


@cache
def _right_behind() -> re.Pattern[str]:
    """How much is given, right behind a decision or a number: ": 6 visits", "(6 of 12)", ", 6/12"."""
    return phrase(
        rf"[\W]{{0,5}}(?:(?:only|just|qty\.?|quantity|units|visits|sessions|number|count)"
        rf"(?: (?:allowed|approved|certified))?:? |x ?)?#?"
        rf"(?P<count>{NUMBER}){AGAIN}"
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
    made = list(_by_rows(letter, listed, numbers))
    for at, first in enumerate(made):
        block: dict[str, Numbered] = {}
        for one in made[at : at + max(_MOST_ROWS, _ROWS_EACH * len(numbers))] if first else ():
            if one == {}:
                break
            block = {**(one or {}), **block}
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


def _by_rows(letter: Letter, listed: Collection[int], known: Collection[str]) -> Iterator[dict[str, Numbered] | None]:
    """What each row decides by numbers; None of one that is read with the bare number above it."""
    read_to = 0
    for at in range(len(letter.rows)):
        if at < read_to:
            yield None
            continue
        read_to = at + 1
        if (
            at not in listed
            and letter.marks[at]
            and len(letter.rows[at].row.text.split()) <= _SHORT
            and not letter.verdicts[at]
        ):
            while read_to < min(at + _ROWS_EACH, len(letter.rows)) and _goes_on(letter, read_to):
                read_to += 1
        yield {} if at in listed else _in_rows(letter, range(at, read_to), known)


def _goes_on(letter: Letter, at: int) -> bool:
    """Whether a row may tell of the number above it: it has no number of its own, and names nothing."""
    return not letter.marks[at] and at not in letter.named and len(letter.rows[at].row.text.split()) <= _MOST_SHORT


def _in_rows(letter: Letter, rows: range, known: Collection[str]) -> dict[str, Numbered]:
    """What rows decide by numbers: in a sentence of a part, or of all their words, or behind the number they begin with."""
    text = " ".join(whole(part) for at in rows if at not in letter.legends for part in letter.rows[at].row.parts)
    found = max((_in_sentences(one, known) for one in (letter.sentences_of(rows.start), sentences(text))), key=len)
    opens = _in_figures(letter.marks[rows.start])
    if not found and opens in known and (told := _opened(text)):
        found[opens] = told
    return found


def _in_sentences(read: Iterable[str], known: Collection[str]) -> dict[str, Numbered]:
    found: dict[str, Numbered] = {}
    for sentence in read:
        for mark, made in () if sentence.endswith("?") else _in_sentence(sentence, known):
            found.setdefault(mark, made)
    return found


def _opened(text: str) -> Numbered | None:
    """What words decide that begin with a number, where their sentences agree: "2. The criteria are met. Certified."."""
    said = [sentence for sentence in sentences(text) if not sentence.endswith("?")]
    made = {verdict for sentence in said if (verdict := verdict_of(sentence))}
    sign = _IN_PART.search(text) if not made else None
    if sign:
        return Numbered("modified", _given(text, [sign.end()], 0, len(text)))
    if len(made) != 1:
        return None
    ends = [one.end for one in all_decided(text)]
    verdict = made.pop()
    brief = verdict == "modified" and len(text.split()) <= _MOST_SHORT
    return Numbered(verdict, _given(text, ends, 0, len(text)) if brief else None)


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
    made = all_decided(text[others.start() :]) if others else ()
    if others and made:
        yield _REST, Numbered(made[0].verdict, None)
    yield from _named(text[: others.start()] if others and made else text, known)


def _named(text: str, known: Collection[str]) -> Iterator[tuple[str, Numbered]]:
    """The numbers in a sentence, each with the decision behind it, or where the sentence begins with one, before it."""
    found = list(_marks().finditer(text))
    called = any(one["bare"] is None for one in found)
    marks = [
        (one.start(), one.end(), mark)
        for one in found
        for mark in [_mark(one)]
        if mark in known and (one["bare"] is None or _is_mark(text, one.start(), called=called))
    ]
    made: list[tuple[int, int, Verdict]] = [(one.start, one.end, one.verdict) for one in all_decided(text)]
    for _, end, _ in marks:
        if sign := _SIGN.match(text, end):
            made.append((sign.start("sign"), sign.end(), _SIGNS[sign["sign"].lower()]))
    made.sort()
    if not marks or not made:
        return
    if any(not text[end:start].strip() for (_, end, _), (start, _, _) in pairwise(marks)):  # a table's column
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


def _is_mark(text: str, at: int, *, called: bool) -> bool:
    """Whether a bare number calls a request: it counts nothing, and where another one is `called`, it goes on with that."""
    before = max(0, at - _MOST_BEFORE), at
    return not _COUNT_BEFORE.search(text, *before) and (not called or _JOINS.search(text, *before) is not None)


def _given(text: str, behind: Iterable[int], start: int, stop: int) -> float | None:
    """How much words give: right behind a decision or number, else anywhere between two numbers."""
    words = text[start:stop]
    right = (_right_behind().match(text[at:stop]) for at in behind if at >= start)
    found = [match["count"] for match in right if match] + [match["count"] for match in _AMOUNT.finditer(words)]
    return next((count for count in map(number, found) if count is not None), None)
