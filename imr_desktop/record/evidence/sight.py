"""Which words an eye can see on a page, and which a machine laid invisibly over a picture.

What the picture shows decides, and what is drawn later explains it: a word under a bar, white on white, outside the page, in
a layer that is off or clipped away leaves no ink where it stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from imr_desktop.record.evidence.ink import background, is_inked
from imr_desktop.record.evidence.parts import Drawing, PageParts, PartWord
from imr_desktop.record.evidence.places import Places, area, overlap
from imr_desktop.record.model import Box

LEAST_SEEN = 0.3
"""Part of a word's box within the page from which it can be seen."""
TINY = 1.2
"""Points: letters less high than this are a speck."""
COVERED = 0.8
PAGE_PICTURE = 0.15
"""Part of the page from which a picture may be a scan whose words a machine laid under or over it."""
OPAQUE = 250
FAINT = 12
BARELY = 5
STRAY_INK = 0.08
_CORE = 0.2
_SAME_GREY = 8
_GREYISH = 40
_READABLE_INK = 40
_OUTLINES = 30
_OTHERS_INK = 0.3


class Sight(NamedTuple):
    """Indexes of words that nobody can see, and of those that only a machine read off the picture under them."""

    hidden: frozenset[int] = frozenset()
    machine: frozenset[int] = frozenset()


def seen(parts: PageParts) -> Sight:
    """What can be seen of a page's words."""
    return _Page(parts).sight()


def core(box: Box) -> Box:
    """The middle of a word's box: without the rules and neighbours at its edges."""
    left, top, right, bottom = box
    by = _CORE * min(right - left, bottom - top)
    return left + by, top + by, right - by, bottom - by


def outlines(drawings: Iterable[Drawing]) -> int:
    """How many drawn paths could be letters: filled, not rectangles, as high as a line of words or as long."""
    return sum(
        drawn.kind == "path" and not drawn.rectangle and drawn.fill[3] > 0 and 0.002 < drawn.box[3] - drawn.box[1] < 0.06
        for drawn in drawings
    )


def is_long(path: Drawing) -> bool:
    """Whether a path could be a whole line, or a page, of letters."""
    left, top, right, bottom = path.box
    return path.fill[3] > 0 and right - left > 0.2 and bottom - top > 0.006


