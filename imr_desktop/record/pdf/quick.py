"""The quick way through a page that holds nothing but dark words in order: most pages of most records.

pypdfium2's own objects cost as much as the text of a page does, so that pdfium is called directly here.
"""

from __future__ import annotations

import re
from ctypes import addressof, byref, c_int, c_ushort
from operator import attrgetter
from typing import NamedTuple, NoReturn

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.bounds import MOST_PAGE_TEXT, size
from imr_desktop.record.evidence.judging import judged
from imr_desktop.record.evidence.parts import Drawing, PageParts
from imr_desktop.record.model import PageText
from imr_desktop.record.pdf import direct
from imr_desktop.record.pdf.lines import Written, written
from imr_desktop.record.pdf.matrix import picture_matrix
from imr_desktop.record.pdf.objects import drawing

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
_modes = c_int(), c_int()
_AT_MODES = tuple(map(addressof, _modes))

_STRANGE = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
"""Letters without a meaning; 2 is a hyphen at a line's end."""
_color, _edges = direct.colors, direct.floats
_AT_COLOR, _AT_EDGES = direct.at_colors, direct.at_floats
_BLACK = [0, 0, 0, 255]
_at = attrgetter("at")
Edges = tuple[float, float, float, float]
"""Left, bottom, right, top in points of the page."""
_letters = (c_ushort * (MOST_PAGE_TEXT + 1))()


class NotQuick(Exception):
    """More than the quick way knows was asked of a page."""


class Quick(NamedTuple):
    """What the quick way found: the page, or only that it is all dark words, which are not written in reading order."""

    page: PageText | None = None
    plain: bool = False


NOTHING = Quick()


class _Counted(NamedTuple):
    """What is drawn: dark texts with the edges of their boxes, rules, and by their numbers paths and pictures."""

    texts: dict[int, Edges]
    rules: tuple[int, ...]
    paths: tuple[int, ...]
    pictures: tuple[int, ...]

    @property
    def drawn(self) -> tuple[int, ...]:
        """What is no text: rules only where they may be letters."""
        return (*self.paths, *self.pictures, *(self.rules if len(self.rules) > MOST_RULES else ()))


class _Cheap:
    """What the quick way gathers of an open page: what is drawn, neither words nor picture."""

    def __init__(self, page: object, counted: _Counted) -> None:
        self._page, self._counted = page, counted

    def drawings(self) -> tuple[Drawing, ...]:
        matrix = picture_matrix(self._page)
        texts = [Drawing("text", matrix.box(*edges), at) for at, edges in self._counted.texts.items()]
        others = (drawing(raw.FPDFPage_GetObject(self._page, at), matrix, at) for at in self._counted.drawn)
        return tuple(sorted([*texts, *filter(None, others)], key=_at))

    def words(self) -> NoReturn:
        raise NotQuick

    grey = words


def quickly_read(document: pypdfium2.PdfDocument, index: int, *, layered: bool) -> Quick:
    """A page (from 0) where it is all dark words, written in reading order, and nothing speaks against them."""
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        return NOTHING
    try:
        if layered or raw.FPDFPage_GetRotation(page) or raw.FPDFPage_GetAnnotCount(page) > 0 or _is_cropped(page):
            return NOTHING
        counted = _counted(page)
        found = _text(page, len(counted.texts)) if counted else None
        if counted is None or found is None:
            return NOTHING
        if not found.in_order:
            return Quick(plain=True)
        text = found.text
        width, height = size(raw.FPDF_GetPageWidthF(page)), size(raw.FPDF_GetPageHeightF(page))
        paths = len(counted.drawn) - len(counted.pictures)
        cheap = _Cheap(page, counted)
        parts = PageParts(text, width, height, len(counted.texts), paths, len(counted.pictures), plain=True, gathering=cheap)
        said = judged(parts)
        return Quick(PageText(index + 1, text, said.verdict, said.reasons, width, height))
    except NotQuick:
        return NOTHING
    finally:
        raw.FPDF_ClosePage(page)


