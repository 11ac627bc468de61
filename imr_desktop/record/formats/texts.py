"""Kinds that are text: told by how they begin. Runs in the limited process."""

from __future__ import annotations

import codecs
import re

from imr_desktop import file_kinds as kinds
from imr_desktop.file_kinds import Kind

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"(?m)^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?")
_OF_MAIL = frozenset(
    ("from", "to", "cc", "subject", "date", "received", "return-path", "message-id", "mime-version", "delivered-to",
     "content-type", "content-transfer-encoding", "reply-to", "x-mailer", "x-originating-ip", "dkim-signature", "sender")
)  # fmt: skip
_ONLY_OF_MAIL = frozenset(("received", "return-path", "message-id", "mime-version", "delivered-to", "dkim-signature"))
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_XML_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_XML_ASIDE = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s", re.IGNORECASE)
_CLOSING = re.compile(r"</[A-Za-z_][\w.:-]*\s*>|/>")
_JSON = re.compile(r"""\s*(?:\{\s*(?:"[^"\n]{0,200}"\s*:|\})|\[\s*\{\s*")""")
_ROOTS = {
    "ClinicalDocument": kinds.CCDA,
    "html": kinds.HTML,
    "svg": kinds.SVG,
    "xfdf": kinds.FDF,
    "document": kinds.ODT,
    "document-content": kinds.ODT,
}
_HL7 = re.compile(r"\x0b?(?:(?:FHS|BHS)[^\r\n]{0,2000}[\r\n]+)*MSH[^\w\s]")
_MOST_STRANGE = 0.3


def beginning(head: bytes) -> str:
    """The first characters, however they are encoded; what is no text gives something that no kind begins with."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if head[:1] == b"\0" and head[1:2] != b"\0":
        return head.decode("utf-16-be", "replace")
    if head[1:2] == b"\0" and head[:1] != b"\0":
        return head.decode("utf-32-le" if head[2:4] == b"\0\0" else "utf-16-le", "replace")
    return head.decode("latin-1")


def kind_of(head: bytes) -> Kind | None:
    """A kind that is text by its first characters; None for plain text and for what is none."""
    text = beginning(head)
    bare = text.lstrip()
    if bare.startswith("{\\rtf"):
        return kinds.RTF
    if _HL7.match(bare):
        return kinds.HL7
    if bare.startswith("<"):
        return _marked_up(bare)
    if _is_mail(bare):
        return kinds.MAIL
    return kinds.JSON if _JSON.match(bare) else None


def may_be_text(head: bytes) -> bool:
    """Whether it is worth trying encodings: bytes with few control characters, or in two-byte units."""
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return True
    strange = sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\f\v\x1b\x1a")
    return strange <= len(head) * _MOST_STRANGE or head.count(0) >= len(head) * _MOST_STRANGE


def _marked_up(text: str) -> Kind | None:
    declared = text.startswith("<?xml")
    bare = _XML_ASIDE.sub("", text)
    root = _XML_ROOT.search(bare)
    if root is not None and root[2] in _ROOTS and (declared or root[2] in ("ClinicalDocument", "html")):
        return _ROOTS[root[2]]
    if _HTML.search(text[:4096]):
        return kinds.HTML
    if declared or (root is not None and "xmlns" in bare[:2000]):
        return _ROOTS.get(root[2], kinds.XML) if root else kinds.XML
    if root is not None and root[2].lower() in _HTML_BLOCKS:
        return kinds.HTML
    return kinds.XML if _DOCTYPE.match(text) or (root and _CLOSING.search(text)) else None


_HTML_BLOCKS = frozenset(
    ("p", "div", "table", "meta", "style", "title", "center", "font", "h1", "h2", "span", "script", "br")
)


def _is_mail(text: str) -> bool:
    """At least three lines of a mail's head on end, one of them such as only a mail has; an mbox mark may stand before."""
    if text.startswith("From "):
        text = text.partition("\n")[2]
    head = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    lines = re.split(r"\r?\n", head)
    if not lines or not _HEADER.match(lines[0]):
        return False
    names = set()
    for line in lines:
        found = _HEADER.match(line)
        if found:
            names.add(found[1].lower())
        elif not line.startswith((" ", "\t")) and line != lines[-1]:
            return False
    return len(names & _OF_MAIL) >= 3 and bool(names & _ONLY_OF_MAIL or {"from", "content-type"} <= names)