@dataclass(frozen=True)
class _Page:
    parts: PageParts

    def sight(self) -> Sight:
        hidden, machine = set(), set()
        for index, word in enumerate(self.parts.words):
            if word.origin != "text layer" or not any(map(str.isalnum, word.text)):
                continue  # a note in a field or beside the page is not printed there, but is shown
            if self._is_machine(word):
                machine.add(index)
            elif self._is_hidden(word):
                hidden.add(index)
        return Sight(frozenset(_with_signs(self.parts.words, hidden)), frozenset(_with_signs(self.parts.words, machine)))

    def _is_machine(self, word: PartWord) -> bool:
        """Whether it cannot be seen itself, but stands for what the picture shows there."""
        if not self._has_scans or self._is_outside(word):
            return False
        if not (self._is_invisible(word) or self._under(word, self._scans)):
            return False
        on_picture = any(overlap(word.box, one.box) > COVERED for one in self._scans) or self._has_outlines
        return on_picture and is_inked(self.parts.grey, word.box, _READABLE_INK)

    def _is_hidden(self, word: PartWord) -> bool:
        if self._is_outside(word) or self._is_invisible(word) or self._is_tiny(word):
            return True
        if not self._is_suspicious:
            return False
        if self._under(word, self._covers):
            return not self._has_ink(word) or self._another_over(word)
        return not self._has_ink(word)

    @staticmethod
    def _is_invisible(word: PartWord) -> bool:
        return word.mode == 3 or (word.mode != 7 and word.fill[3] < FAINT and word.mode in (0, 4))

    @staticmethod
    def _is_outside(word: PartWord) -> bool:
        whole = (word.box[2] - word.box[0]) * (word.box[3] - word.box[1])
        return whole > 0 and area(word.box) < LEAST_SEEN * whole

    def _is_tiny(self, word: PartWord) -> bool:
        down, across = (word.box[3] - word.box[1]) * self.parts.height, (word.box[2] - word.box[0]) * self.parts.width
        return 0 < (min(down, across) if len(word.text) > 1 else max(down, across)) < TINY

    @cached_property
    def _is_suspicious(self) -> bool:
        """Whether the picture must be asked: nearly all words of nearly all pages are dark on white paper."""
        return not self.parts.plain or self.parts.layered or bool(self._covers or self._grounds)

    def _has_ink(self, word: PartWord) -> bool:
        grey, box = self.parts.grey, core(word.box)
        if not is_inked(grey, box, BARELY):
            return _is_colored(word) and not self._under(word, self._covers) and self._on_ground(word)
        if word.mode != 0 or _is_colored(word) or self._on_picture(word):
            return True
        found = background(grey, box)
        if found is None:
            return False
        common, differs = found
        same = abs(_luminance(word) - common) <= _SAME_GREY
        return not same or (differs >= STRAY_INK and not self._is_under_others(word))

    def _is_under_others(self, word: PartWord) -> bool:
        """Whether the ink where a white word stands is that of others, written at its place."""
        return not _is_inky(word) and self._dark.covered(word.box) > _OTHERS_INK

    def _another_over(self, word: PartWord) -> bool:
        """Whether the ink there is another's, drawn on top of what covers the word."""
        cover = max((one.at for one in self._covers if one.at > word.at and overlap(word.box, one.box) > COVERED), default=0)
        above = [
            *((one.at, one.box) for one in self.parts.words if one is not word),
            *((one.at, one.box) for one in self._pictures),
        ]
        return any(at > cover and overlap(word.box, box) > 0.3 for at, box in above)

    @staticmethod
    def _under(word: PartWord, covers: Sequence[Drawing]) -> bool:
        later = bisect_right(covers, word.at, key=lambda drawn: drawn.at)
        return any(overlap(word.box, one.box) > COVERED for one in covers[later:])

    def _on_picture(self, word: PartWord) -> bool:
        return any(overlap(word.box, one.box) > 0.1 for one in self._pictures)

    def _on_ground(self, word: PartWord) -> bool:
        return any(one.at < word.at and overlap(word.box, one.box) > 0.5 for one in (*self._grounds, *self._pictures))

    @cached_property
    def _dark(self) -> Places:
        """The words that are seen by their own ink on light paper."""
        words = self.parts.words
        return Places(words, [at for at, word in enumerate(words) if not self._is_invisible(word) and _is_inky(word)])

    @cached_property
    def _pictures(self) -> list[Drawing]:
        return [drawn for drawn in self.parts.drawings if drawn.kind in ("picture", "shading") and area(drawn.box) > 0]

    @cached_property
    def _scans(self) -> list[Drawing]:
        """Pictures that may be scans; strips and tiles of one count together."""
        pictures = [drawn for drawn in self._pictures if drawn.kind == "picture"]
        together = sum(area(drawn.box) for drawn in pictures)
        return [drawn for drawn in pictures if together >= PAGE_PICTURE and area(drawn.box) >= together / 40]

    @cached_property
    def _has_outlines(self) -> bool:
        return outlines(self.parts.drawings) >= _OUTLINES

    @cached_property
    def _has_scans(self) -> bool:
        return bool(self._scans) or self._has_outlines

    @cached_property
    def _covers(self) -> list[Drawing]:
        """What may lie over words, in drawing order."""
        return [
            drawn for drawn in self.parts.drawings if drawn.kind != "text" and drawn.fill[3] >= OPAQUE and is_large(drawn)
        ]

    @cached_property
    def _grounds(self) -> list[Drawing]:
        """What words may stand on so that they cannot be seen."""
        return [drawn for drawn in self.parts.drawings if drawn.kind != "text" and drawn.fill[3] > FAINT and is_large(drawn)]


def is_large(drawn: Drawing) -> bool:
    """Whether words could stand on it or under it."""
    return drawn.box[2] - drawn.box[0] > 0.006 and drawn.box[3] - drawn.box[1] > 0.004


def _luminance(word: PartWord) -> float:
    red, green, blue, _ = word.fill
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _is_inky(word: PartWord) -> bool:
    """Whether a word leaves ink on white paper."""
    return _luminance(word) < 255 - _READABLE_INK


def _is_colored(word: PartWord) -> bool:
    return max(word.fill[:3]) - min(word.fill[:3]) > _GREYISH


def _with_signs(words: Sequence[PartWord], chosen: set[int]) -> set[int]:
    """With the lone signs between chosen words: too small to be judged themselves."""
    whole = set(chosen)
    for index, word in enumerate(words):
        if index in whole or any(map(str.isalnum, word.text)):
            continue
        beside = [at for at in (index - 1, index + 1) if 0 <= at < len(words) and words[at].line == word.line]
        if beside and all(at in whole or at in chosen for at in beside):
            whole.add(index)
    return whole
