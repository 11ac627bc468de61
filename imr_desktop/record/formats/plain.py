"""Text files: which encoding, which pages. Runs in the limited process."""

from __future__ import annotations

import os
import re
from typing import IO

from imr_desktop import file_kinds as kinds
from imr_desktop.record.bounds import MOST_PAGES
from imr_desktop.record.formats.encodings import UNTOLD, decode
from imr_desktop.record.model import PageText, Parsed

MOST_BYTES = 16_000_000
LONG = "is a text file of more than 16 MB; split it and drop the parts"
PAGE_CHARACTERS = 6_000
LETTERS_UNTOLD = f"Letters in it could not be told, shown as {UNTOLD}."

_BLANK_LINES = re.compile(r"\n{2,}[^\S\n\f]*")
_BLANKS = re.compile(r"[\n ]*")


def read(file: IO[bytes]) -> Parsed:
    """The pages of a text file; pages end at form feeds, and long ones at a paragraph."""
    if file.seek(0, os.SEEK_END) > MOST_BYTES:
        return Parsed(wrong=LONG)
    file.seek(0)
    text = decode(file.read())
    return Parsed(wrong=kinds.UNKNOWN.wrong) if text is None else paged(text)


def paged(text: str) -> Parsed:
    """The pages of a text."""
    if text.count("\f") >= MOST_PAGES:
        return Parsed(wrong=f"has more than {MOST_PAGES:,} pages; split it and drop the parts")
    pages = [part for sheet in tidy(text).split("\f") for part in broken(sheet.strip("\n"))]
    while len(pages) > 1 and not pages[-1]:
        pages.pop()
    if not any(pages):
        return Parsed(wrong="holds no text; ask for it again")
    if len(pages) > MOST_PAGES:
        return Parsed(wrong=f"has {len(pages):,} pages, more than {MOST_PAGES:,}; split it and drop the parts")
    return Parsed("text", tuple(_page(number, page) for number, page in enumerate(pages, 1)))


def _page(number: int, text: str) -> PageText:
    return PageText(number, text, "not read", (LETTERS_UNTOLD,)) if UNTOLD in text else PageText(number, text)


def tidy(text: str) -> str:
    """Line feeds only, no trailing blanks, one empty line between paragraphs, other control characters gone."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    strange = [character for character in set(text) if not character.isprintable() and not character.isspace()]
    if strange:
        text = text.translate(dict.fromkeys(map(ord, strange)))
    sheets = ("\n".join(map(str.rstrip, sheet.split("\n"))) for sheet in text.split("\f"))
    return _BLANK_LINES.sub("\n\n", "\f".join(sheets))


def broken(sheet: str) -> list[str]:
    """A page's text, in parts that a page can hold."""
    pages, start = [], 0
    while len(sheet) - start > PAGE_CHARACTERS:
        cut = _cut(sheet, start)
        pages.append(sheet[start:cut])
        start = _BLANKS.match(sheet, cut).end()  # type: ignore[union-attr]
    return [*pages, sheet[start:]]


def _cut(sheet: str, start: int) -> int:
    """Where a page ends: at a paragraph, a line or a word in its second half, else when it is full."""
    for mark in ("\n\n", "\n", " "):
        cut = sheet.rfind(mark, start + PAGE_CHARACTERS // 2, start + PAGE_CHARACTERS)
        if cut >= 0:
            return cut
    return start + PAGE_CHARACTERS
