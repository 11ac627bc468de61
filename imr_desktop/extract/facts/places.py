"""Where a quote stands on a page that a machine read: the box around its words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.record.model import PageText

Points = tuple[float, float, float, float]
_PLAIN = re.compile(r"[^\w/%.+-]+")


def box_of(quote: str, page: PageText) -> Points | None:
    """The box around a quote's words, in points from the page's lower left corner; None where its words have no places."""
    if not page.words or not page.height:
        return None
    wanted = [word for part in quote.split() if (word := _plain(part))]
    if not wanted:
        return None
    words = [(_plain(word.text), word.box) for word in page.words]
    names = [name for name, _ in words]
    for at, name in enumerate(names):
        if name == wanted[0] and names[at : at + len(wanted)] == wanted:
            boxes = [box for _, box in words[at : at + len(wanted)]]
            left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
            right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
            wide, high = page.width, page.height
            return left * wide, (1 - bottom) * high, right * wide, (1 - top) * high
    return None


@lru_cache(maxsize=16_384)
def _plain(word: str) -> str:
    return _PLAIN.sub("", word).strip(".-").lower()
