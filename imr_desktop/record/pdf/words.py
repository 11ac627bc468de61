"""From pdfium's characters to words with their places."""

from __future__ import annotations

import ctypes
from ctypes import byref
from math import degrees, isfinite

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.evidence.parts import Color, PartWord
from imr_desktop.record.geometry import Matrix, joined
from imr_desktop.record.model import Box
from imr_desktop.record.pdf import direct
from imr_desktop.record.pdf.direct import address
from imr_desktop.record.pdf.objects import Drawn, fill_color

_OTHER_LINE = 0.7
_HYPHENS = (0x02, 0xFFFE, 0xAD)
_CHARACTERS = {code: chr(code) for code in range(0x20, 0x7F)}


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
        self._looks: dict[int, tuple[int, Color, int, float, str]] = {}
        self._box: Box | None = None
        self._first = self._mapped = self._line = self._angle = 0
        self._take_all(max(0, raw.FPDFText_CountChars(text_page)))
        self._end()

    def _take_all(self, count: int) -> None:
        there, unicode_of, is_unmapped = self._there, direct.get_unicode, direct.is_unmapped
        for index in range(count):
            code = unicode_of(there, index)
            character = _CHARACTERS.get(code)
            if character is None:
                character = _character(code)
            if character == " " or character.isspace():
                self._end()
                self._line += character == "\n"
                continue
            if self._over_alone and direct.get_text_object(there, index) not in self._drawn.at:
                continue
            if not character.isprintable() and not "\ue000" <= character <= "\uf8ff":
                continue
            box = self._place(index)
            if box and self._box and self._is_elsewhere(box, self._box):
                self._end()
            if not self._letters:
                self._first, self._angle = index, self._turned(index)
            self._letters.append(character)
            self._mapped += is_unmapped(there, index) == 0
            if box:
                self._box = joined(self._box, box) if self._box else box

    def _is_elsewhere(self, box: Box, word: Box) -> bool:
        """Whether a letter stands on another line than its word: pdfium joins single letters of a table's column."""
        low = 1 - (self._angle + 45) // 90 % 2  # 0: the word runs up or down
        top, bottom, above, below = box[low], box[low + 2], word[low], word[low + 2]
        size, other = bottom - top, below - above
        return abs(top + bottom - above - below) / 2 > _OTHER_LINE * (min(size, other))

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
        handle = direct.get_text_object(self._there, self._first)
        if handle not in self._looks:
            self._looks[handle] = self._look()
        at, fill, mode, size, font = self._looks[handle]
        return PartWord(
            "".join(self._letters), box, self._drawn.origin, at, fill, mode, size, font, self._mapped, self._line, self._angle
        )

    def _look(self) -> tuple[int, Color, int, float, str]:
        """What all words of one text that is drawn have in common: which it is, colour, mode, size and font."""
        handle = raw.FPDFText_GetTextObject(self._page, self._first)
        return (
            self._drawn.at.get(address(handle), 0),
            fill_color(handle),
            raw.FPDFTextObj_GetTextRenderMode(handle),
            raw.FPDFText_GetFontSize(self._page, self._first),
            _font(self._page, self._first),
        )


def _character(code: int) -> str:
    return "-" if code in _HYPHENS else chr(code) if 0 < code <= 0x10FFFF else ""


def _font(text_page: pypdfium2.PdfTextPage, index: int) -> str:
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, buffer, 128, byref(flags))
    return buffer.value.decode("utf-8", "replace")
