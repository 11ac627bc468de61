"""The quick way through a page that holds nothing but dark words in order: most pages of most records.

pypdfium2's own objects cost as much as the text of a page does, so that pdfium is called directly here.
"""

from __future__ import annotations

from ctypes import byref, c_float, c_uint, c_ushort
from typing import NoReturn

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.bounds import MOST_PAGE_TEXT, size
from imr_desktop.record.evidence.judging import judged
from imr_desktop.record.evidence.parts import Drawing, PageParts
from imr_desktop.record.model import PageText
from imr_desktop.record.pdf.lines import written
from imr_desktop.record.pdf.matrix import picture_matrix
from imr_desktop.record.pdf.objects import Drawn

MOST_OBJECTS = 3_000
DARK = 160
"""Each of red, green and blue below this is dark: it can be read on white."""

_red, _green, _blue, _alpha = c_uint(), c_uint(), c_uint(), c_uint()
_COLOR = byref(_red), byref(_green), byref(_blue), byref(_alpha)
_edges = c_float(), c_float(), c_float(), c_float()
_EDGES = tuple(map(byref, _edges))


class NotQuick(Exception):
    """More than the quick way knows was asked of a page."""


class _Cheap:
    """What the quick way gathers of an open page: what is drawn, neither words nor picture."""

    def __init__(self, page: object) -> None:
        self._page = page

    def drawings(self) -> tuple[Drawing, ...]:
        return tuple(Drawn(self._page, picture_matrix(self._page)).drawings)

    def words(self) -> NoReturn:
        raise NotQuick

    grey = words


def quickly_read(document: pypdfium2.PdfDocument, index: int, *, layered: bool) -> PageText | None:
    """A page (from 0) where it is all dark words, written in reading order, and nothing speaks against them; None else."""
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        return None
    try:
        if layered or raw.FPDFPage_GetRotation(page) or raw.FPDFPage_GetAnnotCount(page) > 0 or _is_cropped(page):
            return None
        counted = _counted(page)
        text = _text(page, counted[0]) if counted else None
        if counted is None or text is None:
            return None
        width, height = size(raw.FPDF_GetPageWidthF(page)), size(raw.FPDF_GetPageHeightF(page))
        texts, paths, pictures = counted
        parts = PageParts(text, width, height, texts, paths, pictures, plain=True, gathering=_Cheap(page))
        said = judged(parts)
        return PageText(index + 1, text, said.verdict, said.reasons, width, height)
    except NotQuick:
        return None
    finally:
        raw.FPDF_ClosePage(page)


def _counted(page: object) -> tuple[int, int, int] | None:
    """How many texts, paths, pictures and others are drawn; None where a text is not dark, or may be in another thing."""
    count = raw.FPDFPage_CountObjects(page)
    if count > MOST_OBJECTS:
        return None
    get, mode_of, color_of = raw.FPDFPage_GetObject, raw.FPDFTextObj_GetTextRenderMode, raw.FPDFPageObj_GetFillColor
    kinds: list[int] = []
    for at in range(count):
        drawn = get(page, at)
        if mode_of(drawn):  # anything but text that is filled
            kinds.append(raw.FPDFPageObj_GetType(drawn))
        elif (
            not color_of(drawn, *_COLOR)
            or not (_red.value < DARK > _green.value and _blue.value < DARK)
            or _alpha.value != 255
        ):
            return None
    if any(kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE) for kind in kinds):
        return None
    return count - len(kinds), kinds.count(raw.FPDF_PAGEOBJ_PATH), kinds.count(raw.FPDF_PAGEOBJ_IMAGE)


def _is_cropped(page: object) -> bool:
    if not raw.FPDFPage_GetCropBox(page, *_EDGES):
        return False
    cropped = [edge.value for edge in _edges]
    return not raw.FPDFPage_GetMediaBox(page, *_EDGES) or cropped != [edge.value for edge in _edges]


def _text(page: object, pieces: int) -> str | None:
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        return None
    try:
        count = raw.FPDFText_CountChars(text_page)
        if not 0 <= count <= MOST_PAGE_TEXT:
            return None
        buffer = (c_ushort * (count + 1))()
        got = raw.FPDFText_GetText(text_page, 0, count, buffer)
        found = written(text_page, bytes(buffer)[: max(0, got - 1) * 2].decode("utf-16-le", "surrogatepass"), pieces)
        return found.text if found.in_order else None
    finally:
        raw.FPDFText_ClosePage(text_page)
