"""XML of unknown origin as a tree: no entities, nothing from elsewhere, bounded. Runs in the limited process."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_XML = 64_000_000
"""Bytes of one part: a thousand pages of a Word document are some ten million."""
BAD = (
    ParseError,
    DefusedXmlException,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


class TooMuch(ValueError):
    """A part is larger than a document's can be."""


def parse(data: bytes) -> Element:
    """The root. Raises one of `BAD`."""
    if len(data) > MOST_XML:
        raise TooMuch
    tree: Element = fromstring(data)
    return tree


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of a document that is an archive; no more is unpacked than a part may hold. Raises one of `BAD`."""
    with archive.open(name) as part:
        data = part.read(MOST_XML + 1)
    if len(data) > MOST_XML:
        raise TooMuch
    return data


def archive(file: IO[bytes]) -> zipfile.ZipFile:
    """A document that is an archive, opened. Raises one of `BAD`."""
    file.seek(0)
    return zipfile.ZipFile(file)


def local(element: Element) -> str:
    """An element's name without its namespace; comments and instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: Element | None, name: str, default: str = "") -> str:
    """An attribute whatever its namespace."""
    if element is None:
        return default
    return next((said for key, said in element.attrib.items() if key.rpartition("}")[2] == name), default)


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of names."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of a name."""
    return (one for one in (element if element is not None else ()) if local(one) == name)


def words(element: Element | None) -> str:
    """All text in an element on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
