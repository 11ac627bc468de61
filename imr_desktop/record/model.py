"""What is read out of a file."""

from __future__ import annotations

from typing import Literal

import msgspec

from imr_desktop.case.model import PageVerdict

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions (0 to 1) of the upright picture, from its top left corner."""

Verdict = PageVerdict
"""Whether a page's words are known: ``read``; ``doubtful`` where only a machine read them; ``not read``."""

Origin = Literal["text layer", "form field", "annotation", "machine", "hand"]
"""Where a word comes from: annotations are notes, typewriter text and stamps, ``hand`` is what a reviewer typed."""


class Word(msgspec.Struct, frozen=True):
    """A word and its place on the page's upright picture.

    `confidence` is 1 where nothing was guessed; `doubtful` says that it is shown as doubtful (numbers, sides, doses and
    negations have thresholds of their own); `visible` is false where no eye can see it on the page.
    """

    text: str
    box: Box
    origin: Origin = "text layer"
    confidence: float = 1.0
    doubtful: bool = False
    visible: bool = True


class PageText(msgspec.Struct, frozen=True):
    """One page: its text (lines end in one line feed, paragraphs in two), whether that is all it shows, and why not.

    `number` counts from 1 in the file. `reasons` are short sentences for a verdict other than ``read``. `width` and `height`
    are the upright picture's in points (0 for text files); `turned` is by how many degrees clockwise the file's own picture
    of the page must be turned to be upright. `hidden` are words that no eye can see on the page: never the record's.
    `words` are kept where they cannot be had from the file again: those of a machine. `layout` is the page as it lies (see
    `record.layout`), where it may hold a table or form that matters.
    """

    number: int
    text: str
    verdict: Verdict = "read"
    reasons: tuple[str, ...] = ()
    width: float = 0.0
    height: float = 0.0
    turned: int = 0
    hidden: str = ""
    words: tuple[Word, ...] = ()
    layout: str = ""

    @property
    def readable(self) -> bool:
        """Whether anything can be found on the page: it was read, or a machine read it."""
        return self.verdict != "not read"


class Parsed(msgspec.Struct, frozen=True):
    """What the limited process found in a file: its kind and pages, or what is wrong with it (a half sentence).

    `kind` is a label of `file_kinds.READERS` in small letters. `note` is a half sentence about a file that was read, such as
    that its name says something else.
    """

    kind: str = ""
    pages: tuple[PageText, ...] = ()
    wrong: str = ""
    note: str = ""


class FileRead(msgspec.Struct, frozen=True):
    """One file as read. `error` is a finished sentence, empty when the file could be read; `digest` is its SHA-256.

    `source` says what it came in, where that was another file (``attachment of combined.pdf``); empty for a file itself.
    `note` is a finished sentence about a file that was read, such as that its name says something else; mostly empty.
    """

    path: str
    name: str
    digest: str = ""
    kind: str = ""
    pages: tuple[PageText, ...] = ()
    error: str = ""
    source: str = ""
    note: str = ""


class PageImage(msgspec.Struct, frozen=True):
    """A drawn page: `bgra` holds `height` rows of `stride` bytes, four bytes a pixel (blue, green, red, opaque)."""

    width: int
    height: int
    stride: int
    bgra: bytes
