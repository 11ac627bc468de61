"""What is dropped, and everything in it: each file of its own, or a line that says why not; nothing else."""

import io
import re
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from hashlib import sha256

import pikepdf
import pytest
import pyzipper
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String

from imr_desktop.record.containers.arrival import Budget, Held, Opening, Place
from imr_desktop.record.containers.model import MOST_DEPTH, Contents, Part
from imr_desktop.record.containers.passwords import Passwords
from imr_desktop.record.model import FileRead
from imr_desktop.record.reader import LOCKED, Reader
from imr_desktop.record.sources import in_memory

LONG = "The therapist saw the patient for six visits and notes less pain on the left side after the fourth one."


@pytest.fixture
def letter(pdf):
    return pdf(LONG).read_bytes()


def mail(*attached: tuple[str, bytes], subject="Records", words="Please find the records.", inner=None) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Zoë Ames <zoe@example.org>", "imr@example.org", subject
    made["Date"] = "Fri, 25 Oct 2024 09:13:00 -0700"
    made.set_content(words)
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if inner is not None:
        made.add_attachment(inner)
    return made


def zipped(*held: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held:
            archive.writestr(name, data)
    return made.getvalue()


def told(reader: Reader, data: bytes, name: str) -> list[tuple[str, str, int, str]]:
    """Name, where it was, pages, and what is wrong or left out of each."""
    found = reader.read_all_bytes(data, name)
    return [(one.read.name, one.read.source, len(one.read.pages), one.read.error or one.left_out) for one in found]


def test_a_mail_is_a_page_and_its_attachments_are_files(reader, letter):
    inner = mail(("MRI.pdf", letter + b"\n"), subject="FW: MRI/2024")
    found = list(reader.read_all_bytes(mail(("Bericht für Zoë.pdf", letter), inner=inner).as_bytes(), "m.eml"))
    assert [(one.read.name, one.read.source) for one in found] == [
        ("m.eml", ""),
        ("Bericht für Zoë.pdf", "mail part of m.eml"),
        ("FW: MRI-2024.eml", "mail part of m.eml"),
        ("MRI.pdf", "mail part of FW: MRI-2024.eml"),
    ]
    assert found[0].read.pages[0].text == (
        "Subject: Records\nFrom: Zoë Ames <zoe@example.org>\nTo: imr@example.org\nDate: 10/25/2024 09:13 -0700\n"
        "Attachments: Bericht für Zoë.pdf; FW: MRI-2024.eml\n\nPlease find the records."
    )
    assert found[1].content == letter
    assert found[1].read.pages[0].text == LONG


def test_words_of_a_mail_are_read_however_they_are_sent(reader):
    lies = (
        b"From: a@example.org\nMIME-Version: 1.0\nSubject: =?utf-8?b?TXXDsW96?=\n"
        b"Content-Type: multipart/alternative; boundary=b\n\n"
        b"--b\nContent-Type: text/plain; charset=nonsense\nContent-Transfer-Encoding: base64\n\nUGFp\nbiA4LzEw!\n"
        b"--b\nContent-Type: text/html; charset=us-ascii\n\n<style>p{}</style><p>Pain 8/10</p><p>M\xc3\xbcller</p>\n--b--\n"
    )
    assert reader.read_bytes(lies, "x.txt").pages[0].text == "Subject: Muñoz\nFrom: a@example.org\n\nPain 8/10"
    assert "base64" not in reader.read_bytes(lies, "x.eml").pages[0].text


def test_broken_base64_is_a_sentence_and_never_text(reader, letter):
    whole = mail(("PR2.pdf", letter)).as_bytes()
    start = whole.index(b"JVBER")
    broken = whole[:start] + b"%%%% not base64 at all %%%% ##### \n" * 3 + b"\n--" + whole[start:].split(b"\n--", 1)[1]
    assert told(reader, broken, "m.eml")[1] == (
        *("PR2.pdf", "mail part of m.eml", 0),
        "PR2.pdf (mail part of m.eml) is damaged in the mail (its encoding is broken); ask for it again.",
    )


def test_files_in_a_pdf_are_found_wherever_it_names_them(reader, letter):
    with pikepdf.open(io.BytesIO(letter)) as document:
        document.attachments["<1>MRI.pdf"] = AttachedFileSpec(document, letter + b"\n", filename="MRI.pdf")
        imaging = document.make_indirect(Dictionary(ID=1, Name=String("Imaging")))
        imaging.Next = imaging
        document.Root.Collection = Dictionary(Folders=document.make_indirect(Dictionary(ID=0, Child=imaging)))
        note = AttachedFileSpec(document, b"A note in the margin.", filename="../../note.txt")
        document.pages[0].Annots = Array([Dictionary(Subtype=Name.FileAttachment, FS=note.obj)])
        made = io.BytesIO()
        document.save(made)
    assert told(reader, made.getvalue(), "p.pdf") == [
        ("p.pdf", "", 1, ""),
        ("MRI.pdf", "attachment of p.pdf, folder Imaging", 1, ""),
        ("note.txt", "attachment of p.pdf", 1, ""),
    ]


_MISSED = "attachments (attachment of p.pdf) could not "


@pytest.mark.parametrize(
    ("place", "harm", "said"),
    [
        (rb"/Names << .*? >>", b"/Names 7", f"{_MISSED}be looked for: the file is damaged there"),
        (rb"/EmbeddedFiles \d+ 0 R", b"/EmbeddedFiles 7", f"{_MISSED}be looked for: the file is damaged there"),
        (rb"/EmbeddedFiles ", b"/Embedded ", f"{_MISSED}be looked for: the file is damaged there"),
        (rb"/Names \[ .*? \]", b"/Names 7", f"{_MISSED}be looked for: the file is damaged there"),
        (rb"/Names \[", b"/Kids [ 7 ] /Names [", f"{_MISSED}all be looked for: the file is damaged there"),
        (rb"\(MRI.txt\) \d+ 0 R", b"(MRI.txt)", f"{_MISSED}be looked for: the file is damaged there"),
        (rb"\(MRI.txt\) \d+ 0 R", b"(MRI.txt) 99 0 R", "MRI.txt (attachment of p.pdf) is damaged in the PDF"),
        (rb"/Contents ", b"/AF 7 /Contents ", f"{_MISSED}all be looked for: the file is damaged there"),
        (rb"/Contents ", b"/Annots [ << /Subtype /FileAttachment >> ] /Contents ", "attached file (attachment of p.pdf) is"),
    ],
)
def test_a_file_that_a_damaged_pdf_names_no_more_is_told(reader, letter, place, harm, said):
    with pikepdf.open(io.BytesIO(letter)) as document:
        for name in ("MRI.txt", "Note.txt"):
            document.attachments[name] = AttachedFileSpec(document, b"Six visits.", filename=name)
        del document.Root.AF
        made = io.BytesIO()
        document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    whole = made.getvalue()
    assert [wrong for *_others, wrong in told(reader, whole, "p.pdf")] == ["", "", ""]
    broken, count = re.subn(place, harm, whole)
    assert count == 1
    wrongs = [wrong for *_others, wrong in told(reader, broken, "p.pdf")]
    assert any(wrong.startswith(said) for wrong in wrongs), wrongs


def test_an_archive_gives_what_is_in_it_and_a_line_for_all_else(reader, letter):
    link = zipfile.ZipInfo("link.pdf")
    link.external_attr = 0o120777 << 16
    inner = zipped(("x/Note.txt", b"Six visits."))
    held = [("../../a.pdf", letter), ("a.pdf", letter + b"\n"), ("a.pdf", letter + b"\n\n"), ("x.zip", inner), ("e.txt", b"")]
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(*held, (link, b"/etc/passwd"), ("__MACOSX/._a.pdf", b"1"), ("case.json", b"{}"))
    lines = told(reader, data, "r.zip")
    assert [(name, source, pages) for name, source, pages, _wrong in lines] == [
        ("r.zip", "", 0),
        ("a.pdf", "in r.zip", 1),
        ("a (2).pdf", "in r.zip", 1),
        ("a (3).pdf", "in r.zip", 1),
        ("x.zip", "in r.zip", 0),
        ("Note.txt", "in x.zip, folder x", 1),
        ("e.txt", "in r.zip", 0),
        ("link.pdf", "in r.zip", 0),
        ("._a.pdf", "in r.zip, folder __MACOSX", 0),
        ("case.json", "in r.zip", 0),
    ]
    assert [bool(wrong) for *_others, wrong in lines] == [False] * 6 + [True] * 4
    assert lines[7][3].startswith("link.pdf (in r.zip) is a link")


def test_depth_loops_and_bombs_end_in_sentences(reader):
    deep = zipped(("Note.txt", b"Six visits."))
    for _level in range(MOST_DEPTH):
        deep = zipped(("in.zip", deep))
    *_held, last = told(reader, deep, "deep.zip")
    assert last[3] == (
        "Note.txt (in in.zip) was left out: no file is taken that lies more than 5 files deep; save it and drop it by itself."
    )


def test_what_a_limit_keeps_out_is_one_sentence_with_its_count(reader):
    made = zipped(*((f"{number}.txt", b"note %d" % number) for number in range(7)))
    opening = Opening(reader, Budget(parts=3))
    *held, last = opening.arrivals(in_memory(made), made, Place("all.zip"))
    assert [one.read.name for one in held] == ["all.zip", "0.txt", "1.txt", "2.txt"]
    assert last.read.error.startswith("3.txt (in all.zip) and 3 more files were left out: only 2,000 files are taken out")


class HoldsItself:
    """An archive whose one file is that archive."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def opened(self, source, place):
        digest = sha256(source.stream.read()).hexdigest()
        part = Contents("archive", (Part("again.zip"),))
        return FileRead(place.path, place.name, digest, "archive", source=place.source), Held(part)

    def part(self, source, held, index, room):
        return self.data, ""


def test_a_file_that_holds_itself_is_taken_once():
    found = list(Opening(HoldsItself(b"me")).arrivals(in_memory(b"me"), b"me", Place("me.zip")))
    assert [one.left_out for one in found] == ["", "again.zip is the same file as one that it is in; it was not taken again."]


def test_a_long_text_is_refused_before_all_of_it_is_unpacked(reader):
    found = told(reader, zipped(("0.txt", b"\0" * 40_000_000), ("a.txt", b"Six visits.")), "bomb.zip")
    assert [one[3] for one in found] == [
        "", "0.txt (in bomb.zip) is a text file of more than 16 MB; split it and drop the parts.", ""
    ]  # fmt: skip
    bomb = told(reader, zipped(("b.txt", b"0" * 256_000_001), ("n.txt", b"Six visits.")), "bomb.zip")
    assert bomb[1][3] == "b.txt (in bomb.zip) unpacks to more than 256 MB; ask for it by itself."
    assert bomb[2][2:] == (1, "")
    levels = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(1000))
    nested = b"From: a\nMIME-Version: 1.0\n" + b"".join(levels)
    assert told(reader, nested, "loop.eml")[0][3] == "loop.eml is nested too deeply to be read; ask for the files in it."


def test_an_outlook_message_gives_its_page_its_files_and_the_messages_in_it(reader, letter, outlook):
    inner = outlook.message("MRI", "As promised.", "Tina", "Jim", attached=[("MRI.pdf", letter)], nested=True)
    sent = datetime(2024, 10, 25, 16, 13, tzinfo=UTC)
    data = outlook.saved(outlook.message("Records", "Six visits.", "J. Ames", "IMR", sent, [("a.pdf", letter), ("x", inner)]))
    first, *others = reader.read_all_bytes(data, "m.msg")
    assert first.read.pages[0].text == (
        "Subject: Records\nFrom: J. Ames\nTo: IMR\nDate: 10/25/2024 16:13 UTC\nAttachments: a.pdf; MRI.eml\n\nSix visits."
    )
    assert [(one.read.name, one.read.source, len(one.read.pages)) for one in others] == [
        ("a.pdf", "mail part of m.msg", 1),
        ("MRI.eml", "mail part of m.msg", 1),
        ("MRI.pdf", "mail part of MRI.eml", 1),
    ]


def locked_pdf(data: bytes) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(made, encryption=pikepdf.Encryption(owner="owner word", user="user word", R=6))
    return made.getvalue()


def locked_zip(data: bytes) -> bytes:
    made = io.BytesIO()
    with pyzipper.AESZipFile(made, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword("zip wörd".encode())
        archive.writestr("a.pdf", data)
    return made.getvalue()


def test_locked_files_open_by_a_known_password_or_by_asking(reader, letter):
    asked = []

    def ask(name: str, wrong: bool) -> str | None:
        asked.append((name, wrong))
        return ("no", "zip wörd")[len(asked) - 1]

    with Reader(reader.sandbox, Passwords(["other", "owner word"]), ask) as own:
        data = zipped(("l.pdf", locked_pdf(letter)), ("l.zip", locked_zip(letter + b"\n")))
        assert [line[2:] for line in told(own, data, "r.zip")] == [(0, ""), (1, ""), (0, ""), (1, "")]
    assert asked == [("l.zip", False), ("l.zip", True)]
    assert [one.read.error for one in reader.read_all_bytes(locked_zip(letter), "l.zip")] == [f"l.zip {LOCKED}."]
