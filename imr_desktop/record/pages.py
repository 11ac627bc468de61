"""Single pages for the window: pictures and words with boxes, from the limited process."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TypeVar

import msgspec

from imr_desktop.errors import FileLocked, FileUnreadable, ImrError
from imr_desktop.record import bounds
from imr_desktop.record.model import PageImage, Word
from imr_desktop.record.sources import in_memory, opened
from imr_desktop.sandbox import Sandbox, StoppedAnswering

Answer = TypeVar("Answer")

LOCKED = "The file is locked by a password."
_SECONDS = 30.0


class Wish(msgspec.Struct, frozen=True):
    """Which page of the given file; `scale` is pixels a point (2.0 is 144 dpi).

    `turned` is by how many degrees clockwise (a multiple of 90) the picture is turned beyond what is upright by itself.
    `password` opens a locked file.
    """

    page: int
    scale: float = 1.0
    turned: int = 0
    password: str = ""


def render_page(
    sandbox: Sandbox, path: Path, page: int, scale: float, key: bytes = b"", turned: int = 0, password: str = ""
) -> PageImage:
    """Draw one page (from 1) of a PDF upright, sealed or not, `turned` further. Raises FileUnreadable, FileLocked."""
    return _ask(sandbox, path, key, "draw", Wish(page, scale, turned, password), bounds.picture)


def page_words(sandbox: Sandbox, content: Path | bytes, page: int, key: bytes = b"", password: str = "") -> tuple[Word, ...]:
    """The words of one page (from 1) of a PDF in reading order: a file, sealed or not, or bytes that lie in none.

    Raises FileUnreadable, FileLocked.
    """
    return _ask(sandbox, content, key, "words", Wish(page, password=password), bounds.words)


def _ask(
    sandbox: Sandbox, content: Path | bytes, key: bytes, function: str, wish: Wish, bounded: Callable[[bytes], Answer]
) -> Answer:
    try:
        with opened(content, key) if isinstance(content, Path) else nullcontext(in_memory(content)) as source:
            return bounded(
                sandbox.call(
                    f"imr_desktop.record.drawing:{function}",
                    msgspec.msgpack.encode(wish),
                    file=source.stream,
                    identity=source.identity,
                    timeout=_SECONDS,
                )
            )
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise FileUnreadable(f"Page {wish.page} cannot be shown. The file cannot be opened ({reason}).") from None
    except StoppedAnswering as error:
        again = "Nothing was lost: close the case and open it again to see the page."
        raise FileUnreadable(f"Page {wish.page} cannot be shown. {error.sentence} {again}") from None
    except ImrError as error:
        if error.sentence == LOCKED:
            raise FileLocked(f"Page {wish.page} is locked: enter the file's password to see it.") from None
        raise FileUnreadable(f"Page {wish.page} cannot be shown. {error.sentence}") from None
