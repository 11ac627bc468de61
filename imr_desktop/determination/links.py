"""Page citations that lead to the list of documents: ``[p. 37]`` to the row that holds page 37."""

from __future__ import annotations

import re

from imr_desktop.case import citation
from imr_desktop.determination.canvas import LINK
from imr_desktop.determination.fonts import marked

_PLACE = re.compile(r"(?:[Pp]{1,2}\.?\s?)?(\d{1,7})(?:\s?[–-]\s?\d{1,7})?")


def with_links(text: str) -> str:
    """Printable text as ReportLab's markup in which each cited page, or run of pages, calls for its link."""
    made, at = [], 0
    for one in citation.read(text):
        made += [marked(text[at : one.start]), _PLACE.sub(_linked, one.words)]
        at = one.end
    return "".join([*made, marked(text[at:])])


def _linked(place: re.Match[str]) -> str:
    return f'<onDraw name="{LINK}" label="{place[1]}"/>{place[0]}<onDraw name="{LINK}" label=""/>'
