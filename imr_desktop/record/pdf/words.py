"""From pdfium's characters to words with their places."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
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
_PRINTED = {code: chr(code) for code in range(0x21, 0x7F)}


class Words:
    """Gathers the words of a text page, in the order in which it gives them."""

    def __init__(
        self, text_page: pypdfium2.PdfTextPage, to_picture: Matrix, drawn: Drawn, turn: int = 0, *, over_alone: bool = False
    ) -> None:
        """`turn` is the page's own /Rotate in degrees; `over_alone` leaves out what is not among the drawings."""
        self.found: list[PartWord] = []
        self._page, self._matrix, self._drawn, self._turn = text_page, to_picture, drawn, turn
        self._over_alone = over_alone
        self._there = address(text_page)
        self._letters: list[str] = []
        self._looks: dict[int, tuple[int, Color, int, float, str]] = {}
        self._box: Box | None = None
        self._first = self._mapped = self._line = self._angle = self._low = 0
        self._take_all(max(0, raw.FPDFText_CountChars(text_page)))
        self._end()

    def _take_all(self, count: int) -> None:
        there, unicode_of, is_unmapped, place = self._there, direct.get_unicode, direct.is_unmapped, self._places()
        for index in range(count):
            code = unicode_of(there, index)
            character = _PRINTED.get(code)
            if character is None:
                character = _character(code)
                if character.isspace():
                    self._end()
                    self._line += character == "\n"
                    continue
                if not character.isprintable() and not "\ue000" <= character <= "\uf8ff":
                    continue
            if self._over_alone and direct.get_text_object(there, index) not in self._drawn.at:
                continue
            box = place(there, index)
            if box and self._box and self._is_elsewhere(box, self._box):
                self._end()
            if not self._letters:
                self._first, self._angle = index, self._turned(index)
                self._low = 1 - (self._angle + 45) // 90 % 2
            self._letters.append(character)
            self._mapped += is_unmapped(there, index) == 0
            if box:
                self._box = joined(self._box, box) if self._box else box

    def _is_elsewhere(self, box: Box, word: Box) -> bool:
        """Whether a letter stands on another line than its word: pdfium joins single letters of a table's column."""
        low = self._low  # 0: the word runs up or down
        top, bottom, above, below = box[low], box[low + 2], word[low], word[low + 2]
        size, other = bottom - top, below - above
        return abs(top + bottom - above - below) / 2 > _OTHER_LINE * min(size, other)

    def _turned(self, index: int) -> int:
        return (round(degrees(raw.FPDFText_GetCharAngle(self._page, index))) + self._turn) % 360

    def _places(self) -> Callable[[int, int], Box | None]:
        """What gives a letter's place: the innermost of all that is done for a page."""
        get, box_of, edges = direct.get_loose_box, self._matrix.box, (ctypes.c_float * 4)()
        at_edges = ctypes.addressof(edges)

        def place(there: int, index: int) -> Box | None:
            if not get(there, index, at_edges):
                return None
            left, top, right, bottom = edges[:]  # as FS_RECTF has them
            box = box_of(left, bottom, right, top)
            return box if isfinite(sum(box)) else None

        return place

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
