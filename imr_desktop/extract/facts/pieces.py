"""The pieces of a sentence between its breaks, what each says of a sign, and what reaches from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.extract.facts.marks import Mark, Sign
    from imr_desktop.extract.facts.model import Polarity, Side

LEVEL = re.compile(
    r"(?<![\w.])[CTLS]\d{1,2}(?:\s?[-/]\s?[CTLS]?\d{1,2}){0,3}(?:\s?(?:,|and|"
    r"&)\s?[CTLS]\d{1,2}(?:\s?[-/]\s?[CTLS]?\d{1,2})?){0,3}(?![\w.]|/\d)"
)


@dataclass(slots=True)
class Told:
    """A sign as its piece says it; `asked` names what is examined and says nothing by itself."""

    sign: Sign
    asked: bool
    start: int
    polarity: Polarity = ""
    side: Side = ""
    level: str = ""
    placed: bool = False
    doubt: float = 0.0
    resolved: bool = False


@dataclass(slots=True)
class Piece:
    """The words between two breaks; `joined` is the break before it."""

    joined: str
    start: int
    end: int
    marks: list[Mark] = field(default_factory=list)

    def of(self, *whats: str) -> list[Mark]:
        """Its marks of some kinds, in their order."""
        return [mark for mark in self.marks if mark.what in whats]


@dataclass(frozen=True, slots=True)
class Scope:
    """A side that holds for what follows, and the words that say so; `region` is where."""

    side: Side = ""
    words: str = ""
    region: str = ""


NO_SCOPE = Scope()


@dataclass(slots=True)
class State:
    """What reaches from the pieces before: a denial, a judgment ahead of a list, a side, the signs said last."""

    denied: bool = False
    neither: bool = False
    ahead: Polarity = ""
    ahead_asked: bool = False
    lead: Side = ""
    open: list[Told] = field(default_factory=list)
    listed: list[Told] = field(default_factory=list)
    last: list[Told] = field(default_factory=list)
    shared: Side = ""
    shared_region: str = ""
    closed: bool = False

    def begin(self) -> None:
        """Nothing of what was said before reaches what follows."""
        self.denied = self.neither = False
        self.ahead, self.open, self.listed, self.shared = "", [], [], ""


def pieces_of(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Piece]:
    """The pieces of the sentence ``text[start:end]`` with the marks in each."""
    piece = Piece("strong", start, end)
    for mark in marks:
        if mark.what == "break" and not _is_inside_place(text, piece, mark):
            piece.end = mark.start
            yield piece
            piece = Piece(mark.value, mark.end, end)
        elif mark.what != "break":
            piece.marks.append(mark)
    yield piece


def _is_inside_place(text: str, piece: Piece, mark: Mark) -> bool:
    """Whether a break only parts levels (“at L4-5 and L5-S1”) or numbers."""
    return bool(
        mark.value in ("and", ",")
        and re.match(r"\s{0,3}[CTLS]?\d", text[mark.end : mark.end + 6])
        and re.search(r"[CTLS]\d[-/\w]*\s?$", text[max(piece.start, mark.start - 10) : mark.start])
    )
