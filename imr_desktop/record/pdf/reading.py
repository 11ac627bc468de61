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
        if is_locked(error):
            return Parsed(wrong="is protected by a password; ask the sender for a copy without one")
        return Parsed(wrong="is damaged and could not be repaired; ask for it again")
    original = Original(source)
    try:
        count = len(document)
        if count == 0:
            return Parsed(wrong="has no pages; ask for it again")
        if count > MOST_PAGES:
            return Parsed(wrong=f"has {count:,} pages, more than {MOST_PAGES:,}; split it and drop the parts")
        return Parsed("pdf", tuple(page_text(document, original, index) for index in range(count)))
    finally:
        original.close()
        document.close()
