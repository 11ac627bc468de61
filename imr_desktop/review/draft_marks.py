"""What of a text is a draft's, and how another draft takes its place: the reviewer's words are never touched.

A draft is sentences, each under a key (``patient``, ``finding:f1``, ``not met:tpi.5``). Their words go into the text as bound
ranges: what was taken from the case under its source, the draft's own words under ``draft:<digest>:<key>``, where the digest
is that of the sentence's frame. A sentence is still the draft's while its frame stands in the text as it was drafted; words
typed inside make it the reviewer's, and the same sentence is not drafted again beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from imr_desktop.case import bound
from imr_desktop.case.model import BoundText, Case

if TYPE_CHECKING:
    from collections.abc import Mapping

Field = Literal["summary", "rationale"]
_DIGITS = 12
_APART = "\n\n"


class Fragment(NamedTuple):
    """Words of a draft; `source` names where they were taken from, empty for our own."""

    words: str
    source: str = ""


Fragments = tuple[Fragment, ...]


class Drafted(NamedTuple):
    """One sentence of a draft."""

    key: str
    fragments: Fragments

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(fragment.words for fragment in self.fragments)

    @property
    def mark(self) -> str:
        """The source that its own words are bound to."""
        return _mark(self.key, self.fragments)


def own(words: str) -> Fragments:
    """Words that are taken from nowhere; no fragment for none."""
    return (Fragment(words),) if words else ()


def framed(frame: str, inner: Fragments) -> Fragments:
    """A frame (``The diagnoses are {}``) around fragments."""
    before, _, after = frame.partition("{}")
    return (*own(before), *inner, *own(after))


def text_of(sentences: Iterable[Drafted]) -> str:
    """A draft's words."""
    return " ".join(sentence.text for sentence in sentences)


def _mark(key: str, fragments: Iterable[Fragment]) -> str:
    frame = "".join(f"\x00{one.source}\x00" if one.source else one.words for one in fragments)
    return f"{bound.DRAFT}{hashlib.sha256(frame.encode()).hexdigest()[:_DIGITS]}:{key}"


# --- what of a text is a draft's ------------------------------------------------------------------------------------------


