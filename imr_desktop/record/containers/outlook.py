"""Runs in the limited process: mails as Outlook saves them (MSG): a storage of properties, each a stream of its own.

The places and numbers of properties are those of Microsoft's open specification MS-OXMSG.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from typing import IO

import olefile

from imr_desktop.record.containers.model import MOST_PART_BYTES, MOST_PARTS, Part
from imr_desktop.record.containers.opened import TOO_LARGE, Opened, Unpacked, label
from imr_desktop.record.containers.packed_rtf import unpacked
from imr_desktop.record.containers.page import Mail, decoded, text_of_html
from imr_desktop.record.formats import rtf

Place = tuple[str, ...]

PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_#"
_NESTED = "__substg1.0_3701000D"
_TEXT, _TEXT8, _BYTES, _TIME, _LONG = 0x001F, 0x001E, 0x0102, 0x0040, 0x0003
_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP, _FOR_NAME = 0x0C1A, 0x0C1F, 0x5D01, 0x0042
_TO, _COPIES, _SENT, _DELIVERED, _CODE_PAGE = 0x0E04, 0x0E03, 0x0039, 0x0E06, 0x3FFD
_LONG_NAME, _NAME, _TITLE, _DATA, _METHOD = 0x3707, 0x3704, 0x3001, 0x3701, 0x3705
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_BROKEN = (OSError, ValueError, IndexError, KeyError, struct.error, AttributeError, TypeError)
_BY_REFERENCE = (2, 3, 4, 7)
_MOST_NESTED = 8


class Storage:
    """One message of a file, at a place in it: the file's own, or one that is attached."""

    def __init__(self, ole: olefile.OleFileIO, place: Place, entries: Sequence[Place]) -> None:
        self.ole, self.place = ole, place
        self._streams = {entry[len(place) :] for entry in entries if entry[: len(place)] == place}
        self._entries = entries

    def text(self, number: int, within: Place = ()) -> str:
        """A property's words; empty where it has none."""
        if data := self.stream(number, _TEXT, within):
            return data.decode("utf-16-le", "replace").rstrip("\0")
        return decoded(self.stream(number, _TEXT8, within), f"cp{self.number(_CODE_PAGE) or 1252}").rstrip("\0")

    def stream(self, number: int, kind: int, within: Place = ()) -> bytes:
        """A property's bytes; none where it has none. Raises Unpacked."""
        name = (*within, f"__substg1.0_{number:04X}{kind:04X}")
        if name not in self._streams:
            return b""
        whole = [*self.place, *name]
        if self.ole.get_size(whole) > MOST_PART_BYTES:
            raise Unpacked(TOO_LARGE)
        data: bytes = self.ole.openstream(whole).read()
        return data

    def number(self, number: int, within: Place = ()) -> int:
        """A property that is a number; 0 where it has none."""
        value = self._fixed(number, _LONG, within)
        return int(struct.unpack("<I", value[:4])[0]) if value else 0

    def moment(self, number: int) -> datetime | None:
        """A property that is a time."""
        value = self._fixed(number, _TIME, ())
        try:
            return _EPOCH + timedelta(microseconds=struct.unpack("<Q", value)[0] // 10) if value else None
        except OverflowError:
            return None

    def attachments(self) -> list[Place]:
        """The places of what is attached, in order."""
        return [(name,) for name in sorted({entry[0] for entry in self._streams if entry[0].startswith(_ATTACHMENT)})]

    def nested(self, attachment: Place) -> Storage:
        """The message that is attached at a place."""
        return Storage(self.ole, (*self.place, *attachment, _NESTED), self._entries)

    def is_nested(self, attachment: Place) -> bool:
        """Whether what is attached is a message."""
        place = (*attachment, _NESTED)
        return any(entry[: len(place)] == place and entry[-1] == PROPERTIES for entry in self._streams)

    def _fixed(self, number: int, kind: int, within: Place) -> bytes:
        if (*within, PROPERTIES) not in self._streams:
            return b""
        data: bytes = self.ole.openstream([*self.place, *within, PROPERTIES]).read()
        start = 8 if within else 24 if self.place else 32
        tag = struct.pack("<HH", kind, number)
        return next((data[at + 8 : at + 16] for at in range(start, len(data) - 15, 16) if data[at : at + 4] == tag), b"")


def storage(file: IO[bytes]) -> olefile.OleFileIO | None:
    """The storage of a file; None where it is damaged."""
    file.seek(0)
    try:
        return olefile.OleFileIO(file, raise_defects=olefile.DEFECT_FATAL)
    except _BROKEN:
        return None


def open_message(ole: olefile.OleFileIO) -> Opened:
    """An Outlook message's page and its parts. Raises Unpacked."""
    try:
        root = Storage(ole, (), [tuple(entry) for entry in ole.listdir()])
        places = root.attachments()
        parts = tuple(_part(root, place, number) for number, place in enumerate(places[: 2 * MOST_PARTS], 1))
        mail = _mail(root)
    except _BROKEN:
        raise Unpacked("is a damaged Outlook message; ask for it again") from None
    return Opened("mail", parts, lambda index: _bytes(root, places[index]), mail.pages([part.name for part in parts]))


def _mail(message: Storage) -> Mail:
    body, unread = _body(message)
    address = message.text(_SENDER_SMTP) or message.text(_SENDER_ADDRESS)
    name = message.text(_SENDER) or message.text(_FOR_NAME)
    sender = f"{name} <{address}>" if name and "@" in address and address != name else name or address
    date = message.moment(_SENT) or message.moment(_DELIVERED)
    return Mail(sender, message.text(_TO), message.text(_COPIES), date, message.text(_SUBJECT), body, unread)


def _body(message: Storage) -> tuple[str, str]:
    """Its words, and why they could not be read where there are some."""
    if words := message.text(_BODY).strip():
        return words, ""
    html = message.stream(_HTML, _BYTES)
    if html or message.text(_HTML):
        return text_of_html(decoded(html, "utf-8") if html else message.text(_HTML)), ""
    packed = message.stream(_RTF, _BYTES)
    if words := _of_rtf(unpacked(packed)):
        return words, ""
    unread = "The message's own words are in Outlook's rich text, which cannot be read; print the message to a PDF."
    return "", unread if len(packed) > 250 else ""


def _of_rtf(text: bytes) -> str:
    """The words of an RTF that was read whole; none where anything in it could not be."""
    parsed = rtf.read(io.BytesIO(text)) if text else None
    pages = parsed.pages if parsed else ()
    return "\n\n".join(page.text for page in pages) if all(page.verdict == "read" for page in pages) else ""


def _part(message: Storage, place: Place, number: int) -> Part:
    name = message.text(_LONG_NAME, place) or message.text(_NAME, place) or message.text(_TITLE, place)
    if message.is_nested(place):
        subject = message.nested(place).text(_SUBJECT) or name
        return Part(label(f"{subject.replace('/', '-')[:80] or f'message {number}'}.eml"))
    shown = label(name, f"part {number}")
    if message.number(_METHOD, place) in _BY_REFERENCE:
        return Part(shown, wrong="is only a link and did not come with the mail; ask for it")
    return Part(shown)


def _bytes(message: Storage, place: Place) -> bytes:
    try:
        if message.is_nested(place):
            return _as_mail(message.nested(place), 0).as_bytes(policy=policy.SMTP)
        data = message.stream(_DATA, _BYTES, place)
    except _BROKEN:
        raise Unpacked("is damaged in the message; ask for it again") from None
    if not data:
        raise Unpacked("is kept by Outlook as an object of its own; save it from Outlook and drop that")
    return data


def _as_mail(message: Storage, depth: int) -> EmailMessage:
    """A message in a message as a mail of its own: Outlook keeps it in no file that could be taken out."""
    mail, made = _mail(message), EmailMessage()
    headers = (("From", mail.sender), ("To", mail.to), ("Cc", mail.copies), ("Subject", mail.subject))
    for name, words in headers:
        if words.strip():
            made[name] = _ascii(words)
    if isinstance(mail.date, datetime):
        made["Date"] = mail.date
    made.set_content(mail.body or mail.unread)
    for number, place in enumerate(message.attachments(), 1):
        name = _part(message, place, number).name.rpartition("/")[2]
        if message.is_nested(place) and depth < _MOST_NESTED:
            made.add_attachment(_as_mail(message.nested(place), depth + 1), filename=name)
        else:
            data = message.stream(_DATA, _BYTES, place)
            made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if made.is_multipart():
        made.set_boundary(f"=={'part' * 4}{depth}==")  # the same bytes, hence the same digest, each time it is read
    return made


def _ascii(words: str) -> str:
    """Headers as encoded words, without what would end a line or be taken for an address that is wrong."""
    from email.header import Header

    return Header(" ".join(words.split()), "utf-8" if not words.isascii() else "us-ascii", maxlinelen=900).encode()
