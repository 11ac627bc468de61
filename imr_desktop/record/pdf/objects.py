"""What is drawn on a page, in drawing order."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_int, c_uint, c_ulong
from math import isfinite
from typing import Any, TypeAlias

from pypdfium2 import raw

from imr_desktop.record.evidence.parts import BLACK, Color, Drawing, Kind
from imr_desktop.record.geometry import Matrix
from imr_desktop.record.model import Box, Origin
from imr_desktop.record.pdf.direct import address

MOST_DRAWINGS = 200_000
_DEEPEST = 12
_SEE_THROUGH = 127
_KINDS: dict[int, Kind] = {
    raw.FPDF_PAGEOBJ_TEXT: "text",
    raw.FPDF_PAGEOBJ_PATH: "path",
    raw.FPDF_PAGEOBJ_IMAGE: "picture",
    raw.FPDF_PAGEOBJ_SHADING: "shading",
}
Handle: TypeAlias = Any  # an object of pdfium's: pypdfium2 has no types


class Drawn:
    """What is drawn on a page after its first `own` objects: `drawings` in order, counted from `first`, `at` by address."""

    def __init__(self, page: object, to_picture: Matrix, own: int = 0, first: int = 0, origin: Origin = "text layer") -> None:
        self.drawings: list[Drawing] = []
        self.at: dict[int, int] = {}
        self.origin, self._first = origin, first
        for index in range(own, raw.FPDFPage_CountObjects(page)):
            self._take(raw.FPDFPage_GetObject(page, index), to_picture, 0, ())

    def _take(self, handle: Handle, matrix: Matrix, depth: int, above: tuple[str, ...]) -> None:
        if len(self.drawings) >= MOST_DRAWINGS or depth > _DEEPEST:
            return
        layers = (*above, *_layers(handle))
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            inner = _matrix(handle).then(matrix)
            for index in range(max(0, raw.FPDFFormObj_CountObjects(handle))):
                self._take(raw.FPDFFormObj_GetObject(handle, index), inner, depth + 1, layers)
        elif made := drawing(handle, matrix, self._first + len(self.drawings)):
            self.at[address(handle)] = made.at
            self.drawings.append(made._replace(layers=layers, origin=self.origin))


def drawing(handle: Handle, matrix: Matrix, at: int) -> Drawing | None:
    """A text, path, picture or shading that is drawn; None for anything else, and for what stands nowhere."""
    kind = _KINDS.get(raw.FPDFPageObj_GetType(handle))
    box = _box(handle, matrix) if kind else None
    if kind is None or box is None:
        return None
    return Drawing(kind, box, at, _fill(handle, kind), kind == "path" and _is_rectangle(handle))


def fill_color(handle: Handle) -> Color:
    """The colour an object is filled with; black where it has none of its own."""
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFPageObj_GetFillColor(handle, byref(red), byref(green), byref(blue), byref(alpha)):
        return BLACK
    return red.value, green.value, blue.value, alpha.value


def _fill(handle: Handle, kind: Kind) -> Color:
    red, green, blue, alpha = BLACK if kind in ("picture", "shading") else fill_color(handle)
    if kind == "path":
        how, stroke = c_int(), c_int()
        raw.FPDFPath_GetDrawMode(handle, byref(how), byref(stroke))
        alpha = alpha if how.value else 0
    if raw.FPDFPageObj_HasTransparency(handle):
        alpha = min(alpha, _SEE_THROUGH)
    return red, green, blue, alpha


def _box(handle: Handle, matrix: Matrix) -> Box | None:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(handle, byref(left), byref(bottom), byref(right), byref(top)):
        return None
    box = matrix.box(left.value, bottom.value, right.value, top.value)
    return box if all(map(isfinite, box)) else None


def _matrix(handle: Handle) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, byref(found)):
        return Matrix()
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _is_rectangle(handle: Handle) -> bool:
    points = list(_points(handle))
    if not 4 <= len(points) <= 6:
        return False
    xs, ys = {round(x, 2) for x, _ in points}, {round(y, 2) for _, y in points}
    return len(xs) == 2 and len(ys) == 2


def _points(handle: Handle) -> Iterator[tuple[float, float]]:
    count = raw.FPDFPath_CountSegments(handle)
    if not 4 <= count <= 6:
        return
    x, y = c_float(), c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            return
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        yield x.value, y.value


def _layers(handle: Handle) -> tuple[str, ...]:
    """The names of the optional content groups that an object is marked with."""
    marks = (raw.FPDFPageObj_GetMark(handle, index) for index in range(max(0, raw.FPDFPageObj_CountMarks(handle))))
    return tuple(_group(mark) for mark in marks if _text(raw.FPDFPageObjMark_GetName, mark) == "OC")


def _group(mark: Handle) -> str:
    return _text(raw.FPDFPageObjMark_GetParamStringValue, mark, b"Name")


def _text(function: Callable[..., int], *about: object) -> str:
    buffer, used = (raw.FPDF_WCHAR * 128)(), c_ulong()
    if not function(*about, buffer, ctypes.sizeof(buffer), byref(used)):
        return ""
    return bytes(buffer)[: min(used.value, ctypes.sizeof(buffer))].decode("utf-16-le", "replace").rstrip("\0")
