"""Which words of a sentence say a sign by themselves: what is quoted for it.

A sentence may list many signs ("Neer + L, drop arm neg L, no atrophy"). It is cut where both halves, read alone, say what the
whole sentence says; what only the sentence says ("positive on the right and negative on the left") keeps all its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from imr_desktop.extract.facts.exam import find_signs
from imr_desktop.extract.facts.marks import breaks_in

if TYPE_CHECKING:
    from imr_desktop.extract.facts.exam import SignFound
    from imr_desktop.extract.facts.marks import Mark
    from imr_desktop.extract.facts.pieces import Scope

_MOST = 24
"""Signs of a sentence that are told apart; more is no sentence."""
_EDGES = " \n\f,;/|-\u2013\u2014"


def clauses(
    text: str, span: tuple[int, int], marks: list[Mark], scope: Scope, signs: list[SignFound]
) -> list[tuple[int, int]]:
    """The words of each sign in the sentence at `span`, in the order of `signs`."""
    listed = sorted(signs, key=_start)
    if len({_judged(one) for one in listed}) < 2 or len(listed) > _MOST:
        return [span] * len(signs)
    stretches = list(_cut(text, span, marks, scope, listed))
    return [next(((low, high) for low, high in stretches if low <= one.start < high), span) for one in signs]


def _cut(
    text: str, span: tuple[int, int], marks: list[Mark], scope: Scope, signs: list[SignFound]
) -> Iterator[tuple[int, int]]:
    low, high = span
    first = 0

    def say(begin: int, end: int, said: list[SignFound]) -> bool:
        within = [mark for mark in marks if begin <= mark.start and mark.end <= end]
        return _said(find_signs(text, begin, end, within, scope)) == _said(said)

    for at, (one, following) in enumerate(pairwise(signs), 1):
        if _judged(one) == _judged(following):
            continue
        for stop in reversed(list(breaks_in(text, one.start, following.start))):
            if say(low, stop.start, signs[first:at]) and say(stop.end, high, signs[at:]):
                yield _trimmed(text, low, stop.start)
                low, first = stop.end, at
                break
    yield _trimmed(text, low, high)


def _said(signs: list[SignFound]) -> list[tuple[object, ...]]:
    return [(one.sign, one.polarity, one.side, one.level) for one in sorted(signs, key=_start)]


def _judged(one: SignFound) -> tuple[str, str]:
    return one.polarity, one.side


def _start(one: SignFound) -> int:
    return one.start


def _trimmed(text: str, low: int, high: int) -> tuple[int, int]:
    while low < high and text[low] in _EDGES:
        low += 1
    while high > low and text[high - 1] in _EDGES:
        high -= 1
    return low, high
