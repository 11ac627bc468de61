"""Any file gives its pages or a sentence that says what is wrong and what to do."""

import hashlib
import os
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.record.formats import plain
from imr_desktop.record.sources import in_memory

PARAGRAPHS = (
    "The patient returns with neck pain that\nhas lasted for eight months and keeps\nher awake at night.\n\n"
    "On examination the neck is stiff and\nthere are taut bands on both sides.\n\nThe plan is to begin injections."
)


def test_paragraphs_are_kept(reader, pdf):
    read = reader.read(pdf(PARAGRAPHS))
    assert read.pages[0].text == PARAGRAPHS
    assert (read.kind, read.pages[0].width, read.pages[0].height, read.pages[0].readable) == ("pdf", 612, 792, True)


def test_the_digest_is_the_files(reader, pdf):
    path = pdf("a")
    assert reader.read(path).digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_encrypted_with_an_empty_password_is_read(reader, pdf, tmp_path):
    with pikepdf.open(pdf(PARAGRAPHS)) as document:
        document.save(tmp_path / "aes.pdf", encryption=pikepdf.Encryption(owner="owner", user="", R=6))
    assert reader.read(tmp_path / "aes.pdf").pages[0].text == PARAGRAPHS


def test_a_scanned_page_is_known_as_unreadable_and_a_blank_one_is_not(reader, tmp_path, scan):
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.drawImage(ImageReader(scan), 0, 0, 612, 792)
    canvas.drawString(500, 20, "Page 1")
    canvas.showPage()
    canvas.showPage()
    canvas.drawString(72, 700, "Words")
    canvas.save()
    assert [page.readable for page in reader.read(tmp_path / "scan.pdf").pages] == [False, True, True]


def tree(pages: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/" + pages + b">>endobj\n"


def damaged(kind: str, whole: bytes) -> bytes:
    if kind == "flate bomb":
        bomb = zlib.compress(b"0" * 200_000_000, 9)
        return (
            tree(b"Kids[3 0 R]/Count 1")
            + b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>endobj\n"
            + b"4 0 obj<</Filter/FlateDecode/Length "
            + str(len(bomb)).encode()
            + b">>stream\n"
            + bomb
            + b"\nendstream endobj\ntrailer<</Root 1 0 R>>"
        )
    return {
        "huge length": whole.replace(b"/Length", b"/Length 2147483648 %", 1),
        "no pages": tree(b"Kids[]/Count 0") + b"trailer<</Root 1 0 R>>",
        "looped tree": tree(b"Kids[2 0 R]/Count 9") + b"trailer<</Root 1 0 R>>",
        "count lies": tree(b"Kids[]/Count 99999999") + b"trailer<</Root 1 0 R>>",
        "header only": b"%PDF-1.7\n",
        "cut short": whole[: len(whole) // 2],
        "noise": b"%PDF-1.7\n" + os.urandom(5000),
    }[kind]


@pytest.mark.parametrize(
    "kind", ["huge length", "no pages", "looped tree", "count lies", "header only", "cut short", "noise", "flate bomb"]
)
def test_a_damaged_pdf_never_stops_the_reader(reader, pdf, tmp_path, kind):
    whole = pdf(PARAGRAPHS, PARAGRAPHS)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(damaged(kind, whole.read_bytes()))
    read = reader.read(broken)
    assert read.pages or (read.error.startswith("broken.pdf ") and read.error.endswith("."))
    assert reader.read(whole).pages[1].text == PARAGRAPHS


def test_a_truncated_file_is_repaired_where_that_is_possible(reader, pdf, tmp_path):
    whole = pdf(PARAGRAPHS).read_bytes()
    (tmp_path / "cut.pdf").write_bytes(whole[: whole.rindex(b"xref")])
    assert reader.read(tmp_path / "cut.pdf").pages[0].text == PARAGRAPHS


def test_a_protected_file_says_so(reader, pdf, tmp_path):
    with pikepdf.open(pdf("secret")) as document:
        document.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    assert (
        reader.read(tmp_path / "locked.pdf").error
        == "locked.pdf is protected by a password; drop it again and enter it, or ask the sender for a copy without one."
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "a.txt is empty; ask for it again."),
        ("a.txt", b"\n \n", "a.txt holds no text; ask for it again."),
        ("a.pdf", bytes(range(256)) * 20, "a.pdf is named .pdf but is not a PDF, or is damaged; ask for it again."),
        (
            "a.bin",
            bytes(range(256)) * 20,
            "a.bin is of a kind that is not known, which cannot be read here; save it as a PDF and drop that.",
        ),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(reader, tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    assert reader.read(tmp_path / name).error == says


def test_a_file_that_vanished_says_so(reader, tmp_path):
    assert "check that it is still there" in reader.read(tmp_path / "gone.pdf").error


TEXT = "Señor’s naïve café – 60 % “better”\nsecond line"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_texts_are_read_in_their_encoding(reader, tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    assert reader.read(tmp_path / "a.txt").pages[0].text == TEXT


def test_latin_1_is_read(reader, tmp_path):
    (tmp_path / "a.txt").write_bytes("Café au lait à la 2".encode("latin-1"))
    assert reader.read(tmp_path / "a.txt").pages[0].text == "Café au lait à la 2"


def test_form_feeds_end_pages(reader, tmp_path):
    (tmp_path / "a.txt").write_text("one\ftwo\f\fthree\f")
    assert [page.text for page in reader.read(tmp_path / "a.txt").pages] == ["one", "two", "", "three"]


def test_a_very_long_line_is_broken_into_pages(reader, tmp_path):
    (tmp_path / "a.txt").write_text("word " * 200_000)
    pages = reader.read(tmp_path / "a.txt").pages
    assert len(pages) > 100
    assert sum(page.text.count("word") for page in pages) == 200_000


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_not(data):
    text = plain.decode(data)
    assert text is None or isinstance(plain.tidy(text), str)


@given(
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\x7f\xad", exclude_categories=["Cc"]),
        min_size=1,
    )
)
def test_what_was_written_as_utf_8_comes_back(text):
    assert plain.decode(text.encode()) == text


def test_bytes_in_memory_are_named_by_what_they_are_so_that_no_other_file_is_taken_for_them():
    assert in_memory(bytes(bytearray(b"a"))).identity == in_memory(bytes(bytearray(b"a"))).identity
    assert in_memory(b"a").identity != in_memory(b"b").identity
