"""Runs in the limited process: one page of the given file in, what the machine reads on it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from imr_desktop.record import drawing
from imr_desktop.record.layout import ASKING, Rule, Spot, laid_out
from imr_desktop.record.machine import (
    boxes,
    dotted,
    glyphs,
    joined,
    judging,
    layout,
    missed,
    picture,
    second,
    spelling,
    tesseract,
)
from imr_desktop.record.machine.asking import MachineWish
from imr_desktop.record.machine.picture import Grey
from imr_desktop.record.machine.tesseract import Seen
from imr_desktop.record.model import PageImage, PageText, Word
from imr_desktop.record.pages import Wish
from imr_desktop.sandbox import given

DPI = 200
_POINTS = 72
_LEAST_SURE = 0.6
"""Below this mean confidence the page may stand on its head or lie on its side."""
_SURE, _SURE_WORN = 0.80, 0.94
"""Below this mean confidence a speckled page is cleaned harder, if that is surer: worn ones gain, few others do."""
_wish = msgspec.msgpack.Decoder(MachineWish).decode


@dataclass(frozen=True)
class Look:
    """What was seen in a picture: turned by `turned`, lines risen by `skew` degrees."""

    seen: list[Seen]
    shape: tuple[int, int]
    turned: int
    skew: float
    rules: list[tuple[int, int, int]] = field(default_factory=list)
    """Ruled lines across the level picture: how far down, from where, to where."""

    @property
    def sure(self) -> float:
        """The mean confidence, longer words counting more."""
        letters = sum(len(word.text) for word in self.seen)
        return sum(word.confidence * len(word.text) for word in self.seen) / letters if letters else 0.0


def read(payload: bytes) -> bytes:
    """A msgpack `MachineWish` in, a msgpack `PageText` out."""
    wish = _wish(payload)
    given.unlock(wish.password)
    drawn = drawing.picture(Wish(wish.page, DPI / _POINTS))
    return msgspec.msgpack.encode(_page(wish.page, _best(picture.grey(drawn))))


def warm() -> None:
    """Go once through all that a page may go through, on an empty one: libraries load parts of themselves when first used."""
    empty = picture.grey(PageImage(300, 300, 1200, bytes([255]) * 360_000))
    picture.unruled(picture.smooth(picture.level(picture.filled(picture.turned(empty, 90)), 1.0)))
    tesseract.line(empty[:60], DPI)
    _page(1, _best(empty))


def _best(drawn: Grey) -> Look:
    """The page as it lies; where that says little, or its text lies on its side, the way up that the machine finds."""
    plain = _looked(drawn, 0)
    lies = _lies(plain.seen)
    if not plain.seen or (plain.sure >= _LEAST_SURE and not lies):
        return plain
    turn = tesseract.turn(picture.without(drawn, picture.specks(drawn)), DPI) or lies
    return max(plain, _looked(drawn, turn), key=lambda look: look.sure * len(look.seen)) if turn else plain


def _looked(drawn: Grey, turned: int) -> Look:
    """A page turned, made level, cleaned where it is speckled; cleaned harder where that leaves doubts, if that is surer."""
    upright = picture.turned(drawn, turned) if turned else drawn
    spots = picture.specks(upright)
    if picture.is_restless(picture.without(upright, spots)):
        return Look([], (upright.shape[0], upright.shape[1]), turned, 0.0)
    if not picture.is_speckled(upright, spots):
        return _seen(upright, turned, picture.skew(upright))
    clean = picture.without(upright, spots)
    skew = picture.skew(clean)
    worn = picture.is_worn(upright, spots)
    first = _seen(clean, turned, skew, lambda level: picture.smooth(level, worn))
    if not _LEAST_SURE <= first.sure < (_SURE_WORN if worn else _SURE):
        return first
    again = _seen(picture.filled(clean), turned, skew, lambda level: picture.smooth(level, worn=True))
    return max(first, again, key=lambda look: look.sure)


def _seen(upright: Grey, turned: int, skew: float, smoothed: Callable[[Grey], Grey] = lambda level: level) -> Look:
    level = picture.level(upright, skew)
    rise = skew if level is not upright else 0.0
    ready = smoothed(level)
    marks = boxes.drawn(ready)
    marks += glyphs.printed(ready, marks)
    clean = dotted.undotted(picture.unruled(boxes.taken_out(ready, marks)))
    words = dotted.undashed(layout.without_rules(tesseract.words(clean, DPI)))
    words = second.looked_at(words, clean, DPI)
    words = missed.with_missed(list(joined.parted(words)), clean, DPI)
    seen = boxes.signs(boxes.put_in(list(spelling.spelled(words)), marks), ready)
    return Look(seen, (upright.shape[0], upright.shape[1]), turned, rise, picture.rules(ready))


def _lies(seen: list[Seen]) -> int:
    """By how much most of the text must be turned."""
    letters = {turn: sum(len(word.text) for word in seen if word.turn == turn) for turn in (0, 90, 180, 270)}
    return max(letters, key=lambda turn: letters[turn])


def _page(number: int, look: Look) -> PageText:
    height, width = look.shape
    seen = layout.in_order(look.seen)
    words = judging.judged(
        [
            Word(one.text, layout.box(one.pixels, width, height, look.skew), "machine", min(1.0, max(0.0, one.confidence)))
            for one in seen
        ]
    )
    reasons = judging.unreadable(words)
    points = width * _POINTS / DPI, height * _POINTS / DPI
    if reasons:
        return PageText(number, "", "not read", reasons, *points, turned=look.turned)
    text = layout.text(seen)
    lies = _laid_out(look) if ASKING.search(text) else ""
    return PageText(number, text, "doubtful", judging.reasons(words), *points, turned=look.turned, words=words, layout=lies)


def _laid_out(look: Look) -> str:
    """The page as it lies, with its ruled lines; empty where it has none, and its words alone say as much."""
    point = _POINTS / DPI
    spots = [
        Spot(one.text, left * point, top * point, right * point, bottom * point)
        for one in look.seen
        for left, top, right, bottom in (one.pixels,)
    ]
    rules = [Rule(down * point, left * point, right * point) for down, left, right in look.rules]
    return laid_out(spots, rules, width=look.shape[1] * point) if rules else ""
