"""What each word of a paper shows by itself, by its neighbours and by its place: what learned weights count (`learned`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.requests.candidates import Marked
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.care_words import care_word_at
from imr_desktop.extract.requests.counts import counting_words
from imr_desktop.extract.requests.rows import Part
from imr_desktop.extract.requests.saying import verdict_of
from imr_desktop.extract.requests.words import all_decided
from imr_desktop.rules.request.body import body_parts

_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][a-z]+)?|\d+(?:[.,/-]\d+)*|[^\sA-Za-z0-9]")
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+")
_NUMBERED = re.compile(r"[(#]? ?[0-9a-h] ?[.)]")
_SHAPES = ((re.compile(r"[A-Z]+"), "A"), (re.compile(r"[a-z]+"), "a"), (re.compile(r"\d+"), "0"))
_AROUND, _NEAR, _BAG, _LABEL, _HEADING = 3, 2, 12, 4, 10
_MOST_HEADING, _MOST_READ, _FAR = 40, 1_500, 6
_FEW = 3
_SIDES = frozenset({"left", "right", "bilateral", "l", "r"})
UNKNOWN = "?"
"""What stands for a word that papers do not share: names, places, and care itself, which its own traits tell."""
_NONE = "-"

Traits = list[str]


class Word(NamedTuple):
    """A word or sign of a row: of the label (`label`) or the text of one of its parts, and where it stands there."""

    text: str
    part: Part
    number: int
    label: bool
    at: int
    of: int
    start: int
    end: int


def words_in(text: str) -> list[str]:
    """The words and signs of a text, in small letters."""
    return [found.lower() for found in _WORD.findall(text)]


def words_of(one: Marked) -> list[Word]:
    """A row's words, label before text, part by part."""
    return [
        Word(match.group(), part, number, label, at, len(found), *match.span())
        for number, part in enumerate(one.row.parts)
        for label, text in ((True, part.label), (False, part.text))
        for found in [list(_WORD.finditer(text))]
        for at, match in enumerate(found)
    ]


def _small(word: str) -> str:
    return _DIGIT.sub("0", word.lower())


@lru_cache(maxsize=8192)
def _is_care(word: str) -> bool:
    return care_word_at(word) >= 0


@lru_cache(maxsize=8192)
def _marks(word: str, *, known: bool) -> str:
    """What a word is by itself: care, a drug or other word of care, a part of the body or a side, of counting, a figure."""
    care = _is_care(word)
    signs = (
        ("C", care),
        ("M", (care or not known) and names_care(word)),
        ("B", word.lower() in _SIDES or bool(body_parts(word))),
        ("U", word.lower() in counting_words()),
        ("D", word[0].isdigit()),
    )
    return "".join(sign for sign, holds in signs if holds)


@lru_cache(maxsize=8192)
def _shape(word: str) -> str:
    for pattern, sign in _SHAPES:
        word = pattern.sub(sign, word)
    return word


class _Row(NamedTuple):
    """A row with its words, the ones that are known (else `UNKNOWN`), their marks, and what the row decides."""

    marked: Marked
    words: list[Word]
    known: list[str]
    marks: list[str]
    verdict: str
    care: bool


class _Heading(NamedTuple):
    """The heading or leading line above: what it decides, its words, how many rows above."""

    verdict: str = _NONE
    words: tuple[str, ...] = ()
    above: int = 0


class Shown(NamedTuple):
    """A row's words, the traits that all of them have by the row, and those that each has besides."""

    words: list[Word]
    of_row: Traits
    own: list[Traits]


def traits_of(rows: Sequence[Marked], vocabulary: Collection[str]) -> Iterator[Shown]:
    """What each row's words show; of the `vocabulary` are the words that count by themselves."""
    read = [_read(one, vocabulary) for one in rows]
    often = Counter(word for row in read for word in {word.text.lower() for word in row.words})
    heading = _Heading()
    for at, row in enumerate(read):
        heading = heading._replace(above=heading.above + 1)
        before, behind = read[at - 1] if at else None, read[at + 1] if at + 1 < len(read) else None
        of_row = [*_of_row(row, before, behind), *_under(heading, row)]
        yield Shown(row.words, of_row, list(_of_words(row, often)))
        heading = _after(heading, row)


def _read(one: Marked, vocabulary: Collection[str]) -> _Row:
    words = words_of(one)
    known = [small if (small := _small(word.text)) in vocabulary else UNKNOWN for word in words]
    marks = [_marks(word.text, known=name != UNKNOWN) for word, name in zip(words, known, strict=True)]
    care = any(_is_care(word.text) for word in words)
    return _Row(one, words, known, marks, verdict_of(one.row.text[:_MOST_READ]) or _NONE, care)


def _after(heading: _Heading, row: _Row) -> _Heading:
    one = row.marked
    opens = row.words and row.words[-1].text == ":" and len(row.words) < _MOST_HEADING
    if not (one.heading or one.lead or opens):
        return heading
    said = sorted({word for word in row.known if word.isalpha()})[:_HEADING]
    return _Heading(one.verdict or UNKNOWN, tuple(said))


