"""Runs in the limited process: a file in; its pages or what is wrong with it out."""

from __future__ import annotations

from importlib import import_module

import msgspec

from imr_desktop.file_kinds import HEAD, READERS, kind_of
from imr_desktop.record.model import Parsed
from imr_desktop.record.reader import ReadRequest
from imr_desktop.sandbox import given

_request = msgspec.msgpack.Decoder(ReadRequest).decode
_MODULES = {kind.reader: import_module(kind.reader) for kind in READERS}
"""Loaded with this one: no code can be added once the process is confined."""


def parse(payload: bytes) -> bytes:
    """A msgpack `ReadRequest` about the given file in, a msgpack `Parsed` out."""
    request = _request(payload)
    given.unlock(request.password)
    return msgspec.msgpack.encode(_parse(request.ending.lower()))


def _parse(ending: str) -> Parsed:
    file = given.current()
    kind = kind_of(file.read(HEAD))
    named = next((one for one in READERS if ending in one.endings), kind)
    if named is not kind and named.magic:
        return Parsed(wrong=f"is named {ending} but is not {named.one}; ask for it again")
    parsed: Parsed = _MODULES[kind.reader].read(file)
    return parsed
