"""A letter as its decisions lie in it: what each row decides, under which mark and heading, where its requests are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.extract.requests.binding import MARKED, is_legend, legend_of
from imr_desktop.extract.requests.candidates import Marked
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.clauses import marked as ruled_marks
from imr_desktop.extract.requests.learned import Item, Mention
from imr_desktop.extract.requests.rows import Part, Row
from imr_desktop.extract.requests.ruling import sign
from imr_desktop.extract.requests.saying import placed_sentences, sentences, verdict_of
from imr_desktop.extract.requests.sheet import entry_of
from imr_desktop.extract.requests.words import Verdict, all_decided

MOST_READ = 1_500
_AMOUNTS = frozenset({"asked", "allowed", "lost", "amount"})
_MARK = re.compile(r"\W{0,3}(?:[\u2612\u2611\u2713\u2714xX*]|yes)\W{0,3}\Z", re.IGNORECASE)
_LETTERED = re.compile(r"\W{0,3}(?P<mark>\d{1,2}|[a-h]|[ivx]{1,4})[.):\]]", re.IGNORECASE)
_CALLED = re.compile(
    r"(?<!\w)\W{0,3}(?:(?:requests?|items?|numbers?|no|rx|lines?|treatments?|services?)\b\.?\s{0,2}(?:no\.?\s?)?#?\s?|#\s?)"
    r"(?P<mark>\d{1,2}|[a-h])\b(?![/-]\d|\.\d)",
    re.IGNORECASE,
)
"""How a row or sentence begins that calls a request by its number: "Request #1", "No. 2:"."""
_INLINE = re.compile(r"[(\[](?P<mark>\d{1,2}|[a-h]|[ivx]{1,4})[)\]]\s(?:\w{1,9}\s){0,3}\Z", re.IGNORECASE)
"""A mark in brackets before a name within a sentence: "(a) an MRI of …, (b) eight visits of …"."""
_BARE = re.compile(r"\W{0,2}0{0,2}(?P<mark>\d{1,2}|[a-h])\W{0,2}\Z", re.IGNORECASE)
_OF_LIST = re.compile(
    r"(?:\b(?:items?|requests?|lines?|nos?\.?|numbers?|treatments?|services?|as to|for)\s{0,2}#?|[\[(#])"
    r"(?:\d{1,2}|[a-h])\b[\])]?"
    r"(?:\s?(?:,|and|&|/)\s?[\[(#]?(?:\d{1,2}|[a-h])\b[\])]?){0,11}",
    re.IGNORECASE,
)
"""Marks of a list's entries in a sentence: "items 1 and 3", "[2] and [5]", "as to b"."""
_ALL = re.compile(
    r"\b(?:both|all|none|neither|each|every|these|those|the (?:above|foregoing|following))\b(?: \w+){0,3}? "
    r"(?:requests?|items?|services?|treatments?|of (?:them|these|the|it)|are|were|is|was)\b|"
    r"\b(?:in (?:full|(?:its|their) entirety)|entire request)\b",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:all|none|each|every|any|nothing|everything)\b[^.;]{0,60} (?:but|except\w{0,3}|save|other than|apart from)\b",
    re.IGNORECASE,
)
"""What leaves some out of all: "all but one"."""
_ONE_MARK = re.compile(r"\b(?:\d{1,2}|[a-h])\b")
_FEW_WORDS, _MOST_HEADED, _LONGEST, _MOST_INLINE, _MOST_CALLED = 3, 15, 3_000, 40, 6


class Place(NamedTuple):
    """A mention in its letter: its row, the part it stands in, from where to where, and the words beside it that are its own.

    `before` and `behind` reach to the names of other requests in the same part; `mark` is the number or letter that stands
    right before it, else its row's.
    """

    at: int
    row: Row
    part: Part
    number: int
    label: bool
    text: str
    start: int
    end: int
    first: int
    last: int
    mark: str

    @property
    def before(self) -> str:
        """The words since the name before it."""
        return self.text[self.first : self.start]

    @property
    def behind(self) -> str:
        """The words up to the next name."""
        return self.text[self.end : self.last]


