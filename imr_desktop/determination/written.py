"""A PDF file as this program's writers make it: a first revision and what signing added, each gapless from end to end.

Every byte belongs to an object, a table of places or a trailer, every object is named by exactly one table, and every reader
sees the same file. Anything else raises `Foreign`. Used in the limited process.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from imr_desktop.determination.pdf_values import Foreign, Reader, Ref, Stream, Value, mapping, sequence

_HEADER = re.compile(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n")
_START = re.compile(rb"startxref\n(\d{1,12})\n%%EOF\n?\Z")
_SECTION = re.compile(rb"(\d{1,9}) (\d{1,9}) ?\r?\n")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \n|\r\n| \r)")
_OBJECT = re.compile(rb"\s*(\d{1,9}) 0 obj\b")
_MOST_REVISIONS = 8
MOST_DECODED = 64 * 1024 * 1024
_TRAILER = frozenset({"Root", "Info", "ID", "Size", "Prev"})


@dataclass(frozen=True)
class Revision:
    """What one save wrote: bytes from `start` to `end`, the place of its table, the places of its objects by number."""

    start: int
    table: int
    end: int
    places: dict[int, int]
    trailer: dict[str, Value] = field(repr=False)


class Written:
    """A file's revisions and its objects as the last revision leaves them. Raises Foreign while it is made or read."""

    def __init__(self, data: bytes) -> None:
        if not (header := _HEADER.match(data)):
            raise Foreign("does not begin as this program begins a file")
        self.data = data
        self.revisions = tuple(_revisions(data, header.end()))
        self._read: dict[tuple[int, int], Value] = {}
        self._ends: dict[tuple[int, int], int] = {}

    @property
    def trailer(self) -> dict[str, Value]:
        """The last revision's."""
        return self.revisions[-1].trailer

    @property
    def root(self) -> dict[str, Value]:
        """The catalog, which everything hangs from."""
        return mapping(self.get(self.trailer.get("Root")))

    def get(self, value: Value, until: int | None = None) -> Value:
        """What a reference stands for (in revision `until` where given); any other value as it is."""
        if not isinstance(value, Ref):
            return value
        last = len(self.revisions) - 1 if until is None else until
        for number in range(last, -1, -1):
            if value in self.revisions[number].places:
                return self._object(number, int(value))
        raise Foreign(f"names an object that it lacks ({int(value)})")

    def raw(self, number: int) -> bytes:
        """An object's value as it is spelled in the last revision that has it. Raises Foreign."""
        last = max((place for place, one in enumerate(self.revisions) if number in one.places), default=None)
        if last is None:
            raise Foreign(f"names an object that it lacks ({number})")
        self._object(last, number)
        whole = self.data[self.revisions[last].places[number] : self._ends[last, number]]
        return whole.partition(b"obj")[2].removesuffix(b"endobj").strip(b" \n")

    def chain(self, *names: str, until: int | None = None) -> Value:
        """The value at the end of a chain of keys from the catalog (as of a revision); None where it breaks."""
        trailer = self.revisions[-1 if until is None else until].trailer
        found = self.get(trailer.get("Root"), until)
        for name in names:
            found = self.get(mapping(found).get(name), until)
        return found

    def pages(self, until: int | None = None) -> list[dict[str, Value]]:
        """The pages in their order, as of a revision."""
        return [mapping(self.get(kid, until)) for kid in sequence(self.chain("Pages", "Kids", until=until))]

    def check(self, number: int) -> None:
        """Raise Foreign unless revision `number` is gapless: objects behind each other up to its table."""
        revision = self.revisions[number]
        place = revision.start
        for which, start in sorted(revision.places.items(), key=lambda pair: pair[1]):
            if self.data[place:start].strip(b" \n"):
                raise Foreign(f"holds bytes that belong to nothing at byte {place}")
            self._object(number, which)
            place = self._ends[number, which]
        if self.data[place : revision.table].strip(b" \n"):
            raise Foreign(f"holds bytes that belong to nothing at byte {place}")

    def _object(self, revision: int, number: int) -> Value:
        key = revision, number
        if key not in self._read:
            self._read[key], self._ends[key] = _object(self.data, self.revisions[revision], number)
        return self._read[key]


