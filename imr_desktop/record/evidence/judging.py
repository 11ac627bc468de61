"""A page's verdict from its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from imr_desktop.record.evidence.ink import Ink
from imr_desktop.record.evidence.likelihood import garbled
from imr_desktop.record.evidence.parts import Drawing, Judged, PageParts, PartWord
from imr_desktop.record.evidence.places import Places, area
from imr_desktop.record.evidence.plain import SMALL_PICTURE, is_plain
from imr_desktop.record.evidence.sight import Sight, is_long, outlines, seen
from imr_desktop.record.evidence.twice import doubled
from imr_desktop.record.model import Box, Verdict

READ = Judged()
PICTURE = "What it shows is a picture: no text of it is known."
PARTLY = "Part of what it shows is a picture whose words are not known."
DRAWN = "Its words are drawn as lines, not written."
UNMAPPED = "The font does not say which letters it draws."
MACHINE = "A machine read it: the text lies unseen over a picture."
MACHINE_PARTLY = "A machine read only part of its picture."
MACHINE_GARBLED = "What a machine read of its picture is no language."
TOO_MANY = "It holds more words than a page can."

MOST_WORDS = 30_000
LEAST_PICTURE = 0.03
"""Part of the page that pictures must take up together before it matters whether they hold words: below are logos, codes,
signatures."""
PAGE_PICTURE = 0.5
"""From here on the picture is the page: a scan, or what words are printed on."""
FEW_LETTERS = 200
"""Letters of a page whose words may be no more than stamps, fax lines and captions."""
LEAST_LETTERS = 60
LEAST_ON_SCAN = 25
LEAST_INK = 0.00008
"""Part of the page: a sheet with less ink is blank for certain; a single scanned word has more."""
LETTERHEAD = 0.17
FOOT = 0.92
"""Where letterheads and feet stand, as pictures on many letters: their words are not looked for."""
MOST_LETTERHEAD = 220
LEAST_PATHS = 30
MOST_UNMAPPED = 0.2
LEAST_UNMAPPED = 12
MOST_LEFT = 0.15
_LOST_TEXTS = 3
_MOST_LOOKED_AT = 500


def judged(parts: PageParts) -> Judged:
    """Verdict, reasons, and which words nobody can see or stand there twice. The cheap parts alone decide a plain page."""
    if is_plain(parts):
        return READ
    return _Page(parts).judged()


@dataclass(frozen=True)
class _Page:
    parts: PageParts

    def judged(self) -> Judged:
        if len(self.parts.words) > MOST_WORDS:
            return Judged("not read", (TOO_MANY,))
        if reason := self._not_read():
            return self._said("not read", reason)
        return self._said("doubtful", MACHINE) if self._is_machines() else self._said("read")

    def _said(self, verdict: Verdict, *reasons: str) -> Judged:
        return Judged(verdict, reasons, self._sight.hidden, self._doubled, self._sight.machine)

    def _not_read(self) -> str:
        return self._unmapped() or self._garbled() or self._pictured() or self._outlined() or self._wordless()

    def _is_machines(self) -> bool:
        """Whether what is read of the page is, in part that counts, a machine's reading."""
        read = self._letters(self._machine)
        return read > 20 or (read > 0 and not self._typed)

    # --- the words

    def _unmapped(self) -> str:
        written = [word for word in self._typed if word.origin == "text layer"]
        letters = sum(max(len(word.text), word.mapped) for word in written)
        unmapped = sum(abs(len(word.text) - word.mapped) for word in written if not _is_sign(word))
        return UNMAPPED if unmapped >= LEAST_UNMAPPED and unmapped > MOST_UNMAPPED * letters else ""

    def _garbled(self) -> str:
        if garbled(_joined(self._machine)):
            return MACHINE_GARBLED
        return garbled(_joined(self._typed))

    # --- the picture

    def _pictured(self) -> str:
        if self._pictures_area < LEAST_PICTURE:
            return ""
        if self._machine:
            return self._machine_left()
        if self._pictures_area >= PAGE_PICTURE and self._letters(self._typed) < FEW_LETTERS:
            return PICTURE if self._shows_something() else ""
        least = LEAST_ON_SCAN if self._letters(self._typed) < FEW_LETTERS else LEAST_LETTERS
        return PARTLY if self._letters_left() >= least else ""

    def _machine_left(self) -> str:
        read, left = self._letters(self._machine), self._letters_left()
        return MACHINE_PARTLY if left >= LEAST_LETTERS and left > MOST_LEFT * (read + left) else ""

    def _shows_something(self) -> bool:
        """Whether the page's picture is more than an empty sheet: ink, or anything that is not evenly light."""
        if self._ink.share() > LEAST_INK:
            return True
        data = self.parts.grey.data
        light = sum(data.count(value) for value in range(200, 256))
        return light < 0.9 * len(data)

    def _letters_left(self) -> int:
        """Letters in pictures beside the words, without letterheads."""
        left = 0
        for box in _regions(drawn.box for drawn in self._pictures):
            letters = self._ink.letters(box)
            if box[3] <= LETTERHEAD or box[1] >= FOOT:
                letters = max(0, letters - MOST_LETTERHEAD) if self._letters(self._typed) >= FEW_LETTERS else letters
            left += letters
        return left

    def _outlined(self) -> str:
        """Words drawn as filled lines; a chart or a form has lines as well, but not that many that look like letters."""
        paths = [drawn for drawn in self.parts.drawings if drawn.kind == "path" and not drawn.rectangle]
        if outlines(paths) < LEAST_PATHS and not any(is_long(path) for path in paths):
            return ""
        return DRAWN if self._ink.letters() >= LEAST_LETTERS else ""

    def _wordless(self) -> str:
        """Text that is drawn where no word is known, as of fonts whose letters mean nothing."""
        words = self.parts.words
        known = {word.at for word in words}
        texts = [drawn for drawn in self.parts.drawings if drawn.kind == "text" and drawn.at not in known]
        places = Places(words, range(len(words)) if texts else ())
        lost = [drawn.box for drawn in texts if not places.covered(drawn.box)]
        if len(lost) < _LOST_TEXTS and words:
            return ""
        inked = sum(self._ink.share(box) > 0.01 for box in lost[:_MOST_LOOKED_AT])
        return UNMAPPED if lost and inked >= min(_LOST_TEXTS, len(lost)) else ""

    # --- what it is made of

    @cached_property
    def _sight(self) -> Sight:
        return seen(self.parts)

    @cached_property
    def _doubled(self) -> frozenset[int]:
        return doubled(self.parts.words, *self._sight)

    @cached_property
    def _typed(self) -> list[PartWord]:
        left_out = self._sight.hidden | self._sight.machine | self._doubled
        return [word for index, word in enumerate(self.parts.words) if index not in left_out]

    @cached_property
    def _machine(self) -> list[PartWord]:
        return [self.parts.words[index] for index in sorted(self._sight.machine - self._doubled)]

    @cached_property
    def _pictures(self) -> list[Drawing]:
        """What may be pictures of words: tiny ones only where there are many."""
        pictures = [drawn for drawn in self.parts.drawings if drawn.kind == "picture" and area(drawn.box) > 0]
        small = sum(area(drawn.box) for drawn in pictures if area(drawn.box) < SMALL_PICTURE)
        return [drawn for drawn in pictures if area(drawn.box) >= SMALL_PICTURE or small > 2 * LEAST_PICTURE]

    @cached_property
    def _pictures_area(self) -> float:
        return sum(area(box) for box in _regions(drawn.box for drawn in self._pictures))

    @cached_property
    def _ink(self) -> Ink:
        seen_words = (word for index, word in enumerate(self.parts.words) if index not in self._sight.hidden)
        return Ink(self.parts.grey, (word.box for word in seen_words))

    @staticmethod
    def _letters(words: Iterable[PartWord]) -> int:
        return sum(map(str.isalnum, "".join(word.text for word in words)))


def _joined(words: Iterable[PartWord]) -> str:
    return " ".join(word.text for word in words)


def _is_sign(word: PartWord) -> bool:
    return len(word.text) == 1


def _regions(boxes: Iterable[Box]) -> list[Box]:
    """Boxes joined where they touch: strips and tiles of one picture are one region; overlaps count once."""
    joined: list[Box] = []
    for box in boxes:
        clipped = tuple(min(max(side, 0.0), 1.0) for side in box)
        region: Box = (clipped[0], clipped[1], clipped[2], clipped[3])
        touching = [one for one in joined if _touch(one, region)]
        joined = [one for one in joined if one not in touching]
        joined.append(_around([region, *touching]))
    return joined


def _touch(one: Box, other: Box) -> bool:
    slack = 0.004
    return min(one[2], other[2]) - max(one[0], other[0]) >= -slack and min(one[3], other[3]) - max(one[1], other[1]) >= -slack


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
