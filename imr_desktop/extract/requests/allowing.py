"""How much of a request a letter allows: which of the figures near the request's names, by learned weights.

Each figure that stands at a name, in the cells of its row or right below it is a likely answer; the words around it, and
what rules take it for, are its traits. `tests.ground.learn_requests` learns what each counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import exp
from typing import NamedTuple

from imr_desktop.extract.requests.care_words import care_word_at
from imr_desktop.extract.requests.learned import Mention, Scores, scores_of, traits_in
from imr_desktop.extract.requests.letter import Letter, Place, place_of
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.numbers import MOST, single_number
from imr_desktop.extract.requests.rates import totals_in
from imr_desktop.extract.requests.saying import verdict_of
from imr_desktop.extract.requests.topics import spoken_of
from imr_desktop.paths import resource

TABLE, GIVEN_TABLE = "request_allowed.txt", "request_given.txt"
"""How much is allowed of what is known to be modified; and of what may be certified or modified."""
COLUMNS = ("no", "yes")
_SURE = {TABLE: 0.5, GIVEN_TABLE: 0.7}
_TOKEN = re.compile(r"[a-zA-Z]+(?:-[a-zA-Z]+)?|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|[^\w\s]")
_CLOSES = re.compile(r"[;)\]](?!\s?of\b)")
"""What ends the words of the name before: "(6 of 12); "."""
_FIGURE, _CARE, _BEGIN, _END = "9", "care", "^", "$"
_MENTIONS, _BELOW, _BEHIND, _BEFORE, _BESIDE, _MOST_ROW = 3, 4, 150, 60, 60, 250

Shown = dict[float, set[str]]
"""Figures near a request, and the traits of each."""


class _Stretch(NamedTuple):
    """Words that may hold a figure: what they are to the request, all the text, and from where up to where it counts."""

    where: str
    text: str
    first: int
    last: int


def allowed_by_words(letter: Letter, at: int, taken: Sequence[Found | None], which: str = TABLE) -> float | None:
    """How much a letter allows of its request of that number, by one of the tables; None where no figure is likely enough.

    `taken` are the request as rules bind it, as they found it besides, and as it would stand were it modified.
    """
    weights = table(which)
    likely = {
        figure: 1 / (1 + exp(no - yes))
        for figure, traits in figures_near(letter, at, taken).items()
        for no, yes in [scores_of(sorted(traits), weights, len(COLUMNS))]
    }
    best = max(likely, key=likely.__getitem__, default=None)
    return best if best is not None and likely[best] >= _SURE[which] else None


def figures_near(letter: Letter, at: int, taken: Sequence[Found | None]) -> Shown:
    """The figures near a letter's request of that number, with their traits; `taken` as for `allowed_by_words`."""
    found: Shown = defaultdict(set)
    for nth, mention in enumerate(letter.items[at].mentions[:_MENTIONS]):
        place = place_of(letter, mention)
        if place.mark.isdigit():
            found[float(place.mark)].add("mark of row")
        for stretch in _stretches(letter, place):
            _take(found, stretch if nth == 0 else stretch._replace(where=f"again {stretch.where}"))
    for said in spoken_of(letter)[at]:
        _take(found, _Stretch("spoken" if said.verdict else "spoken next", said.sentence, 0, _MOST_ROW))
    _compare(found)
    if (rank := float(_rank(letter, at))) in found:
        found[rank].add("rank")
    for which, one in zip(("ruled", "told", "taken"), taken, strict=True):
        for role, figure in (("asked", one.asked), ("allowed", one.allowed)) if one else ():
            if figure:
                found[figure].add(f"{which} {role}")
    asked = (taken[-1].asked if taken[-1] else None) or 0.0
    for figure, traits in found.items() if asked else ():
        traits.add("less than asked" if figure < asked else "as asked" if figure == asked else "more than asked")
    return found


