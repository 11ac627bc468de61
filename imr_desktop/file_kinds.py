"""The kinds of files that can be read: the one table that reading, gathering and the window's words go by."""

from __future__ import annotations

from typing import NamedTuple

HEAD = 1024
"""Bytes at the start of a file among which it names its kind."""


class Kind(NamedTuple):
    """One kind of file, with the module whose ``read(file) -> Parsed`` takes it apart in the limited process.

    `label` and `one` are its words in a sentence ("PDF", "a PDF"). `magic` stands among the first
    bytes of each such file; empty: whatever else is there.
    """

    label: str
    one: str
    endings: tuple[str, ...]
    magic: bytes
    reader: str


READERS = (
    Kind("PDF", "a PDF", (".pdf",), b"%PDF-", "imr_desktop.record.pdf"),
    Kind("text", "a text file", (".txt", ".text", ".json"), b"", "imr_desktop.record.plain"),
)
"""In the order they are tried. The window's process never imports the readers."""

ENDINGS = tuple(ending for kind in READERS for ending in kind.endings)


def kind_of(head: bytes) -> Kind:
    """The kind of a file by its first `HEAD` bytes, whatever it is named."""
    return next(kind for kind in READERS if kind.magic in head)


def labels(last: str) -> str:
    """The kinds in words, `last` before the last of them: ``PDF and text``."""
    *others, end = (kind.label for kind in READERS)
    return f"{', '.join(others)} {last} {end}"
