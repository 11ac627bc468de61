"""What lies over a page: form fields and annotations, made part of the page before its words are read.

pdfium draws their appearances (it makes those that a form leaves to the viewer) into the pages of a second copy of the
document in memory, for their words' places; the page itself is read as it is (drawing in can break its fonts). Nothing is
written anywhere, no script and no action is run. What stands in a field is then known twice, as its value and as it is
drawn: the value gives the words, the drawing their places. Hidden annotations and those not for viewing are left out.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_ulong
from functools import cached_property
from html import unescape
from typing import Any, BinaryIO, Literal, NamedTuple

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.evidence.parts import Drawing, PartWord
from imr_desktop.record.geometry import Matrix
from imr_desktop.record.model import Box
from imr_desktop.record.pdf.document import open_document
from imr_desktop.record.pdf.matrix import picture_matrix
from imr_desktop.record.pdf.objects import Drawn
from imr_desktop.record.pdf.words import Words
from imr_desktop.record.pdf.xfa import Facts, facts_of

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
_TAG = re.compile(r"<[^<>]*>")
_WORD_STARTS = str.maketrans({letter: f" {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})

CHECKED, UNCHECKED = "\u2612", "\u2610"
"""How a check box or radio button reads."""

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


def marks_of(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, matrix: Matrix) -> tuple[Mark, ...]:
    """What lies over an open page and is seen."""
    found: list[Mark] = []
    for annotation, subtype, flags in _annotations(page):
        if not flags & _UNSEEN and subtype not in _NOT_WORDS:
            found.extend(_mark(document.formenv, annotation, subtype, matrix))
    return tuple(found)


def has_fields(page: pypdfium2.PdfPage) -> bool:
    """Whether form fields are seen on an open page."""
    return any(kind == raw.FPDF_ANNOT_WIDGET and not flags & _UNSEEN for _, kind, flags in _annotations(page))


class Original:
    """The file that a document was opened from: what its catalog says, and a second copy of it, opened when it is needed."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._document: pypdfium2.PdfDocument | None = None
        self._read: set[int] = set()

    @cached_property
    def facts(self) -> Facts:
        """What its catalog says."""
        return facts_of(self._source)

    def drawn(self, index: int, first: int) -> tuple[list[Drawing], list[PartWord]]:
        """What the fields and annotations of a page (from 0) draw, and its words; drawings are counted from `first`.

        Raises PdfiumError.
        """
        if index in self._read:
            self.close()
        if self._document is None:
            self._document = open_document(self._source)
        self._read.add(index)
        page = self._document[index]
        try:
            own, wanted = raw.FPDFPage_CountObjects(page), _leave_to_draw(page)
            flat = wanted and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
        finally:
            page.close()
        return _added(self._document, index, own, first) if flat else ([], [])

    def close(self) -> None:
        """Let the copy go; the next page opens a new one."""
        if self._document is not None:
            self._document.close()
        self._document, self._read = None, set()


def _added(document: pypdfium2.PdfDocument, index: int, own: int, first: int) -> tuple[list[Drawing], list[PartWord]]:
    """What stands on a page after its own objects."""
    page = document[index]
    try:
        matrix, text_page = picture_matrix(page), page.get_textpage()
        try:
            over = Drawn(page, matrix, own=own, first=first, origin="annotation")
            return over.drawings, Words(text_page, matrix, over, page.get_rotation(), over_alone=True).found
        finally:
            text_page.close()
    finally:
        page.close()


def _leave_to_draw(page: pypdfium2.PdfPage) -> bool:
    """Hide what is not to be drawn in; whether anything is left."""
    left = False
    for annotation, subtype, flags in _annotations(page):
        if not flags & _UNSEEN and subtype in _DRAWN_IN:
            left = True
        else:
            raw.FPDFAnnot_SetFlags(annotation, flags | raw.FPDF_ANNOT_FLAG_HIDDEN)
    return left


def _annotations(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, int, int]]:
    """Each annotation of a page, its subtype and flags; it is let go when the next one is asked for."""
    for index in range(min(max(0, raw.FPDFPage_GetAnnotCount(page)), MOST_MARKS)):
        if annotation := raw.FPDFPage_GetAnnot(page, index):
            try:
                yield annotation, raw.FPDFAnnot_GetSubtype(annotation), raw.FPDFAnnot_GetFlags(annotation)
            finally:
                raw.FPDFPage_CloseAnnot(annotation)


def _mark(forms: Any, annotation: Any, subtype: int, matrix: Matrix) -> Iterator[Mark]:
    rect = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, byref(rect)):
        return
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    kind, text, size = _widget(forms, annotation) if subtype == raw.FPDF_ANNOT_WIDGET else _note(annotation, subtype)
    if text or subtype in _DRAWN_IN:
        yield Mark(kind, text, matrix.box(left, bottom, right, top), right - left, top - bottom, size)


def _note(annotation: Any, subtype: int) -> tuple[MarkKind, str, float]:
    contents = _string(annotation, b"Contents") or _plain(_string(annotation, b"RC"))
    if subtype == raw.FPDF_ANNOT_FREETEXT:
        return "typed" if _string(annotation, b"IT") in _TYPEWRITERS else "note", contents or " ", 0.0
    if subtype == raw.FPDF_ANNOT_STAMP:
        return "stamp", contents or _string(annotation, b"Name").strip("#").translate(_WORD_STARTS).strip(), 0.0
    return "note", contents, 0.0


def _plain(rich: str) -> str:
    """The words of rich text (ISO 32000-2, 12.7.4.4), where a note has no others."""
    return " ".join(unescape(_TAG.sub(" ", rich)).split())


def _widget(forms: Any, annotation: Any) -> tuple[MarkKind, str, float]:
    if not forms:
        return "field", _string(annotation, b"V"), 0.0
    kind = raw.FPDFAnnot_GetFormFieldType(forms, annotation)
    if kind in _BOXES:
        return "box", CHECKED if raw.FPDFAnnot_IsChecked(forms, annotation) else UNCHECKED, 0.0
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
