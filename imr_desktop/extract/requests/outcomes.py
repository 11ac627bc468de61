"""What becomes of each request that a paper seems to name: none at all, asked for, or decided so; by learned weights.

A decision may stand in the request's sentence or the next one, in a cell beside it, in the heading above, in a row below,
under its number elsewhere, or in the same place of another list: each says what it would decide, and the weights how far that
counts. `tests.ground.learn_requests` learns them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import exp
from typing import Literal, NamedTuple

from imr_desktop.extract.requests.binding import MARKED
from imr_desktop.extract.requests.candidates import Marked
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.deciding import ruling_in
from imr_desktop.extract.requests.learned import Item, Mention, Scores, Weights, scores_of, traits_in
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.rows import Row
from imr_desktop.extract.requests.ruling import by_counts, sign
from imr_desktop.extract.requests.saying import sentences, verdict_of
from imr_desktop.extract.requests.sheet import entry_of
from imr_desktop.extract.requests.traits import Traits, left_and_right, small_words, words_of
from imr_desktop.extract.requests.words import Verdict
from imr_desktop.paths import resource

_NONE = "-"
_MOST_READ, _MOST_WORDS, _NEAR, _FAR, _MOST_MENTIONS = 1_500, 40, 3, 12, 4
_AMOUNTS = frozenset({"asked", "allowed", "lost", "amount"})
_MARK = re.compile(r"\W{0,3}(?:[\u2612\u2611\u2713\u2714xX*]|yes)\W{0,3}\Z", re.IGNORECASE)
_LETTERED = re.compile(r"\W{0,3}(?P<mark>\d{1,2}|[a-h]|[ivx]{1,4})[.):]", re.IGNORECASE)


Outcome = Literal["none", "asked", "certified", "modified", "denied", "deferred"]
TABLE = "request_outcomes.txt"
RULED = "rule "
"""How the trait begins that tells what rules bind."""
OUTCOMES: tuple[Outcome, ...] = ("none", "asked", "certified", "modified", "denied", "deferred")
"""The columns of the table: no request at all; one that a paper asks for; what a letter decides."""
_OF_PAPER: Mapping[bool, tuple[Outcome, ...]] = {True: ("none", *OUTCOMES[2:]), False: ("none", "asked")}
"""What may come of an item: of a letter that decides, and of a paper that asks."""


def outcomes_in(
    rows: Sequence[Marked], items: Sequence[Item], ruled: Sequence[Found], *, decides: bool, weights: Weights | None = None
) -> list[dict[Outcome, float]]:
    """How likely each outcome is of each item that a paper names, the likelihoods of one adding up to 1."""
    weights = weights or table()
    return [
        _likelihoods(scores_of(traits, weights.traits, len(OUTCOMES)), _OF_PAPER[decides])
        for traits in traits_of_items(rows, items, ruled, weights.vocabulary, decides=decides)
    ]


def _likelihoods(scores: Scores, able: Sequence[Outcome]) -> dict[Outcome, float]:
    counted = {outcome: exp(scores[OUTCOMES.index(outcome)]) for outcome in able}
    return {outcome: count / sum(counted.values()) for outcome, count in counted.items()}


@cache
def table() -> Weights:
    """The learned table that is shipped."""
    return weights_of(resource("letter", TABLE).read_text("utf-8"))


def weights_of(text: str) -> Weights:
    """A table: its first line the vocabulary, then a trait and what it counts for each outcome a line."""
    words, *rows = text.splitlines()
    return Weights(frozenset(words.split(" ")), traits_in(rows), ())


@lru_cache(maxsize=4096)
def _verdict(text: str) -> Verdict | str:
    """What words decide; a question decides nothing."""
    return _NONE if text.rstrip().endswith("?") else verdict_of(text[:_MOST_READ]) or _NONE


class _Letter(NamedTuple):
    """A letter's rows, what each decides and under which mark, and the rows that do nothing but decide."""

    rows: Sequence[Marked]
    verdicts: list[str]
    marks: list[str]
    rulings: Sequence[tuple[int, str]]


