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
from imr_desktop.record.pdf.page import TOO_MUCH, page_words
from imr_desktop.record.pdf.turning import upright_turn
from imr_desktop.sandbox import given
from imr_desktop.sandbox.bounds import MOST_PIXELS, MOST_SIDE

MOST_POINTS = 20_000

_wish = msgspec.msgpack.Decoder(Wish).decode


def draw(payload: bytes) -> bytes:
    """A msgpack `Wish` in, a msgpack `PageImage` out: upright, and turned further where that is wished."""
    return msgspec.msgpack.encode(picture(_wish(payload)))


def picture(wish: Wish) -> PageImage:
    """One page of the given file, whatever its kind. Raises FileUnreadable."""
    given.unlock(wish.password)
    file = given.current()
    kind = kind_of(file)
    if kind in pictures.FORMATS:
        return pictures.draw(file, kind, file.number, wish.page, wish.scale, wish.turned)
    if kind is not kinds.PDF:
        raise FileUnreadable("It is text and has no picture.")
    page = _numbered(_document(file.number), wish.page)
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
    found = page_words(_texts.document(number, page), page - 1)
    if found.reasons == TOO_MUCH:
        raise FileUnreadable(TOO_MUCH[0])
    return found.words


class _Texts:
    """The document that words are read from. A page's fields and notes become part of it there, so it is read once only."""

    def __init__(self) -> None:
        self._number, self._read = 0, set[int]()
        self._document: pypdfium2.PdfDocument | None = None

    def document(self, number: int, page: int) -> pypdfium2.PdfDocument:
        """A document whose page was not read yet. Raises FileUnreadable."""
        if self._document is None or number != self._number or page in self._read:
            if self._document is not None:
                self._document.close()
            self._document = None
            self._document, self._number, self._read = _opened(), number, set()
        _numbered(self._document, page).close()
        self._read.add(page)
        return self._document


_texts = _Texts()


def _numbered(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    if not 1 <= number <= len(document):
        raise FileUnreadable(f"The file has {len(document)} pages.")
    try:
        return document[number - 1]
    except pypdfium2.PdfiumError:
        raise FileUnreadable("The page is damaged.") from None


@lru_cache(maxsize=2)
def _document(_number: int) -> pypdfium2.PdfDocument:
    """The file on the desk, to draw from; the number tells whether it is the same as before."""
    return _opened()


def _opened() -> pypdfium2.PdfDocument:
    try:
        return open_document(given.current())
    except pypdfium2.PdfiumError as error:
        raise FileUnreadable(LOCKED if is_locked(error) else "The file is damaged.") from None
