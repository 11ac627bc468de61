"""What both sides say of a file that holds other files, and its limits."""

from __future__ import annotations

from typing import Literal

import msgspec

from imr_desktop.record.model import PageText

MOST_DEPTH = 5
MOST_PARTS = 2_000
MOST_PART_BYTES = 256_000_000
MOST_TOTAL_BYTES = 2_000_000_000
"""Bytes of all parts of one dropped file together."""
PIECE = 8_000_000
"""Bytes of a part in one answer of the limited process."""
MOST_NAME = 200

ContainerKind = Literal["", "pdf", "mail", "archive"]


class Part(msgspec.Struct, frozen=True):
    """One file in a file. `name` is a label with folders before it, never a path to write to.

    `wrong` says why it cannot be had (a half sentence after its name); `left_out` that it is no part of a record (a logo, a
    system's own file) and why.
    """

    name: str
    wrong: str = ""
    left_out: str = ""


class Contents(msgspec.Struct, frozen=True):
    """What a file holds; `kind` is empty where it holds no files.

    `pages` are a mail's own page, `wrong` a half sentence where it cannot be opened. `locked` asks for a password;
    `password` is which of those given opened it (-1: none was needed). `more` counts parts beyond `MOST_PARTS`.
    """

    kind: ContainerKind = ""
    parts: tuple[Part, ...] = ()
    pages: tuple[PageText, ...] = ()
    wrong: str = ""
    locked: bool = False
    password: int = -1
    more: int = 0


class OpenRequest(msgspec.Struct, frozen=True):
    """What to open: the given file, how its name ends, and passwords to try in turn."""

    ending: str
    passwords: tuple[str, ...] = ()


class PieceRequest(msgspec.Struct, frozen=True):
    """Which bytes of which part: from `start` on, at most `PIECE`."""

    ending: str
    index: int
    start: int
    passwords: tuple[str, ...] = ()


class Piece(msgspec.Struct, frozen=True):
    """Bytes of a part, and how long the whole of it is; `wrong` instead, where it cannot be had."""

    data: bytes = b""
    size: int = 0
    wrong: str = ""
