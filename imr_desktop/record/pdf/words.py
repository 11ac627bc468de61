"""From pdfium's characters to words with their places."""

from __future__ import annotations

import ctypes
from ctypes import byref
from math import degrees, isfinite

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.evidence.parts import PartWord
from imr_desktop.record.geometry import Matrix, joined
from imr_desktop.record.model import Box
from imr_desktop.record.pdf import direct
from imr_desktop.record.pdf.direct import address
from imr_desktop.record.pdf.objects import Drawn, fill_color

_OTHER_LINE = 0.7
_HYPHENS = (0x02, 0xFFFE, 0xAD)


class Words:
    """Gathers the words of a text page, in the order in which it gives them."""

    def __init__(
        self, text_page: pypdfium2.PdfTextPage, to_picture: Matrix, drawn: Drawn, turn: int = 0, *, over_alone: bool = False
    ) -> None:
        """`turn` is the page's own /Rotate in degrees; `over_alone` leaves out what is not among the drawings."""
        self.found: list[PartWord] = []
        self._page, self._matrix, self._drawn, self._turn = text_page, to_picture, drawn, turn
        self._over_alone = over_alone
        self._there, self._loose = address(text_page), raw.FS_RECTF()
        self._at_loose = ctypes.addressof(self._loose)
        self._letters: list[str] = []
        self._box: Box | None = None
        self._first = self._mapped = self._line = self._angle = 0
        for index in range(max(0, raw.FPDFText_CountChars(text_page))):
            self._take(index)
        self._end()

    def _take(self, index: int) -> None:
        code = direct.get_unicode(self._there, index)
        character = "-" if code in _HYPHENS else chr(code) if 0 < code <= 0x10FFFF else ""
        if character.isspace():
            self._end()
            self._line += character == "\n"
            return
        if self._over_alone and address(raw.FPDFText_GetTextObject(self._page, index)) not in self._drawn.at:
            return
        if not character.isprintable() and not "\ue000" <= character <= "\uf8ff":
            return
        box = self._place(index)
        if box and self._box and self._is_elsewhere(box):
            self._end()
        if not self._letters:
            self._first, self._angle = index, self._turned(index)
        self._letters.append(character)
        self._mapped += direct.is_unmapped(self._there, index) == 0
        if box:
            self._box = joined(self._box, box) if self._box else box

    def _is_elsewhere(self, box: Box) -> bool:
        """Whether a letter stands on another line than its word: pdfium joins single letters of a table's column."""
        word = self._box or box
        across = (self._angle + 45) // 90 % 2  # 1: the word runs up or down
        low, high = 1 - across, 3 - across
        size = min(box[high] - box[low], word[high] - word[low])
        return abs(box[low] + box[high] - word[low] - word[high]) / 2 > _OTHER_LINE * size

    def _turned(self, index: int) -> int:
        return (round(degrees(raw.FPDFText_GetCharAngle(self._page, index))) + self._turn) % 360

    def _place(self, index: int) -> Box | None:
        if not direct.get_loose_box(self._there, index, self._at_loose):
            return None
        loose = self._loose
        box = self._matrix.box(loose.left, loose.bottom, loose.right, loose.top)
        return box if isfinite(sum(box)) else None

    def _end(self) -> None:
        if self._letters and self._box:
            self.found.append(self._made(self._box))
        self._letters, self._box, self._mapped = [], None, 0

    def _made(self, box: Box) -> PartWord:
        handle = raw.FPDFText_GetTextObject(self._page, self._first)
        return PartWord(
            "".join(self._letters),
            box,
            self._drawn.origin,
            self._drawn.at.get(address(handle), 0),
            fill_color(handle),
            raw.FPDFTextObj_GetTextRenderMode(handle),
            raw.FPDFText_GetFontSize(self._page, self._first),
            _font(self._page, self._first),
            self._mapped,
            self._line,
            self._angle,
        )


def _font(text_page: pypdfium2.PdfTextPage, index: int) -> str:
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, buffer, 128, byref(flags))
    return buffer.value.decode("utf-8", "replace")
