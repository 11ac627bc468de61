"""Words that a machine read as one, parted again: "Iam", "fora", "leftknee", "1unit". In the limited process.

Only where the parts are known and no word is made of them; places are shared out by letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from imr_desktop.record.machine.tesseract import Seen

_JOINED = re.compile(
    r"(?:(I)(am|have|ask|request|find|certify)"
    r"|(of|for|at|in|on|to|is|was|by|as|with|and|from|had|has)(a|the|an)"
    r"|(left|right)((?!ful|ly|ed|ing|ness|hand|most|ward|ist|over)[a-z]{4,15})"
    r"|(\d{1,3})(units?|sessions?|visits?|tablets?|capsules?|weeks?|months?|days?|each|injections?|films?|patches|trips|times)"
    r"|(\d{1,2}of)(\d{1,2})"
    r")([.,;:)]?)"
)


def parted(seen: Iterable[Seen]) -> Iterator[Seen]:
    """The words, each of those that are two as two."""
    for word in seen:
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
