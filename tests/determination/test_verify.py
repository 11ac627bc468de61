"""Every way a signed letter was tampered with is said in words; nothing hostile crashes the check."""

from __future__ import annotations

import io
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pikepdf
import pytest
from determination_support import InProcess, examine, make_case
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from imr_desktop.case import codec
from imr_desktop.determination import finish as finishing
from imr_desktop.determination import new_key, outgoing_identity, pades, page_images, render, sign, verify
from imr_desktop.determination.agreement import Compared
from imr_desktop.determination.inspection import FoundSignature
from imr_desktop.determination.signature import Sealed, validate
from imr_desktop.determination.verify import _read_root
from imr_desktop.determination.verify import examine as report_on
from imr_desktop.errors import FileUnreadable, ImrError, UsageError

name = generic.pdf_name


def check(pdf: bytes, tmp_path: Path, trust: Path | None = None):
    path = tmp_path / "checked.pdf"
    path.write_bytes(pdf)
    return verify(path, trust, sandbox=InProcess())


def test_a_good_letter(signed_file, new, key, sandbox):
    report = verify(signed_file, new.root, sandbox=sandbox)
    assert report.problems == ()
    assert report.intact
    assert report.covers_whole_file
    assert report.certified
    assert report.trusted
    assert report.signer == key.subject
    assert report.signed_at.endswith("+00:00")
    assert report.data_matches_text is True


def test_the_report_has_the_fields_of_the_contract(signed_file, sandbox):
    report = msgspec.to_builtins(verify(signed_file, sandbox=sandbox))
    assert list(report) == [
        "intact",
        "covers_whole_file",
        "certified",
        "trusted",
        "signer",
        "signed_at",
        "data_matches_text",
        "problems",
        "verdict",
        "reasons",
        "fingerprint",
        "attached",
    ]


def test_without_a_root_nobody_is_trusted_and_nothing_is_wrong(signed_file, sandbox):
    report = verify(signed_file, sandbox=sandbox)
    assert not report.trusted
    assert report.problems == ()


def test_another_offices_root(signed_file, tmp_path, sandbox):
    other = new_key(tmp_path / "other.p12", "other office words")
    report = verify(signed_file, other.root, sandbox=sandbox)
    assert not report.trusted
    assert report.intact
    assert "not issued by the root certificate" in report.problems[0]


# ----- tampering


def changed(pdf: bytes, change) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def first_page(writer):
    node = writer.root["/Pages"]
    while "/Kids" in node:
        node = node["/Kids"][0].get_object()
    return node


def annotate(writer):
    page = first_page(writer)
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Contents"): generic.pdf_string("OVERTURNED"),
            name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (72, 600, 300, 640))),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def overlay(writer):
    page = first_page(writer)
    stream = generic.StreamObject(stream_data=b"BT /F1 30 Tf 72 400 Td (OVERTURNED) Tj ET")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
    writer.update_container(page)


def attach(writer):
    embedded = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()["/EF"]
    embedded["/F"] = embedded["/UF"] = writer.add_object(generic.StreamObject(stream_data=b'{"id":"x"}'))
    writer.update_container(embedded)


def language(writer):
    writer.root["/Lang"] = generic.pdf_string("fr")
    writer.update_root()


def rewritten(pdf: bytes) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(buffer)
    return buffer.getvalue()


def flipped(pdf: bytes) -> bytes:
    place = pdf.index(b"stream\r\n") + 40 if b"stream\r\n" in pdf else pdf.index(b"stream\n") + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def hole(pdf: bytes) -> tuple[int, int]:
    """Where the signature stands, its angle brackets included."""
    start = pdf.index(b"/Contents <3") + len(b"/Contents ")
    return start, pdf.index(b">", start) + 1


def respelled(pdf: bytes) -> bytes:
    start, end = hole(pdf)
    return pdf[:start] + pdf[start:end].lower() + pdf[end:]


def padded(pdf: bytes) -> bytes:
    end = hole(pdf)[1]
    return pdf[: end - 5] + b"ff00>" + pdf[end:]


