"""Pictures of a letter's pages, for the preview, the first-page picture and printing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.determination.pdfium import PageImage
from imr_desktop.errors import RenderError

if TYPE_CHECKING:
    from imr_desktop.sandbox import Sandbox

__all__ = ["PageImage", "draw", "page_count", "page_images"]

_TIMEOUT = 120.0


class _Wish(msgspec.Struct, frozen=True):
    pdf: bytes
    scale: float
    pages: list[int] | None = None


def page_images(pdf: bytes, scale: float, pages: Sequence[int] | None = None, *,
                sandbox: Sandbox | None = None) -> list[PageImage]:
    """Draw pages (numbers from 1; all where None) at `scale` pixels a point: 2.0 is 144 dpi.

    Without a `sandbox` the pages are drawn in this process, which is meant for bytes this program has just made; a file read
    from disk is drawn in the sandbox. Raises RenderError, SandboxFailure.
    """
    if sandbox is not None:
        wish = msgspec.msgpack.encode(_Wish(pdf, scale, None if pages is None else list(pages)))
        answer = sandbox.call("imr_desktop.determination.images:draw", wish, timeout=_TIMEOUT)
        return msgspec.msgpack.decode(answer, type=list[PageImage])
    from pypdfium2 import PdfiumError

    from imr_desktop.determination import pdfium

    try:
        return pdfium.draw_pages(pdf, scale, pages)
    except PdfiumError as error:
        raise RenderError(f"The PDF cannot be shown ({error}); render the letter again.") from None


def page_count(pdf: bytes, *, sandbox: Sandbox | None = None) -> int:
    """How many pages a PDF has; see `page_images`. Raises RenderError, SandboxFailure."""
    if sandbox is not None:
        wish = msgspec.msgpack.encode(_Wish(pdf, 1.0))
        answer = sandbox.call("imr_desktop.determination.images:count", wish, timeout=_TIMEOUT)
        return msgspec.msgpack.decode(answer, type=int)
    from pypdfium2 import PdfiumError

    from imr_desktop.determination import pdfium

    try:
        return pdfium.page_count(pdf)
    except PdfiumError as error:
        raise RenderError(f"The PDF cannot be shown ({error}); render the letter again.") from None


def count(payload: bytes) -> bytes:
    """`page_count` as the sandbox calls it."""
    return msgspec.msgpack.encode(page_count(msgspec.msgpack.decode(payload, type=_Wish).pdf))


def draw(payload: bytes) -> bytes:
    """`page_images` as the sandbox calls it: a msgpack wish in, a msgpack list of pictures out."""
    wish = msgspec.msgpack.decode(payload, type=_Wish)
    return msgspec.msgpack.encode(page_images(wish.pdf, wish.scale, wish.pages))
