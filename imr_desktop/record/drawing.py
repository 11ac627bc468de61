"""Runs in the limited process: one page's picture or words. The last documents stay open, since pages come in runs."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import pypdfium2
from pypdfium2 import raw

from imr_desktop import file_kinds as kinds
from imr_desktop.errors import FileUnreadable
from imr_desktop.record.formats import pictures
from imr_desktop.record.formats.detect import kind_of
from imr_desktop.record.model import PageImage, Word
from imr_desktop.record.pages import LOCKED, Wish
from imr_desktop.record.pdf.document import is_locked, open_document
from imr_desktop.record.pdf.layers import Original
from imr_desktop.record.pdf.page import TOO_MUCH, page_text
from imr_desktop.record.pdf.turning import upright_turn
from imr_desktop.sandbox import given
from imr_desktop.sandbox.bounds import MOST_PIXELS, MOST_SIDE

MOST_POINTS = 20_000

_wish = msgspec.msgpack.Decoder(Wish).decode


def draw(payload: bytes) -> bytes:
    """A msgpack `Wish` in, a msgpack `PageImage` out: upright, and turned further where that is wished."""
    wish = _wish(payload)
    given.unlock(wish.password)
    return msgspec.msgpack.encode(picture(wish))


def picture(wish: Wish) -> PageImage:
    """One page of the given file, whatever its kind. Raises FileUnreadable."""
    file = given.current()
    kind = kind_of(file)
    if kind in pictures.FORMATS:
        return pictures.draw(file, kind, file.number, wish.page, wish.scale, wish.turned)
    if kind is not kinds.PDF:
        raise FileUnreadable("It is text and has no picture.")
    document = _document(file.number)
    page = _numbered(document, wish.page)
    if document.formenv is None and _has_fields(page):
        page.close()
        page = _with_fields(_copy(file.number), wish.page)
    try:
        return _drawn(page, wish)
    finally:
        page.close()


def words(payload: bytes) -> bytes:
    """A msgpack `Wish` in, a msgpack list of `Word` out: places on the upright picture, before it is turned further."""
    wish, file = _wish(payload), given.current()
    given.unlock(wish.password)
    found = _words(file.number, wish.page) if kind_of(file) is kinds.PDF else ()
    return msgspec.msgpack.encode(found)


def _has_fields(page: pypdfium2.PdfPage) -> bool:
    return any(_kind(page, at) == raw.FPDF_ANNOT_WIDGET for at in range(raw.FPDFPage_GetAnnotCount(page)))


def _kind(page: pypdfium2.PdfPage, at: int) -> int:
    annotation = raw.FPDFPage_GetAnnot(page, at)
    if not annotation:
        return int(raw.FPDF_ANNOT_UNKNOWN)
    kind: int = raw.FPDFAnnot_GetSubtype(annotation)
    raw.FPDFPage_CloseAnnot(annotation)
    return kind


def _with_fields(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """The page with its fields drawn into it: a merge can leave them with no form that knows them, and none draws those."""
    page = _numbered(document, number)
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return _numbered(document, number)


def _drawn(page: pypdfium2.PdfPage, wish: Wish) -> PageImage:
    width, height = page.get_size()
    if not 0 < max(width, height) <= MOST_POINTS:
        raise FileUnreadable(f"It measures {max(width, height) / 72:.0f} inches, more than can be drawn.")
    scale = min(wish.scale, (MOST_PIXELS / max(1.0, width * height)) ** 0.5, MOST_SIDE / max(width, height))
    bitmap = page.render(
        scale=scale,
        rotation=(upright_turn(page) + wish.turned) % 360,
        may_draw_forms=True,
        force_bitmap_format=raw.FPDFBitmap_BGRA,
    )
    try:
        return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        bitmap.close()


@lru_cache(maxsize=64)
def _words(number: int, page: int) -> tuple[Word, ...]:
    document = _document(number)
    _numbered(document, page).close()
    found = page_text(document, _original(number), page - 1, wordy=True)
    if found.reasons == TOO_MUCH:
        raise FileUnreadable(TOO_MUCH[0])
    return found.words


def _numbered(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    if not 1 <= number <= len(document):
        raise FileUnreadable(f"The file has {len(document)} pages.")
    try:
        return document[number - 1]
    except pypdfium2.PdfiumError:
        raise FileUnreadable("The page is damaged.") from None


@lru_cache(maxsize=2)
def _document(_number: int) -> pypdfium2.PdfDocument:
    """The file on the desk; the number tells whether it is the same as before."""
    try:
        return open_document(given.current())
    except pypdfium2.PdfiumError as error:
        raise FileUnreadable(LOCKED if is_locked(error) else "The file is damaged.") from None


@lru_cache(maxsize=1)
def _copy(_number: int) -> pypdfium2.PdfDocument:
    """The same once more, to be drawn into: words are read from the file as it is."""
    return open_document(given.current())


@lru_cache(maxsize=2)
def _original(_number: int) -> Original:
    return Original(given.current())
