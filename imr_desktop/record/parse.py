"""Runs in the limited process: a file in; its pages or what is wrong with it out."""

from __future__ import annotations

import msgspec

from imr_desktop.record import pdf, plain
from imr_desktop.record.model import Parsed
from imr_desktop.record.reader import HEAD, ReadRequest
from imr_desktop.sandbox import given

_request = msgspec.msgpack.Decoder(ReadRequest).decode


def parse(payload: bytes) -> bytes:
    """A msgpack `ReadRequest` about the given file in, a msgpack `Parsed` out."""
    return msgspec.msgpack.encode(_parse(_request(payload).ending))


def _parse(ending: str) -> Parsed:
    file = given.current()
    if b"%PDF-" in file.read(HEAD):
        return pdf.read(file)
    if ending.lower() == ".pdf":
        return Parsed(wrong="is named .pdf but is not a PDF; ask for it again")
    return plain.read(file)
