"""What a letter decides by the numbers of its list alone, "Approved are 2, 3 and 9", and of all of the list but some.

A bare number may count anything. So only the rows that decide about nearly the whole list in this way are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from imr_desktop.extract.requests.binding import is_legend
from imr_desktop.extract.requests.letter import Letter, place_of, whole
from imr_desktop.extract.requests.numbers import single_number
from imr_desktop.extract.requests.saying import sentences
from imr_desktop.extract.requests.words import Verdict, all_decided

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}
_UNITS = (
    r"visits?|sessions?|tab(?:let)?s?|caps(?:ules)?|days?|weeks?|months?|years?|hours?|units?|mg|mcg|ml|gm?|times|injections?|levels?|"
    r"refills?|treatments?|patch(?:es)?|tubes?|pills?|x\b|per\b|%"
)
_MARK = re.compile(
    rf"(?<![\w./,$-])(?:(?:items?|requests?|numbers?|lines?|nos?\.?|Q|R)\s?#?|#\s?)?[\[(]?"
    rf"(?P<mark>\d{{1,2}}|(?-i:[IVX]{{1,4}}|[A-H])|(?<=[\[(])[a-h](?=[\])]))[\])]?"
    rf"(?![\w%/]|[.,]\d|-\d|\s(?:{_UNITS})\b)",
    re.IGNORECASE,
)
_COUNT_BEFORE = re.compile(
    r"\b(?:for|to|x|of|only|allow(?:ed|s)?|about|least|most|page|age|level|grade|type|section|title)\s\Z", re.IGNORECASE
)
"""Behind what a number counts, or names something else than a request."""
_SIGN = re.compile(r"\W{1,4}(?P<sign>yes|no|ok|okay)\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\b(?:for|to|of|at|allowed|only|as)\s(?:the |just |only )?(?P<count>\d{1,4}|[a-z]+(?:-[a-z]+)?)\b", re.IGNORECASE
)
_BUT = re.compile(
    r"\b(?:all|everything|each|every(?: one)?|the rest)\b[^.;]{0,50}?\b(?:but|except(?:ing)?(?: for)?|"
    r"other than|save|apart from|with the exception of)\b(?P<named>[^.;]{3,160})",
    re.IGNORECASE,
)
_LEAST_SHARE, _MOST_ROWS, _SIGNS = 0.75, 8, {"yes": "certified", "ok": "certified", "okay": "certified", "no": "denied"}
_OPPOSITE: Mapping[Verdict, Verdict] = {"certified": "denied", "denied": "certified"}


class Numbered(NamedTuple):
    """What is decided of a request by its number, and how much is given, where the words behind it say so."""

    verdict: Verdict
    given: float | None


def decided_by_number(letter: Letter) -> list[Numbered | None]:
    """For each request of a letter what rows decide of its number that decide about nearly all of them."""
    marks = [_plain(place_of(letter, one.mentions[0]).mark) for one in letter.items]
    firsts = {mark: at for at, mark in reversed(list(enumerate(marks))) if mark}
    known = {*firsts}
    if len(known) < 2:
        return [None] * len(marks)
    listed = {letter.items[at].mentions[0].row for at in firsts.values()}
    found: dict[str, Numbered] = {}
    for at in range(len(letter.rows)):
        block: dict[str, Numbered] = {}
        for row in range(at, min(at + _MOST_ROWS, len(letter.rows))):
            made = {} if row in listed or is_legend(letter.rows[row].row) else _in_row(letter, row, known)
            if not made and block:
                break
            block = {**made, **block}
        if len(block) > len(found):
            found = block
    told = found if len(found) >= _LEAST_SHARE * len(known) else {}
    return [told.get(mark) if firsts.get(mark) == at else None for at, mark in enumerate(marks)]


def _plain(mark: str) -> str:
    return _ROMAN.get(mark, mark)


def _in_row(letter: Letter, at: int, known: set[str]) -> dict[str, Numbered]:
    found: dict[str, Numbered] = {}
    for part in letter.rows[at].row.parts:
        for sentence in sentences(whole(part)):
            for mark, made in () if sentence.endswith("?") else _in_sentence(sentence, known):
                found.setdefault(mark, made)
    return found


def _in_sentence(text: str, known: set[str]) -> Iterator[tuple[str, Numbered]]:
    """The numbers in a sentence, each with the decision behind it, or where the sentence begins with one, before it."""
    marks = [
        (match.start(), match.end(), mark)
        for match in _MARK.finditer(text)
        for mark in [_plain(match["mark"].lower())]
        if mark in known and not _COUNT_BEFORE.search(text, max(0, match.start() - 12), match.start())
    ]
    made: list[tuple[int, int, Verdict]] = [(one.start, one.end, one.verdict) for one in all_decided(text)]
    for _, end, _ in marks:
        if sign := _SIGN.match(text, end):
            made.append((sign.start("sign"), sign.end(), _SIGNS[sign["sign"].lower()]))  # type: ignore[arg-type]
    made.sort()
    if not marks or not made:
        return
    leads = made[0][0] < marks[0][0]
    for number, (start, end, mark) in enumerate(marks):
        near = [one for one in made if one[1] <= start][-1:] if leads else [one for one in made if one[0] >= end][:1]
        verdict = (near or made[-1:])[0][2]
        stop = marks[number + 1][0] if number + 1 < len(marks) else len(text)
        yield mark, Numbered(verdict, _given(text[end:stop]))


def _given(words: str) -> float | None:
    """How much words behind a decision give."""
    for match in _AMOUNT.finditer(words):
        count = match["count"]
        figure = float(count) if count.isdigit() else single_number(count.lower())
        if figure is not None:
            return figure
    return None


def decided_but(letter: Letter, named_in: Sequence[tuple[str, Sequence[int]]]) -> list[Verdict | None]:
    """For each request what a sentence decides of all but some; `named_in` are such sentences, with whom they leave out."""
    found: list[Verdict | None] = [None] * len(letter.items)
    for sentence, named in named_in:
        match = _BUT.search(sentence)
        said = all_decided(sentence)
        before = [one.verdict for one in said if match and one.end <= match.start("named")]
        made = before[-1] if before else next((one.verdict for one in said), None)
        if made and made in _OPPOSITE and named:
            found = [_OPPOSITE[made] if at in named else made for at in range(len(found))]
    return found


def exceptions(letter: Letter) -> Iterator[tuple[str, str]]:
    """The sentences of a letter that decide of all but some, and the words that name those."""
    for one in letter.rows:
        for part in () if is_legend(one.row) else one.row.parts:
            for sentence in sentences(whole(part)):
                if match := _BUT.search(sentence):
                    yield sentence, match["named"]
