"""The last gate: does the finished file name its reviewer anywhere (Labor Code 4610.6(f)), however it is spelled, and where.

What the letter and its data say in words was looked through before, where likely traces can be judged one by one; here
every *sure* one stops the file. In what nobody reads before it goes out (file name, properties, certificate) the likely
ones do too.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from imr_desktop.identity import Identity, lines
from imr_desktop.identity.finding import certain, find, within

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

_DEEPEST = 60
_LONGEST = 80
_SPACE = re.compile(r"\s")
_PRINTED = re.compile(rb"[\x20-\x7e\xc2-\xf4\x80-\xbf]{4,}")
_WIDE = re.compile(rb"(?:\x00[\x20-\x7e]){4,}")
_SAID_INLINE = re.compile(rb"/(?:ActualText|Alt|E|T)\s*(\((?:\\.|[^\\)]){1,2000}\)|<[0-9A-Fa-f\s]{2,4000}>)")
_PERSONAL = ("common_name", "given_name", "surname", "serial_number", "user_id", "pseudonym", "email_address", "initials")
_NAMES_OF_PARTS = ("› id", "› item", "› document", "› file")
"""What tells parts of a case apart: no check reads it."""
_PICTURES = ("/Image",)
_CERTIFICATES = (".pem", ".crt", ".cer", ".der")


class Text(NamedTuple):
    """A text of a file and where it stands.

    `unread`: nobody looked at it before; `as_name`: it is a person's name; `as_id`: it has no sentences.
    """

    place: str
    text: str
    unread: bool = False
    as_name: bool = False
    as_id: bool = False


def outgoing_identity(data: bytes, identity: Identity, *, name: str = "") -> list[str]:
    """What in a finished file names the reviewer, with the place of each: ``“J. Smith” (page 2)``; empty: it may go out.

    Looked through of a PDF: its `name`, words on the pages, properties and XMP metadata, every text of its objects
    (annotations, outline, alternative texts), attachments with their JSON escapes resolved, and the certificates and other
    strings of its signature. Of JSON every key and value, of anything else all of its text.
    """
    if not lines(identity):
        return []
    return [f"“{words}” ({place})" for place, words in _found(identity, _texts(data, name))]


def named_in(identity: Identity, texts: Iterable[str]) -> list[str]:
    """The words that name the reviewer in texts nobody reads before they go out, as in those of a certificate."""
    return list(dict.fromkeys(words for _, words in _found(identity, (Text("", text, True) for text in texts))))


def _found(identity: Identity, texts: Iterable[Text]) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for one in texts:
        hits = find(identity, one.text, as_name=one.as_name)
        for hit in certain(hits, "likely" if one.unread else "sure"):
            leak = one.place, " ".join(one.text[hit.start : hit.end].split())
            if leak not in seen:
                seen.add(leak)
                yield leak
        if one.as_id and not hits and within(identity, one.text):
            yield one.place, " ".join(one.text[:_LONGEST].split())


def _texts(data: bytes, name: str) -> Iterator[Text]:
    yield Text("the file's name", re.sub(r"\.[A-Za-z0-9]{2,5}$", "", name), unread=True, as_id=True)
    if data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    elif name.endswith(_CERTIFICATES):
        yield from _of_certificate(data)
    else:
        yield from json_texts(data, "the file")


# --- PDF --------------------------------------------------------------------------------------------------------------


def _of_pdf(pdf: bytes) -> Iterator[Text]:
    import pikepdf

    from imr_desktop.determination.pdfium import page_texts

    for number, words in enumerate(page_texts(pdf), start=1):
        yield Text(f"page {number}", words)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for key, value in document.docinfo.items() if "/Info" in document.trailer else ():
            yield Text(f"properties › {key[1:]}", str(value), unread=True, as_name=key == "/Author")
        for thing in document.objects:
            yield from _inside(thing, _what(thing))


def _what(thing: Any) -> str:
    """What an object is, for people."""
    import pikepdf

    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return "inside the file"
    if "/Subtype" in thing and "/Rect" in thing:
        return "a note or field on a page"
    if "/Title" in thing and "/Parent" in thing:
        return "the outline"
    if thing.get("/Type") == "/Filespec":
        return "an attachment's name"
    return "the tags" if thing.get("/Type") == "/StructElem" else "inside the file"


def _inside(thing: Any, place: str, depth: int = 0) -> Iterator[Text]:
    """The text in one object; what it refers to is visited as an object of its own."""
    import pikepdf

    if depth > _DEEPEST:
        return
    if isinstance(thing, pikepdf.String):
        yield Text(place, str(thing))
    elif isinstance(thing, pikepdf.Array):
        for part in thing:
            if not _elsewhere(part):
                yield from _inside(part, place, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        if isinstance(thing, pikepdf.Stream):
            yield from _stream(thing)
        for key in thing.keys():  # noqa: SIM118  (pikepdf objects iterate only over keys())
            if key == "/Contents" and thing.get("/Type") in ("/Sig", "/DocTimeStamp"):
                yield from _signature(bytes(thing["/Contents"]))
            elif not _elsewhere(thing[key]):
                yield from _inside(thing[key], place, depth + 1)


def _elsewhere(part: Any) -> bool:
    return getattr(part, "is_indirect", False)


def _stream(stream: Any) -> Iterator[Text]:
    kind = stream.get("/Type")
    if kind == "/EmbeddedFile":
        yield from json_texts(stream.read_bytes(), "attached data")
    elif kind == "/Metadata":
        yield Text("the XMP metadata", stream.read_bytes().decode("utf-8", "replace"), unread=True)
    elif stream.get("/Subtype") not in _PICTURES and kind not in ("/ObjStm", "/XRef") and "/Length1" not in stream:
        yield from _said_inline(stream)


def _said_inline(stream: Any) -> Iterator[Text]:
    """Alternative texts that stand in a page's own drawing."""
    import pikepdf

    data = stream.read_bytes()
    for found in _SAID_INLINE.finditer(data) if b"/ActualText" in data or b"/Alt" in data else ():
        yield Text("an alternative text", str(pikepdf.Object.parse(found[1])))


