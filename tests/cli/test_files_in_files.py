"""`read` opens what holds files with the passwords of a file, and says what came twice; the password goes nowhere."""

import io
import zipfile

import pyzipper
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.errors import FileUnreadable
from imr_desktop.review.record import RecordService

PAGE = b"The therapist saw the patient for six visits and notes less pain of the left knee after the fourth of them."
SECRET = "Quince-marmalade 78"


def test_locked_and_twice(imr, home, tmp_path):
    locked, plain, words = tmp_path / "locked.zip", tmp_path / "plain.zip", tmp_path / "passwords.txt"
    with pyzipper.AESZipFile(locked, "w", encryption=pyzipper.WZ_AES) as made:
        made.setpassword(SECRET.encode())
        made.writestr("a/note.txt", PAGE)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("same.txt", PAGE)
        made.writestr("altered.txt", PAGE.replace(b"left", b"right"))
    with zipfile.ZipFile(plain, "w") as made:
        made.writestr("inner.zip", inner.getvalue())
    words.write_text(f"another\n\n{SECRET}\n")
    refused = imr("read", locked, "--json")
    assert (refused.code, refused.json["documents"][0]["error"]) == (1, refused.json["received"][0]["became"])
    assert "is protected by a password" in refused.err
    ran = imr("read", locked, plain, "--password-file", words, "--json")
    rows = {row["file"]: row for row in ran.json["documents"]}
    assert ran.code == 0
    assert [(row["file"], row["source"], row["pages"]) for row in ran.json["documents"]] == [
        ("note.txt", "in locked.zip, folder a", 1),
        ("altered.txt", "in inner.zip", 1),
        ("same.txt", "in inner.zip", 1),
    ]
    place = {"first_page": 1, "last_page": 1, "file": "note.txt", "of_first_page": 1, "of_last_page": 1}
    assert rows["note.txt"]["duplicates_of"] == []
    assert rows["altered.txt"]["duplicates_of"] == [{**place, "exact": False}]
    assert rows["same.txt"]["duplicates_of"] == [{**place, "exact": True}]
    assert [line["file"] for line in ran.json["received"]][:3] == ["locked.zip", "note.txt", "plain.zip"]
    said = imr("read", plain).out.splitlines()
    assert "altered.txt: therapy note, 1 page" in said
    assert "  p. 1 is nearly the same as p. 1 of same.txt" in said
    left = [path.read_bytes() for path in home.root.rglob("*") if path.is_file()] if home.root.exists() else []
    assert not any(SECRET.encode() in data for data in (*left, ran.out.encode(), ran.err.encode()))


def test_a_password_file_that_is_not_there_is_said(imr, tmp_path):
    ran = imr("read", tmp_path / "a.txt", "--password-file", tmp_path / "none.txt")
    assert ran.code == 3
    assert "cannot be read; name a text file with one password on each line" in ran.err


def test_words_of_a_pdf_in_an_archive_have_their_places(imr, tmp_path):
    made, packed = io.BytesIO(), tmp_path / "packed.zip"
    canvas = Canvas(made, pagesize=(600, 800))
    canvas.drawString(60, 700, "radiculopathy on the right")
    canvas.save()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("report.pdf", made.getvalue())
    (page,) = imr("read", "--pages", "--json", packed).json["pages"]
    assert [word["text"] for word in page["words"]] == page["text"].split()
    left, top, right, bottom = page["words"][0]["box"]
    assert 0.09 < left < right < 0.25
    assert 0.1 < top < bottom < 0.13


def test_words_that_could_not_be_asked_for_are_told_from_none(imr, tmp_path, monkeypatch):
    def gone(*_asked):
        raise FileUnreadable("The file packed.pdf cannot be read; try again.")

    path = tmp_path / "report.pdf"
    canvas = Canvas(str(path), pagesize=(600, 800))
    canvas.drawString(60, 700, "radiculopathy on the right")
    canvas.save()
    monkeypatch.setattr(RecordService, "words_of", gone)
    (page,) = imr("read", "--pages", "--json", path).json["pages"]
    assert page["text"] == "radiculopathy on the right"
    assert (page["words"], page["words_unknown"]) == (None, "The file packed.pdf cannot be read; try again.")
