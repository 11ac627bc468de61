"""A PDF in a stream as a pdfium document: repaired where it is cut off, with its form fields.

pdfium opens the AES-encrypted letters with an empty password as they come. It is a build without scripts and XFA, and no
action of a document is ever started.
"""

from __future__ import annotations

import io
import os
from typing import BinaryIO

import pypdfium2
from pypdfium2 import raw

from imr_desktop.record.formats.shifted import from_header
from imr_desktop.record.given_pdf import GivenDocument
from imr_desktop.sandbox import given


def open_document(source: BinaryIO) -> pypdfium2.PdfDocument:
    """The document in a stream, repaired where it is truncated. Raises PdfiumError."""
    document = _opened(source)
    if document.get_formtype() != raw.FORMTYPE_NONE:
        _start_forms(document)
    return document


def _start_forms(document: pypdfium2.PdfDocument) -> None:
    """As pypdfium2's own function, without its warning that this build has no XFA: that is wished."""
    config = raw.FPDF_FORMFILLINFO(version=2)
    if handle := raw.FPDFDOC_InitFormFillEnvironment(document, config):
        document.formenv = pypdfium2.PdfFormEnv(handle, config)


def is_locked(error: pypdfium2.PdfiumError) -> bool:
    """Whether a document could not be opened for want of its password."""
    return "assword" in str(error)


def _opened(source: BinaryIO) -> pypdfium2.PdfDocument:
    source = from_header(source)
    try:
        return GivenDocument(source, source.seek(0, os.SEEK_END))
    except pypdfium2.PdfiumError as error:
        if is_locked(error):
            raise
        repaired = _repair(source)
        if repaired is None:
            raise
        return pypdfium2.PdfDocument(repaired)


def _repair(source: BinaryIO) -> bytes | None:
    import pikepdf

    source.seek(0)
    try:
        with pikepdf.open(source, password=given.password()) as document:
            if len(document.pages) == 0:
                return None
            buffer = io.BytesIO()
            document.save(buffer)
            return buffer.getvalue()
    except (pikepdf.PdfError, ValueError):
        return None
