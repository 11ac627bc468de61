"""Runs in the limited process: what the given file holds, and its parts' bytes piece by piece."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import BinaryIO, cast

import msgspec

from imr_desktop import file_kinds as kinds
from imr_desktop.record.containers import archives, attached, mail, outlook
from imr_desktop.record.containers.model import PIECE, Contents, OpenRequest, Piece, PieceRequest
from imr_desktop.record.containers.opened import Locked, Opened, Unpacked
from imr_desktop.record.formats.detect import kind_of
from imr_desktop.record.formats.shifted import from_header
from imr_desktop.sandbox import given

_HEAD = 8192
_open_request = msgspec.msgpack.Decoder(OpenRequest).decode
_piece_request = msgspec.msgpack.Decoder(PieceRequest).decode
_encode = msgspec.msgpack.Encoder().encode

_SAVE = "unpack it and drop the files in it"
_OTHERS = (
    (b"7z\xbc\xaf\x27\x1c", f"is a 7z archive, which cannot be opened here; {_SAVE}"),
    (b"Rar!\x1a\x07", f"is a RAR archive, which cannot be opened here; {_SAVE}"),
    (b"BZh", f"is a bzip2 file, which cannot be opened here; {_SAVE}"),
    (b"\xfd7zXZ\0", f"is an xz file, which cannot be opened here; {_SAVE}"),
    (
        b"\x78\x9f\x3e\x22",
        "is Outlook's winmail.dat, which holds attachments that cannot be taken out here; ask for them as files",
    ),
)
_HEADER = re.compile(rb"(?:\A|\n)([A-Za-z][A-Za-z0-9-]*):")
_OF_MAILS = {b"message-id", b"mime-version", b"received", b"content-type", b"return-path", b"delivered-to"}
_OF_PEOPLE = {b"from", b"to", b"sender", b"date", b"subject", b"received"}


def contents(payload: bytes) -> bytes:
    """A msgpack `OpenRequest` about the given file in, a msgpack `Contents` out."""
    request = _open_request(payload)
    try:
        opened = _opened(given.current().number, request.ending, request.passwords)
    except Locked:
        return _encode(Contents(locked=True))
    except Unpacked as error:
        return _encode(Contents(wrong=str(error)))
    except RecursionError:
        return _encode(Contents(wrong="is nested too deeply to be read; ask for the files in it"))
    return _encode(opened.contents() if opened else Contents())


def piece(payload: bytes) -> bytes:
    """A msgpack `PieceRequest` about the given file in, a msgpack `Piece` out."""
    request = _piece_request(payload)
    try:
        data = _data(given.current().number, request.ending, request.passwords, request.index)
    except (Unpacked, Locked, RecursionError) as error:
        return _encode(
            Piece(wrong=str(error) if isinstance(error, Unpacked) else "could not be taken out; ask for it by itself")
        )
    return _encode(Piece(data[request.start : request.start + PIECE], len(data)))


@lru_cache(maxsize=6)
def _opened(_number: int, ending: str, passwords: tuple[str, ...]) -> Opened | None:
    """The file on the desk, opened; the number tells whether it is the same as before. Raises Locked, Unpacked."""
    file = given.current()
    kind = kind_of(file)
    if kind is kinds.PDF:
        return attached.open_pdf(from_header(cast("BinaryIO", file)), passwords)
    if kind is kinds.ZIP:
        return archives.open_zip(file, passwords)
    if kind in (kinds.MSG, kinds.LOCKED):
        return _of_storage()
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(b"\x1f\x8b"):
        return archives.open_gzip(file, passwords)
    if head[257:262] == b"ustar":
        return archives.open_tar(file, passwords)
    for magic, wrong in _OTHERS:
        if head.startswith(magic):
            raise Unpacked(wrong)
    if head.startswith(b"From ") and is_mail(head.partition(b"\n")[2], ""):
        return archives.open_mailbox(file, passwords)
    return mail.open_mail(file, passwords) if kind is kinds.MAIL or is_mail(head, ending) else None


def _of_storage() -> Opened:
    ole = outlook.storage(given.current())
    if ole is None or not ole.exists(outlook.PROPERTIES):
        raise Unpacked("is protected by a password; open it in its program, save a copy without one and drop that")
    return outlook.open_message(ole)


@lru_cache(maxsize=1)
def _data(number: int, ending: str, passwords: tuple[str, ...], index: int) -> bytes:
    opened = _opened(number, ending, passwords)
    if opened is None or not 0 <= index < len(opened.parts):
        raise Unpacked("is not in the file")
    return opened.data(index)


def is_mail(head: bytes, ending: str) -> bool:
    """Whether a file starts as mails do: lines of headers, of which some only mails have."""
    head = head.lstrip(b"\xef\xbb\xbf\r\n")
    names = {name.lower() for name in _HEADER.findall(head.split(b"\r\n\r\n")[0].split(b"\n\n")[0])}
    first = head.split(b"\n", 1)[0]
    if not re.match(rb"[!-9;-~]+:", first):
        return False
    return bool(names & _OF_PEOPLE) and (bool(names & _OF_MAILS) or ending == ".eml")
