"""Words that lead somewhere: ``[p. 37]`` to the row of documents that holds page 37, an item's number to the item."""

from __future__ import annotations

import re

from imr_desktop.case import citation
from imr_desktop.determination.canvas import LINK
from imr_desktop.determination.fonts import marked

_PLACE = re.compile(r"(?:[Pp]{1,2}\.?\s?)?(\d{1,7})(?:\s?[–-]\s?\d{1,7})?")


def with_links(text: str) -> str:
    """Plain text as ReportLab's markup in which each cited page, or run of pages, calls for its link."""
    made, at = [], 0
    for one in citation.read(text):
        made += [marked(text[at : one.start]), _PLACE.sub(_linked, marked(one.words))]
        at = one.end
    return "".join([*made, marked(text[at:])])


def to_item(number: int, text: str) -> str:
    """Plain text as markup that leads to an item."""
    return _link(f"item {number}", marked(text))


def _linked(place: re.Match[str]) -> str:
    return _link(place[1], place[0])


def _link(label: str, shown: str) -> str:
    return f'<onDraw name="{LINK}" label="{label}"/>{shown}<onDraw name="{LINK}" label=""/>'
