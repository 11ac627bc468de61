"""Short words that a machine passed over: ink as high as print that is in no word, read by itself. In the limited process.

A machine that looks for lines takes what is alone in a cell for dirt: "9", "none", "L". What two sizes do not read as the
same stays unread, and so does a bare stroke, which may be a 1, an l, or a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy
from numpy.typing import NDArray

from imr_desktop.record.machine import second
from imr_desktop.record.machine.picture import DARK, Grey
from imr_desktop.record.machine.tesseract import Seen

Pixels = tuple[int, int, int, int]
_STEP = 4
"""Pixels of the side of a square that counts as one: parts of a figure lie closer than two of them."""
_MOST_SQUARES = 6_000
"""More ink outside words is a picture, or handwriting."""
_LOWEST, _HIGHEST, _WIDEST = 0.6, 1.35, 3.0
"""Of the usual height of words: how high and how wide a figure is."""
_EDGE = 3
_LEAST_WORDS = 8
_FULL = 0.12
"""The least share of ink in a figure's place."""
_MOST = 40
"""Places of a page that are read by themselves: each takes a hundredth of a second."""
_NARROWEST = 0.45
"""Of its height: what is narrower is a stroke."""
_APART = 0.3
"""Of its height, the least gap beside a word: what is closer was cut from that word."""
_PAPER = 255
_WORD = re.compile(r"\d{1,3}(?:/\d{1,3})?|[A-Z]|[A-Za-z][a-z]{1,5}\.?|n/a")
_LEAST = 0.85


def with_missed(words: Sequence[Seen], picture: Grey, resolution: int) -> list[Seen]:
    """The words of a level picture, and behind them those that were passed over, each in a line of its own."""
    made = list(words)
    alone = picture.copy()
    for left, top, right, bottom in (word.pixels for word in words):
        alone[max(0, top - _EDGE) : bottom + _EDGE, max(0, left - _EDGE) : right + _EDGE] = _PAPER
    for at, pixels in enumerate(places(words, picture)):
        if at == _MOST:
            break
        if pixels[2] - pixels[0] < _NARROWEST * (pixels[3] - pixels[1]) or second.is_beside(pixels, words, _APART):
            continue
        (text, sure), (larger, surer) = second.read_larger(alone, pixels, resolution)
        if text == larger and max(sure, surer) >= _LEAST and _WORD.fullmatch(text):
            made = [_without_end(word, text, pixels) for word in made]
            made.append(Seen(text, pixels, second.DOUBT, made[-1].block + 1, made[-1].line + 1))
    return made


def _without_end(word: Seen, text: str, pixels: Pixels) -> Seen:
    """A word in capitals without the letter that stands behind its place, where that was read into it: MRIL for MRI L."""
    _, top, right, bottom = word.pixels
    beside = 0 <= pixels[0] - right < 2 * (bottom - top) and min(bottom, pixels[3]) > max(top, pixels[1])
    ends = len(word.text) > len(text) and word.text.isupper() and text.isupper() and word.text.endswith(text)
    return replace(word, text=word.text.removesuffix(text)) if beside and ends else word


def places(words: Sequence[Seen], picture: Grey) -> Iterator[Pixels]:
    """Where ink lies in a level picture, its ruled lines taken out, that is as large as a figure and in no word."""
    along = [word for word in words if not word.turn]
    if len(along) < _LEAST_WORDS:
        return
    usual = median(word.pixels[3] - word.pixels[1] for word in along)
    ink = picture < DARK
    for left, top, right, bottom in (word.pixels for word in words):
        ink[max(0, top - _EDGE) : bottom + _EDGE, max(0, left - _EDGE) : right + _EDGE] = False
    for left, top, right, bottom in together(ink, 2, _MOST_SQUARES):
        high, wide = bottom - top, right - left
        fits = _LOWEST * usual <= high <= _HIGHEST * usual and wide <= _WIDEST * usual
        if fits and ink[top:bottom, left:right].sum() >= _FULL * high * wide:
            yield left, top, right, bottom


def together(ink: NDArray[numpy.bool_], apart: int, most: int) -> Iterator[Pixels]:
    """The places of ink that hangs together in squares of four pixels, of which `apart` lie side by side at most.

    Nothing where it takes more than `most` squares.
    """
    height, width = (side // _STEP for side in ink.shape)
    coarse = ink[: height * _STEP, : width * _STEP].reshape(height, _STEP, width, _STEP).any(axis=(1, 3))
    left = set(zip(*(side.tolist() for side in numpy.nonzero(coarse)), strict=True))
    if len(left) > most:
        return
    around = [(down, across) for down in (-1, 0, 1) for across in range(-apart, apart + 1)]
    while left:
        group = [left.pop()]
        for row, column in group:
            near = {(row + down, column + across) for down, across in around} & left
            left -= near
            group += near
        yield _tight(ink, group)


def _tight(ink: NDArray[numpy.bool_], squares: Sequence[tuple[int, int]]) -> Pixels:
    """The pixels with ink in these squares, as a place."""
    rows, columns = [row for row, _ in squares], [column for _, column in squares]
    top, left = min(rows) * _STEP, min(columns) * _STEP
    part = ink[top : (max(rows) + 1) * _STEP, left : (max(columns) + 1) * _STEP]
    down, across = numpy.flatnonzero(part.any(axis=1)).tolist(), numpy.flatnonzero(part.any(axis=0)).tolist()
    return left + across[0], top + down[0], left + across[-1] + 1, top + down[-1] + 1
