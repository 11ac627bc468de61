"""Runs in the limited process before it confines itself: everything that reading a file may need is loaded."""

from __future__ import annotations

import codecs
import importlib

MODULES = (
    *("imr_desktop.record.containers.opening", "imr_desktop.record.drawing", "imr_desktop.record.parse"),
    *("defusedxml.ElementTree", "pikepdf", "stringprep", "unicodedata"),
    *(
        "olefile",
        "zipfile",
        "zlib",
        "bz2",
        "lzma",
        "encodings.cp437",
        "encodings.idna",
        "html.entities",
        "xml.sax.expatreader",
    ),
)
ENCODINGS = (
    *("ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7"),
    *("latin-1", "iso8859-2", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-9", "iso8859-13", "iso8859-15"),
    *(f"cp125{number}" for number in range(9)),
    *("cp437", "cp850", "cp852", "cp866", "cp874", "mac-roman", "koi8-r", "koi8-u", "tis-620", "hz"),
    *(
        "shift_jis",
        "cp932",
        "euc_jp",
        "iso2022_jp",
        "gb2312",
        "gbk",
        "cp936",
        "gb18030",
        "big5",
        "cp950",
        "euc_kr",
        "cp949",
        "johab",
    ),
    *("raw_unicode_escape", "unicode_escape", "cp1361", "hex", "base64", "quopri", "mac-cyrillic", "mac-greek", "mac-latin2"),
)
"""What texts, mails and RTF may be encoded in; the codecs of the East are loaded on first use otherwise."""


def prepare() -> None:
    """Load modules, encodings and the one function that pdfium calls back: no code can be added afterwards."""
    for name in MODULES:
        importlib.import_module(name)
    _unlock()
    for name in ENCODINGS:
        try:
            codecs.lookup(name)
        except LookupError:
            continue  # one that this Python does not have is then unknown, and said so
    importlib.import_module("imr_desktop.record.containers.attached").load()


def _unlock() -> None:
    """Have qpdf load its ciphers: it does so when it opens the first encrypted file."""
    import io

    import pikepdf

    locked = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(locked, encryption=pikepdf.Encryption(owner="", user=""))
    pikepdf.open(locked).close()
