"""Words that name what is requested, by weights learned from letters of the measuring ground, none chosen by hand.

A linear chain over the words of a row: each word begins a request's title, goes on with it, or is none of it; the most
likely chain counts (Viterbi). Traits are those of `traits`; `tests.ground.learn_requests` learns the weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.requests.candidates import Candidate, Marked
from imr_desktop.extract.requests.naming import Named, is_sentence
from imr_desktop.extract.requests.rows import Row
from imr_desktop.extract.requests.sheet import entry_of
from imr_desktop.extract.requests.titles import title_of
from imr_desktop.extract.requests.traits import Traits, Word, traits_of
from imr_desktop.paths import resource

if TYPE_CHECKING:
    from imr_desktop.extract.requests.model import Paper

TABLE = "request_words.txt"
UNIT = 100
"""The table's whole numbers for 1."""
TAGS = ("O", "B", "I")
"""No word of a title, its first, and one that goes on with it: the columns of the table."""
_NEVER = -1e9

Scores = tuple[float, float, float]


class Weights(NamedTuple):
    """The words that count by themselves, what each trait counts for each tag, and each tag behind each."""

    vocabulary: frozenset[str]
    traits: Mapping[str, Scores]
    steps: tuple[Scores, Scores, Scores]


class Span(NamedTuple):
    """Words in one part of a row that name a request: the row, and the words from the first up to the last."""

    row: int
    words: tuple[Word, ...]

    @property
    def title(self) -> str:
        """The words as the paper has them."""
        first = self.words[0]
        return (first.part.label if first.label else first.part.text)[self.start : self.end]

    @property
    def start(self) -> int:
        """Where they begin in the part's text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where they end there."""
        return self.words[-1].end


def learned_in(rows: Sequence[Marked], paper: Paper, weights: Weights | None = None) -> Iterator[Span]:
    """Where a paper's rows name what is requested, by the shipped table where no other `weights` are given."""
    weights = weights or table()
    for at, (words, traits) in enumerate(traits_of(rows, weights.vocabulary, paper)):
        tags = _likeliest([_scores(each, weights) for each in traits], weights.steps)
        for first, last in _runs(tags, words):
            yield Span(at, tuple(words[first:last]))


def learned_candidates(rows: Sequence[Marked], spans: Sequence[Span]) -> list[Candidate]:
    """What learned weights tell outside of sentences."""
    return [
        _candidate(rows[span.row], span, title)
        for span in spans
        if not is_told(rows[span.row].row) and (title := title_of(span.title))
    ]


def told_names(rows: Sequence[Marked], spans: Sequence[Span]) -> list[str]:
    """The titles that learned weights tell in sentences: names, of which the sentences say what is decided."""
    return [title for span in spans if is_told(rows[span.row].row) and (title := title_of(span.title))]


def is_told(row: Row) -> bool:
    """Whether a row is of sentences rather than of a list, a table or labels."""
    text = row.text
    return not row.form and len(row.parts) == 1 and not row.parts[0].label and not entry_of(text) and is_sentence(text)


def _candidate(one: Marked, span: Span, title: str) -> Candidate:
    part = span.words[0].part
    labelled = span.words[0].label
    entry = entry_of(one.row.text)
    said = part.text if labelled else part.text[span.end :]
    named = Named(title, span.title, said.strip(" ,;:-"), entry.number if entry else 0, entry is not None)
    return Candidate(
        named, part, span.row, span.title, firm=part.kind == "title", asks=one.asks, above=one.above, learned=True
    )


def _scores(traits: Traits, weights: Weights) -> Scores:
    none = begins = goes_on = 0.0
    for trait in traits:
        found = weights.traits.get(trait)
        if found:
            none += found[0]
            begins += found[1]
            goes_on += found[2]
    return none, begins, goes_on


def _likeliest(scores: Sequence[Scores], steps: tuple[Scores, Scores, Scores]) -> list[int]:
    """The tags of the most likely chain."""
    back: list[list[int]] = []
    best = [*scores[0][:2], _NEVER] if scores else []
    for own in scores[1:]:
        before = [max(range(3), key=lambda tag, to=to: best[tag] + steps[tag][to]) for to in range(3)]  # type: ignore[misc]
        best = [best[tag] + steps[tag][to] + own[to] for to, tag in enumerate(before)]
        back.append(before)
    tags = [max(range(3), key=best.__getitem__)] if best else []
    for before in reversed(back):
        tags.append(before[tags[-1]])
    return tags[::-1]


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
    steps = (_numbers(rows[0]), _numbers(rows[1]), _numbers(rows[2]))
    traits = {trait: _numbers(numbers) for trait, _, numbers in (row.partition("\t") for row in rows[3:])}
    return Weights(frozenset(words.split(" ")), traits, steps)


def _numbers(row: str) -> Scores:
    none, begins, goes_on = (int(number) / UNIT for number in row.split())
    return none, begins, goes_on
