"""A file is what is in it, whatever it is called."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop import file_kinds as kinds
from imr_desktop.record.formats.detect import kind_of, pdf_start
from imr_desktop.record.formats.shifted import from_header

MAIL = b"Return-Path: <a@b>\r\nReceived: from x\r\n by y\r\nFrom: a@b\r\nSubject: Records\r\n\r\nText"


def archive(*names: str, first: tuple[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in [*([first] if first else []), *((name, "") for name in names)]:
            made.writestr(name, content)
    return buffer.getvalue()


OPEN = "application/vnd.oasis.opendocument."
CASES = {
    "PDF": b"%PDF-1.7\n1 0 obj<<>>endobj",
    "PDF behind a printer's job": b"\x1b%-12345X@PJL\r\n" * 300 + b"%PDF-1.4\n1 0 obj<<>>endobj",
    "text": "Progress report. Muñoz".encode("cp1252"),
    "text that names a PDF": b"x" * 3000 + b"see %PDF-1.4 for more" + b"y" * 9000,
    "text in square brackets": b"[1] Progress report\n{initials}",
    "text with two mail-like lines": b"From: Dr. Ames\nTo: IMR\nRe: Delgado\n\nText",
    "Word document": archive("[Content_Types].xml", "word/document.xml"),
    "workbook": archive("[Content_Types].xml", "xl/workbook.xml"),
    "presentation": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "ZIP archive": archive("word/document.xml"),
    "ZIP archive that is cut off": archive("a.pdf")[:40],
    "OpenDocument text": archive("content.xml", first=("mimetype", OPEN + "text")),
    "workbook of OpenDocument": archive("content.xml", first=("mimetype", OPEN + "spreadsheet")),
    "e-book": archive(first=("mimetype", "application/epub+zip")),
    "RTF": b"{\\rtf1\\ansi x}",
    "mail": MAIL,
    "mail of a mailbox": b"From a@b Mon Oct 28\n" + MAIL,
    "web page": b"\xef\xbb\xbf<!-- saved -->\n<HTML><body>x",
    "clinical document": b'<?xml version="1.0"?><!-- c --><cda:ClinicalDocument xmlns:cda="urn:hl7-org:v3">',
    "clinical document in UTF-16": '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3">'.encode("utf-16"),
    "XML": b"<?xml version='1.0'?><record><a/></record>",
    "HL7 message": b"\x0bMSH|^~\\&|LAB|X\rPID|1",
    "HL7 message in a batch": b"FHS|^~\\&|A\rBHS|^~\\&|A\rMSH|^~\\&|LAB|X\r",
    "XML without a declaration": b"<record><name>x</name></record>",
    "XML with entities": b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///x">]><x>&f;</x>',
    "text in angle brackets": b"<Patient> was seen today",
    "JSON": b'{"resourceType": "Bundle"}',
    "TIFF": b"II*\0\x08\0\0\0",
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "HEIC": b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic",
    "WebP": b"RIFF\x10\0\0\0WEBPVP8 ",
    "GIF": b"GIF89a",
    "BMP": b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
    "video": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    "sound recording": b"RIFF\x10\0\0\0WAVEfmt ",
    "DICOM image": b"\0" * 128 + b"DICM",
    "old Office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "WordPerfect document": b"\xffWPC\x10\0\0\0",
    "archive": b"Rar!\x1a\x07\x00",
    "program": b"MZ\x90\0" + b"\0" * 100 + b"PE\0\0",
    "unknown": bytes(range(32)) * 40,
}


@pytest.mark.parametrize("name", CASES)
def test_the_kind_is_in_the_file(name):
    label = next(
        (one.label for one in sorted(kinds.KINDS, key=lambda kind: -len(kind.label)) if name.startswith(one.label)), ""
    )
    assert kind_of(io.BytesIO(CASES[name])).label == label


def test_what_stands_before_a_header_is_no_part_of_the_pdf():
    junk = b"HTTP/1.1 200 OK\r\n%PDF-like words\r\n" * 100
    file = io.BytesIO(junk + CASES["PDF"])
    assert pdf_start(file) == len(junk)
    shifted = from_header(file)
    shifted.seek(0)
    assert shifted.read() == CASES["PDF"]
    assert shifted.seek(-3, 2) == len(CASES["PDF"]) - 3


@settings(max_examples=50)
@given(st.sampled_from(sorted(CASES)), st.binary(max_size=60), st.integers(0, 400))
def test_damage_changes_the_kind_at_most(name, noise, at):
    data = CASES[name]
    assert kind_of(io.BytesIO(data[:at] + noise + data[at:])) in kinds.KINDS
    assert kind_of(io.BytesIO(data[:at])) in kinds.KINDS
