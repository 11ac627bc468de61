"""One page of a PDF: its text, and what the evidence says about it."""

from __future__ import annotations

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.bounds import MOST_PAGE_TEXT, size
from imr_desktop.record.evidence.judging import judged
from imr_desktop.record.evidence.parts import PageParts
from imr_desktop.record.model import PageText
from imr_desktop.record.pdf.lines import paragraphs
from imr_desktop.record.pdf.parts import OpenPage

_COUNTED = (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)
DAMAGED = ("The page is damaged.",)
TOO_MUCH = ("It holds more text than a page can.",)


def page_text(document: pypdfium2.PdfDocument, index: int) -> PageText:
    """A page as text. Never raises for what the file holds."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return PageText(index + 1, "", "not read", DAMAGED)
    try:
        return _read(page, index + 1)
    except pypdfium2.PdfiumError:
        return PageText(index + 1, "", "not read", DAMAGED)
    finally:
        page.close()


def _read(page: pypdfium2.PdfPage, number: int) -> PageText:
    width, height = map(size, page.get_size())
    text_page = page.get_textpage()
    try:
        text = paragraphs(text_page)
        if len(text) > MOST_PAGE_TEXT:
            return PageText(number, "", "not read", TOO_MUCH, width, height)
        said = judged(page_parts(page, text_page, text))
        return PageText(number, text, said.verdict, said.reasons, width, height)
    finally:
        text_page.close()


def page_parts(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, text: str) -> PageParts:
    """An open page as evidence."""
    width, height = page.get_size()
    kinds = [raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, at)) for at in range(raw.FPDFPage_CountObjects(page))]
    texts, paths, pictures = (kinds.count(kind) for kind in _COUNTED)
    return PageParts(
        text,
        width,
        height,
        texts=texts,
        paths=paths,
        pictures=pictures,
        others=len(kinds) - texts - paths - pictures,
        cropped=page.get_cropbox() != page.get_mediabox(),
        gathering=OpenPage(page, text_page),
    )
