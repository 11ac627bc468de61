"""Runs in the limited process: a file's path in, its pages or what is wrong with it out."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from imr_desktop.record import pdf, plain
from imr_desktop.record.reader import Parsed

_HEAD = 1024


def parse(payload: bytes) -> bytes:
    """Read the file whose path is `payload`; the answer is a msgpack `Parsed`."""
    return msgspec.msgpack.encode(_parse(Path(os.fsdecode(payload))))


def _parse(path: Path) -> Parsed:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"%PDF-" in head:
        return pdf.read(path)
    if path.suffix.lower() == ".pdf":
        return Parsed(wrong="is named .pdf but is not a PDF; ask for it again")
    return plain.read(path)
