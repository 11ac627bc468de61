"""Runs in the limited process: mails as they are sent (EML): the message as a page, each attachment as a file."""

from __future__ import annotations

import base64
import binascii
import email
import email.generator
import email.headerregistry
import email.parser
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import IO

from PIL import Image

from imr_desktop.record.containers.model import MOST_PARTS, Part
from imr_desktop.record.containers.opened import Opened, Unpacked, bounded, label
from imr_desktop.record.containers.page import Mail, decoded, text_of_html

_ENDINGS = {
    "application/pdf": ".pdf", "message/rfc822": ".eml", "text/plain": ".txt", "text/html": ".html", "text/rtf": ".rtf",
    "application/rtf": ".rtf", "application/msword": ".doc", "application/zip": ".zip", "image/jpeg": ".jpg",
    "image/png": ".png", "image/gif": ".gif", "image/tiff": ".tif", "image/heic": ".heic", "text/calendar": ".ics",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/ms-tnef": ".dat",
}  # fmt: skip
_NOT_64 = re.compile(rb"[^A-Za-z0-9+/]")
_SMALL = 100
"""Pixels: a picture in a message whose sides are both shorter is a logo or a mark."""
_HTML_TAGS = re.compile(r"<(?:html|body|div|p|br|table|span)\b", re.IGNORECASE)
_BROKEN_ENCODING = "is damaged in the mail (its encoding is broken); ask for it again"


def open_mail(file: IO[bytes], _passwords: Sequence[str]) -> Opened:
    """A mail's page and its parts. Raises Unpacked."""
    file.seek(0)
    message = email.message_from_bytes(bounded(file).lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.compat32)
    return opened_mail(message)


def opened_mail(message: Message) -> Opened:
    """What a parsed mail holds."""
    bodies: list[Message] = []
    attached: list[Message] = []
    for part, is_body in _walk(message):
        (bodies if is_body else attached).append(part)
    parts = tuple(_part(part, number) for number, part in enumerate(attached, 1))
    names = [part.name for part in parts if not part.left_out]
    body = "\n\n".join(filter(None, map(_body, bodies)))
    mail = Mail(
        header(message, "From") or header(message, "Sender"),
        header(message, "To"),
        header(message, "Cc"),
        _date(message),
        header(message, "Subject"),
        body,
    )
    return Opened("mail", parts, lambda index: _bytes(attached[index]), mail.pages(names))


def _walk(part: Message) -> Iterator[tuple[Message, bool]]:
    """Each part with whether it is the message's own words; nested multiparts flat, in order, without recursion."""
    waiting, count = [part], 0
    while waiting and count <= 2 * MOST_PARTS:
        count += 1
        one = waiting.pop(0)
        kind = one.get_content_type()
        held = _held(one)
        if kind == "message/rfc822" or held is None:
            yield one, _is_body(one, kind)
        elif kind == "multipart/alternative":
            waiting[:0] = _best(held)
        else:
            waiting[:0] = held


def _held(part: Message) -> list[Message] | None:
    """The parts of a part; None where it has none."""
    held = part.get_payload()
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else None


def _is_body(part: Message, kind: str) -> bool:
    if part.get_content_disposition() == "attachment" or part.get_filename():
        return False
    return kind in ("text/plain", "text/html") or kind.startswith("multipart/")


def _best(held: Sequence[Message]) -> list[Message]:
    """Of several forms of the same words the plain one, unless it says much less; what is no text stays."""
    texts = [part for part in held if part.get_content_type() in ("text/plain", "text/html") and not part.is_multipart()]
    said = [(len(_body(part).split()), part) for part in texts]
    if len(said) < 2:
        return list(held)
    most = max(count for count, _part in said)
    chosen = next(part for count, part in said if count * 2 >= most)
    return [part for part in held if part is chosen or part not in texts]


def _body(part: Message) -> str:
    text = decoded(_decoded(part), part.get_content_charset("") or "")
    is_html = part.get_content_type() == "text/html" or (len(_HTML_TAGS.findall(text)) > 2 and text.lstrip().startswith("<"))
    return text_of_html(text) if is_html else text.strip()


def _part(part: Message, number: int) -> Part:
    kind = part.get_content_type()
    name = label(_name(part) or _named_otherwise(part, kind, number), f"part {number}")
    if kind in ("message/external-body", "message/partial"):
        return Part(name, wrong="lies elsewhere and did not come with the mail; ask for it")
    return Part(name, left_out=_why_left_out(part, kind))


def _name(part: Message) -> str:
    raw = part.get_filename() or ""
    return _words(raw)


def _named_otherwise(part: Message, kind: str, number: int) -> str:
    if kind == "message/rfc822":
        inner = _held(part)
        subject = header(inner[0], "Subject") if inner else ""
        return f"{subject.replace('/', '-')[:80] or f'message {number}'}.eml"
    return f"part {number}{_ENDINGS.get(kind, '')}"


def _why_left_out(part: Message, kind: str) -> str:
    """A mark in the message's own text, such as a logo, is no part of a record; signatures of mails neither."""
    if kind in ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"):
        return "is the mail's signature"
    if kind.startswith("image/") and part.get("Content-ID") and part.get_content_disposition() != "attachment":
        with suppress(Exception):  # whatever is wrong with a picture: then it is a file like others
            width, height = Image.open(io.BytesIO(_decoded(part))).size
            if max(width, height) < _SMALL:
                return f"is a small picture in the message ({width} by {height} points)"
    return ""


def _bytes(part: Message) -> bytes:
    held = _held(part)
    if held is not None:
        return _nested(part, held)
    data = _decoded(part)
    if not data and str(part.get_payload()).strip():
        raise Unpacked(_BROKEN_ENCODING)
    return data


def _nested(part: Message, held: list[Message]) -> bytes:
    """A mail in a mail, as bytes; some programs encode it though they must not."""
    try:
        data = held[0].as_bytes() if held else b""
    except (ValueError, LookupError, TypeError, AttributeError):
        data = str(held[0]).encode("utf-8", "surrogateescape")
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        return _from_64(data) or data
    return data


def _decoded(part: Message) -> bytes:
    """A part's bytes. Base64 is read however it is broken; what is no base64 is never passed on as text."""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "base64":
        return _from_64(str(part.get_payload()).encode("ascii", "replace"))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _from_64(raw: bytes) -> bytes:
    letters = _NOT_64.sub(b"", raw)
    if len(letters) < 0.6 * len(raw.strip()):
        return b""
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def header(message: Message, name: str) -> str:
    """A header's words, whatever they are encoded as; empty where it has none."""
    value = message.get(name)
    return "" if value is None else _words(str(value))


def _words(raw: str) -> str:
    if "=?" not in raw:
        return _as_utf8(raw)
    try:
        pieces = decode_header(raw)
    except (ValueError, LookupError, MessageError):
        return _as_utf8(raw)
    return "".join(piece if isinstance(piece, str) else decoded(piece, charset or "") for piece, charset in pieces)


def _as_utf8(raw: str) -> str:
    return decoded(raw.encode("utf-8", "surrogateescape"), "") if not raw.isascii() else raw


def _date(message: Message) -> datetime | str | None:
    said = header(message, "Date")
    try:
        return parsedate_to_datetime(said) if said else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return said
