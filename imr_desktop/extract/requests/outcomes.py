"""What a letter decides on each request that it names, by what stands around its words: the traits of learned weights.

A decision may stand in the request's sentence or the next one, in a cell beside it, in the heading above, in a row below, under
its number elsewhere, or in the same place of another list: each says what it would decide, and the weights how far it counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.requests.candidates import Marked
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.deciding import ruling_in
from imr_desktop.extract.requests.saying import sentences, verdict_of
from imr_desktop.extract.requests.sheet import entry_of
from imr_desktop.extract.requests.traits import Traits, left_and_right, small_words, words_of
from imr_desktop.extract.requests.words import Verdict

_NONE = "-"
_MOST_READ, _MOST_WORDS, _NEAR, _FAR = 1_500, 40, 3, 12
_MARK = re.compile(r"\W{0,3}(?:[\u2612\u2611\u2713\u2714xX*]|yes)\W{0,3}\Z", re.IGNORECASE)
_LETTERED = re.compile(r"\W{0,3}(?P<mark>\d{1,2}|[a-h]|[ivx]{1,4})[.):]", re.IGNORECASE)


class Mention(NamedTuple):
    """Where a request is named: the row, the part of it, and the words from where up to where of the part's text."""

    row: int
    part: int
    start: int
    end: int


@lru_cache(maxsize=4096)
def _verdict(text: str) -> Verdict | str:
    return verdict_of(text[:_MOST_READ]) or _NONE


class _Letter(NamedTuple):
    """A letter's rows, what each decides and under which mark, and the rows that do nothing but decide."""

    rows: Sequence[Marked]
    verdicts: list[str]
    marks: list[str]
    rulings: list[tuple[int, str]]


def traits_of_items(
    rows: Sequence[Marked], items: Sequence[Sequence[Mention]], vocabulary: Collection[str]
) -> list[Traits]:
    """The traits of each item, in the order in which a letter names them first."""
    rulings = [
        (at, made.verdict) for at, one in enumerate(rows) if not one.aside and (made := ruling_in(one.row, at)) is not None
    ]
    letter = _Letter(rows, [_verdict(one.row.text) for one in rows], [_mark(one.row.text) for one in rows], rulings)
    named = sorted({mention.row for item in items for mention in item})
    return [
        [*_of_letter(letter, at, len(items)), *(trait for n, one in enumerate(item) for trait in _of_mention(letter, one, n, named, vocabulary))]
        for at, item in enumerate(items)
    ]


def _mark(text: str) -> str:
    entry = entry_of(text)
    found = _LETTERED.match(text)
    return str(entry.number) if entry and entry.number else found["mark"].lower() if found else ""


def _of_letter(letter: _Letter, at: int, count: int) -> Iterator[str]:
    kinds = {verdict for verdict, one in zip(letter.verdicts, letter.rows, strict=True) if verdict != _NONE and not one.aside}
    yield f"letter {' '.join(sorted(kinds))}"
    yield f"rank {letter.rulings[at][1] if len(letter.rulings) == count else _NONE}"


def _of_mention(
    letter: _Letter, one: Mention, number: int, named: Sequence[int], vocabulary: Collection[str]
) -> Iterator[str]:
    which = "first" if number == 0 else "again"
    for trait in (*_in_row(letter, one, vocabulary), *_around(letter, one, named)):
        yield f"{which} {trait}"
        yield trait


def _in_row(letter: _Letter, one: Mention, vocabulary: Collection[str]) -> Iterator[str]:
    marked = letter.rows[one.row]
    row = marked.row
    part = row.parts[one.part]
    yield f"row {letter.verdicts[one.row]} {row.form}"
    for other in row.parts:
        if other is not part:
            yield f"cell {other.kind} {_verdict(other.text)}"
            if other.label:
                yield f"cell labelled {_verdict(other.label)} {_value(other.text)}"
    if part.label:
        yield f"label {_verdict(part.label)}"
    before, own, behind = _sentence(part.text, one)
    yield f"sentence {_verdict(own)}"
    yield f"rest {_verdict(part.text[one.end :])}"
    yield f"next {_verdict(behind)} care {names_care(behind)}"
    yield f"previous {_verdict(before)} care {names_care(before)}"
    left, right = left_and_right(words_of(marked), part, one.start)
    yield f"left {left} right {right}"
    yield f"left {left}"
    yield f"right {right}"
    yield from (f"word {word}" for word in set(small_words(own)[:_MOST_WORDS]) & set(vocabulary))
    yield from (f"next word {word}" for word in set(small_words(behind)[:_MOST_WORDS]) & set(vocabulary))


def _value(text: str) -> str:
    """What a cell holds, where it says no decision: a mark, a figure, nothing."""
    if _MARK.match(text):
        return "mark"
    return "none" if not text.strip(" -0") else "figure" if text.strip()[:1].isdigit() else "words"


def _sentence(text: str, one: Mention) -> tuple[str, str, str]:
    """The sentence before, the one that a mention stands in, and the one behind."""
    found, at = ["", "", ""], 0
    for sentence in sentences(text):
        start = text.find(sentence[:20], at)
        if found[1]:
            found[2] = sentence
            break
        if start + len(sentence) > one.start:
            found[1] = sentence
        else:
            found[0] = sentence
        at = max(at, start + len(sentence))
    return found[0], found[1], found[2]


def _around(letter: _Letter, one: Mention, named: Sequence[int]) -> Iterator[str]:
    rows, verdicts = letter.rows, letter.verdicts
    for step in (-2, -1, 1, 2, 3):
        at = one.row + step
        here = 0 <= at < len(rows)
        yield f"at {step} {verdicts[at] if here else _NONE} named {at in named}"
    yield from (f"above {heading.verdict}" for heading in rows[one.row].above)
    head = next((at for at in range(one.row - 1, -1, -1) if rows[at].heading or rows[at].lead), None)
    yield f"head {verdicts[head] if head is not None else _NONE}"
    end = next((at for at in named if at > one.row), len(rows))
    below = next((at for at in range(one.row + 1, min(end, one.row + _FAR)) if verdicts[at] != _NONE), None)
    yield f"below {verdicts[below] if below is not None else _NONE} near {below is not None and below - one.row <= _NEAR}"
    start = next((at for at in reversed(named) if at < one.row), -1)
    over = next((at for at in range(one.row - 1, max(start, one.row - _FAR), -1) if verdicts[at] != _NONE), None)
    yield f"over {verdicts[over] if over is not None else _NONE} near {over is not None and one.row - over <= _NEAR}"
    up = next((verdict for at, verdict in reversed(letter.rulings) if at < one.row), _NONE)
    yield f"ruling above {up}"
    mark = letter.marks[one.row]
    if mark:
        yield from {
            f"same mark {verdicts[at]}" for at, other in enumerate(letter.marks) if other == mark and at != one.row and verdicts[at] != _NONE
        }
