"""What kind a file is by what is in it. Runs in the limited process; a name's ending is never asked."""

from __future__ import annotations

import lzma
import os
import re
import zipfile
import zlib
from typing import IO

from imr_desktop import file_kinds as kinds
from imr_desktop.file_kinds import Kind
from imr_desktop.record.formats import texts

HEAD = 8192
"""Bytes at the start of a file among which all kinds but a PDF behind other bytes name themselves."""
FAR = 1 << 20
"""Bytes in front of a PDF's header that may be none of its own."""

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", kinds.PDF),
    (b"\xff\xd8\xff", kinds.JPEG),
    (b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (b"II*\0", kinds.TIFF),
    (b"MM\0*", kinds.TIFF),
    (b"II+\0", kinds.TIFF),
    (b"MM\0+", kinds.TIFF),
    (b"GIF8", kinds.GIF),
    (b"\xffWPC", kinds.WPD),
    (b"%!PS", kinds.POSTSCRIPT),
    (b"\xc5\xd0\xd3\xc6", kinds.POSTSCRIPT),
    (b"AT&TFORM", kinds.DJVU),
    (b"%FDF-", kinds.FDF),
    (b"\0\0\0\x0cjP  ", kinds.OTHER_PICTURE),
    (b"\0\0\0\x0cJXL ", kinds.OTHER_PICTURE),
    (b"8BPS", kinds.OTHER_PICTURE),
    (b"OggS", kinds.AUDIO),
    (b"fLaC", kinds.AUDIO),
    (b"ID3", kinds.AUDIO),
    (b"#!AMR", kinds.AUDIO),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", kinds.VIDEO),
    (b"\x1aE\xdf\xa3", kinds.VIDEO),
    (b"\0\0\x01\xba", kinds.VIDEO),
    (b"\x78\x9f\x3e\x22", kinds.TNEF),
    (b"Rar!", kinds.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", kinds.ARCHIVE),
    (b"\x1f\x8b", kinds.ARCHIVE),
    (b"BZh", kinds.ARCHIVE),
    (b"\xfd7zXZ\0", kinds.ARCHIVE),
    (b"MSCF", kinds.ARCHIVE),
    (b"\x7fELF", kinds.PROGRAM),
    (b"\x4c\0\0\0\x01\x14\x02\0", kinds.PROGRAM),
    (b"SQLite format 3\0", kinds.DATABASE),
    (b"\0\x01\0\0Standard ", kinds.DATABASE),
    (b"!BDN", kinds.ARCHIVE),
    (b"age-encryption.org/", kinds.PACKAGE),
    (b"-----BEGIN AGE ENCRYPTED", kinds.PACKAGE),
)
_AT: tuple[tuple[int, bytes, Kind], ...] = ((128, b"DICM", kinds.DICOM), (257, b"ustar", kinds.ARCHIVE))
_RIFF = {b"WEBP": kinds.WEBP, b"WAVE": kinds.AUDIO, b"AVI ": kinds.VIDEO}
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"))
_AUDIO_BRANDS = (b"M4A", b"M4B")
_PDF_HEADER = re.compile(rb"%PDF-\d")
_OBJECT = re.compile(rb"\b\d+\s+\d+\s+obj\b")
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(file: IO[bytes]) -> Kind:
    """The kind of a file by its content; `kinds.UNKNOWN` where nothing tells."""
    file.seek(0)
    head = file.read(HEAD)
    return _by_magic(head) or _by_inside(file, head) or texts.kind_of(head) or _by_far_header(file, head) or _or_text(head)


def pdf_start(file: IO[bytes]) -> int:
    """Where a PDF's header stands; 0 where there is none. What stands before it is no part of the PDF."""
    file.seek(0)
    far = file.read(FAR + 8)
    found = next((match for match in _PDF_HEADER.finditer(far) if _OBJECT.search(far, match.end(), match.end() + 4096)), None)
    return found.start() if found else 0


def _by_magic(head: bytes) -> Kind | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    for at, magic, kind in _AT:
        if head[at : at + len(magic)] == magic:
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and head[14:18] in _BMP_HEADERS:
        return kinds.BMP
    if head[:2] == b"MZ" and b"PE\0\0" in head:
        return kinds.PROGRAM
    if head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xf3", b"\xf2", b"\xfa"):
        return kinds.AUDIO
    return None


_BMP_HEADERS = tuple(bytes((size, 0, 0, 0)) for size in (12, 40, 52, 56, 64, 108, 124))


def _by_brand(head: bytes) -> Kind:
    """Pictures and films in the same box (ISO/IEC 14496-12): the brands tell."""
    size = min(int.from_bytes(head[:4], "big"), 256)
    brands = {head[at : at + 4] for at in (8, *range(16, size - 3, 4))}
    if b"avif" in brands:
        return kinds.OTHER_PICTURE
    if brands & _HEIC_BRANDS:
        return kinds.HEIC
    return kinds.AUDIO if head[8:11] in _AUDIO_BRANDS else kinds.VIDEO


def _by_inside(file: IO[bytes], head: bytes) -> Kind | None:
    if head.startswith(_CFB):
        return _in_ole(file)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")):
        return _in_zip(file)
    return None


def _in_zip(file: IO[bytes]) -> Kind:
    """Documents that are archives name themselves by their members. A ZIP that cannot be opened is one all the same."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            names = {info.filename.replace("\\", "/") for info in archive.infolist()}
            if "mimetype" in names:
                kind = _by_mimetype(archive.open("mimetype").read(100))
                if kind is not None:
                    return kind
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        KeyError,
        EOFError,
    ):
        return kinds.ZIP
    if "[Content_Types].xml" not in names:
        return kinds.PAGES if any(name.endswith(("Index/Document.iwa", "Index.zip")) for name in names) else kinds.ZIP
    for folder, kind in (("word/", kinds.DOCX), ("xl/", kinds.SHEET), ("ppt/", kinds.SLIDES), ("Documents/", kinds.XPS)):
        if any(name.startswith(folder) for name in names):
            return kind
    return kinds.ZIP


def _by_mimetype(said: bytes) -> Kind | None:
    if said.startswith(b"application/epub"):
        return kinds.EPUB
    family = said.partition(b"application/vnd.oasis.opendocument.")[2]
    for name, kind in (
        (b"text", kinds.ODT),
        (b"spreadsheet", kinds.SHEET),
        (b"presentation", kinds.SLIDES),
        (b"", kinds.DRAWING),
    ):
        if said != family and family and family.startswith(name):
            return kind
    return None


def _in_ole(file: IO[bytes]) -> Kind:
    import olefile

    try:
        file.seek(0)
        with olefile.OleFileIO(file) as ole:
            names = {"/".join(parts).lower() for parts in ole.listdir(streams=True, storages=True)}
    except (OSError, ValueError, IndexError, TypeError, AttributeError, KeyError):
        return kinds.OLE
    for name, kind in (
        ("__properties_version1.0", kinds.MSG),
        ("encryptedpackage", kinds.LOCKED),
        ("worddocument", kinds.DOC),
        ("workbook", kinds.SHEET),
        ("book", kinds.SHEET),
        ("powerpoint document", kinds.SLIDES),
        ("perfectoffice_main", kinds.WPD),
    ):
        if name in names:
            return kind
    return kinds.OLE


def _by_far_header(file: IO[bytes], head: bytes) -> Kind | None:
    size = file.seek(0, os.SEEK_END)
    return kinds.PDF if size > len(_CFB) and (pdf_start(file) or _PDF_HEADER.search(head[:1024])) else None


def _or_text(head: bytes) -> Kind:
    return kinds.TEXT if texts.may_be_text(head) else kinds.UNKNOWN
