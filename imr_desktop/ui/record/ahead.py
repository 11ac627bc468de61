"""Which pages are drawn before they are turned to: both ways from the one read, as far as memory allows. Imports no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

MOST_AHEAD = 40_000_000
"""Bytes of the pictures in view and ahead together; what is in view, and one page ahead, comes whatever it takes."""
_STEPS = (1, -1, 2, 3, -2)
_BYTES = 4


def order(page: int, visible: range, way: int, count: int) -> list[int]:
    """The page read, those in view, then those ahead (`way` 1: later pages first, -1: earlier ones), each once."""
    before, after = visible[0], visible[-1]
    near = [(after + step) if step > 0 else (before + step) for step in (way * step for step in _STEPS)]
    return [one for one in dict.fromkeys((page, *visible, *near)) if 1 <= one <= count]


def within(
    scales: Mapping[int, float], in_view: Collection[int], size: Callable[[int], tuple[float, float]]
) -> dict[int, float]:
    """Those of the wanted pages that fit into memory; `size` gives a page's points."""
    kept: dict[int, float] = {}
    room, spare = MOST_AHEAD, 1
    for page, scale in scales.items():
        wide, high = size(page)
        room -= round(wide * high * scale * scale * _BYTES)
        if page in in_view or room >= 0 or spare > 0:
            kept[page] = scale
            spare -= page not in in_view
    return kept
