"""Which words of a paper name a request, by weights learned from letters of the measuring ground, none chosen by hand.

A linear chain over the words of a row: each word begins a request's title, goes on with it, or is none of it; the most
likely chain counts (Viterbi). Traits are those of `traits`; `tests.ground.learn_requests` learns the weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from operator import add
from typing import NamedTuple

from imr_desktop.extract.likeness import same_request
from imr_desktop.extract.requests.candidates import Candidate, Marked
from imr_desktop.extract.requests.care import is_no_care
from imr_desktop.extract.requests.titles import title_of
from imr_desktop.extract.requests.traits import Traits, Word, traits_of, words_in
from imr_desktop.paths import resource

TABLE = "request_words.txt"
UNIT = 100
"""The tables' whole numbers for 1."""
TAGS = ("O", "B", "I")
"""No word of a title, its first, and one that goes on with it: the columns of the table."""
_LIST = re.compile(r";\s{0,3}\Z|\.\s{1,3}#\s?\d{1,2}[.):]?\s{1,3}\Z")
_STROKE = re.compile(r"\s{0,2}%?\s{0,2}/\s{0,2}")
_LENIENT = 2.0
"""How much more the first word of a title counts than was learned: what is no request is told later (`outcomes`)."""
_NEVER = -1e9

Scores = tuple[float, ...]


class Weights(NamedTuple):
    """The words that count by themselves, what each trait counts for each tag, and each tag behind each."""

    vocabulary: frozenset[str]
    traits: Mapping[str, Scores]
    steps: tuple[Scores, ...]


class Mention(NamedTuple):
    """Words in one part of a row that name a request: the row, the words, and how far they speak for it."""

    row: int
    words: tuple[Word, ...]
    margin: float = 0.0

    @property
    def title(self) -> str:
        """The words as the paper has them."""
        first = self.words[0]
        return (first.part.label if first.label else first.part.text)[first.start : self.words[-1].end]


class Item(NamedTuple):
    """A request by its title, and where the paper names it."""

    title: str
    mentions: tuple[Mention, ...]


def items_in(rows: Sequence[Marked], named: Sequence[Candidate] = (), weights: Weights | None = None) -> list[Item]:
    """What a paper's rows name, each once, in their order; `named` is what lists of words find there besides.

    By the shipped table where no other `weights` are given.
    """
    found: list[Item] = []
    for mention in _mentions_in(rows, named, weights or table()):
        title = title_of(mention.title)
        if not title or is_no_care(title):
            continue
        at = next((at for at, one in enumerate(found) if same_request(one.title, title)), None)
        if at is None:
            found.append(Item(title, (mention,)))
        else:
            found[at] = found[at]._replace(mentions=(*found[at].mentions, mention))
    return found


def _mentions_in(rows: Sequence[Marked], named: Sequence[Candidate], weights: Weights) -> Iterator[Mention]:
    """Where rows name what may be requested."""
    listed: dict[int, list[Candidate]] = {}
    for one in named:
        listed.setdefault(one.row, []).append(one)
    for at, (words, of_row, own) in enumerate(traits_of(rows, weights.vocabulary)):
        none, begins, goes_on = scores_of(of_row, weights.traits, len(TAGS))
        row = none, begins + _LENIENT, goes_on
        scores = [tuple(map(add, row, scores_of(each, weights.traits, len(TAGS)))) for each in own]
        runs = list(_runs(_likeliest(scores, weights.steps), words))
        spans = sorted({span for one in listed.get(at, ()) if (span := _run_of(one, words))})
        runs = [part for run in runs for part in _parted(run, spans, words)]
        for run in spans:
            runs += [] if any(run[0] < last and first < run[1] for first, last in runs) else [run]
        for first, last in _compounds(sorted(one for run in runs for one in _listed(run, words)), words):
            yield Mention(at, tuple(words[first:last]), scores[first][1] - scores[first][0])


