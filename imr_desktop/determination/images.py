"""Pictures of a letter's pages, for the preview, the first-page picture and printing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from imr_desktop.determination.pdfium import LetterImage
from imr_desktop.errors import RenderError
from imr_desktop.sandbox.bounds import is_picture
from imr_desktop.sandbox.failure import untrue

if TYPE_CHECKING:
    from imr_desktop.sandbox import Sandbox

__all__ = ["LetterImage", "count", "draw", "letter_sandbox", "page_count", "page_image", "page_images"]

Answer = TypeVar("Answer")
_HERE = "imr_desktop.determination.images:"
MOST_PAGES = 1_000
_TIMEOUT = 60.0


class _Wish(msgspec.Struct, frozen=True):
    pdf: bytes
    scale: float = 1.0
    page: int = 1


def letter_sandbox() -> Sandbox:
    """A limited process that draws letters; nothing is started yet."""
    from imr_desktop.sandbox import Sandbox

    return Sandbox(allow=(_HERE,), preload=("pypdfium2",))


def page_images(
    pdf: bytes, scale: float, pages: Sequence[int] | None = None, *, sandbox: Sandbox | None = None
) -> list[LetterImage]:
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


def _drawn_there(pdf: bytes, scale: float, pages: Sequence[int] | None, sandbox: Sandbox) -> list[LetterImage]:
    every = range(1, page_count(pdf, sandbox=sandbox) + 1)
    return [page_image(pdf, scale, page, sandbox=sandbox) for page in (every if pages is None else pages) if page in every]


def page_count(pdf: bytes, *, sandbox: Sandbox) -> int:
    """How many pages a letter has, from 1; the sandbox counts. Raises RenderError, SandboxFailure."""
    counted = _asked(sandbox, "count", _Wish(pdf), int)
    if not 1 <= counted <= MOST_PAGES:
        raise RenderError(f"The PDF has no page, or more than {MOST_PAGES:,}, and cannot be a determination.")
    return counted


def page_image(pdf: bytes, scale: float, page: int, *, sandbox: Sandbox) -> LetterImage:
    """One page (from 1) as the sandbox draws it: one a call, so that no answer is larger than a picture.

    Raises RenderError, SandboxFailure.
    """
    drawn = _asked(sandbox, "draw", _Wish(pdf, scale, page), LetterImage)
    if not is_picture(drawn.width, drawn.height, drawn.stride, drawn.rgba):
        raise untrue()
    return drawn


def _asked(sandbox: Sandbox, function: str, wish: _Wish, kind: type[Answer]) -> Answer:
    answer = sandbox.call(f"{_HERE}{function}", msgspec.msgpack.encode(wish), timeout=_TIMEOUT)
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
