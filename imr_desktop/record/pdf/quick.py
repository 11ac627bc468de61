"""The quick way through a page that holds nothing but dark words in order: most pages of most records.

pypdfium2's own objects cost as much as the text of a page does, so that pdfium is called directly here.
"""

from __future__ import annotations

import re
from ctypes import byref, c_float, c_int, c_uint, c_ushort
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

SPECK = 1.0
FLAT = 6.0
"""Points: a text less high than a speck and that much wider than high is no dot or dash."""
MOST_CLIPS = 4
MOST_CORNERS = 6

THIN = 3.0
"""Points: no word is less high or wide than a rule."""
MOST_RULES = 150
"""More may be letters, drawn as lines."""
_RULE = -1
_fills, _strokes = c_int(), c_int()

_STRANGE = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
"""Letters without a meaning; 2 is a hyphen at a line's end."""
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
    view = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, byref(view))
    for at in range(count):
        drawn = get(page, at)
        if mode_of(drawn):  # anything but text that is filled
            kinds.append(_kind(drawn))
        elif (
            not color_of(drawn, *_COLOR)
            or not (_red.value < DARK > _green.value and _blue.value < DARK)
            or _alpha.value != 255
            or not _is_in_view(drawn, view)
        ):
            return None
    if any(kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, _RULE) for kind in kinds):
        return None
    rules = kinds.count(_RULE)
    paths = kinds.count(raw.FPDF_PAGEOBJ_PATH) + (rules if rules > MOST_RULES else 0)
    return count - len(kinds), paths, kinds.count(raw.FPDF_PAGEOBJ_IMAGE)


def _kind(drawn: object) -> int:
    """What pdfium says an object is, or a rule: a path that can neither cover a word nor be one."""
    kind: int = raw.FPDFPageObj_GetType(drawn)
    if kind != raw.FPDF_PAGEOBJ_PATH:
        return kind
    raw.FPDFPath_GetDrawMode(drawn, byref(_fills), byref(_strokes))
    if not _fills.value:
        return _RULE
    raw.FPDFPageObj_GetBounds(drawn, *_EDGES)
    left, bottom, right, top = (edge.value for edge in _edges)
    return _RULE if min(right - left, top - bottom) < THIN else kind


def _is_in_view(drawn: object, view: raw.FS_RECTF) -> bool:
    """Whether a text lies on the page, is no speck, and is not clipped away."""
    if not raw.FPDFPageObj_GetBounds(drawn, *_EDGES):
        return False
    left, bottom, right, top = (edge.value for edge in _edges)
    if 0 < top - bottom < SPECK and right - left > FLAT * (top - bottom):
        return False
    if left < view.left or right > view.right or bottom < view.bottom or top > view.top:
        return False
    clip = raw.FPDFPageObj_GetClipPath(drawn)
    paths = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    return paths <= 0 or (paths <= MOST_CLIPS and all(_lies_in(clip, at, left, bottom, right, top) for at in range(paths)))


def _lies_in(clip: object, path: int, left: float, bottom: float, right: float, top: float) -> bool:
    count = raw.FPDFClipPath_CountPathSegments(clip, path)
    if not 4 <= count <= MOST_CORNERS:
        return False
    xs, ys = [], []
    for at in range(count):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, at), _EDGES[0], _EDGES[1])
        xs.append(_edges[0].value)
        ys.append(_edges[1].value)
    return min(xs) - 1 <= left and right <= max(xs) + 1 and min(ys) - 1 <= bottom and top <= max(ys) + 1


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
        text = bytes(buffer)[: max(0, got - 1) * 2].decode("utf-16-le", "surrogatepass")
        if got - 1 != count or _STRANGE.search(text):  # letters that the font gives no meaning are left out of it
            return None
        found = written(text_page, text, pieces)
        return found.text if found.in_order else None
    finally:
        raw.FPDFText_ClosePage(text_page)
