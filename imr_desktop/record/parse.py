"""Runs in the limited process: a file in, dropped or sealed in the vault; its pages or what is wrong with it out."""

from __future__ import annotations

import io
import os

import msgspec

from imr_desktop.record import pdf, plain
from imr_desktop.record.reader import Parsed, Request
from imr_desktop.record.sources import Source, source, stream, unharmed

_HEAD = 1024

_request = msgspec.msgpack.Decoder(Request).decode


def parse(payload: bytes) -> bytes:
    """A msgpack `Request` in, a msgpack `Parsed` out."""
    asked = _request(payload)
    if asked.data:
        return msgspec.msgpack.encode(plain.read(io.BytesIO(asked.data)))
    opened = source(asked.path, asked.key)
    with unharmed(opened):
        return msgspec.msgpack.encode(_parse(opened, os.fsdecode(asked.name)))


def _parse(opened: Source, name: str) -> Parsed:
    with stream(opened) as file:
        if b"%PDF-" in file.read(_HEAD):
            return pdf.read(opened)
        if name.lower().endswith(".pdf"):
            return Parsed(wrong="is named .pdf but is not a PDF; ask for it again")
        return plain.read(file)