@dataclass(eq=False)
class Letter:
    """A letter's rows and the requests it seems to name, with what each row decides and the mark it bears.

    `legends` are the rows that say what short signs stand for, and decide nothing; `by_mark` is which request each number or
    letter of a list is of, the first of several.
    """

    rows: Sequence[Marked]
    items: Sequence[Item]
    legends: frozenset[int] = field(init=False)
    verdicts: list[Verdict | None] = field(init=False)
    marks: list[str] = field(init=False)
    heads: list[int | None] = field(init=False)
    named: dict[int, list[Mention]] = field(init=False)
    by_mark: dict[str, int] = field(init=False)
    rulings: list[tuple[int, Verdict]] = field(init=False)
    legend: Mapping[str, Verdict] = field(init=False)
    numbered: dict[str, list[Verdict]] = field(init=False)
    near: dict[str, list[Verdict]] = field(init=False)
    of_all: list[Verdict] = field(init=False)

    def __post_init__(self) -> None:
        """Gather what several relations ask for."""
        rows = self.rows
        self.legends = frozenset(at for at, one in enumerate(rows) if is_legend(one.row))
        self.verdicts = [None if at in self.legends else _said_in_row(one.row) for at, one in enumerate(rows)]
        self.marks = [_mark_of_row(one.row) for one in rows]
        self.heads = list(_heads(rows))
        self.named = {}
        for item in self.items:
            for mention in item.mentions:
                self.named.setdefault(mention.row, []).append(mention)
        self.by_mark = {}
        for number, item in enumerate(self.items):
            if mark := place_of(self, item.mentions[0]).mark:
                self.by_mark.setdefault(mark, number)
        self.rulings = [
            (at, made)
            for at, (one, made) in enumerate(zip(rows, self.verdicts, strict=True))
            if made and at not in self.named and not one.aside
        ]
        self.legend = legend_of([one.row for one in rows])
        self.numbered, self.near, self.of_all = {}, {}, []
        for at in range(len(rows)):
            for sentence in self.sentences_of(at):
                self._take_marks(sentence[:_LONGEST])

    def sentences_of(self, at: int) -> Iterator[str]:
        """The sentences of a row, each label with its value; none of a legend."""
        for part in () if at in self.legends else self.rows[at].row.parts:
            yield from sentences(whole(part))

    def _take_marks(self, sentence: str) -> None:
        """Which marks of a list a sentence decides: by its form, and by the decision that stands nearest; or all of them."""
        if _ALL.search(sentence) and not _BUT.search(sentence) and not names_care(sentence) and (made := decides(sentence)):
            self.of_all.append(made)
        ruled = ruled_marks(sentence)
        for number in ruled.numbers:
            if made := verdict_of(ruled.words) or verdict_of(sentence):
                self.numbered.setdefault(str(number), []).append(made)
        found = list(_OF_LIST.finditer(sentence))
        made_here = all_decided(sentence) if found and decides(sentence) else ()
        for marks in found if made_here else ():
            nearest = min(made_here, key=lambda one: min(abs(one.start - marks.end()), abs(marks.start() - one.end)))
            for mark in _ONE_MARK.findall(marks.group().lower()):
                self.near.setdefault(mark, []).append(nearest.verdict)


def whole(part: Part) -> str:
    """A part's words with its label."""
    return f"{part.label}: {part.text}" if part.label else part.text


def _heads(rows: Sequence[Marked]) -> Iterator[int | None]:
    """For each row the one above it that heads it, or leads to it."""
    head: int | None = None
    for at, one in enumerate(rows):
        yield head
        text = one.row.text.rstrip()
        if one.heading or one.lead or (text.endswith(":") and len(text.split()) < _MOST_HEADED):
            head = at


@lru_cache(maxsize=8192)
def decides(text: str) -> Verdict | None:
    """What words decide, short ones by a sign, too; a question decides nothing."""
    text = text.strip()
    if not text or text.endswith("?"):
        return None
    return verdict_of(text[:MOST_READ]) or (sign(text) if len(text.split()) <= _FEW_WORDS else None)


def _said_in_row(row: Row) -> Verdict | None:
    """What a row decides: in the cell or under the label that is for it, by a mark, else in all its words but the amounts."""
    for part in row.parts:
        if part.kind == "decision" and (made := sign(part.text) or verdict_of(part.text)):
            return made
        if part.kind in MARKED and is_mark(part.text):
            return MARKED[part.kind]
    words = " ".join(f"{part.label} {part.text}" for part in row.parts if part.kind not in _AMOUNTS)
    return None if words.rstrip().endswith("?") else verdict_of(words[:MOST_READ])


def is_mark(text: str) -> bool:
    """Whether a cell holds nothing but a mark."""
    return _MARK.match(text) is not None


def mark_of(text: str) -> str:
    """The mark or number that a row begins with, as an entry of a list."""
    entry = entry_of(text)
    found = _LETTERED.match(text) or _CALLED.match(text)
    return str(entry.number) if entry and entry.number else found["mark"].lower() if found else ""


def _mark_of_row(row: Row) -> str:
    """The same of a row; of a table the number that stands in its first cell, of a short one that it calls ("As to #1")."""
    bare = _BARE.match(row.parts[0].text) if len(row.parts) > 1 and not row.parts[0].label else None
    if bare:
        return bare["mark"].lower()
    behind = _CALLED.search(row.text) if len(row.text.split()) <= _MOST_CALLED else None
    return mark_of(row.text) or (behind["mark"].lower() if behind else "")


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """From where up to where the sentence goes that a place stands in."""
    ends = ((start, start + len(sentence)) for start, sentence in placed_sentences(text))
    return next((one for one in ends if one[1] > place), (0, len(text)))


def sentence_of(text: str, place: int) -> tuple[str, str, str]:
    """The sentence before, the one that a place stands in, and the one behind."""
    before = own = ""
    for start, sentence in placed_sentences(text):
        if own:
            return before, own, sentence
        if start + len(sentence) > place:
            own = sentence
        else:
            before = sentence
    return before, own, ""


def place_of(letter: Letter, mention: Mention) -> Place:
    """Where a mention stands."""
    row, first = letter.rows[mention.row].row, mention.words[0]
    part, start, end = first.part, first.start, mention.words[-1].end
    text = part.label if first.label else part.text
    beside = [
        (other.words[0].start, other.words[-1].end)
        for other in letter.named[mention.row]
        if other is not mention and other.words[0].part is part and other.words[0].label == first.label
    ]
    before = max((last for _, last in beside if last <= start), default=0)
    behind = min((begins for begins, _ in beside if begins >= end), default=len(text))
    number = next(at for at, one in enumerate(row.parts) if one is part)
    inline = _INLINE.search(text, max(0, start - _MOST_INLINE), start)
    mark = inline["mark"].lower() if inline else letter.marks[mention.row]
    return Place(mention.row, row, part, number, first.label, text, start, end, before, behind, mark)
