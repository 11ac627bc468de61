"""A second look at what stands alone: counts in cells and page counters, read once more and larger. In the limited process.

A machine that reads a page of lines has nothing beside a lone "1/2" or "0" to go by, and makes "U2" and "ie)" of it. Figures
are taken over, and other words that were hardly told; what two sizes read otherwise is left as it was, and is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy
from PIL import Image

from imr_desktop.record.machine import tesseract
from imr_desktop.record.machine.picture import Grey
from imr_desktop.record.machine.tesseract import Seen

MOST = 60
"""Words of a page that are looked at again: each takes a hundredth of a second."""
_LONGEST, _LONGEST_HARDLY = 4, 12
_HARDLY, _TOLD, _SURELY = 0.25, 0.45, 0.85
"""How sure of a word that is hardly told, of one that another reading is taken for, and of that reading, at least."""
_NOISE = re.compile(r"[a-z]{2}|[ais]")
"""What dirt is read as."""
_ALONE = 1.2
"""Of a word's height: how far the next one stands, at least."""
_LEAST_HIGH, _MOST_HIGH = 10, 40
_SURE, DOUBT = 0.95, 0.5
_LEAST = 0.6
_AROUND, _PAPER = 12, 255
_SIZES = (2, 3)
_NARROW, _NARROWEST = 0.5, 0.3
"""Of its height: how narrow no 4, and how narrow no figure but a 1 is printed."""
_SPECKS = ".,;:'‘’\"“”`"
"""What a speck is read as: a word of nothing else that stands alone is none."""
_FIGURE = re.compile(r"\d{1,3}(?:/\d{1,3})?|n/a", re.IGNORECASE)


def looked_at(words: Sequence[Seen], picture: Grey, resolution: int) -> list[Seen]:
    """The words of a level picture, lone ones that are short or hardly told as they are read enlarged, and without specks."""
    made: list[Seen] = []
    left = MOST
    for word in words:
        if not _is_asked(word) or not _is_alone(word, words):
            made.append(_told_one(word))
        elif word.text.strip(_SPECKS) and left:
            again = _told_one(_again(word, picture, resolution))
            left -= 1
            if again is not word or word.confidence >= _HARDLY or not _NOISE.fullmatch(word.text):
                made.append(again)
    return made


def _is_asked(word: Seen) -> bool:
    high = word.pixels[3] - word.pixels[1]
    unsure = word.confidence < _SURE and not (word.text.isalpha() and word.text.isupper() and len(word.text) > 2)
    short = len(word.text) <= _LONGEST or (len(word.text) <= _LONGEST_HARDLY and word.confidence < _TOLD)
    return short and not word.turn and (not word.text.strip(_SPECKS) or (unsure and _LEAST_HIGH <= high <= _MOST_HIGH))


def _is_alone(word: Seen, words: Sequence[Seen]) -> bool:
    return not is_beside(word.pixels, [other for other in words if other is not word], _ALONE)


def is_beside(pixels: tuple[int, int, int, int], words: Sequence[Seen], share: float) -> bool:
    """Whether a word stands in the same row as a place, no further than this share of the place's height."""
    left, top, right, bottom = pixels
    high = bottom - top
    return any(
        min(word.pixels[3], bottom) - max(word.pixels[1], top) > 0.3 * high
        and left - word.pixels[2] < share * high
        and word.pixels[0] - right < share * high
        for word in words
    )


def read_larger(picture: Grey, pixels: tuple[int, int, int, int], resolution: int) -> list[tuple[str, float]]:
    """What stands in a place and how sure the machine is, read in each of two larger sizes."""
    left, top, right, bottom = pixels
    part = picture[max(0, top - _AROUND) : bottom + _AROUND, max(0, left - _AROUND) : right + _AROUND]
    return [tesseract.line(_enlarged(part, size), resolution * size) for size in _SIZES]


def _again(word: Seen, picture: Grey, resolution: int) -> Seen:
    seen = read_larger(picture, word.pixels, resolution)
    figures = [(text, sure) for text, sure in seen if _FIGURE.fullmatch(text)]
    if not figures:
        (text, sure), (larger, surer) = seen
        told = text == larger != word.text and max(sure, surer) >= _SURELY and word.confidence < _TOLD
        return replace(word, text=text, confidence=DOUBT) if told and text else word
    text, sure = max(figures, key=lambda one: one[1])
    agreed = len({text for text, _ in figures}) == 1 and (len(figures) == len(_SIZES) or any(map(str.isalnum, word.text)))
    if _FIGURE.fullmatch(word.text) is None:
        return replace(word, text=text, confidence=min(sure, word.confidence + DOUBT)) if agreed and sure >= _LEAST else word
    if text == word.text and agreed:
        return word
    if agreed and len(figures) == len(_SIZES) and sure > word.confidence:
        return replace(word, text=text, confidence=DOUBT)
    return replace(word, confidence=min(word.confidence, DOUBT))


def _told_one(word: Seen) -> Seen:
    """A figure by itself, in doubt, that is as narrow as a 1 alone is."""
    left, top, right, bottom = word.pixels
    least = {"4": _NARROW, "3": _NARROWEST, "7": _NARROWEST}.get(word.text, 0.0)
    narrow = word.confidence < _SURE and right - left < least * (bottom - top)
    return replace(word, text="1", confidence=min(word.confidence, DOUBT)) if narrow else word


def _enlarged(part: Grey, size: int) -> Grey:
    height, width = part.shape
    large = Image.fromarray(part).resize((width * size, height * size), Image.Resampling.BICUBIC)
    return numpy.pad(numpy.asarray(large), _AROUND * size, constant_values=_PAPER)
