"""Drafts as pieces: words of our own, and words taken from the case, which stay bound to it. Imports no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from imr_desktop.case.model import BoundText


class Piece(NamedTuple):
    """Words of a draft; `source` names where they were taken from, empty for our own."""

    words: str
    source: str = ""


Pieces = tuple[Piece, ...]


def own(words: str) -> Pieces:
    """Words that are taken from nowhere; no piece for none."""
    return (Piece(words),) if words else ()


def joined(parts: Iterable[Pieces], between: str) -> Pieces:
    """Parts with words between them; empty parts are left out."""
    made: list[Piece] = []
    for part in parts:
        if part:
            made += [*(own(between) if made else ()), *part]
    return tuple(made)


def framed(frame: str, inner: Pieces) -> Pieces:
    """A frame (``The diagnoses are {}``) around pieces."""
    before, _, after = frame.partition("{}")
    return (*own(before), *inner, *own(after))


def text_of(pieces: Iterable[Piece]) -> str:
    """The words of a draft."""
    return "".join(piece.words for piece in pieces)


def ranges_of(pieces: Sequence[Piece], item: str, field: Literal["summary", "rationale"], start: int = 0) -> list[BoundText]:
    """The bound ranges of a draft that begins at `start` of a text."""
    found = []
    for piece in pieces:
        end = start + len(piece.words)
        if piece.source and piece.words:
            found.append(BoundText(item, field, start, end, piece.source))
        start = end
    return found