def traits_of_items(
    rows: Sequence[Marked], items: Sequence[Item], ruled: Sequence[Found], vocabulary: Collection[str], *, decides: bool
) -> list[Traits]:
    """The traits of each item, in the order in which a paper names them first; `ruled` are the items as rules bind them."""
    rulings = [
        (at, made.verdict) for at, one in enumerate(rows) if not one.aside and (made := ruling_in(one.row, at)) is not None
    ]
    letter = _Letter(rows, [_said(one.row) for one in rows], [_mark(one.row.text) for one in rows], rulings)
    named = sorted({mention.row for item in items for mention in item.mentions})
    found: list[Traits] = []
    for at, item in enumerate(items):
        traits = [f"decides {decides}", *_of_item(item), *_of_rules(ruled[at]), *_of_letter(letter, at, len(items))]
        for number, mention in enumerate(item.mentions[:_MOST_MENTIONS]):
            which = "first" if number == 0 else "again"
            for trait in _of_mention(letter, mention, named, vocabulary):
                traits += (trait, f"{which} {trait}")
        found.append(traits)
    return found


def _of_item(item: Item) -> Iterator[str]:
    yield f"named {min(len(item.mentions), _MOST_MENTIONS)}"
    best = max(mention.margin for mention in item.mentions)
    yield f"margin {max(-_FAR, min(_FAR, round(best)))}"
    yield f"length {min(len(item.title.split()), 8)}"
    yield f"care {names_care(item.title)} capital {item.title[:1].isupper()} figure {any(map(str.isdigit, item.title))}"


def _said(row: Row) -> str:
    """What a row decides: in the cell or under the label that is for it, by a mark, else in all its words but the amounts."""
    for part in row.parts:
        if part.kind == "decision" and (made := sign(part.text) or verdict_of(part.text)):
            return made
        if part.kind in MARKED and _MARK.match(part.text):
            return MARKED[part.kind]
    words = " ".join(f"{part.label} {part.text}" for part in row.parts if part.kind not in _AMOUNTS)
    return _verdict(words)


def _of_rules(one: Found) -> Iterator[str]:
    yield f"{RULED}{one.verdict or _NONE}"
    yield f"counts {by_counts(one.asked, one.allowed) or _NONE} asked {one.asked is not None}"


def _mark(text: str) -> str:
    entry = entry_of(text)
    found = _LETTERED.match(text)
    return str(entry.number) if entry and entry.number else found["mark"].lower() if found else ""


def _of_letter(letter: _Letter, at: int, count: int) -> Iterator[str]:
    kinds = {verdict for verdict, one in zip(letter.verdicts, letter.rows, strict=True) if verdict != _NONE and not one.aside}
    yield f"letter {' '.join(sorted(kinds))}"
    yield f"rank {letter.rulings[at][1] if len(letter.rulings) == count else _NONE}"


def _of_mention(letter: _Letter, one: Mention, named: Sequence[int], vocabulary: Collection[str]) -> Iterator[str]:
    yield from _in_row(letter, one, vocabulary)
    yield from _around(letter, one, named)


def _in_row(letter: _Letter, one: Mention, vocabulary: Collection[str]) -> Iterator[str]:
    marked = letter.rows[one.row]
    row = marked.row
    first = one.words[0]
    part, end = first.part, 0 if first.label else one.words[-1].end
    yield f"place {row.form} {part.kind} label {first.label} aside {marked.aside} heading {marked.heading} asks {marked.asks}"
    yield f"row {letter.verdicts[one.row]} {row.form}"
    for other in row.parts:
        if other is not part:
            yield f"cell {other.kind} {_verdict(other.text)} {_value(other.text)}"
            if other.kind == "decision":
                yield f"decision {sign(other.text) or _verdict(other.text)}"
            if other.kind in MARKED:
                yield f"column {other.kind} {_value(other.text)}"
            if other.label:
                yield f"cell labelled {_verdict(other.label)} {_value(other.text)}"
    if part.label:
        yield f"label {_verdict(part.label)}"
    before, own, behind = _sentence(part.text, 0 if first.label else first.start)
    yield f"sentence {_verdict(own)}"
    yield f"rest {_verdict(part.text[end:])}"
    yield f"next {_verdict(behind)} care {names_care(behind)}"
    yield f"previous {_verdict(before)} care {names_care(before)}"
    left, right = left_and_right(words_of(marked), part, 0 if first.label else first.start)
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


def _sentence(text: str, place: int) -> tuple[str, str, str]:
    """The sentence before, the one that a mention stands in, and the one behind."""
    found, at = ["", "", ""], 0
    for sentence in sentences(text):
        start = text.find(sentence[:20], at)
        if found[1]:
            found[2] = sentence
            break
        if start + len(sentence) > place:
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
            f"same mark {verdicts[at]}"
            for at, other in enumerate(letter.marks)
            if other == mark and at != one.row and verdicts[at] != _NONE
        }
