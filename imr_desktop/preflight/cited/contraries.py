"""Words of which the cited page has only a contrary: severe and mild, second series and first, approved and denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from imr_desktop.preflight.cited.fault import Fault, Parts, inside
from imr_desktop.preflight.cited.held_pages import Held
from imr_desktop.preflight.data import spaced, table


def contraries(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    """A word of which no page of the cited documents has the like, and the cited page a contrary."""
    for here, there in _rows() if not loose else ():
        for found in here.finditer(text):
            if inside(parts, found.start()) is None or any(here.search(page) for page in of.around):
                continue
            other = next((one for page in of.texts if (one := there.search(page))), None)
            if other:
                message = f"“{found[0]}” here, but {of.named} says “{other[0]}”: which is right?"
                yield Fault("finding", found.start(), found.end(), message)


@cache
def _rows() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(rf"(?<!\w)(?:{spaced(row['here'])})(?!\w)"), re.compile(rf"(?<!\w)(?:{spaced(row['there'])})(?!\w)"))
        for row in table("cited_facts.toml")["contrary"]
    )
