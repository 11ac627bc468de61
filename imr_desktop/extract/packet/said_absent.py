"""Records that a page says are not here, without their day: "The operative report was not available"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from imr_desktop.extract.packet.tables import RecordName, record_names, saying_absent
from imr_desktop.extract.patterns import in_small_letters, whole_lines

_AHEAD = 40
"""Characters ahead of a record's name in which it is said that there is none."""
_PAPER = re.compile(r"(?:reports?|records?|notes?|results?|films|transcripts?)\Z")


def said_absent(text: str, but: Collection[str]) -> Iterator[RecordName]:
    """The kinds of records that a page says were not provided, once each; those named in `but` are not looked for."""
    small = in_small_letters(whole_lines(text))
    for name in record_names():
        if name.name not in but and any(_is_absent(small, one.start(), one.end()) for one in name.words.finditer(small)):
            yield name


def _is_absent(text: str, start: int, end: int) -> bool:
    said = saying_absent()
    noun = said.noun.match(text, end)
    behind = noun.end() if noun else end
    none = said.no.search(text, max(0, start - _AHEAD), start)
    is_paper = _PAPER.search(text, start, behind) is not None
    return (
        said.absent.match(text, behind) is not None
        or (is_paper and said.asked_for.match(text, behind) is not None)
        or (none is not None and said.came.match(text, behind) is not None)
    )