def _revisions(data: bytes, start: int) -> Iterator[Revision]:
    """From the first to the last, found from the end backwards."""
    found: list[Revision] = []
    end, previous = len(data), None
    while len(found) < _MOST_REVISIONS:
        revision = _revision(data, end)
        if previous is not None and revision.table != previous:
            raise Foreign("names two tables of places for the same revision")
        found.append(revision)
        previous = revision.trailer.get("Prev")
        if previous is None:
            break
        if type(previous) is not int or previous >= revision.table:
            raise Foreign("names a table of places that is not before it")
        end = _end(data, previous)
    else:
        raise Foreign("was added to many times")
    for revision in reversed(found):
        yield Revision(start, revision.table, revision.end, revision.places, revision.trailer)
        start = revision.end


def _revision(data: bytes, end: int) -> Revision:
    start = _START.search(data, max(0, end - 40), end)
    if start is None:
        raise Foreign("has no end, or something behind its end")
    table = int(start[1])
    if not 0 < table < end:
        raise Foreign("names a table of places outside itself")
    reader = Reader(data, table, end)
    places, trailer = _table(reader)
    reader.skip()
    if reader.place != start.start():
        raise Foreign(f"holds bytes that belong to nothing at byte {reader.place}")
    return Revision(0, table, end, places, trailer)


def _end(data: bytes, table: int) -> int:
    """Where the revision with this table ends."""
    reader = Reader(data, table, len(data))
    _table(reader)
    reader.need(b"startxref")
    reader.number()
    reader.need(b"%%EOF")
    return reader.place + data.startswith(b"\n", reader.place)


def _table(reader: Reader) -> tuple[dict[int, int], dict[str, Value]]:
    reader.need(b"xref\n")
    places: dict[int, int] = {}
    while section := _SECTION.match(reader.data, reader.place, reader.end):
        reader.place = section.end()
        for number in range(int(section[1]), int(section[1]) + int(section[2])):
            entry = _ENTRY.match(reader.data, reader.place, reader.end)
            if entry is None or (entry[3] == b"f") != (number == 0) or number in places:
                raise Foreign("has a table of places that this program does not write")
            reader.place = entry.end()
            if number:
                places[number] = int(entry[1])
    reader.need(b"trailer")
    trailer = reader.value()
    if not isinstance(trailer, dict) or not trailer.keys() <= _TRAILER:
        raise Foreign("is encrypted" if "Encrypt" in mapping(trailer) else "has a trailer that this program does not write")
    return places, trailer


def _object(data: bytes, revision: Revision, number: int) -> tuple[Value, int]:
    place = revision.places[number]
    head = _OBJECT.match(data, place, revision.table)
    if not revision.start <= place < revision.table or head is None or int(head[1]) != number or head.start(1) != place:
        raise Foreign(f"has no object {number} where its table of places says so")
    reader = Reader(data, head.end(), revision.table)
    value = reader.value()
    reader.skip()
    if data.startswith(b"stream", reader.place):
        value = _stream(reader, value)
    reader.need(b"endobj")
    return value, reader.place


def _stream(reader: Reader, value: Value) -> Stream:
    made = Stream(mapping(value))
    length = made.get("Length")
    reader.need(b"stream\n" if reader.data.startswith(b"stream\n", reader.place) else b"stream\r\n")
    if type(length) is not int or not 0 <= length <= reader.end - reader.place:
        raise Foreign("has a stream without its length")
    made.raw = reader.data[reader.place : reader.place + length]
    reader.place += length
    reader.need(b"endstream")
    return made


def decoded(stream: Value) -> bytes:
    """A stream's bytes without their compression; other codings (pictures) stay. Raises Foreign."""
    if not isinstance(stream, Stream):
        raise Foreign("lacks a stream")
    filters, data = stream.get("Filter"), stream.raw
    names = filters if isinstance(filters, list) else [filters] if filters else []
    for name in names:
        if name == "ASCII85Decode":
            data = _ascii85(data)
        elif name == "FlateDecode":
            data = _inflated(data)
    return data


def _ascii85(data: bytes) -> bytes:
    from base64 import a85decode

    try:
        return a85decode(data.strip().removesuffix(b"~>"))
    except ValueError:
        raise Foreign("has a stream that cannot be read") from None


def _inflated(data: bytes) -> bytes:
    work = zlib.decompressobj()
    try:
        made = work.decompress(data, MOST_DECODED)
    except zlib.error:
        raise Foreign("has a stream that cannot be unpacked") from None
    if data and not work.eof:
        raise Foreign("has a stream that cannot be unpacked whole")
    if work.unused_data.strip(b"\r\n"):
        raise Foreign("has a stream with something behind its end")
    return made
