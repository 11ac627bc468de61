"""Runs in the limited process: a file in; its pages or what is wrong with it out. A PDF's pages are said one by one."""

from __future__ import annotations

from importlib import import_module

import msgspec

from imr_desktop import file_kinds as kinds
from imr_desktop.file_kinds import READERS, Kind
from imr_desktop.record.formats.detect import kind_of
from imr_desktop.record.model import Parsed
from imr_desktop.record.pdf import portions
from imr_desktop.record.reader import ReadRequest
from imr_desktop.sandbox import given

_request = msgspec.msgpack.Decoder(ReadRequest).decode
_MODULES = {kind.reader: import_module(kind.reader) for kind in READERS}
"""Loaded with this one: no code can be added once the process is confined."""
_ALIKE = ({kinds.CCDA, kinds.XML, kinds.SVG}, {kinds.JSON, kinds.TEXT}, {kinds.AUDIO, kinds.VIDEO}, {kinds.OLE, kinds.DOC})
"""Kinds that share an ending."""


def parse(payload: bytes) -> bytes:
    """A msgpack `ReadRequest` about the given file in, a msgpack `Parsed` out.

    Of a PDF says first how many pages it has, then each page from the first one asked for, for as long as a portion takes;
    the answer is then without pages.
    """
    request = _request(payload)
    given.unlock(request.password)
    return msgspec.msgpack.encode(_parse(request.ending.lower(), request.first))


def _parse(ending: str, first: int) -> Parsed:
    file = given.current()
    kind, said = kind_of(file), kinds.named(ending)
    if not kind.reader:
        return Parsed(wrong=_unread(kind, said, ending))
    file.seek(0)
    parsed: Parsed = portions.say(file, first) if kind is kinds.PDF else _MODULES[kind.reader].read(file)
    if parsed.wrong == kinds.UNKNOWN.wrong:
        return Parsed(wrong=_unread(kinds.UNKNOWN, said, ending))
    if said is None or parsed.wrong or parsed.note or said is kind or any({said, kind} <= alike for alike in _ALIKE):
        return parsed
    return msgspec.structs.replace(parsed, note=f"is {kind.one}, though its name ends in {ending}; it was read as what it is")


def _unread(kind: Kind, said: Kind | None, ending: str) -> str:
    if kind is kinds.UNKNOWN and said is not None:
        return f"is named {ending} but is not {said.one}, or is damaged; ask for it again"
    return kind.wrong
