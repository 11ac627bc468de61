"""Single pages for the window: pictures and words with boxes, from the limited process, and where a quote stands."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from imr_desktop.errors import FileUnreadable
from imr_desktop.record.model import Box, PageImage, Word
from imr_desktop.sandbox import Sandbox, SandboxFailure

_SECONDS = 30.0
_words = msgspec.msgpack.Decoder(tuple[Word, ...]).decode
_image = msgspec.msgpack.Decoder(PageImage).decode
_NOT_WORD = re.compile(r"\W+")


class Wish(msgspec.Struct, frozen=True):
    """Which page of which file; `scale` is pixels a point (2.0 is 144 dpi). `key` opens a sealed file (see `sealed`)."""

    path: bytes
    page: int
    scale: float = 1.0
    key: bytes = b""


def render_page(sandbox: Sandbox, path: Path, page: int, scale: float, key: bytes = b"") -> PageImage:
    """Draw one page (from 1) of a PDF, sealed by `key` where one is given. Raises FileUnreadable."""
    return _image(_ask(sandbox, "draw", Wish(os.fsencode(path), page, scale, key)))


def page_words(sandbox: Sandbox, path: Path, page: int, key: bytes = b"") -> tuple[Word, ...]:
    """The words of one page (from 1) of a PDF, sealed or not, in reading order. Raises FileUnreadable."""
    return _words(_ask(sandbox, "words", Wish(os.fsencode(path), page, 1.0, key)))


def _ask(sandbox: Sandbox, function: str, wish: Wish) -> bytes:
    try:
        return sandbox.call(f"imr_desktop.record.drawing:{function}", msgspec.msgpack.encode(wish), timeout=_SECONDS)
    except SandboxFailure as error:
        raise FileUnreadable(f"Page {wish.page} cannot be shown. {error.sentence}") from None


def find_quote(words: Sequence[Word], quote: str) -> list[Box]:
    """Boxes of the words that make up `quote`; spaces, hyphens, case and punctuation do not matter. Empty where absent."""
    wanted = _NOT_WORD.sub("", quote).casefold()
    if not wanted:
        return []
    joined, owners = "", []
    for index, word in enumerate(words):
        plain = _NOT_WORD.sub("", word.text).casefold()
        joined += plain
        owners += [index] * len(plain)
    start = joined.find(wanted)
    if start < 0:
        return []
    return [words[index].box for index in range(owners[start], owners[start + len(wanted) - 1] + 1)]
