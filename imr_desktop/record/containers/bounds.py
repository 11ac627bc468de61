"""What the limited process may answer about files in a file: anything else is refused before it is used."""

from __future__ import annotations

import msgspec

from imr_desktop.record.bounds import MOST_PAGES, MOST_WRONG, is_page
from imr_desktop.record.containers.model import MOST_NAME, MOST_PART_BYTES, MOST_PARTS, PIECE, Contents, Part, Piece
from imr_desktop.sandbox.failure import untrue

_WRONG = (msgspec.DecodeError, UnicodeError, RecursionError)


def contents(data: bytes, passwords: int) -> Contents:
    """What a file holds, opened by one of so many passwords or none. Raises SandboxFailure."""
    try:
        made = msgspec.msgpack.decode(data, type=Contents)
    except _WRONG:
        raise untrue() from None
    pages = len(made.pages) <= MOST_PAGES and all(is_page(page, number) for number, page in enumerate(made.pages, 1))
    parts = len(made.parts) <= MOST_PARTS and all(map(_is_part, made.parts))
    said_once = not (made.wrong and (made.pages or made.parts))
    if not (said_once and pages and parts and _is_words(made.wrong) and -1 <= made.password < passwords and made.more >= 0):
        raise untrue()
    return made


def piece(data: bytes, start: int, size: int | None) -> Piece:
    """Bytes of a part from `start` on; `size` is what was said before. Raises SandboxFailure."""
    try:
        made = msgspec.msgpack.decode(data, type=Piece)
    except _WRONG:
        raise untrue() from None
    whole = 0 <= made.size <= MOST_PART_BYTES and size in (None, made.size)
    if not (whole and _is_words(made.wrong) and len(made.data) == max(0, min(PIECE, made.size - start))):
        raise untrue()
    return made


def _is_part(part: Part) -> bool:
    return 0 < len(part.name) <= MOST_NAME and part.name.isprintable() and _is_words(part.wrong) and _is_words(part.left_out)


def _is_words(text: str) -> bool:
    return len(text) <= MOST_WRONG and text.isprintable()
