"""A PDF's pages as text."""

from __future__ import annotations

from typing import BinaryIO

import pypdfium2

from imr_desktop.record.bounds import MOST_PAGES
from imr_desktop.record.model import Parsed
from imr_desktop.record.pdf.document import is_locked, open_document
from imr_desktop.record.pdf.layers import Original
from imr_desktop.record.pdf.page import page_text


def read(source: BinaryIO) -> Parsed:
    """Every page's text, or what is wrong with the file."""
    try:
        document = open_document(source)
    except pypdfium2.PdfiumError as error:
        return Parsed(wrong=wrong_of(error))
    original = Original(source)
    try:
        count = len(document)
        if wrong := half_wrong(count):
            return Parsed(wrong=wrong)
        return Parsed("pdf", tuple(page_text(document, original, index) for index in range(count)))
    finally:
        original.close()
        document.close()


def wrong_of(error: pypdfium2.PdfiumError) -> str:
    """Half a sentence about a document that could not be opened."""
    if is_locked(error):
        return "is protected by a password; ask the sender for a copy without one"
    return "is damaged and could not be repaired; ask for it again"


def half_wrong(count: int) -> str:
    """Half a sentence about a document with so many pages; empty where that is a number to be read."""
    if count == 0:
        return "has no pages; ask for it again"
    if count > MOST_PAGES:
        return f"has {count:,} pages, more than {MOST_PAGES:,}; split it and drop the parts"
    return ""
