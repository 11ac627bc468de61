"""The side of a sign: beside it, ahead of a verb or a colon, at the end of a list, or of what the list before it said."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from imr_desktop.extract.facts.judging import judges
from imr_desktop.extract.facts.pieces import LEVEL, Piece, State, Told

if TYPE_CHECKING:
    from imr_desktop.extract.facts.marks import Mark
    from imr_desktop.extract.facts.model import Side

_AT_PLACE = re.compile(r"\s(?:over|at|along|in|of|around)\s")


def leading(text: str, piece: Piece, first: Mark) -> Side:
    """The side that is the subject of a piece: it stands before a verb or a colon ahead of the first sign; empty for none."""
    sides = [mark for mark in piece.of("side") if mark.start < first.start]
    if not sides:
        return ""
    verb = next(
        (mark for mark in piece.of("judge") if mark.value == "clause" and sides[-1].end <= mark.start < first.start), None
    )
    colon = ":" in text[sides[-1].end : first.start]
    return one_side(sides) if verb or colon else ""


def one_side(marks: list[Mark]) -> Side:
    """The one side of several words, *bilateral* where they differ."""
    found = {mark.value for mark in marks}
    if len(found) > 1 or "bilateral" in found:
        return "bilateral"
    return "left" if "left" in found else "right"


def place(text: str, one: Told, piece: Piece, mark: Mark, low: int, high: int, state: State, index: int) -> None:
    """Gives a sign the side and the level in its own words, else the side that leads."""
    before = [other for other in piece.of("side") if low <= other.start < mark.start]
    behind = [other for other in piece.of("side") if mark.start <= other.start < high]
    level = LEVEL.search(text, mark.start, high) or LEVEL.search(text, low, mark.start)
    one.level = level[0] if level else ""
    if behind:
        one.side, one.placed = one_side(behind), True
    elif before and (index == 0 or not _is_behind_another(text, low, before[-1])):
        one.side = one_side(before)
    elif state.lead:
        one.side = state.lead
    one.placed = one.placed or _AT_PLACE.match(text, mark.end, high) is not None
    one.placed = one.placed or any(mark.end <= other.start < high for other in piece.of("region"))


def _is_behind_another(text: str, low: int, side: Mark) -> bool:
    """Whether a side belongs to the sign before it ("tenderness of the left shoulder crepitus")."""
    return bool(re.search(r"\b(?:on|over|of|in|at|to|along)\s(?:the\s)?$", text[low : side.start]))


def share(piece: Piece, said: list[Told], listed: list[Mark], state: State) -> None:
    """A side behind the last of a list is that of all before it; one before the first, of all that follow in the list."""
    if not said:
        return
    for one, after in pairwise(said):
        if after.asked and not after.polarity and not one.side and not one.placed:
            one.side = after.side  # "crepitus throughout motion of the right knee"
    own = [one for one in said if one.side and one.placed]
    if own:
        judged = not state.neither and any(judges(mark) and mark.start > listed[-1].start for mark in piece.marks)
        for one in state.listed:
            if not one.side and not one.placed and (one.resolved or not judged):
                one.side = own[0].side
    state.listed = [] if own else [*state.listed, *said]
    if piece.joined in ("and", "or", "nor", ",", "with", "/") and state.shared and not _turns(piece, listed[0], state):
        for one in said:
            fits = not one.placed and (not one.sign.is_test or one.sign.region == state.shared_region or piece.joined != ",")
            if not one.side and fits and _goes_on(piece, listed[0]):
                one.side = state.shared
    first = said[-1]
    state.shared = first.side or ""
    state.shared_region = next((mark.value for mark in piece.of("region")), first.sign.region if first.side else "")


def _turns(piece: Piece, first: Mark, state: State) -> bool:
    """Whether a piece behind a comma judges anew: "positive on the left, negative Finkelstein"."""
    ahead = [mark for mark in piece.marks if mark.start < first.start and judges(mark)]
    return bool(piece.joined == "," and ahead and first.sign and first.sign.is_test and state.last)


def _goes_on(piece: Piece, first: Mark) -> bool:
    """Whether a piece goes on with the list before it: no verb of its own ahead of its sign."""
    return not any(mark.value == "clause" and mark.start < first.start for mark in piece.of("judge"))


def further_side(piece: Piece, sides: list[Mark], region: str, state: State) -> list[Told]:
    """A side alone: that of the signs before where they have none, a second place of them otherwise."""
    if not sides or piece.joined == "strong" or any(mark.value == "clause" for mark in piece.of("judge")):
        if sides:
            state.lead = one_side(sides)
        return []
    side = one_side(sides)
    if all(not one.side for one in state.last):
        for one in state.last:
            one.side = side
        return []
    if not region or piece.joined not in ("and", ",", "or"):
        return []
    return [replace(one, side=side, level="", start=piece.start) for one in state.last if one.side != side and one.placed]
