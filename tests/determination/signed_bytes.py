"""A signed letter's bytes: where things stand in them, and changes by hand."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf

Change = Callable[[bytes], bytes]


def flipped(pdf: bytes, place: int, bit: int = 1) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bit]) + pdf[place + 1 :]


def stream_of(pdf: bytes, before: bytes) -> int:
    """A place inside the first stream whose dictionary holds these words."""
    return pdf.index(b"stream\n", pdf.index(before)) + 30


def hole(pdf: bytes) -> tuple[int, int]:
    """The hexadecimal digits of the signature, without their brackets."""
    start = pdf.index(b"/Contents <3") + len(b"/Contents <")
    return start, pdf.index(b">", start)


def ranges(pdf: bytes) -> tuple[int, int]:
    """Where the byte range's brackets stand."""
    start = pdf.index(b"/ByteRange [")
    return start, pdf.index(b"]", start) + 1


def pages(pdf: bytes) -> list[int]:
    """The numbers of the objects that are pages."""
    kids = re.search(rb"/Count \d+ /Kids \[ ([^\]]+)\]", pdf)
    return [int(number) for number in re.findall(rb"(\d+) 0 R", kids[1])]


def appended(pdf: bytes, body: bytes, table: str = "classic") -> bytes:
    """An incremental update that replaces the first page by `body`, spelled in one of the ways that readers forgive."""
    number, start = pages(pdf)[0], len(pdf)
    new = b"%d 0 obj\n%s\nendobj\n" % (number, body)
    previous = int(re.findall(rb"startxref\n(\d+)", pdf)[-1])
    if table == "none":
        return pdf + new
    if table == "trailer alone":
        return pdf + new + b"trailer\n<</Root 1 0 R/Size 99/Prev %d>>\n%%%%EOF\n" % previous
    place = start + len(new)
    made = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    extra = b"/XRefStm %d" % place if table == "hybrid" else b""
    last = b"0" if table == "wrong place" else b"%d" % place
    return (
        pdf + new + made + b"trailer\n<</Root 1 0 R/Size 99/Prev %d%s>>\nstartxref\n%s\n%%%%EOF\n" % (previous, extra, last)
    )


BLANK = b"<</Type/Page/Parent 6 0 R/MediaBox[0 0 612 792]>>"


def restated(pdf: bytes, new: bytes) -> bytes:
    """Another byte range in the same room, where it fits."""
    start, end = ranges(pdf)
    return pdf[:start] + new.ljust(end - start) + pdf[end:]


def emptied(pdf: bytes, new: bytes) -> bytes:
    start, end = hole(pdf)
    return pdf[: start - 1] + new.ljust(end - start + 2) + pdf[end + 1 :]


def resaved(pdf: bytes, **how: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, **how)
    return out.getvalue()
