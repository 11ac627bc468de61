"""XFA forms: their data as lines of label and value.

An XFA form keeps its page as a program that Adobe's reader alone runs; the page that every other reader shows says "Please
wait". What was filled in stands in the form's data set, an XML packet, which is read here: bounded, entities refused.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from xml.etree.ElementTree import Element, ParseError

import msgspec

from imr_desktop.record.bounds import MOST_PAGE_TEXT
from imr_desktop.record.model import PageText, Word
from imr_desktop.sandbox import given

if TYPE_CHECKING:
    import pikepdf

DATA_ALONE = "An XFA form: what was filled in stands here as label and value; ask for a printed copy to see the form."
UNSHOWN = "An XFA form, which only Adobe's own reader shows; ask for a printed copy."

MOST_BYTES = 8_000_000
MOST_VALUES = 5_000
_MOST_DEPTH = 100
_MOST_PACKETS = 64
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|_+|(?<=[A-Za-z])(?=\d)")


class Facts(NamedTuple):
    """What a document's catalog says: whether it has layers, and what its XFA form was filled with (None: it is none)."""

    layered: bool = False
    fields: tuple[tuple[str, str], ...] | None = None


def facts_of(source: BinaryIO) -> Facts:
    """Look into a document's catalog. Never raises for what the file holds."""
    import pikepdf

    source.seek(0)
    try:
        with pikepdf.open(source, password=given.password()) as document:
            packets = _packets(document)
            return Facts("/OCProperties" in document.Root, tuple(_fields(packets)) if packets else None)
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, OSError, EOFError, RuntimeError, zlib.error):
        return Facts(layered=True)  # it may have some


def _packets(document: pikepdf.Pdf) -> list[bytes]:
    """The XFA entry's XML packets; one stream, or names and streams in turn."""
    import pikepdf

    forms = document.Root.get("/AcroForm")
    found = forms.get("/XFA") if isinstance(forms, pikepdf.Dictionary) else None
    streams = [found] if isinstance(found, pikepdf.Stream) else list(found) if isinstance(found, pikepdf.Array) else []
    return [_bounded(stream) for stream in streams[:_MOST_PACKETS] if isinstance(stream, pikepdf.Stream)]


def _bounded(stream: pikepdf.Stream) -> bytes:
    """A stream's bytes, empty where they are too many: a small stream can hold gigabytes of one letter."""
    data = stream.read_raw_bytes()
    kinds = stream.get("/Filter")
    if kinds is None or len(data) > MOST_BYTES:
        return data[:MOST_BYTES]
    if str(kinds) != "/FlateDecode" or "/DecodeParms" in stream:
        return b""
    opened = zlib.decompressobj().decompress(data, MOST_BYTES + 1)
    return opened if len(opened) <= MOST_BYTES else b""


def _fields(packets: list[bytes]) -> Iterator[tuple[str, str]]:
    whole = _parsed(b"".join(packets))
    roots = [whole] if whole is not None else [root for packet in packets if (root := _parsed(packet)) is not None]
    yield from islice((field for root in roots for data in _data(root) for field in _leaves(data, 0)), MOST_VALUES)


def _parsed(packet: bytes) -> Element | None:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import parse

    try:
        root: Element | None = parse(io.BytesIO(packet), forbid_dtd=True).getroot()
        return root
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None


def _data(root: Element) -> Iterator[Element]:
    """The elements that hold what was filled in: ``datasets/data``."""
    for element in root.iter():
        if _name(element) == "datasets":
            yield from (child for child in element if _name(child) == "data")


def _leaves(element: Element, depth: int) -> Iterator[tuple[str, str]]:
    children = list(element)
    if depth > _MOST_DEPTH:
        return
    if not children and (value := " ".join((element.text or "").split())):
        yield " ".join(_WORD.sub(" ", _name(element)).split()), value
    for child in children:
        yield from _leaves(child, depth + 1)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def stands_for(page: PageText, fields: tuple[tuple[str, str], ...] | None) -> PageText:
    """The first page of a form that only Adobe's reader shows, with what was filled in as its text."""
    if not fields:
        return msgspec.structs.replace(page, verdict="not read", reasons=(UNSHOWN,))
    text = "\n".join(f"{label}: {value}" for label, value in fields)
    return msgspec.structs.replace(
        page, text=text[:MOST_PAGE_TEXT], verdict="read", reasons=(DATA_ALONE,), words=_nowhere(text)
    )


def _nowhere(text: str) -> tuple[Word, ...]:
    """Words that the page's picture does not show: at its corner."""
    return tuple(Word(word, (0.0, 0.0, 0.0, 0.0), "form field") for word in text[:MOST_PAGE_TEXT].split())