class Standing(NamedTuple):
    """A text as its own words and the draft's sentences that still stand in it: (start, end, key) of each, in order.

    `taken` are the marks of sentences that the reviewer made theirs.
    """

    text: str
    sentences: tuple[tuple[int, int, str], ...]
    taken: frozenset[str]

    @property
    def own_words(self) -> str:
        """The reviewer's words, with a line end where a draft's stood."""
        edges = [0, *(edge for start, end, _ in self.sentences for edge in (start, end)), len(self.text)]
        return "\n".join(self.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


def standing(text: str, ranges: Sequence[BoundText]) -> Standing:
    """What of a text is a draft's."""
    found = [(run[0].start, run[-1].end, mark) for run, mark in _runs(text, ranges)]
    intact = {mark for _, _, mark in found}
    left = {one.source for one in ranges if one.source.startswith(bound.DRAFT)} - intact
    return Standing(text, tuple((start, end, mark.split(":", 2)[2]) for start, end, mark in found), frozenset(left))


def _runs(text: str, ranges: Sequence[BoundText]) -> Iterator[tuple[list[BoundText], str]]:
    """The neighbouring ranges that make up a draft's whole sentence, each with its mark; no mark comes twice."""
    seen: set[str] = set()
    for run in _neighbours(ranges):
        marks = {one.source for one in run if one.source.startswith(bound.DRAFT)}
        mark = next(iter(marks), "")
        if len(marks) == 1 and mark not in seen and _whole(text, run, mark):
            seen.add(mark)
            yield run, mark


def _neighbours(ranges: Sequence[BoundText]) -> Iterator[list[BoundText]]:
    run: list[BoundText] = []
    for one in ranges:
        if run and run[-1].end != one.start:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _whole(text: str, run: Sequence[BoundText], mark: str) -> bool:
    """Whether the ranges say what was drafted, and stand as a sentence of their own."""
    start, end = run[0].start, run[-1].end
    if text[end : end + 1].strip() or (start and not text[start - 1].isspace()):
        return False
    line = text[:start].rsplit("\n", 1)[-1].rstrip()
    if line and not line.endswith((".", "?", "!", "\u201d", "]")):
        return False
    words = (Fragment(text[one.start : one.end], "" if one.source == mark else one.source) for one in run)
    return _mark(mark.split(":", 2)[2], words) == mark


# --- another draft in its place -------------------------------------------------------------------------------------------


class _Built:
    """A text in the making, with its bound ranges."""

    def __init__(self, item: str, field: Field) -> None:
        self.text, self.ranges, self._place = "", list[BoundText](), (item, field)

    def keep(self, words: str, start: int, ranges: Iterable[BoundText]) -> None:
        """Add words that stood at `start` of the text before, with the ranges in them."""
        by, end = len(self.text) - start, start + len(words)
        for one in ranges:
            if start <= one.start and one.end <= end:
                self.ranges.append(BoundText(one.item, one.field, one.start + by, one.end + by, one.source))
        self.text += words

    def draft(self, sentences: Sequence[Drafted]) -> None:
        """Add a draft's sentences."""
        for at, sentence in enumerate(sentences):
            self.text += " " if at else ""
            for words, source in sentence.fragments:
                start = len(self.text)
                self.text += words
                if words:
                    self.ranges.append(BoundText(*self._place, start, len(self.text), source or sentence.mark))


def put(case: Case, item: str, field: Field, sentences: Sequence[Drafted]) -> Case:
    """The case with a draft in the place of the one before, or behind what is written where there is none.

    A new sentence goes where the sentence before it in the draft stands, so that words written between two drafted sentences
    keep their neighbours. Raises KeyError where there is no such text.
    """
    text, ranges = bound.text_of(case, item, field), bound.ranges(case, item, field)
    if text is None:
        raise KeyError(item or field)
    before = standing(text, ranges)
    fresh = [sentence for sentence in sentences if sentence.mark not in before.taken]
    blocks = _blocks(before)
    if not blocks and not fresh:
        return case
    built = _Built(item, field)
    parts = _parts(blocks, fresh)
    at = 0
    for (start, end, _), part in zip(blocks, parts, strict=True):
        gap, behind = (text[at:start], end) if part else _closed(text[at:start], text, end)
        built.keep(gap, at, ranges)
        built.draft(part)
        at = behind
    built.keep(text[at:], at, ranges)
    if not blocks:
        built = _Built(item, field)
        own_words = text.rstrip() if text.strip() else ""
        built.keep(own_words + (_APART if own_words else ""), 0, ranges)
        built.draft(fresh)
    return bound.with_text(case, item, field, built.text, built.ranges)


def _blocks(before: Standing) -> list[tuple[int, int, tuple[str, ...]]]:
    """The draft's sentences with nothing but a space between, as one: start, end, keys."""
    blocks: list[tuple[int, int, tuple[str, ...]]] = []
    for start, end, key in before.sentences:
        if blocks and before.text[blocks[-1][1] : start] == " ":
            blocks[-1] = (blocks[-1][0], end, (*blocks[-1][2], key))
        else:
            blocks.append((start, end, (key,)))
    return blocks


def _parts(blocks: Sequence[tuple[int, int, tuple[str, ...]]], fresh: Sequence[Drafted]) -> list[list[Drafted]]:
    """The sentences that go into each block: those of its keys, and behind each the new ones that follow it."""
    places: Mapping[str, int] = {key: at for at, (_, _, keys) in enumerate(blocks) for key in keys}
    parts: list[list[Drafted]] = [[] for _ in blocks]
    at = next((places[one.key] for one in fresh if one.key in places), 0)
    for sentence in fresh if blocks else ():
        at = places.get(sentence.key, at)
        parts[at].append(sentence)
    return parts


def _closed(gap: str, text: str, end: int) -> tuple[str, int]:
    """The gap before a block that goes, and where the text goes on: the space around it is there once."""
    if end >= len(text):
        return gap.rstrip(" \n"), end
    behind = len(text) - len(text[end:].lstrip(" \n"))
    if not gap:
        return "", behind
    space, after = gap[len(gap.rstrip(" \n")) :], text[end:behind]
    longer = space if len(space) >= len(after) else after
    return gap.rstrip(" \n") + longer, behind
