"""pdfium's functions for what is asked of every object and line of every page, called with bare addresses.

As pypdfium2 declares them they check and wrap each argument, which costs twice as much as the work itself.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_float, c_int, c_uint, c_void_p
from typing import Any

from pypdfium2 import raw


def address(handle: Any) -> int:
    """The address that a handle of pypdfium2's, or a helper around one, stands for; 0 for none."""
    return ctypes.cast(getattr(handle, "raw", handle), c_void_p).value or 0


def _bare(function: Any, answer: type, *arguments: type) -> Callable[..., int]:
    return ctypes.CFUNCTYPE(answer, *arguments)(address(function))


_P = c_void_p
get_crop_box = _bare(raw.FPDFPage_GetCropBox, c_int, _P, _P, _P, _P, _P)
get_media_box = _bare(raw.FPDFPage_GetMediaBox, c_int, _P, _P, _P, _P, _P)
get_object = _bare(raw.FPDFPage_GetObject, _P, _P, c_int)
get_type = _bare(raw.FPDFPageObj_GetType, c_int, _P)
get_mode = _bare(raw.FPDFTextObj_GetTextRenderMode, c_int, _P)
get_color = _bare(raw.FPDFPageObj_GetFillColor, c_int, _P, _P, _P, _P, _P)
get_bounds = _bare(raw.FPDFPageObj_GetBounds, c_int, _P, _P, _P, _P, _P)
get_draw_mode = _bare(raw.FPDFPath_GetDrawMode, c_int, _P, _P, _P)
get_clip = _bare(raw.FPDFPageObj_GetClipPath, _P, _P)
count_clips = _bare(raw.FPDFClipPath_CountPaths, c_int, _P)
count_corners = _bare(raw.FPDFClipPath_CountPathSegments, c_int, _P, c_int)
get_corner = _bare(raw.FPDFClipPath_GetPathSegment, _P, _P, c_int, c_int)
get_point = _bare(raw.FPDFPathSegment_GetPoint, c_int, _P, _P, _P)
get_origin = _bare(raw.FPDFText_GetCharOrigin, c_int, _P, c_int, _P, _P)
get_text_object = _bare(raw.FPDFText_GetTextObject, _P, _P, c_int)
get_unicode = _bare(raw.FPDFText_GetUnicode, c_uint, _P, c_int)
get_loose_box = _bare(raw.FPDFText_GetLooseCharBox, c_int, _P, c_int, _P)
is_unmapped = _bare(raw.FPDFText_HasUnicodeMapError, c_int, _P, c_int)
get_text = _bare(raw.FPDFText_GetText, c_int, _P, c_int, c_int, _P)

floats = (c_float * 4)()
colors = (c_uint * 4)()
at_floats = tuple(ctypes.addressof(floats) + 4 * at for at in range(4))
at_colors = tuple(ctypes.addressof(colors) + 4 * at for at in range(4))


def text_at(place: int, letters: int) -> bytes:
    """That many letters of pdfium's (two bytes each)."""
    return ctypes.string_at(place, 2 * letters)
