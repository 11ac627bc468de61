"""Runs in the limited process: one page's picture or words. The last document stays open, since pages come in runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_double
from functools import lru_cache
from math import isfinite

import msgspec
import pypdfium2
from pypdfium2 import raw

from imr_desktop.errors import FileUnreadable
from imr_desktop.record.bounds import MOST_PAGE_TEXT
from imr_desktop.record.model import Box, PageImage, Word
from imr_desktop.record.pages import LOCKED, Wish
from imr_desktop.record.pdf.document import is_locked, open_document
from imr_desktop.sandbox import given
from imr_desktop.sandbox.bounds import MOST_PIXELS, MOST_SIDE

MOST_POINTS = 20_000

_wish = msgspec.msgpack.Decoder(Wish).decode


def draw(payload: bytes) -> bytes:
    """A msgpack `Wish` in, a msgpack `PageImage` out."""
    wish = _wish(payload)
    with _page(wish) as page:
        width, height = page.get_size()
        if not 0 < max(width, height) <= MOST_POINTS:
            raise FileUnreadable(f"It measures {max(width, height) / 72:.0f} inches, more than can be drawn.")
        scale = min(wish.scale, (MOST_PIXELS / max(1.0, width * height)) ** 0.5, MOST_SIDE / max(width, height))
        bitmap = page.render(scale=scale, may_draw_forms=True, force_bitmap_format=raw.FPDFBitmap_BGRA)
        try:
            image = PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        finally:
            bitmap.close()
    return msgspec.msgpack.encode(image)


def words(payload: bytes) -> bytes:
    """A msgpack `Wish` in, a msgpack list of `Word` out."""
    with _page(_wish(payload)) as page:
        text_page = page.get_textpage()
        try:
            found = _words(text_page)
        finally:
            text_page.close()
    return msgspec.msgpack.encode(found)


@contextmanager
def _page(wish: Wish) -> Iterator[pypdfium2.PdfPage]:
    given.unlock(wish.password)
    page = _numbered(_document(given.current().number), wish.page)
    try:
        yield page
    finally:
        page.close()


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


def _words(text_page: pypdfium2.PdfTextPage) -> list[Word]:
    text = text_page.get_text_range()
    if len(text) > MOST_PAGE_TEXT:
        raise FileUnreadable("It holds more text than a page can.")
    found: list[Word] = []
    letters, box = "", None
    for index, character in enumerate(text):
        if character.isspace():
            _add(found, letters, box)
            letters, box = "", None
            continue
        letters += character
        box = _joined(box, _character_box(text_page, index))
    _add(found, letters, box)
    return found


def _add(found: list[Word], letters: str, box: Box | None) -> None:
    """Words that stand nowhere (a damaged matrix) cannot be shown."""
    if box and all(map(isfinite, box)):
        found.append(Word(letters, box))


def _character_box(text_page: pypdfium2.PdfTextPage, index: int) -> Box | None:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    if not raw.FPDFText_GetCharBox(text_page, index, byref(left), byref(right), byref(bottom), byref(top)):
        return None
    return left.value, bottom.value, right.value, top.value


def _joined(first: Box | None, second: Box | None) -> Box | None:
    if first is None or second is None:
        return first or second
    return min(first[0], second[0]), min(first[1], second[1]), max(first[2], second[2]), max(first[3], second[3])
