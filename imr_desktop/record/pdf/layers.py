"""What lies over a page: form fields and annotations, made part of the page before its words are read.

pdfium draws their appearances (it makes those that a form leaves to the viewer) into the open page; nothing is written
anywhere, no script and no action is run. What stands in a field is then known twice, as its value and as it is drawn: the
value gives the words, the drawing their places. Hidden annotations and those that are not for viewing are left out.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_ulong
from typing import Any, Literal, NamedTuple

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.geometry import Matrix
from imr_desktop.record.model import Box
from imr_desktop.record.pdf.turning import upright_turn

MOST_MARKS = 20_000
_MOST_VALUE = 100_000
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_NOT_WORDS = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)
_DRAWN_IN = (
    raw.FPDF_ANNOT_WIDGET,
    raw.FPDF_ANNOT_FREETEXT,
    raw.FPDF_ANNOT_STAMP,
    raw.FPDF_ANNOT_INK,
    raw.FPDF_ANNOT_SQUARE,
    raw.FPDF_ANNOT_CIRCLE,
    raw.FPDF_ANNOT_LINE,
    raw.FPDF_ANNOT_POLYGON,
    raw.FPDF_ANNOT_POLYLINE,
    raw.FPDF_ANNOT_REDACT,
    raw.FPDF_ANNOT_WATERMARK,
)
_VALUED = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_UNKNOWN)
_BOXES = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_TYPEWRITERS = ("FreeTextTypeWriter", "FreeTextTypewriter")
_WORD_STARTS = str.maketrans({letter: f" {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})

MarkKind = Literal["field", "box", "list", "button", "typed", "note", "stamp"]


class Mark(NamedTuple):
    """A field or annotation that is seen: what it says, where (fractions of the file's picture, and points), and how.

    `text` is a field's value, a note's contents; a box's is its sign. `size` is the font's in points, 0 where it fits itself.
    """

    kind: MarkKind
    text: str
    box: Box
    width: float
    height: float
    size: float = 0.0


class Laid(NamedTuple):
    """A page with what lies over it drawn in: the open page, its marks, and how many objects at its end stand for them.

    `turned` is by how much its own letters must be turned to stand upright; None where nothing was drawn in.
    """

    page: pypdfium2.PdfPage
    marks: tuple[Mark, ...] = ()
    added: int = 0
    turned: int | None = None


def laid(document: pypdfium2.PdfDocument, index: int, matrix_of: Callable[[pypdfium2.PdfPage], Matrix]) -> Laid:
    """Open a page with its fields and annotations. Raises PdfiumError."""
    page = document[index]
    count = raw.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return Laid(page)
    marks, drawn_in = _taken(document, page, min(count, MOST_MARKS), matrix_of(page))
    if not drawn_in:
        return Laid(page, marks)
    own, turned = raw.FPDFPage_CountObjects(page), upright_turn(page)
    flat = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
    page.close()
    page = document[index]
    return Laid(page, marks, max(0, raw.FPDFPage_CountObjects(page) - own) if flat else 0, turned)


def _taken(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, count: int, matrix: Matrix
) -> tuple[tuple[Mark, ...], bool]:
    """The marks, and whether any of them is to be drawn in; all others are set not to be."""
    marks: list[Mark] = []
    drawn_in = False
    for index in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind, flags = raw.FPDFAnnot_GetSubtype(annotation), raw.FPDFAnnot_GetFlags(annotation)
            seen = not flags & _UNSEEN
            if seen and kind in _DRAWN_IN:
                drawn_in = True
            else:
                raw.FPDFAnnot_SetFlags(annotation, flags | raw.FPDF_ANNOT_FLAG_HIDDEN)
            if seen and kind not in _NOT_WORDS:
                marks.extend(_mark(document.formenv, annotation, kind, matrix))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return tuple(marks), drawn_in


def _mark(forms: Any, annotation: Any, subtype: int, matrix: Matrix) -> Iterator[Mark]:
    rect = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, byref(rect)):
        return
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    kind, text, size = _widget(forms, annotation) if subtype == raw.FPDF_ANNOT_WIDGET else _note(annotation, subtype)
    if text or kind in ("button", "typed", "stamp", "field"):
        yield Mark(kind, text, matrix.box(left, bottom, right, top), right - left, top - bottom, size)


def _note(annotation: Any, subtype: int) -> tuple[MarkKind, str, float]:
    contents = _string(annotation, b"Contents")
    if subtype == raw.FPDF_ANNOT_FREETEXT:
        return "typed" if _string(annotation, b"IT") in _TYPEWRITERS else "note", contents or " ", 0.0
    if subtype == raw.FPDF_ANNOT_STAMP:
        return "stamp", contents or _string(annotation, b"Name").strip("#").translate(_WORD_STARTS).strip(), 0.0
    return "note", contents, 0.0


def _widget(forms: Any, annotation: Any) -> tuple[MarkKind, str, float]:
    if not forms:
        return "field", _string(annotation, b"V"), 0.0
    kind = raw.FPDFAnnot_GetFormFieldType(forms, annotation)
    if kind in _BOXES:
        return "box", "\u2612" if raw.FPDFAnnot_IsChecked(forms, annotation) else "\u2610", 0.0
    size = c_float()
    raw.FPDFAnnot_GetFontSize(forms, annotation, byref(size))
    if kind == raw.FPDF_FORMFIELD_LISTBOX:
        return "list", "\n".join(_selected(forms, annotation)), size.value
    if kind not in _VALUED:
        return "button", "", size.value
    if raw.FPDFAnnot_GetFormFieldFlags(forms, annotation) & raw.FPDF_FORMFLAG_TEXT_PASSWORD:
        return "button", "", size.value
    chosen = "\n".join(_selected(forms, annotation)) if kind == raw.FPDF_FORMFIELD_COMBOBOX else ""
    return "field", chosen or _text(raw.FPDFAnnot_GetFormFieldValue, forms, annotation), size.value


def _selected(forms: Any, annotation: Any) -> Iterator[str]:
    for index in range(min(max(0, raw.FPDFAnnot_GetOptionCount(forms, annotation)), MOST_MARKS)):
        if raw.FPDFAnnot_IsOptionSelected(forms, annotation, index):
            yield _text(raw.FPDFAnnot_GetOptionLabel, forms, annotation, index)


def _string(annotation: Any, key: bytes) -> str:
    return _text(raw.FPDFAnnot_GetStringValue, annotation, key)


def _text(function: Callable[..., int], *about: Any) -> str:
    """A string of pdfium's: asked for its length in bytes first."""
    length = function(*about, None, 0)
    if not 2 < length <= 2 * _MOST_VALUE:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(*about, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), c_ulong(length))
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")
