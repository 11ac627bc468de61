"""How a page's points come to lie in its picture, asked of pdfium itself: words and picture cannot disagree."""

from __future__ import annotations

from ctypes import byref, c_int

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.geometry import Matrix

_SIDE = 1 << 20
_STEP = 1000.0


def picture_matrix(page: pypdfium2.PdfPage) -> Matrix:
    """From points of the page to fractions of its picture: /Rotate, CropBox and all."""
    (e, f), (a, b), (c, d) = _seen(page, 0, 0), _seen(page, _STEP, 0), _seen(page, 0, _STEP)
    return Matrix((a - e) / _STEP, (b - f) / _STEP, (c - e) / _STEP, (d - f) / _STEP, e, f)


def _seen(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = c_int(), c_int()
    if not raw.FPDF_PageToDevice(page, 0, 0, _SIDE, _SIDE, 0, x, y, byref(across), byref(down)):
        return 0.0, 0.0
    return across.value / _SIDE, down.value / _SIDE