def _under(heading: _Heading, row: _Row) -> Iterator[str]:
    yield f"under {heading.verdict}"
    yield f"under {heading.verdict} decides {row.verdict}"
    yield f"below {min(heading.above, _FAR)}"
    yield from (f"head {word}" for word in heading.words)


def _of_row(row: _Row, before: _Row | None, behind: _Row | None) -> Iterator[str]:
    one, words = row.marked, row.known
    yield f"row {one.row.form}"
    yield f"row aside {one.aside} heading {one.heading} lead {one.lead}"
    yield f"row care {row.care}"
    yield f"row number {_NUMBERED.match(' '.join(word.text for word in row.words[:3])) is not None}"
    yield f"row decides {row.verdict}"
    yield from (f"row word {at} {words[at] if at < len(words) else _NONE}" for at in (0, 1))
    yield f"before decides {before.verdict if before else _NONE}"
    yield f"behind decides {behind.verdict if behind else _NONE}"
    if before:
        yield from (f"before {word}" for word in before.known[-3:])
        yield f"before {before.marked.row.form} care {before.care}"
    if behind:
        yield from (f"behind {word}" for word in behind.known[:2])
        yield f"behind row {behind.marked.row.form}"


def _of_words(row: _Row, often: Counter[str]) -> Iterator[Traits]:
    decided = _decisions(row.words)
    for at in range(len(row.words)):
        yield [*_beside(row, at), *_placed(row, at), *_between(row, at, decided), *_again(row, at, often)]


def _beside(row: _Row, at: int) -> Iterator[str]:
    count = len(row.words)
    for step in range(-_AROUND, _AROUND + 1):
        place = at + step
        if 0 <= place < count:
            yield f"{step} {row.known[place]}"
            if abs(step) <= _NEAR:
                yield f"{step} is {row.marks[place]}"
        else:
            yield f"{step} edge"
    if at:
        yield f"pair {row.known[at - 1]} {row.known[at]}"
    yield f"shape {_shape(row.words[at].text)}"
    yield from (f"left {word}" for word in set(row.known[max(0, at - _BAG) : at]) - {UNKNOWN})
    yield from (f"right {word}" for word in set(row.known[at + 1 : at + 1 + _BAG]) - {UNKNOWN})


def _placed(row: _Row, at: int) -> Iterator[str]:
    word = row.words[at]
    kind = word.part.kind
    yield f"kind {kind}"
    yield f"label {word.label} {kind} {row.marked.row.form}"
    yield f"part {min(word.number, 4)} of {min(len(row.marked.row.parts), 5)}"
    yield f"from start {min(word.at, 4)}"
    yield f"to end {min(word.of - word.at, 4)}"
    yield f"length {min(word.of // 4, 8)}"
    yield from (f"labelled {found}" for found in _LETTERS.findall(word.part.label.lower())[:_LABEL])


def _decisions(words: Sequence[Word]) -> list[tuple[str, int, int]]:
    """What a row's words decide, from which of them up to which."""
    text, starts = "", []
    for word in words:
        starts.append(len(text))
        text += f"{word.text} "
    found = all_decided(text[:_MOST_READ])
    return [
        (one.verdict, sum(start < one.start for start in starts), sum(start < one.end for start in starts)) for one in found
    ]


def left_and_right(words: Sequence[Word], part: Part, start: int) -> tuple[str, str]:
    """What a row decides nearest before a place in a part's text, and nearest behind it."""
    decided = _decisions(words)
    at = next((n for n, word in enumerate(words) if word.part is part and not word.label and word.start >= start), 0)
    return _left(decided, at), _right(decided, at)


def small_words(text: str) -> list[str]:
    """The words and signs of a text as a vocabulary has them: small letters, each digit as 0."""
    return [_small(found) for found in _WORD.findall(text)]


def _left(decided: Sequence[tuple[str, int, int]], at: int) -> str:
    return next((verdict for verdict, _, end in reversed(decided) if end <= at), _NONE)


def _right(decided: Sequence[tuple[str, int, int]], at: int) -> str:
    return next((verdict for verdict, start, _ in decided if start >= at), _NONE)


def _between(row: _Row, at: int, decided: Sequence[tuple[str, int, int]]) -> Iterator[str]:
    left, right = _left(decided, at), _right(decided, at)
    yield f"decided left {left}"
    yield f"decided right {right}"
    yield f"decided {left} {right}"
    yield f"decided {left} {right} row {row.verdict}"


def _again(row: _Row, at: int, often: Counter[str]) -> Iterator[str]:
    """How many other rows have a word that may be of care: what is asked for is named again where it is decided."""
    if row.known[at] == UNKNOWN or row.marks[at]:
        times = min(often[row.words[at].text.lower()] - 1, _FEW)
        yield f"again {times}"
        yield f"again {times} {row.marked.row.form} {row.words[at].part.kind}"
