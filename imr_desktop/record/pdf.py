"""PDF files with pdfium: text with paragraphs, words with boxes, pictures. Runs in the limited process.

pdfium opens the AES-encrypted letters with an empty password as they come, and keeps the order in which a page was written.
"""

from __future__ import annotations

import io
import os
import re
from itertools import pairwise
from typing import BinaryIO

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.bounds import MOST_PAGE_TEXT, MOST_PAGES, size
from imr_desktop.record.formats.shifted import from_header
from imr_desktop.record.given_pdf import GivenDocument
from imr_desktop.record.model import PageText, Parsed

PARAGRAPH_GAP = 1.6
SCAN_CHARACTERS = 60

_BREAK = re.compile(r"\r\n?|\n")
_LINE_END_HYPHEN = re.compile(r"[\x02\ufffe\u00ad](?:\r\n|\n)?")


def read(source: BinaryIO) -> Parsed:
    """Every page's text, or what is wrong with the file."""
    try:
        document = open_document(source)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            return Parsed(wrong="is protected by a password; ask the sender for a copy without one")
        return Parsed(wrong="is damaged and could not be repaired; ask for it again")
    try:
        if len(document) == 0:
            return Parsed(wrong="has no pages; ask for it again")
        if len(document) > MOST_PAGES:
            return Parsed(wrong=f"has {len(document):,} pages, more than {MOST_PAGES:,}; split it and drop the parts")
        return Parsed("pdf", tuple(_page(document, index) for index in range(len(document))))
    finally:
        document.close()


def open_document(source: BinaryIO) -> pypdfium2.PdfDocument:
    """The document in a stream, repaired where it is truncated. Raises PdfiumError."""
    source = from_header(source)
    try:
        return GivenDocument(source, source.seek(0, os.SEEK_END))
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise
        repaired = _repair(source)
        if repaired is None:
            raise
        return pypdfium2.PdfDocument(repaired)


def _repair(source: BinaryIO) -> bytes | None:
    import pikepdf

    source.seek(0)
    try:
        with pikepdf.open(source) as document:
            if len(document.pages) == 0:
                return None
            buffer = io.BytesIO()
            document.save(buffer)
            return buffer.getvalue()
    except (pikepdf.PdfError, ValueError):
        return None


def _page(document: pypdfium2.PdfDocument, index: int) -> PageText:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return PageText(index + 1, "", "not read", ("The page is damaged.",))
    try:
        width, height = map(size, page.get_size())
        text_page = page.get_textpage()
        text = paragraphs(text_page)
        text_page.close()
        if len(text) > MOST_PAGE_TEXT:
            return PageText(index + 1, "", "not read", ("It holds more text than a page can.",), width, height)
        if _usable(page, text):
            return PageText(index + 1, text, width=width, height=height)
        return PageText(index + 1, text, "not read", ("It has no usable text.",), width, height)
    except pypdfium2.PdfiumError:
        return PageText(index + 1, "", "not read", ("The page is damaged.",))
    finally:
        page.close()


def paragraphs(text_page: pypdfium2.PdfTextPage) -> str:
    """The page's text with an empty line where the gap between two lines is wider than their usual step."""
    text = text_page.get_text_range()
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    lines = [_BREAK.sub("", text[start:end]) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    tops = [_top(text_page, start) if line.strip() else None for start, line in zip(starts, lines, strict=True)]
    steps = sorted(
        above - below for above, below in pairwise(tops) if above is not None and below is not None and above > below
    )
    usual = steps[len(steps) // 3] if steps else 0.0
    parts, last = [], None
    for line, top in zip(lines, tops, strict=True):
        if top is None:
            continue
        wide = last is not None and usual > 0 and last - top > usual * PARAGRAPH_GAP
        parts.append(("\n\n" if wide else "\n") + line.strip())
        last = top
    return _clean("".join(parts).lstrip("\n"))


def _top(text_page: pypdfium2.PdfTextPage, index: int) -> float | None:
    from ctypes import byref, c_double

    x, y = c_double(), c_double()
    if not raw.FPDFText_GetCharOrigin(text_page, index, byref(x), byref(y)):
        return None
    return y.value


def _clean(text: str) -> str:
    text = _LINE_END_HYPHEN.sub("-", text)
    return "".join(character for character in text if character == "\n" or character.isprintable() or character.isspace())


def _usable(page: pypdfium2.PdfPage, text: str) -> bool:
    letters = sum(1 for character in text if character.isalnum())
    strange = sum(1 for character in text if character == "\ufffd" or "\ue000" <= character <= "\uf8ff")
    if strange > max(20, letters * 0.3):
        return False
    if letters >= SCAN_CHARACTERS:
        return True
    shown = [drawn for drawn in page.get_objects(max_depth=3) if _is_visible(drawn)]
    if not letters:
        return not shown  # a blank page has nothing to read; one that shows something has text we cannot see
    return all(drawn.type != raw.FPDF_PAGEOBJ_IMAGE for drawn in shown)


def _is_visible(drawn: pypdfium2.PdfObject) -> bool:
    left, bottom, right, top = drawn.get_bounds()
    return bool(right - left > 1 or top - bottom > 1)