def _listed(run: tuple[int, int], words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """A run of words as the requests that it lists: "lumbar fusion; inpatient stay", "1. brace. #2 cane"."""
    first, last = run
    text = words[first].part.label if words[first].label else words[first].part.text
    for at in range(first + 1, last):
        if _LIST.search(text, words[at - 1].start, words[at].start) and words[at].text[0].isalpha():
            yield first, at - 1 if words[at - 1].text == ";" else at
            first = at
    yield first, last


def _parted(run: tuple[int, int], spans: Sequence[tuple[int, int]], words: Sequence[Word]) -> Sequence[tuple[int, int]]:
    """A run as the items that it holds, where lists of words find it to be nothing but several with a comma between."""
    within = [span for span in spans if run[0] <= span[0] and span[1] <= run[1]]
    apart = all(words[one[1]].text == "," and other[0] == one[1] + 1 for one, other in pairwise(within))
    whole = bool(within) and (within[0][0], within[-1][1]) == run
    return within if len(within) > 1 and apart and whole else [run]


def _compounds(runs: Sequence[tuple[int, int]], words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Runs of words, those as one that nothing but a stroke parts: "flurbiprofen 20% / lidocaine 5% cream"."""
    begun: tuple[int, int] | None = None
    for run in runs:
        if begun and (words[begun[0]].number, words[begun[0]].label) == (words[run[0]].number, words[run[0]].label):
            part = words[run[0]].part
            text = part.label if words[run[0]].label else part.text
            if _STROKE.fullmatch(text, words[begun[1] - 1].end, words[run[0]].start):
                begun = begun[0], run[1]
                continue
        if begun:
            yield begun
        begun = run
    if begun:
        yield begun


def _run_of(one: Candidate, words: Sequence[Word]) -> tuple[int, int] | None:
    """From where up to where words are a candidate's title."""
    title = words_in(one.title)
    here = [word.text.lower() if word.part is one.part else "" for word in words]
    return next(((at, at + len(title)) for at in range(len(here)) if title and here[at : at + len(title)] == title), None)


def scores_of(traits: Traits, weights: Mapping[str, Scores], count: int) -> Scores:
    """What traits count together for each of so many tags."""
    return tuple(map(sum, zip(*filter(None, map(weights.get, traits)), strict=True))) or (0.0,) * count


def _likeliest(scores: Sequence[Scores], steps: Sequence[Scores]) -> list[int]:
    """The tags of the most likely chain."""
    tags = range(len(TAGS))
    back: list[list[int]] = []
    best = [*scores[0][:2], _NEVER] if scores else []
    for own in scores[1:]:
        before = [max(tags, key=[best[tag] + steps[tag][to] for tag in tags].__getitem__) for to in tags]
        best = [best[tag] + steps[tag][to] + own[to] for to, tag in enumerate(before)]
        back.append(before)
    chain = [max(tags, key=best.__getitem__)] if best else []
    for before in reversed(back):
        chain.append(before[chain[-1]])
    return chain[::-1]


def _runs(tags: Sequence[int], words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """From where up to where words of one part make a title."""
    at = 0
    while at < len(tags):
        end = at + 1
        if tags[at]:
            place = words[at].number, words[at].label
            while end < len(tags) and tags[end] == TAGS.index("I") and (words[end].number, words[end].label) == place:
                end += 1
            yield at, end
        at = end


@cache
def table() -> Weights:
    """The learned table that is shipped."""
    return weights_of(resource("letter", TABLE).read_text("utf-8"))


def weights_of(text: str) -> Weights:
    """A table: its first line the vocabulary, then each tag behind each, then a trait and what it counts a line."""
    words, *rows = text.splitlines()
    steps = tuple(_numbers(row) for row in rows[: len(TAGS)])
    return Weights(frozenset(words.split(" ")), traits_in(rows[len(TAGS) :]), steps)


def traits_in(rows: Sequence[str]) -> dict[str, Scores]:
    """What each trait counts, a row for each."""
    return {trait: _numbers(numbers) for trait, _, numbers in (row.partition("\t") for row in rows)}


def _numbers(row: str) -> Scores:
    return tuple(int(number) / UNIT for number in row.split())
