"""Terms in folded text: as phrases, and words near each other in any order (``straight leg raise~``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from imr_desktop.preflight.data import table
from imr_desktop.record.find.fold import Folded
from imr_desktop.record.find.pattern import pattern, plain

Spans = tuple[tuple[int, int], ...]
Near = tuple[tuple[str, ...], ...]
_LINK = frozenset(["of", "in", "at", "to", "the", "a", "an", "and", "with", "for", "on", "by", "or"])
_STOP = re.compile(r"[.!?;:]\s")
_TOKEN = re.compile(r"\w+")
_SIGN = re.compile(r"[*#]")
_STEM = 6


def spans(text: Folded, terms: tuple[str, ...]) -> Spans:
    """Where any of the terms stands in the original of a text, in order and without overlap."""
    return spans_of(text, terms, near_parts(terms))


def spans_of(text: Folded, terms: tuple[str, ...], near: Near, *, tolerant: bool = False) -> Spans:
    """As `spans`, with the words that are looked for near each other given."""
    found = {(place.start, place.end) for place in text.places(phrases(terms, tolerant=tolerant))}
    found.update(text.span(start, end) for parts in near for start, end in windows(text.text, parts))
    return tuple(_apart(sorted(found, key=lambda span: (span[0], -span[1]))))


def phrases(terms: tuple[str, ...], *, tolerant: bool = False) -> re.Pattern[str]:
    """The pattern of the terms as phrases."""
    return pattern(tuple(term.rstrip("~") for term in terms), tolerant=tolerant)


@lru_cache(maxsize=4096)
def near_parts(terms: tuple[str, ...]) -> Near:
    """The words, as stems, of those terms that are looked for near each other."""
    rows = (tuple(map(_stem, _parts(term))) for term in terms if term.endswith("~"))
    return tuple(row for row in rows if len(row) > 1)


def squeezed(text: str) -> str:
    """A folded text's letters and digits alone: what a term finds has its own among them, whatever stands between."""
    return "".join(filter(str.isalnum, text))


def letters_of(term: str) -> tuple[str, ...]:
    """The runs of letters and digits that all stand in whatever a term finds, as `squeezed` has them."""
    pieces = (near_parts((term,)) or (tuple(_SIGN.split(plain(term))),))[0]
    return tuple(letters for piece in pieces if (letters := squeezed(piece)))


def _parts(term: str) -> list[str]:
    return [word for word in term.rstrip("~").lower().replace("-", " ").split() if word not in _LINK]


def _stem(word: str) -> str:
    """A word of a phrase with its forms: ``raise`` also finds raised and raising."""
    if word.endswith("*") or not word.isalpha() or len(word) < _STEM - 1:
        return word
    return f"{word[: max(_STEM - 2, len(word) - 3)]}*"


def windows(text: str, parts: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where all parts stand in one sentence with few words between: the shortest such run from each place of the rarest."""
    places = [[found.span() for found in pattern((part,)).finditer(text)] for part in parts]
    if not all(places):
        return
    for anchor in min(places, key=len):
        chosen = [min(spots, key=lambda spot: abs(spot[0] - anchor[0])) for spots in places]
        start, end = min(spot[0] for spot in chosen), max(spot[1] for spot in chosen)
        if len(set(chosen)) == len(parts) and _close(text[start:end], len(parts)):
            yield start, end


def _close(between: str, count: int) -> bool:
    most = count + table("thesaurus.toml")["limits"]["near"]
    return len(between) <= 20 * most and _STOP.search(between) is None and len(_TOKEN.findall(between)) <= most


def _apart(found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = -1
    for start, end in found:
        if start >= last and end > start:
            yield start, end
            last = end