def _counted(page: object) -> _Counted | None:
    """What is drawn; None where a text is not dark, or may be in another thing."""
    count = raw.FPDFPage_CountObjects(page)
    if count > MOST_OBJECTS:
        return None
    get, mode_of, color_of = direct.get_object, direct.get_mode, direct.get_color
    found: dict[int, list[int]] = {raw.FPDF_PAGEOBJ_PATH: [], raw.FPDF_PAGEOBJ_IMAGE: [], _RULE: []}
    texts: dict[int, Edges] = {}
    bounds = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, byref(bounds))
    view = bounds.left, bounds.bottom, bounds.right, bounds.top
    there = direct.address(page)
    for at in range(count):
        drawn = get(there, at)
        if mode_of(drawn):  # anything but text that is filled
            kind = _kind(drawn)
            if kind not in found:
                return None
            found[kind].append(at)
        elif color_of(drawn, *_AT_COLOR) and _is_dark(_color[:]) and (edges := _in_view(drawn, view)):
            texts[at] = edges
        else:
            return None
    return _Counted(texts, *(tuple(found[kind]) for kind in (_RULE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)))


def _is_dark(color: list[int]) -> bool:
    return color == _BLACK or (max(color[:3]) < DARK and color[3] == 255)


def _kind(drawn: int) -> int:
    """What pdfium says an object is, or a rule: a path that can neither cover a word nor be one."""
    kind = direct.get_type(drawn)
    if kind != raw.FPDF_PAGEOBJ_PATH:
        return kind
    direct.get_draw_mode(drawn, *_AT_MODES)
    if not _modes[0].value:
        return _RULE
    direct.get_bounds(drawn, *_AT_EDGES)
    left, bottom, right, top = _edges[:]
    return _RULE if min(right - left, top - bottom) < THIN else kind


def _in_view(drawn: int, view: Edges) -> Edges | None:
    """The edges of a text that lies on the page, is no speck, and is not clipped away; None for others."""
    if not direct.get_bounds(drawn, *_AT_EDGES):
        return None
    left, bottom, right, top = _edges[:]
    if 0 < top - bottom < SPECK and right - left > FLAT * (top - bottom):
        return None
    if left < view[0] or right > view[2] or bottom < view[1] or top > view[3]:
        return None
    clip = direct.get_clip(drawn)
    paths = direct.count_clips(clip) if clip else 0
    if paths <= 0 or (paths <= MOST_CLIPS and all(_lies_in(clip, at, left, bottom, right, top) for at in range(paths))):
        return left, bottom, right, top
    return None


def _lies_in(clip: int, path: int, left: float, bottom: float, right: float, top: float) -> bool:
    count = direct.count_corners(clip, path)
    if not 4 <= count <= MOST_CORNERS:
        return False
    xs, ys = [], []
    for at in range(count):
        direct.get_point(direct.get_corner(clip, path, at), _AT_EDGES[0], _AT_EDGES[1])
        xs.append(_edges[0])
        ys.append(_edges[1])
    return min(xs) - 1 <= left and right <= max(xs) + 1 and min(ys) - 1 <= bottom and top <= max(ys) + 1


def _is_cropped(page: object) -> bool:
    there = direct.address(page)
    if not direct.get_crop_box(there, *_AT_EDGES):
        return False
    cropped = _edges[:]
    return not direct.get_media_box(there, *_AT_EDGES) or cropped != _edges[:]


def _text(page: object, pieces: int) -> Written | None:
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        return None
    try:
        count = raw.FPDFText_CountChars(text_page)
        if not 0 <= count <= MOST_PAGE_TEXT:
            return None
        got = direct.get_text(direct.address(text_page), 0, count, addressof(_letters))
        text = direct.text_at(addressof(_letters), max(0, got - 1)).decode("utf-16-le", "surrogatepass")
        if got - 1 != count or _STRANGE.search(text):  # letters that the font gives no meaning are left out of it
            return None
        return written(text_page, text, pieces)
    finally:
        raw.FPDFText_ClosePage(text_page)
