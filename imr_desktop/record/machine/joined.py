"""Words that a machine read as one, parted again: "Iam", "fora", "leftknee", "1unit". In the limited process.

Only where the parts are known and no word is made of them; places are shared out by letters. A stroke where a count of one
must stand is a 1: "Tunit", "i EA", "xL".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from imr_desktop.record.machine.second import DOUBT
from imr_desktop.record.machine.tesseract import Seen

_JOINED = re.compile(
    r"(?:(I)(am|have|ask|request|find|certify)"
    r"|(of|for|at|in|on|to|is|was|by|as|with|and|from|had|has)(a|the|an)"
    r"|(left|right)((?!ful|ly|ed|ing|ness|hand|most|ward|ist|over)[a-z]{4,15})"
    r"|(\d{1,3})(units?|sessions?|visits?|tablets?|capsules?|weeks?|months?|days?|each|injections?|films?|patches|trips|times|EA)"
    r"|(\d{1,2}[o0]f)(\d{1,2})"
    r"|([a-z]{3,15})([LR])"
    r"|([LR])([MSG]\d\d\.\d{1,3})"
    r")([.,;:)]?)"
)

_ONE = re.compile(r"(?P<x>x?)(?:[iIlLJ|!\[\]]|[tTD](?=unit))(?P<unit>o?unit[.,;:)]?)?")
"""A 1 as it is read beside what tells that it is one."""
_COUNTED = re.compile(r"(?:unit|ea)[.,;:)]?", re.IGNORECASE)
"""What stands behind a count of one alone."""


def parted(seen: Sequence[Seen]) -> Iterator[Seen]:
    """The words, each of those that are two as two."""
    for read, behind in zip(seen, [*seen[1:], None], strict=False):
        word = _counted(read, behind)
        found = _JOINED.fullmatch(word.text)
        if found is None or word.turn:
            yield word
            continue
        first, second = (part for part in found.groups()[:-1] if part)
        left, top, right, bottom = word.pixels
        letter = (right - left) / (len(word.text) + 1)
        yield replace(word, text=first, pixels=(left, top, int(left + letter * len(first)), bottom))
        yield replace(
            word,
            text=second + found[found.lastindex or 0],
            pixels=(int(left + letter * (len(first) + 1)), top, right, bottom),
        )


def _counted(word: Seen, behind: Seen | None) -> Seen:
    """The word with a stroke for what it must be, a 1: before the name of one unit, and behind an x."""
    found = _ONE.fullmatch(word.text)
    if found is None or not (found["x"] or found["unit"] or _is_counted(word, behind)):
        return word
    unit = (found["unit"] or "").removeprefix("o")
    return replace(word, text=f"{found['x']}1{unit}", confidence=min(word.confidence, DOUBT))


def _is_counted(word: Seen, behind: Seen | None) -> bool:
    return behind is not None and behind.line == word.line and _COUNTED.fullmatch(behind.text) is not None