TAMPERED = {
    "the signature's spelling": respelled,
    "something behind the signature's end": padded,
    "a byte of a page": flipped,
    "a comment appended": lambda pdf: pdf + b"\n% a comment\n",
    "a space appended": lambda pdf: pdf + b" ",
    "junk before the file": lambda pdf: b"junk\n" + pdf,
    "an annotation": lambda pdf: changed(pdf, annotate),
    "overlaid text": lambda pdf: changed(pdf, overlay),
    "a replaced attachment": lambda pdf: changed(pdf, attach),
    "another language": lambda pdf: changed(pdf, language),
    "saved by another program": rewritten,
    "the end cut off": lambda pdf: pdf[:-400],
    "half the file": lambda pdf: pdf[: len(pdf) // 2],
    "an empty update": lambda pdf: changed(pdf, lambda writer: writer.update_root()),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_tampering_is_seen(signed, new, tmp_path, kind):
    report = check(TAMPERED[kind](signed), tmp_path, new.root)
    assert not (report.intact and report.covers_whole_file)
    assert report.problems
    assert all(sentence.endswith(".") for sentence in report.problems)


def test_overlaid_text_also_differs_from_the_data(signed, tmp_path):
    report = check(changed(signed, overlay), tmp_path)
    assert report.data_matches_text is not None
    assert any("added to the file after signing" in sentence for sentence in report.problems)


def test_a_second_signature_is_refused_or_seen(signed, key, tmp_path):
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Second"),
        signer=pades._KeptKeySigner(key),
        new_field_spec=fields.SigFieldSpec("Second"),
    )
    with pytest.raises(Exception, match="forbids all changes"):
        signer.sign_pdf(writer)


def test_a_plain_approval_signature_is_not_a_certification(unsigned, key, tmp_path):
    writer = IncrementalPdfFileWriter(io.BytesIO(unsigned))
    signer = signers.PdfSigner(signers.PdfSignatureMetadata(field_name=finishing.FIELD), signer=pades._KeptKeySigner(key))
    report = check(signer.sign_pdf(writer, existing_fields_only=True).getvalue(), tmp_path)
    assert report.verdict == "not valid"
    assert not report.certified
    assert any("does not forbid later changes" in sentence for sentence in report.problems)


def letter_with(data: bytes, edition: str | None, unsigned: bytes, key) -> bytes:
    """The letter signed with other data attached, as only the key's holder could make it."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned)) as document:
        names = document.Root.Names.EmbeddedFiles.Names
        names[1].EF.F = names[1].EF.UF = document.make_stream(data)
        if edition is not None:
            document.docinfo["/IMRWordingEdition"] = edition
        document.save(buffer)
    return sign(buffer.getvalue(), key)


def test_data_that_says_something_else_than_the_pages(unsigned, key, tmp_path, case):
    reverse = tuple(msgspec.structs.replace(item, decision="Overturned") for item in case.items)
    data = codec.encode(msgspec.structs.replace(case, items=reverse))
    report = check(letter_with(data, None, unsigned, key), tmp_path)
    assert report.intact
    assert report.data_matches_text is False
    assert "differ from the attached data" in report.problems[0]


@pytest.mark.parametrize(
    ("data", "matches"),
    [
        (b"", None),
        (b"{}", None),
        (b'{"id": "x", "surprise": 1}', None),
        (b'{"id": "x"}', False),
        (b"\xff\x00", None),
        (b'{"id": "x", "schema_version": 99}', None),
        (b"[" * 100_000, None),
    ],
)
def test_data_that_makes_no_letter(unsigned, key, tmp_path, data, matches):
    report = check(letter_with(data, None, unsigned, key), tmp_path)
    assert report.intact
    assert report.data_matches_text is matches
    assert len(report.problems) == 1


def test_another_edition_of_the_wording_cannot_be_compared(unsigned, key, tmp_path, case):
    report = check(letter_with(codec.encode(case), "1999-01", unsigned, key), tmp_path)
    assert report.data_matches_text is None
    assert "another edition of the fixed wording (1999-01)" in report.problems[0]


# ----- files of other kinds

LOOPED = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"\x00" * 1000, LOOPED])
def test_what_is_no_letter_is_said(tmp_path, content):
    report = check(content, tmp_path)
    assert not report.intact
    assert len(report.problems) == 1


def test_unsigned_letters(unsigned, case, tmp_path):
    for pdf in (unsigned, render(case, draft=True)):
        assert "carries no signature" in check(pdf, tmp_path).problems[0]


def test_files_and_roots_that_cannot_be_opened(signed_file, tmp_path, sandbox):
    with pytest.raises(FileUnreadable):
        verify(tmp_path / "none.pdf", sandbox=sandbox)
    with pytest.raises(FileUnreadable):
        verify(tmp_path, sandbox=sandbox)
    with pytest.raises(UsageError, match="no certificate"):
        verify(signed_file, signed_file, sandbox=sandbox)
    with pytest.raises(UsageError, match="cannot be read"):
        verify(signed_file, tmp_path / "none.pem", sandbox=sandbox)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_seen_and_none_crashes(signed, data):
    place = data.draw(st.integers(0, len(signed) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda byte: byte != signed[place]))
    report = examine(signed[:place] + bytes([value]) + signed[place + 1 :], None)
    start, end = (int(number) for number in signed.split(b"/ByteRange [", 1)[1].split(b"]")[0].split()[1:3])
    assert start <= place < end or (report.problems and not (report.intact and report.covers_whole_file))


def test_the_check_runs_in_the_real_sandbox(signed_file, new):
    pytest.importorskip("imr_desktop.sandbox")
    report = verify(signed_file, new.root)
    assert report.problems == ()
    assert report.trusted
    assert report.data_matches_text is True


def test_published_letters_carry_no_signature(letters, sandbox):
    for path in sorted(letters.glob("*.pdf"))[:5]:
        assert "The file is encrypted" in verify(path, sandbox=sandbox).problems[0]  # with an empty password, as published


def test_a_case_with_hard_text_still_matches(key, tmp_path):
    case = make_case(1)
    text = "● ≦ 김민준 中文 e\u0301 \u200b½ <b>&amp;</b>\n\n" + "long " * 9000
    case = msgspec.structs.replace(case, items=(msgspec.structs.replace(case.items[0], rationale=text),))
    assert check(sign(render(case), key), tmp_path).data_matches_text is True


class FailsToCompare(InProcess):
    """A sandbox whose child is stopped while it renders the attached data."""

    def call(self, function: str, payload: bytes, *, timeout: float = 60.0) -> bytes:
        if "agreement" in function:
            raise ImrError("It took longer than 60 seconds and was stopped.")
        return super().call(function, payload, timeout=timeout)


def test_data_that_takes_for_ever_hides_nothing_of_the_signature(signed_file, new):
    report = verify(signed_file, new.root, sandbox=FailsToCompare())
    assert report.trusted
    assert report.data_matches_text is None
    assert "could not be compared" in report.problems[0]


def test_letters_are_signed_and_looked_through_at_the_same_time(key):
    cases = [msgspec.structs.replace(make_case(2), number=f"CM26-{number:07}") for number in range(4)]

    def through(case):
        pdf = sign(render(case), key)
        return examine(pdf, None).intact, outgoing_identity(pdf, ("Jordan Rivera",)), len(page_images(pdf, 0.3))

    with ThreadPoolExecutor(4) as pool:
        assert set(map(repr, pool.map(through, cases * 2))) == {"(True, [], 2)"}


def test_a_process_that_parsed_the_file_cannot_say_where_the_signature_is(signed, new, sandbox):
    class Lying:
        def __init__(self, place: int) -> None:
            self.ranges = place, place + end - start, len(signed) - (end - start) - place

        def call(self, function, _payload, **_options):
            first, second, rest = self.ranges
            return msgspec.msgpack.encode(
                FoundSignature("signed", (0, first, second, rest), certified=True)
                if function.endswith(":inspect")
                else Compared(True)
            )

    start, end = hole(signed)
    without, root = signed[:start] + signed[end:], _read_root(new.root)
    assert report_on(signed, root, Lying(start), sandbox).trusted
    for place in (100, len(without) // 2, len(without) - 10):
        moved = without[:place] + signed[start:end] + without[place:]
        report = report_on(moved, root, Lying(place), sandbox)
        assert (report.intact, report.trusted) == (False, False)
        assert report.problems


def test_looking_into_files_leaves_the_programs_own_log_on():
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(validate, [msgspec.msgpack.encode(Sealed(b"of no worth", {}))] * 40))
    assert logging.getLogger("imr_desktop.test").isEnabledFor(logging.ERROR)
    assert not logging.getLogger("pyhanko.anything").isEnabledFor(logging.CRITICAL)
