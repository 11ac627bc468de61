"""Where documents begin: the evidence of all pages weighed together, so that one page's slip does not part or join a file.

Every page either begins a document or goes on with the one at hand; what it says is weighed against where that one began.
Of the few likeliest partings up to a page, those that the next page fits are kept (as in Viterbi's algorithm); the time taken
grows with the number of pages alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

KEPT = 10
"""Partings held open at a time: as many beginnings as may still be in question."""
_SURE = 6.0


class Start(NamedTuple):
    """A document's first page (from 0), and how far it is a guess that one begins there (0 sure, 1 as likely not)."""

    page: int
    doubt: float = 0.0


class _Path(NamedTuple):
    score: float
    at: int
    weight: float
    before: _Path | None


def best_starts(pages: int, weigh: Callable[[int, int], float]) -> list[Start]:
    """The likeliest beginnings of `pages` pages.

    `weigh(start, page)` says by how much (log-odds) a document begins on `page`, where the one at hand began on `start`.
    """
    if pages <= 0:
        return []
    paths = [_Path(0.0, 0, _SURE, None)]
    for page in range(1, pages):
        odds = [(weigh(path.at, page), path) for path in paths]
        odd, last = max(odds, key=_with_start)
        going_on = [path._replace(score=path.score - odd / 2) for odd, path in odds]
        begun = _Path(last.score + odd / 2, page, odd, last)
        paths = sorted([*going_on, begun], key=_score, reverse=True)[:KEPT]
    return _told(max(paths, key=_score))


def _with_start(entry: tuple[float, _Path]) -> float:
    return entry[1].score + entry[0] / 2


def _score(path: _Path) -> float:
    return path.score


def _told(path: _Path | None) -> list[Start]:
    starts: list[Start] = []
    while path is not None:
        starts.append(Start(path.at, doubt_of(path.weight) if path.at else 0.0))
        path = path.before
    return starts[::-1]


def doubt_of(odds: float) -> float:
    """How far a beginning is a guess: 1 at even odds or below, next to 0 where they are overwhelming."""
    return round(min(1.0, 2.0 / (1.0 + math.exp(min(40.0, max(0.0, odds))))), 2)
