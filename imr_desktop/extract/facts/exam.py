"""Signs of the examination and symptoms, each with side, level and polarity, out of one sentence.

A sentence is cut at its breaks into pieces. A judgment or a side reaches from its piece over a list to the pieces beside
it; a piece with a judgment and a side but no sign says something else of the sign before it ("positive on the right,
negative on the left"). A side that stands before a verb or a comma is the scope of all that follows without one of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from imr_desktop.extract.facts.judging import judges, judgment
from imr_desktop.extract.facts.marks import Mark, Sign, marks_of
from imr_desktop.extract.facts.model import Polarity, Side
from imr_desktop.extract.facts.pieces import LEVEL, NO_SCOPE, Piece, Scope, State, Told, pieces_of
from imr_desktop.extract.facts.sides import further_side, leading, one_side, place, share

_LISTING = frozenset({",", ".", "/", "-", "--", "\u2013", "\u2014", "\u2022", "box"})
_UNKNOWN = re.compile(r"\b(?!the\b|and\b|side\b|there\b|that\b|those\b)[A-Za-z]{3,}")


class SignFound(NamedTuple):
    """A sign said of somebody: `doubt` where no judgment stands beside it; `scope` where its side came from."""

    sign: Sign
    polarity: Polarity
    side: Side
    level: str
    start: int
    doubt: float = 0.0
    scope: str = ""
    asked: bool = False


def find_signs(text: str, start: int, end: int, phrases: list[Mark], scope: Scope = NO_SCOPE) -> list[SignFound]:
    """The signs in the sentence ``text[start:end]``; `scope` is a side that a heading before it gives."""
    marks = marks_of(text, start, end, phrases)
    if not any(mark.what == "sign" for mark in marks):
        return []
    said: list[Told] = []
    state = State()
    pieces = [piece for piece in pieces_of(text, start, end, marks) if piece.joined != "off"]
    listed = any(piece.joined in ("or", "nor") for piece in pieces)
    for piece in pieces:
        if not listed and _begins_anew(text, piece, state):
            state.begin()
        said += _read(text, piece, state)
    found = [_final(one, scope) for one in said if one.polarity or one.doubt or not one.asked]
    return list({one[:4]: one for one in reversed(found)}.values())[::-1]


def _begins_anew(text: str, piece: Piece, state: State) -> bool:
    """Whether a piece of a list says all of its sign: behind a label with a colon, or a side where the last one had its own.

    Notes in short hand are such lists ("no effusion L, tender R, SLR: neg L"); in prose an *or* goes on with what was denied.
    """
    signs = [mark for mark in piece.marks if mark.what == "sign"]
    if not signs or piece.joined not in _LISTING:
        return False
    labelled = ":" in text[piece.start : signs[0].end + 1]
    return labelled or (state.closed and bool(piece.of("side")))


def _final(one: Told, scope: Scope) -> SignFound:
    polarity, doubt = one.polarity, one.doubt
    if not polarity and not one.sign.is_test and not doubt:
        polarity = "present"
    elif not polarity:
        doubt = max(doubt, 0.5)
    side, words = one.side, ""
    if not side and scope.side and one.sign.has_side:
        side, words = scope.side, scope.words
    return SignFound(one.sign, polarity, side if one.sign.has_side else "", one.level, one.start, doubt, words, one.asked)


def _read(text: str, piece: Piece, state: State) -> list[Told]:
    if piece.joined == "strong":
        state.begin()
    elif piece.joined == "with":
        state.denied, state.ahead = False, ""
    signs = [mark for mark in piece.marks if mark.what == "sign"]
    if signs and piece.joined == "with" and state.last and _only_asked(piece, signs):
        signs = []
    if signs:
        return _with_signs(text, piece, signs, state)
    return _without_signs(text, piece, state)


def _only_asked(piece: Piece, signs: list[Mark]) -> bool:
    """Whether a piece only names the motion that something was found with ("weakness with resisted abduction")."""
    judged = [mark for mark in piece.marks if judges(mark) and mark.what != "strength"]
    return not judged and all(mark.value == "asked" and mark.sign and mark.sign.name == "limited motion" for mark in signs)


# --- pieces with signs -----------------------------------------------------------------------------------------------------


def _with_signs(text: str, piece: Piece, marks: list[Mark], state: State) -> list[Told]:
    said: list[Told] = []
    named = {mark.sign.name for mark in marks if mark.sign and mark.value != "asked"}
    listed = [mark for mark in marks if mark.value != "asked" or (mark.sign and mark.sign.name not in named)]
    seen: set[str] = set()
    listed = [mark for mark in listed if mark.sign and not (mark.sign.name in seen or seen.add(mark.sign.name))]  # type: ignore[func-returns-value]
    if not listed:
        return []
    _begin_clause(piece, listed[0], state)
    state.lead = leading(text, piece, listed[0]) or state.lead
    for index, mark in enumerate(listed):
        assert mark.sign is not None
        one = Told(mark.sign, mark.value == "asked", mark.start)
        low = listed[index - 1].end if index else piece.start
        high = listed[index + 1].start if index + 1 < len(listed) else piece.end
        ahead = [other for other in piece.marks if low <= other.start < mark.start and judges(other)]
        behind = [other for other in piece.marks if mark.end <= other.start < high and judges(other)]
        _judge(one, mark, ahead, behind, state)
        place(text, one, piece, mark, low, high, state, index)
        said.append(one)
    share(piece, said, listed, state)
    state.closed = bool(piece.of("side")) or (bool(state.lead) and ":" in text[piece.start : listed[0].start])
    state.last = said
    return said


def _begin_clause(piece: Piece, first: Mark, state: State) -> None:
    """A verb before the first sign, or a judgment of its own, ends what was denied or judged before."""
    if any(mark.value == "neither" for mark in piece.of("judge")):
        state.neither = state.denied = True
    own = [mark for mark in piece.marks if mark.start < first.start and (mark.value == "clause" or judges(mark))]
    if own and not state.neither:
        state.denied, state.ahead = False, ""
        if any(mark.value == "clause" for mark in own):
            state.open, state.listed = [], []


def _judge(one: Told, mark: Mark, ahead: list[Mark], behind: list[Mark], state: State) -> None:
    if mark.value == "absent":
        one.polarity = "absent"
        return
    after = _behind(behind, one)
    if after:
        one.polarity, one.doubt = judgment(
            [*(m for m in ahead if m.value == "negate" and one.sign.is_test and not one.asked), *after]
            if not ahead
            else after,
            one.sign,
            one.asked,
            neither=state.neither,
        )
        if ahead and one.polarity and not one.sign.is_test:
            mine, _ = judgment(ahead, one.sign, one.asked)
            one.polarity = mine or one.polarity
        if one.polarity or one.doubt:
            _resolve(state, after, one)
            return
    if ahead:
        one.polarity, one.doubt = judgment(ahead, one.sign, one.asked, neither=state.neither)
        if one.polarity:
            state.denied = any(m.value == "negate" for m in ahead)
            state.ahead, state.ahead_asked = one.polarity if not state.denied else "", one.asked
            state.open = [one]
            return
    if state.denied and not one.asked:
        one.polarity = "absent"
    elif state.ahead and state.ahead_asked == one.asked:
        one.polarity = state.ahead
    state.open.append(one)


def _behind(behind: list[Mark], one: Told) -> list[Mark]:
    """The judgments behind a sign that are its own: for a sign that is there by itself, words such as *absent* alone."""
    if one.sign.is_test or one.asked:
        return behind
    return [
        mark
        for mark in behind
        if mark.value in ("absent", "negative", "negate", "equivocal", "positive") or mark.what == "symbol"
    ]


def _resolve(state: State, behind: list[Mark], last: Told) -> None:
    """A judgment at the end of a list is that of all its members without one ("Hawkins and Neer are positive")."""
    for one in state.open:
        if one.polarity or (one.sign.is_test != last.sign.is_test):
            continue
        one.polarity, one.doubt = judgment(behind, one.sign, one.asked)
        one.resolved = True
    state.open = []


# --- pieces without signs --------------------------------------------------------------------------------------------------


def _without_signs(text: str, piece: Piece, state: State) -> list[Told]:
    sides, judged = piece.of("side"), [mark for mark in piece.marks if judges(mark)]
    region = next((mark.value for mark in piece.of("region")), "")
    if any(mark.value == "neither" for mark in piece.of("judge")):
        state.neither = True
    if not state.last:
        if sides:
            state.lead = one_side(sides)
        if any(mark.value == "negate" for mark in judged):
            state.denied = True
        return []
    if judged and (sides or region or any(mark.what in ("strength", "grade") for mark in judged)):
        return _again(text, piece, sides, judged, state)
    if judged:
        _resolve(state, judged, state.last[-1])
        return []
    return further_side(piece, sides, region, state)


def _again(text: str, piece: Piece, sides: list[Mark], judged: list[Mark], state: State) -> list[Told]:
    """Another judgment of the signs before, for another side."""
    if piece.joined == "strong" and _UNKNOWN.search(text[piece.start : min(mark.start for mark in (*sides, *judged))]):
        return []  # something else is judged here, by a name that no table has
    said = []
    _resolve(state, judged, state.last[-1])
    for old in state.last:
        polarity, doubt = judgment(judged, old.sign, old.asked)
        if not polarity and not doubt:
            continue
        if not old.polarity and not old.doubt and not old.side:
            old.polarity, old.doubt, old.side = polarity, doubt, one_side(sides) if sides else old.side
            continue
        if old.polarity == polarity and not old.side and not old.placed:
            old.side = one_side(sides) if sides else ""
            continue
        level = LEVEL.search(text, piece.start, piece.end)
        side: Side = one_side(sides) if sides else ""
        said.append(
            replace(old, polarity=polarity, doubt=doubt, side=side, level=level[0] if level else "", start=piece.start)
        )
    if said:
        state.last = said
    state.open = []
    return said
