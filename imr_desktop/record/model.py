"""What is read out of a file."""

from __future__ import annotations

import msgspec

Box = tuple[float, float, float, float]


class PageText(msgspec.Struct, frozen=True):
    """One page's text: lines end in one line feed, paragraphs in two.

    `number` counts from 1 in the file; `readable` is false where the page shows something but has no usable text (a scan);
    `width` and `height` are in points (0 for text files).
    """

    number: int
    text: str
    readable: bool = True
    width: float = 0.0
    height: float = 0.0


class Parsed(msgspec.Struct, frozen=True):
    """What the limited process found in a file: its kind and pages, or what is wrong with it (a half sentence).

    `kind` is a label of `file_kinds.READERS` in small letters.
    """

    kind: str = ""
    pages: tuple[PageText, ...] = ()
    wrong: str = ""


class FileRead(msgspec.Struct, frozen=True):
    """One file as read. `error` is a finished sentence, empty when the file could be read; `digest` is its SHA-256."""

    path: str
    name: str
    digest: str = ""
    kind: str = ""
    pages: tuple[PageText, ...] = ()
    error: str = ""


class Word(msgspec.Struct, frozen=True):
    """A word and its box: left, bottom, right, top in PDF points from the page's lower left corner."""

    text: str
    box: Box


class PageImage(msgspec.Struct, frozen=True):
    """A drawn page: `bgra` holds `height` rows of `stride` bytes, four bytes a pixel (blue, green, red, opaque)."""

    width: int
    height: int
    stride: int
    bgra: bytes
