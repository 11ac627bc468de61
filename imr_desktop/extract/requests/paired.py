"""Requests listed once, and decided further down under the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imr_desktop.extract.patterns import phrase
from imr_desktop.extract.requests.counts import allowed_in, asked_in, part_of_whole
from imr_desktop.extract.requests.lists import Piece, pieces
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.ruling import ruling, settled
from imr_desktop.extract.requests.sheet import Sheet, entry_of
from imr_desktop.extract.requests.titles import MOST_ITEMS, title_of
from imr_desktop.extract.requests.words import decided, is_treatment

_ASKED = phrase(
    r"\b(?:asked|request(?:ed|s)?|under review|in dispute|submitted|ordered|prescribed|sought|seeking)\b|"
    r"\b(?:treatments?|services?|items?|procedures?)\b[^.]{0,40}:\s{0,9}\Z"
)
_MOST_DECISION = 160


def paired_items(sheet: Sheet) -> Iterator[Found]:
    """The entries of a list without decisions, each with the entry of its number in a later list of decisions alone."""
    runs = list(_runs(pieces(sheet)))
    for at, run in enumerate(runs):
        asked = [_asked(piece) for piece in run]
        if not all(asked):
            continue
        later = next((other for other in runs[at + 1 :] if len(other) == len(run) and all(map(_is_decision, other))), None)
        if later is not None:
            for found, piece in zip(asked, later, strict=True):
                if found is not None:
                    yield _decided(found, piece)
            return


def asked_items(sheet: Sheet) -> Iterator[Found]:
    """The entries, or lines, of lists that say what was asked for and not what became of it."""
    inside, count = False, 0
    for piece in pieces(sheet):
        if piece.text.rstrip().endswith(":") and _ASKED.search(piece.text) and not decided(piece.text):
            inside = True
            continue
        found = _asked(piece) if inside else None
        if found is None or count >= MOST_ITEMS or not (piece.entry or len(piece.text) < 140):
            inside = False
            continue
        count += 1
        yield found


def _runs(listed: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The entries numbered 1, 2, 3 … one after the other."""
    run: list[Piece] = []
    for piece in listed:
        if piece.number == len(run) + 1:
            run.append(piece)
        elif piece.number == 1:
            if run:
                yield run
            run = [piece]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _asked(piece: Piece) -> Found | None:
    entry = entry_of(piece.text)
    words = piece.text[entry.length :] if entry else piece.text
    title = title_of(words)
    if decided(words) or not is_treatment(title) or len(title.split()) > 45:
        return None
    return Found(title, piece.page, piece.first, asked_in(words))


def _is_decision(piece: Piece) -> bool:
    entry = entry_of(piece.text)
    words = piece.text[entry.length :] if entry else piece.text
    made = decided(words)
    return made is not None and made.start <= 14 and len(words) <= _MOST_DECISION


def _decided(found: Found, piece: Piece) -> Found:
    made, both = ruling(piece.text), part_of_whole(piece.text)
    verdict = made.verdict if made else None
    allowed = both.allowed
    if allowed is None and made and verdict in ("modified", "certified"):
        allowed = allowed_in(piece.text[made.end :][:100])
    asked = found.asked if found.asked is not None else both.asked
    return settled(found._replace(asked=asked, allowed=allowed, verdict=verdict, said=piece.text))
