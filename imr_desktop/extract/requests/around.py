"""The words that stand around a request's names, as traits: behind it and before it, in the cells beside it, in the rows
below and above it, under its number elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from imr_desktop.extract.requests.care_words import care_word_at
from imr_desktop.extract.requests.letter import Letter, Place, place_of
from imr_desktop.extract.requests.traits import Traits, small_words

_BEHIND, _BEFORE, _CELL, _ROW, _LABEL, _HEAD, _OVER = 12, 8, 5, 8, 4, 8, 6
_ROWS_BELOW, _FAR_HEAD, _MOST_MENTIONS, _CARE = 4, 5, 4, "C"


def words_around(letter: Letter) -> list[Traits]:
    """The traits of each of a letter's requests."""
    found = []
    for item in letter.items:
        traits: set[str] = set()
        for number, mention in enumerate(item.mentions[:_MOST_MENTIONS]):
            for trait in _around(letter, place_of(letter, mention)):
                traits.add(f"{'again' if number else 'first'} {trait}")
                if trait.startswith(("behind", "cell", "below")):
                    traits.add(f"any {trait}")
        found.append(sorted(traits))
    return found


@lru_cache(maxsize=32768)
def _known(word: str) -> str:
    return _CARE if word.isalpha() and care_word_at(word) >= 0 else word


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[str, ...]:
    return tuple(map(_known, small_words(text)))


def _grams(place: str, words: Sequence[str]) -> Iterator[str]:
    """Words and pairs of them; the first of all besides."""
    yield from (f"{place} {word}" for word in words)
    yield from (f"{place} {one}_{other}" for one, other in pairwise(words))
    yield f"{place} begins {words[0] if words else '-'}"


def _around(letter: Letter, here: Place) -> Iterator[str]:
    yield from _grams("behind", _behind(letter, here)[:_BEHIND])
    yield from _grams("before", _before(here)[-_BEFORE:][::-1])
    for part in here.row.parts[here.number + 1 :]:
        words = _words(part.text)
        yield from _grams(f"cell {part.kind}", words[:_CELL])
        yield from (f"label {word} {words[0] if words else '-'}" for word in _words(part.label)[:_LABEL])
    rows = letter.rows
    free = range(here.at + 1, min(here.at + 1 + _ROWS_BELOW, len(rows)))
    end = next((at for at in free if at in letter.named), here.at + 1 + _ROWS_BELOW)
    for at in free:
        if at < end:
            yield from _grams("below" if at == here.at + 1 else "far below", _words(rows[at].row.text)[:_ROW])
    if here.at and here.at - 1 not in letter.named:
        yield from _grams("above", _words(rows[here.at - 1].row.text)[-_OVER:])
    head = letter.heads[here.at]
    if head is not None:
        yield from _grams("head", _words(rows[head].row.text)[:_HEAD])
        yield f"head by {min(_FAR_HEAD, here.at - head)}"
    mark = here.mark
    for at, other in enumerate(letter.marks) if mark else ():
        if other == mark and at != here.at:
            yield from _grams("same mark", _words(rows[at].row.text)[1 : _ROW + 1])


def _behind(letter: Letter, here: Place) -> list[str]:
    """The words behind a name, and those of the cells to its right."""
    found = list(_words(here.behind))
    if here.label:
        found += [":", *_words(here.part.text)]
    named = {id(mention.words[0].part) for mention in letter.named[here.at]}
    for part in here.row.parts[here.number + 1 :] if here.last == len(here.text) else ():
        if id(part) in named:
            break
        found += ["|", *_words(part.label)[:_LABEL], *_words(part.text)[: _CELL + 1]]
    return found


def _before(here: Place) -> list[str]:
    """The words before a name, its label's, or those of the cell to its left."""
    found = list(_words(here.before))
    if here.part.label and not here.label and not here.first:
        found = [*_words(here.part.label), ":", *found]
    if not found and here.number:
        beside = here.row.parts[here.number - 1]
        found = [*_words(beside.label)[-3:], *_words(beside.text)[-_CELL:]]
    return found
