"""Finding a reviewer's identity in text, however it is spelled: case, accents, soft hyphens, word order of a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TITLES = frozenset({"md", "do", "dr", "dc", "phd", "dpm", "mr", "ms", "mrs", "jr", "sr", "ii", "iii", "esq"})
_SHORTEST_RUN = 7


def words_of(text: str) -> list[str]:
    """The words of a text in one plain spelling: lower case, no accents, no invisible characters."""
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold().translate(_STROKES)
    return re.findall(r"[^\W_]+", text)


def named_in(identity: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The words of `identity` (a name, a licence number, an NPI) that the texts carry, as they were given.

    A name is found in either order, with a middle name between, with the first name as an initial, or run together; a
    number, also with spaces or hyphens inside.
    """
    wanted = {entry: words for entry in identity if (words := [word for word in words_of(entry) if word not in _TITLES])}
    found: dict[str, None] = {}
    for text in texts:
        words = words_of(text)
        run = "".join(words)
        for entry, parts in wanted.items():
            if entry not in found and _carries(parts, words, run):
                found[entry] = None
    return list(found)


def _carries(parts: list[str], words: list[str], run: str) -> bool:
    joined = "".join(parts)
    if len(joined) >= _SHORTEST_RUN and joined in run:
        return True
    if len(parts) == 1:
        return parts[0] in words
    first, last = parts[0], parts[-1]
    places = [number for number, word in enumerate(words) if word == last]
    return any({first, first[0]} & set(words[max(0, place - 2) : place + 3]) for place in places)
