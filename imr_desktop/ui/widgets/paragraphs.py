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


def units(characters: str) -> int:
    """How many positions characters take in a document: those beyond U+FFFF take two."""
    return len(characters) + sum(letter > "\uffff" for letter in characters) if not characters.isascii() else len(characters)


def position(text: str, offset: int) -> int:
    """Where an offset of a text lies in the document; offsets beyond the text are its end."""
    return units(to_document(text[: min(max(offset, 0), len(text))]))


def offset(text: str, at: int) -> int:
    """The offset of a text that lies at a position of its document; the inverse of `position`."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if position(text, middle) <= at:
            low = middle
        else:
            high = middle - 1
    return low
