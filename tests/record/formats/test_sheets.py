"""Workbooks and comma-separated texts as bounded words; what is no workbook, or made to be too large, is said."""

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.record.formats import sheets
from imr_desktop.record.formats.sheets import read

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
ROOT = RELS.format(f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>')
BOOK_RELS = RELS.format(f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>')
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>'


def workbook(rows, more=""):
    """A small workbook of texts, formulas (cells that begin with ``=``; no value is kept) and numbers."""

    def cell(at, value):
        if isinstance(value, str) and value.startswith("="):
            return f'<c r="{at}"><f>{value[1:]}</f></c>'
        if isinstance(value, str):
            return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c r="{at}"><v>{value}</v></c>'

    lines = (
        f'<row r="{number}">{"".join(cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}{more}</sheetData></worksheet>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", BOOK_RELS),
            ("xl/worksheets/sheet1.xml", sheet),
        ):
            archive.writestr(name, text)
    return made.getvalue()


def test_a_workbook_is_rows_of_words():
    (sheet,) = read(workbook([["Drug", "Exempt"], ["Ibuprofen", 4.0, "=1+1", 1.5]])).sheets
    assert sheet.name == "List"
    assert sheet.rows == (("Drug", "Exempt"), ("Ibuprofen", "4", "", "1.5"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_text_is_rows_of_words(encoding, mark):
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=mark).writerows([["Drug", "Workers’ list"], ["Ibuprofen", f"a{mark} b\nc"]])
    (sheet,) = read(made.getvalue().encode(encoding)).sheets
    assert sheet.rows == (("Drug", "Workers’ list"), ("Ibuprofen", f"a{mark} b c".replace("\t", "")))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"%PDF-1.7 x", "no workbook"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        (workbook([["x"]], '<row r="40000"><c r="A40000"><v>1</v></c></row>'), "more than any"),
    ],
    ids=["nothing", "blanks", "pdf", "zip", "ole", "many rows"],
)
def test_what_is_no_table(data, words):
    assert words in read(data).wrong


def test_a_workbook_that_would_unpack_to_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(sheets, "_MOST_UNPACKED", 10_000)
    assert read(workbook([["x"]])).sheets
    assert "more than any" in read(workbook([["x"]], f"<!--{' ' * 20_000}-->")).wrong


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400) | st.integers(0, 900).map(lambda at: workbook([["a"]])[:at]))
def test_any_bytes_are_read_or_refused(data):
    found = read(data)
    assert bool(found.wrong) != bool(found.sheets)
