"""What a page does not say of the words that cite it, and the clause a place stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.preflight.cited.held_pages import Held

Parts = list[tuple[int, int]]
Finder = Callable[[str, Parts, "Held", bool], Iterator["Fault"]]
"""Finds faults in a folded text whose clauses are `Parts`; with True it cites nothing itself, and can only contradict."""


@dataclass(frozen=True)
class Fault:
    """What a page does not say: the words at ``start:end`` of what was compared, why, and where they stand (0: nowhere)."""

    kind: str
    start: int
    end: int
    message: str
    page: int = 0


def inside(parts: Parts, at: int) -> tuple[int, int] | None:
    """The clause that a place stands in; None where that is not held to a page."""
    return next((part for part in parts if part[0] <= at < part[1]), None)
