"""Signs of the examination and symptoms, each with side, level and polarity, out of one sentence.

A sentence is cut at its breaks into pieces. A judgment or a side reaches from its piece over a list to the pieces beside
it; a piece with a judgment and a side but no sign says something else of the sign before it ("positive on the right,
negative on the left"). A side that stands before a verb or a comma is the scope of all that follows without one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from imr_desktop.extract.facts.judging import judges, judgment
from imr_desktop.extract.facts.marks import Mark, Sign, marks_of
from imr_desktop.extract.facts.model import Polarity, Side

_LEVEL = re.compile(
    r"(?<![\w.])[CTLS]\d{1,2}(?:\s?[-/]\s?[CTLS]?\d{1,2}){0,3}(?:\s?(?:,|and|"
    r"&)\s?[CTLS]\d{1,2}(?:\s?[-/]\s?[CTLS]?\d{1,2})?){0,3}(?![\w.]|/\d)"
)
_UNKNOWN = re.compile(r"\b(?!the\b|and\b|side\b|there\b|that\b|those\b)[A-Za-z]{3,}")
_AT_PLACE = re.compile(r"\s(?:over|at|along|in|of|around)\s")
_MOST_BETWEEN = 3


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


@dataclass(slots=True)
class _Said:
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
class _Piece:
    """The words between two breaks; `joined` is the break before it."""

    joined: str
    start: int
    end: int
    marks: list[Mark] = field(default_factory=list)

    def of(self, *whats: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.what in whats]


@dataclass(frozen=True, slots=True)
class Scope:
    """A side that holds for what follows, and the words that say so; `region` is where."""

    side: Side = ""
    words: str = ""
    region: str = ""


@dataclass(slots=True)
class _State:
    """What reaches from the pieces before: a denial, a judgment ahead of a list, a side, the signs said last."""

    denied: bool = False
    neither: bool = False
    ahead: Polarity = ""
    ahead_asked: bool = False
    lead: Side = ""
    lead_region: str = ""
    open: list[_Said] = field(default_factory=list)
    listed: list[_Said] = field(default_factory=list)
    last: list[_Said] = field(default_factory=list)
    shared: Side = ""
    shared_region: str = ""


def find_signs(text: str, start: int, end: int, phrases: list[Mark], scope: Scope = Scope()) -> list[SignFound]:
    """The signs in the sentence ``text[start:end]``; `scope` is a side that a heading before it gives."""
    marks = marks_of(text, start, end, phrases)
    if not any(mark.what == "sign" for mark in marks):
        return []
    said: list[_Said] = []
    state = _State()
    for piece in _pieces(text, start, end, marks):
        said += _read(text, piece, state, said)
    found = [_final(one, scope) for one in said if one.polarity or one.doubt or not one.asked]
    return list({one[:4]: one for one in reversed(found)}.values())[::-1]


def _final(one: _Said, scope: Scope) -> SignFound:
    polarity, doubt = one.polarity, one.doubt
    if not polarity and not one.sign.is_test and not doubt:
        polarity = "present"
    elif not polarity:
        doubt = max(doubt, 0.5)
    side, words = one.side, ""
    if not side and scope.side and one.sign.has_side:
        side, words = scope.side, scope.words
    return SignFound(one.sign, polarity, side if one.sign.has_side else "", one.level, one.start, doubt, words, one.asked)


def _pieces(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[_Piece]:
    piece = _Piece("strong", start, end)
    for mark in marks:
        if mark.what == "break" and not _is_inside_place(text, piece, mark):
            piece.end = mark.start
            yield piece
            piece = _Piece(mark.value, mark.end, end)
        elif mark.what != "break":
            piece.marks.append(mark)
    yield piece


def _is_inside_place(text: str, piece: _Piece, mark: Mark) -> bool:
    """Whether a break only parts levels (“at L4-5 and L5-S1”) or numbers."""
    return bool(
        mark.value in ("and", ",")
        and re.match(r"\s{0,3}[CTLS]?\d", text[mark.end : mark.end + 6])
        and re.search(r"[CTLS]\d[-/\w]*\s?$", text[max(piece.start, mark.start - 10) : mark.start])
    )


def _read(text: str, piece: _Piece, state: _State, before: list[_Said]) -> list[_Said]:
    if piece.joined == "strong":
        state.denied = state.neither = False
        state.ahead, state.open, state.listed, state.shared = "", [], [], ""
    elif piece.joined == "with":
        state.denied, state.ahead = False, ""
    signs = [mark for mark in piece.marks if mark.what == "sign"]
    if signs and piece.joined == "with" and state.last and _only_asked(piece, signs):
        signs = []
    if signs:
        return _with_signs(text, piece, signs, state)
    return _without_signs(text, piece, state)


def _only_asked(piece: _Piece, signs: list[Mark]) -> bool:
    """Whether a piece only names the motion that something was found with ("weakness with resisted abduction")."""
    judged = [mark for mark in piece.marks if judges(mark) and mark.what != "strength"]
    return not judged and all(mark.value == "asked" and mark.sign and mark.sign.name == "limited motion" for mark in signs)


# --- pieces with signs -----------------------------------------------------------------------------------------------------


def _with_signs(text: str, piece: _Piece, marks: list[Mark], state: _State) -> list[_Said]:
    said: list[_Said] = []
    named = {mark.sign.name for mark in marks if mark.sign and mark.value != "asked"}
    listed = [mark for mark in marks if mark.value != "asked" or (mark.sign and mark.sign.name not in named)]
    seen: set[str] = set()
    listed = [mark for mark in listed if mark.sign and not (mark.sign.name in seen or seen.add(mark.sign.name))]  # type: ignore[func-returns-value]
    if not listed:
        return []
    _begin_clause(piece, listed[0], state)
    leading = _leading(text, piece, listed[0])
    if leading is not None:
        state.lead, state.lead_region = leading
    for index, mark in enumerate(listed):
        assert mark.sign is not None
        one = _Said(mark.sign, mark.value == "asked", mark.start)
        low = listed[index - 1].end if index else piece.start
        high = listed[index + 1].start if index + 1 < len(listed) else piece.end
        ahead = [other for other in piece.marks if low <= other.start < mark.start and judges(other)]
        behind = [other for other in piece.marks if mark.end <= other.start < high and judges(other)]
        _judge(one, mark, ahead, behind, state, index)
        _place(text, one, piece, mark, low, high, state, index)
        said.append(one)
    _share(piece, said, listed, state)
    state.last = said
    return said


def _begin_clause(piece: _Piece, first: Mark, state: _State) -> None:
    """A verb before the first sign, or a judgment of its own, ends what was denied or judged before."""
    if any(mark.value == "neither" for mark in piece.of("judge")):
        state.neither = state.denied = True
    own = [mark for mark in piece.marks if mark.start < first.start and (mark.value == "clause" or judges(mark))]
    if own and not state.neither:
        state.denied, state.ahead = False, ""
        if any(mark.value == "clause" for mark in own):
            state.open, state.listed = [], []


def _judge(one: _Said, mark: Mark, ahead: list[Mark], behind: list[Mark], state: _State, index: int) -> None:
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


def _behind(behind: list[Mark], one: _Said) -> list[Mark]:
    """The judgments behind a sign that are its own: for a sign that is there by itself, words such as *absent* alone."""
    if one.sign.is_test or one.asked:
        return behind
    return [
        mark
        for mark in behind
        if mark.value in ("absent", "negative", "negate", "equivocal", "positive") or mark.what == "symbol"
    ]


def _resolve(state: _State, behind: list[Mark], last: _Said) -> None:
    """A judgment at the end of a list is that of all its members without one ("Hawkins and Neer are positive")."""
    for one in state.open:
        if one.polarity or (one.sign.is_test != last.sign.is_test):
            continue
        one.polarity, one.doubt = judgment(behind, one.sign, one.asked)
        one.resolved = True
    state.open = []


# --- sides -----------------------------------------------------------------------------------------------------------------


def _leading(text: str, piece: _Piece, first: Mark) -> tuple[Side, str] | None:
    """The side that is the subject of a piece: it stands before a verb or a colon ahead of the first sign."""
    sides = [mark for mark in piece.of("side") if mark.start < first.start]
    if not sides:
        return None
    verb = next(
        (mark for mark in piece.of("judge") if mark.value == "clause" and sides[-1].end <= mark.start < first.start), None
    )
    colon = ":" in text[sides[-1].end : first.start]
    region = next((mark.value for mark in piece.of("region")), "")
    return (_one(sides), region) if verb or colon else None


def _one(marks: list[Mark]) -> Side:
    found = {mark.value for mark in marks}
    if len(found) > 1 or "bilateral" in found:
        return "bilateral"
    return "left" if "left" in found else "right"


def _place(text: str, one: _Said, piece: _Piece, mark: Mark, low: int, high: int, state: _State, index: int) -> None:
    before = [other for other in piece.of("side") if low <= other.start < mark.start]
    behind = [other for other in piece.of("side") if mark.start <= other.start < high]
    level = _LEVEL.search(text, mark.start, high) or _LEVEL.search(text, low, mark.start)
    one.level = level[0] if level else ""
    if behind:
        one.side, one.placed = _one(behind), True
    elif before and (index == 0 or not _is_behind_another(text, low, before[-1])):
        one.side = _one(before)
    elif state.lead:
        one.side = state.lead
    one.placed = one.placed or _AT_PLACE.match(text, mark.end, high) is not None
    one.placed = one.placed or any(mark.end <= other.start < high for other in piece.of("region"))


def _is_behind_another(text: str, low: int, side: Mark) -> bool:
    """Whether a side belongs to the sign before it ("tenderness of the left shoulder crepitus")."""
    return bool(re.search(r"\b(?:on|over|of|in|at|to|along)\s(?:the\s)?$", text[low : side.start]))


def _share(piece: _Piece, said: list[_Said], listed: list[Mark], state: _State) -> None:
    """A side behind the last of a list is that of all before it; one before the first, of all that follow in the list."""
    if not said:
        return
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
            if not one.side and fits and _goes_on(piece, listed[0], one, state):
                one.side = state.shared
    first = said[-1]
    state.shared = first.side or ""
    state.shared_region = next((mark.value for mark in piece.of("region")), first.sign.region if first.side else "")


def _turns(piece: _Piece, first: Mark, state: _State) -> bool:
    """Whether a piece behind a comma judges anew: "positive on the left, negative Finkelstein"."""
    ahead = [mark for mark in piece.marks if mark.start < first.start and judges(mark)]
    return bool(piece.joined == "," and ahead and first.sign and first.sign.is_test and state.last)


def _goes_on(piece: _Piece, first: Mark, one: _Said, state: _State) -> bool:
    """Whether a piece goes on with the list before it: no verb of its own ahead of its sign."""
    return not any(mark.value == "clause" and mark.start < first.start for mark in piece.of("judge"))


# --- pieces without signs --------------------------------------------------------------------------------------------------


def _without_signs(text: str, piece: _Piece, state: _State) -> list[_Said]:
    sides, judged = piece.of("side"), [mark for mark in piece.marks if judges(mark)]
    region = next((mark.value for mark in piece.of("region")), "")
    if any(mark.value == "neither" for mark in piece.of("judge")):
        state.neither = True
    if not state.last:
        if sides:
            state.lead, state.lead_region = _one(sides), region
        if any(mark.value == "negate" for mark in judged):
            state.denied = True
        return []
    if judged and (sides or region or any(mark.what in ("strength", "grade") for mark in judged)):
        return _again(text, piece, sides, judged, state)
    if judged:
        _resolve(state, judged, state.last[-1])
        return []
    return _further_side(piece, sides, region, state)


def _again(text: str, piece: _Piece, sides: list[Mark], judged: list[Mark], state: _State) -> list[_Said]:
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
            old.polarity, old.doubt, old.side = polarity, doubt, _one(sides) if sides else old.side
            continue
        if old.polarity == polarity and not old.side and not old.placed:
            old.side = _one(sides) if sides else ""
            continue
        level = _LEVEL.search(text, piece.start, piece.end)
        side: Side = _one(sides) if sides else ""
        said.append(
            replace(old, polarity=polarity, doubt=doubt, side=side, level=level[0] if level else "", start=piece.start)
        )
    if said:
        state.last = said
    state.open = []
    return said


def _further_side(piece: _Piece, sides: list[Mark], region: str, state: _State) -> list[_Said]:
    """A side alone: that of the signs before where they have none, a second place of them otherwise."""
    if not sides or piece.joined == "strong" or any(mark.value == "clause" for mark in piece.of("judge")):
        if sides:
            state.lead, state.lead_region = _one(sides), region
        return []
    side = _one(sides)
    if all(not one.side for one in state.last):
        for one in state.last:
            one.side = side
        return []
    if not region or piece.joined not in ("and", ",", "or"):
        return []
    return [replace(one, side=side, level="", start=piece.start) for one in state.last if one.side != side and one.placed]