# --- data -------------------------------------------------------------------------------------------------------------


def json_texts(data: bytes, place: str) -> Iterator[Text]:
    """The keys and strings of JSON with the way to each, so that no escape hides one; the bytes as text where it is none."""
    import msgspec

    try:
        waiting: list[tuple[str, Any]] = [(place, msgspec.json.decode(data))]
    except (msgspec.DecodeError, RecursionError):
        yield Text(place, data.decode("utf-8", "replace"))
        return
    while waiting:
        where, value = waiting.pop()
        if isinstance(value, dict):
            for key, part in value.items():
                yield Text(where, key)
                waiting.append((f"{where} › {key}", part))
        elif isinstance(value, list):
            waiting += [(f"{where} › {number}", part) for number, part in enumerate(value, start=1)]
        elif isinstance(value, str | int) and not isinstance(value, bool):
            named = where.endswith(_NAMES_OF_PARTS)
            yield Text(where, str(value), unread=named, as_id=named or not _SPACE.search(str(value)))


# --- signatures -------------------------------------------------------------------------------------------------------


def _signature(contents: bytes) -> Iterator[Text]:
    """Names in the certificates that travel with a signature, and every other string of it."""
    from asn1crypto import cms

    try:
        signed = cms.ContentInfo.load(contents)["content"]
        for number, choice in enumerate(signed["certificates"], start=1):
            yield from _certificate(choice.chosen, "certificate" if number == 1 else f"certificate {number}")
    except (ValueError, TypeError, KeyError):
        pass  # a container of no certificates; its strings are read below all the same
    yield _strings_of(contents, "the signature")


def _strings_of(der: bytes, place: str) -> Text:
    """All that can be read in encoded bytes."""
    runs = [run[0].decode("utf-8", "replace") for run in _PRINTED.finditer(der)]
    runs += [run[0].decode("utf-16-be") for run in _WIDE.finditer(der)]
    return Text(place, "\n\n".join(runs))


def _certificate(certificate: Certificate, what: str) -> Iterator[Text]:
    for side in ("subject", "issuer"):
        for relative in getattr(certificate, side).chosen:
            for part in relative:
                kind = part["type"].native
                yield Text(f"{what} {side} › {kind}", str(part["value"].native), unread=True, as_name=kind in _PERSONAL)
    if certificate.subject_alt_name_value is not None:
        for other in certificate.subject_alt_name_value:
            yield Text(f"{what} › alternative name", str(other.native), unread=True, as_name=True)


def _of_certificate(data: bytes) -> Iterator[Text]:
    """A certificate that goes out by itself; what is none is read as text."""
    from asn1crypto import pem, x509

    try:
        der = pem.unarmor(data)[2] if pem.detect(data) else data
        yield from _certificate(x509.Certificate.load(der), "certificate")
        yield _strings_of(der, "the certificate")
    except (ValueError, TypeError, KeyError):
        yield Text("the file", data.decode("utf-8", "replace"))