def _stretches(letter: Letter, here: Place) -> Iterator[_Stretch]:
    """The words at a name, in the cells of its row, and in the rows below it up to the next name."""
    yield _Stretch("title", here.text, here.start, here.end)
    yield _Stretch("behind", here.text, here.end, min(here.last, here.end + _BEHIND))
    first = max(here.first, here.start - _BEFORE)
    closed = [mark.end() for mark in _CLOSES.finditer(here.text, first, here.start)]
    yield _Stretch("before", here.text, closed[-1] if closed else first, here.start)
    if here.label:
        yield _Stretch("text", here.part.text, 0, _BEHIND)
    for number_, part in enumerate(here.row.parts):
        if part is not here.part:
            side = "left" if number_ < here.number else "right"
            yield _Stretch(f"cell {part.kind} {side}", part.text, 0, _BEHIND)
    for at in range(here.at + 1, min(here.at + 1 + _BELOW, len(letter.rows))):
        if at in letter.named:
            break
        yield _Stretch("below", letter.rows[at].row.text, 0, _MOST_ROW)


def _take(found: Shown, one: _Stretch) -> None:
    """The figures of a stretch, with the words that stand around each."""
    tokens = [(match.group().lower(), *match.span()) for match in _TOKEN.finditer(one.text)]
    rates = [(total, "rate", start, end) for total, start, end in totals_in(one.text)]
    single = [(figure, "", start, end) for word, start, end in tokens if (figure := _figure(word)) is not None]
    first = " first"
    for figure, form, start, end in rates + single:
        if not one.first <= start < one.last:
            continue
        before = [_word(word) for word, _, last in tokens if last <= start][-2:][::-1] or [_BEGIN]
        behind = [_word(word) for word, begins, _ in tokens if begins >= end][:2] or [_END]
        lead = verdict_of(one.text[max(0, start - _BESIDE) : start])
        tail = verdict_of(one.text[end : end + _BESIDE])
        alone = " alone" if before[0] == _BEGIN and behind[0] == _END else ""
        found[figure] |= {
            one.where,
            f"{one.where}{form}{first}{alone}",
            f"{one.where} before {before[0]}",
            f"{one.where} behind {behind[0]}",
            f"{one.where} {before[0]} {behind[0]}",
            f"before {before[0]}",
            f"behind {behind[0]}",
            f"before {' '.join(before)}",
            f"behind {' '.join(behind)}",
            f"lead {lead}",
            f"tail {tail}",
            f"{one.where} lead {lead} tail {tail}",
        }
        first = ""


def _figure(word: str) -> float | None:
    """A number in figures or words."""
    if not word[0].isdigit():
        return single_number(word)
    figure = float(word.replace(",", ""))
    return figure if figure <= MOST else None


def _word(word: str) -> str:
    """A word as a trait: figures are alike, and so is care."""
    if _figure(word) is not None:
        return _FIGURE
    return _CARE if word.isalpha() and care_word_at(word) >= 0 else word


def _compare(found: Shown) -> None:
    """How each figure stands to the others."""
    ordered = sorted(found)
    rates = [figure for figure in ordered if any("rate" in trait for trait in found[figure])]
    for at, figure in enumerate(ordered):
        found[figure] |= {f"greater {min(3, len(ordered) - 1 - at)}", f"smaller {min(3, at)}", f"of {min(5, len(ordered))}"}
        if 2 * figure in found:
            found[figure].add("half of another")
        if figure / 2 in found:
            found[figure].add("twice another")
        if rates and figure not in rates:
            found[figure].add("less than a rate" if figure < max(rates) else "more than a rate")


def _rank(letter: Letter, at: int) -> int:
    """The request's number in the order in which the letter names them."""

    def first(mention: Mention) -> tuple[int, int]:
        return mention.row, mention.words[0].start

    own = first(letter.items[at].mentions[0])
    return 1 + sum(first(one.mentions[0]) < own for one in letter.items)


@cache
def table(name: str) -> Mapping[str, Scores]:
    """Shipped weights: what each trait counts for each of `COLUMNS`."""
    return traits_in(resource("letter", name).read_text("utf-8").splitlines())
