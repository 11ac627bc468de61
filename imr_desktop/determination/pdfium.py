"""Words and pictures out of PDF bytes with pdfium.

pdfium is not safe to call from two threads, not even on two documents, so every call in this process holds one lock. Bytes
that came from outside are only given to these functions inside the sandbox.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import pypdfium2

_LOCK = Lock()
_MAX_PIXELS = 40_000_000


class LetterImage(msgspec.Struct, frozen=True):
    """A drawn page: `rgba` holds `height` rows of `stride` bytes, four bytes a pixel, opaque."""

    number: int
    width: int
    height: int
    stride: int
    rgba: bytes

    def png(self) -> bytes:
        """The picture as a PNG file."""
        import io

        from PIL import Image

        picture = Image.frombuffer("RGBA", (self.width, self.height), self.rgba, "raw", "RGBA", self.stride, 1)
        buffer = io.BytesIO()
        picture.convert("RGB").save(buffer, "PNG")
        return buffer.getvalue()


def page_count(pdf: bytes) -> int:
    """How many pages there are. Raises pypdfium2.PdfiumError for bytes that are no PDF."""
    with _opened(pdf) as document:
        return len(document)


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page. Raises pypdfium2.PdfiumError for bytes that are no PDF."""
    with _opened(pdf) as document:
        return [_text(document[number]) for number in range(len(document))]


def draw_pages(pdf: bytes, scale: float, pages: Sequence[int] | None = None) -> list[LetterImage]:
    """Pictures of the pages (numbers from 1; all where None) at `scale` pixels a point, with the signature's stamp.

    `scale` is lowered where a page would exceed 40 million pixels. Raises pypdfium2.PdfiumError.
    """
    with _opened(pdf) as document:
        document.init_forms()
        wanted = range(1, len(document) + 1) if pages is None else [page for page in pages if 1 <= page <= len(document)]
        return [_drawn(document, number, scale) for number in wanted]


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2

    with _LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_range())  # what stands outside the page too
    finally:
        text.close()
        page.close()


def _drawn(document: pypdfium2.PdfDocument, number: int, scale: float) -> LetterImage:
    from pypdfium2 import raw

    page = document[number - 1]
    width, height = page.get_size()
    scale = min(scale, (_MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    exact = scale * (1 - 1e-9)  # 792 points at 300 dpi are 3,300 pixels, and not one more for the noise of a fraction
    bitmap = page.render(scale=exact, may_draw_forms=True, rev_byteorder=True, force_bitmap_format=raw.FPDFBitmap_BGRA)
    try:
        return LetterImage(number, bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        bitmap.close()
        page.close()
