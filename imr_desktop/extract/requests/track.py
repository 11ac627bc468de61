"""The track of an application whose boxes are drawn: the choice beside the mark, as the page lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from imr_desktop.extract.forms import FormValue
from imr_desktop.extract.pagetext import PagedText
from imr_desktop.extract.requests.choices import checked
from imr_desktop.extract.requests.reading import place_of
from imr_desktop.record.layout import layout_of

if TYPE_CHECKING:
    from imr_desktop.record.model import PageText

_TRACK = re.compile(r"\W{0,4}(?P<track>regular|standard|expedited|formulary)\b", re.IGNORECASE)
_MOST_PAGES = 3


def drawn_track(text: PagedText, pages: Sequence[PageText]) -> FormValue | None:
    """The one track whose box is marked on a document's first pages; None where there is none, or more than one."""
    found: dict[str, FormValue] = {}
    for number, page in enumerate(pages[:_MOST_PAGES]):
        for words, _, _ in checked(PagedText.of([layout_of(page)]).folded):
            named = _TRACK.match(words)
            if named:
                track = named["track"].lower().replace("regular", "standard")
                found.setdefault(track, FormValue("track", track, *place_of(text, number, named["track"])))
    return next(iter(found.values())) if len(found) == 1 else None
