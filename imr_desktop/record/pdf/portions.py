"""A PDF's pages said one by one, in portions that end by themselves: runs in the limited process.

The document stays open between portions of one file; the next file lets go of it.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import NamedTuple

import msgspec
import pypdfium2

from imr_desktop.record.model import Parsed
from imr_desktop.record.pdf.document import open_document
from imr_desktop.record.pdf.layers import Original
from imr_desktop.record.pdf.page import page_text
from imr_desktop.record.pdf.reading import half_wrong, wrong_of
from imr_desktop.sandbox import given

PORTION, FIRST = 2.0, 0.8
"""Seconds of work after which no further page is begun; the first pages of a file are waited for."""
_encode = msgspec.msgpack.Encoder().encode


class _Open(NamedTuple):
    document: pypdfium2.PdfDocument
    original: Original


def say(file: given.GivenFile, first: int) -> Parsed:
    """How many pages the file has, then each page from `first` (from 1) on until the portion's time is over; or its wrong."""
    began, portion = time.process_time(), PORTION if first > 1 else min(FIRST, PORTION)
    try:
        opened = _opened(file.number, given.password())
    except pypdfium2.PdfiumError as error:
        return Parsed(wrong=wrong_of(error))
    count = len(opened.document)
    if wrong := half_wrong(count):
        return Parsed(wrong=wrong)
    given.tell(_encode(count))
    for index in range(first - 1, count):
        given.tell(_encode(page_text(opened.document, opened.original, index)))
        if time.process_time() - began > portion:
            break
    else:
        _opened.cache_clear()
    return Parsed("pdf")


@lru_cache(maxsize=1)
def _opened(_number: int, _password: str) -> _Open:
    """The file on the desk. Raises PdfiumError."""
    return _Open(open_document(given.current()), Original(given.current()))
