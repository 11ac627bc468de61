"""Pictures of a letter's pages, for the preview, the first-page picture and printing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from imr_desktop.determination.pdfium import PageImage
from imr_desktop.errors import RenderError
from imr_desktop.sandbox.bounds import is_picture
from imr_desktop.sandbox.failure import untrue

if TYPE_CHECKING:
    from imr_desktop.sandbox import Sandbox

__all__ = ["PageImage", "count", "draw", "page_images"]

Answer = TypeVar("Answer")
ALLOWED = ("imr_desktop.determination.images:",)
PRELOAD = ("pypdfium2",)
MOST_PAGES = 1_000
_TIMEOUT = 60.0


class _Wish(msgspec.Struct, frozen=True):
    pdf: bytes
    scale: float = 1.0
    page: int = 1


def page_images(pdf: bytes, scale: float, pages: Sequence[int] | None = None, *,
                sandbox: Sandbox | None = None) -> list[PageImage]:
    """Draw pages (numbers from 1; all where None) at `scale` pixels a point: 2.0 is 144 dpi.

    Without a `sandbox` the pages are drawn in this process, which is meant for bytes this program has just made; a file that
    may have come from elsewhere is drawn in the sandbox. Raises RenderError, SandboxFailure.
    """
    if sandbox is not None:
        return _drawn_there(pdf, scale, pages, sandbox)
    from pypdfium2 import PdfiumError

    from imr_desktop.determination import pdfium

    try:
        return pdfium.draw_pages(pdf, scale, pages)
    except PdfiumError as error:
        raise RenderError(f"The PDF cannot be shown ({error}); render the letter again.") from None


def _drawn_there(pdf: bytes, scale: float, pages: Sequence[int] | None, sandbox: Sandbox) -> list[PageImage]:
    """One page a call, so that no answer is larger than a picture."""
    count = _asked(sandbox, "count", _Wish(pdf), int)
    if not 0 <= count <= MOST_PAGES:
        raise RenderError(f"The PDF has more than {MOST_PAGES:,} pages and cannot be a determination.")
    wanted = range(1, count + 1) if pages is None else [page for page in pages if 1 <= page <= count]
    drawn = [_asked(sandbox, "draw", _Wish(pdf, scale, page), PageImage) for page in wanted]
    if not all(is_picture(one.width, one.height, one.stride, one.rgba) for one in drawn):
        raise untrue()
    return drawn


def _asked(sandbox: Sandbox, function: str, wish: _Wish, kind: type[Answer]) -> Answer:
    answer = sandbox.call(f"{ALLOWED[0]}{function}", msgspec.msgpack.encode(wish), timeout=_TIMEOUT)
    try:
        return msgspec.msgpack.decode(answer, type=kind)
    except (msgspec.DecodeError, UnicodeError):
        raise untrue() from None


def count(payload: bytes) -> bytes:
    """How many pages, as the sandbox is asked: a msgpack wish in, a msgpack number out."""
    from imr_desktop.determination import pdfium

    return msgspec.msgpack.encode(pdfium.page_count(msgspec.msgpack.decode(payload, type=_Wish).pdf))


def draw(payload: bytes) -> bytes:
    """One page, as the sandbox is asked: a msgpack wish in, a msgpack picture out."""
    wish = msgspec.msgpack.decode(payload, type=_Wish)
    drawn = page_images(wish.pdf, wish.scale, [wish.page])
    if not drawn:
        raise RenderError("The PDF has no such page.")
    return msgspec.msgpack.encode(drawn[0])
