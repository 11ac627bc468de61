"""Runs in the limited process: a mail as a page of correspondence, whatever it came as."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from imr_desktop.record.bounds import MOST_PAGES
from imr_desktop.record.formats import html
from imr_desktop.record.formats.flow import Flow
from imr_desktop.record.model import PageText

PAGE_CHARACTERS = 6_000
_EMPTY_LINES = re.compile(r"\n\s*\n+")
_CHARSETS = (
    *(
        "ascii",
        "utf-8",
        "utf-8-sig",
        "utf-7",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp437",
        "cp850",
        "cp932",
        "cp949",
    ),
    *("cp949", "cp936", "cp950", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "euc_jp", "iso2022_jp"),
    *("iso2022_kr", "euc_kr", "koi8-r", "koi8-u", "mac-roman", "tis-620", "hz", "idna", "punycode", "unicode_escape"),
    "raw_unicode_escape",
    *(f"cp{number}" for number in (874, *range(1250, 1259))),
    *(f"iso8859-{number}" for number in range(1, 17) if number != 12),
)
for _name in _CHARSETS:
    codecs.lookup(_name)  # none can be loaded once the process is confined
    b"".decode(_name)


@dataclass(frozen=True)
class Mail:
    """What is printed of a mail, its subject first: documents are named by their first line.

    `date` is as it was read, or as it stands there where it could not be; `unread` says why its words could not be.
    """

    sender: str
    to: str
    copies: str
    date: datetime | str | None
    subject: str
    body: str
    unread: str = ""

    def pages(self, attached: list[str]) -> tuple[PageText, ...]:
        """Its pages: head, names of what is attached, body."""
        lines = (
            ("Subject", self.subject),
            ("From", self.sender),
            ("To", self.to),
            ("Cc", self.copies),
            ("Date", _day(self.date)),
            ("Attachments", "; ".join(attached[:50]) + ("; …" if len(attached) > 50 else "")),
        )
        head = "\n".join(f"{title}: {_line(words)}" for title, words in lines if words.strip())
        sheets = _sheets(_tidy(f"{head}\n\n{self.body}"))
        verdict, reasons = ("not read", (self.unread,)) if self.unread else ("read", ())
        return tuple(PageText(number, sheet, verdict, reasons) for number, sheet in enumerate(sheets, 1))  # type: ignore[arg-type]


def decoded(data: bytes, charset: str) -> str:
    """Text of bytes in the encoding that is named, or in the one they are really in."""
    plain = charset.lower().strip("\"' ") in ("", "ascii", "us-ascii", "latin-1", "iso-8859-1", "windows-1252", "cp1252")
    for name in ("utf-8", "cp1252") if plain else (charset, "utf-8", "cp1252"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("latin-1")


def text_of_html(text: str) -> str:
    """The words that an HTML text shows, as `formats.html` reads them; those that no eye sees are left out."""
    flow = Flow()
    html.flow_text(flow, text)
    return "\n\n".join(page.text for page in flow.parsed("mail").pages)


def _day(moment: datetime | str | None) -> str:
    if isinstance(moment, datetime):
        zone = moment.strftime(" %z") if moment.tzinfo else ""
        return f"{moment:%m/%d/%Y %H:%M}{' UTC' if moment.tzinfo is UTC else zone}"
    return moment or ""


def _line(words: str) -> str:
    return " ".join(words.split())


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    shown = "".join(character for character in text if character.isprintable() or character.isspace())
    return _EMPTY_LINES.sub("\n\n", "\n".join(map(str.rstrip, shown.split("\n")))).strip()


def _sheets(text: str) -> list[str]:
    """Long mails on several pages, each ending at a paragraph, a line or a word."""
    sheets: list[str] = []
    while len(text) > PAGE_CHARACTERS and len(sheets) < MOST_PAGES - 1:
        ends = (text.rfind(mark, PAGE_CHARACTERS // 2, PAGE_CHARACTERS) for mark in ("\n\n", "\n", " "))
        cut = next((end for end in ends if end > 0), PAGE_CHARACTERS)
        sheets.append(text[:cut])
        text = text[cut:].lstrip()
    return [*sheets, text[:500_000]]
