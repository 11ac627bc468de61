"""Texts and documents: in a text an empty line parts paragraphs; in a document each paragraph is a block. Imports no Qt.

A line end inside a paragraph is U+2028 in a document. Going there and back changes nothing, however many line ends follow
one another.
"""

from __future__ import annotations

BREAK = "\u2029"
LINE = "\u2028"


def to_document(text: str) -> str:
    """A text as the characters of a document."""
    return text.replace("\n\n", BREAK).replace("\n", LINE)


def from_document(characters: str) -> str:
    """The characters of a document as a text."""
    return characters.replace(BREAK, "\n\n").replace(LINE, "\n")


def position(text: str, offset: int) -> int:
    """Where an offset of a text lies in the document; offsets beyond the text are its end."""
    return len(to_document(text[: min(max(offset, 0), len(text))]))
