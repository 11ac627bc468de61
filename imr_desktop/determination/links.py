"""Page citations that lead to the list of documents: ``[p. 37]`` to the row that holds page 37."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.case import citation

_PLACE = re.compile(r"(?:[Pp]{1,2}\.?\s?)?(\d{1,7})(?:\s?[–-]\s?\d{1,7})?")


def places(text: str) -> Iterator[tuple[str, str]]:
    """A text in pieces, each with the page that it leads to; without one where it is no cited page or run of pages."""
    at = 0
    for one in citation.read(text):
        for place in _PLACE.finditer(text, one.start, one.end):
            yield text[at : place.start()], ""
            yield place[0], place[1]
            at = place.end()
    yield text[at:], ""
