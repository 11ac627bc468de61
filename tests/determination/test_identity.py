"""The last gate: a reviewer's identity is found wherever it hides, and nothing else is."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone

import msgspec
import pikepdf
import pytest
from cryptography.x509.oid import NameOID
from determination_support import PASSPHRASE, make_case, write_p12

from imr_desktop.case.model import Attestation, Finding
from imr_desktop.determination import SigningKey, outgoing_case, outgoing_identity, render, sign
from imr_desktop.determination.identity import named_in
from imr_desktop.errors import SigningError
from imr_desktop.identity import OFFICE_SIGNS

WHO = ("Jordan Peña Rivera, MD", "A 123456", "1234567893")
replace = msgspec.structs.replace


def at(leaks):
    return [leak.partition(" (")[2].rstrip(")") for leak in leaks]


@pytest.mark.parametrize(
    "text",
    ["signed Jordan Rivera", "RIVERA, JORDAN", "J. Rivera M.D.", "riveraj", "jrivera", "A123456", "123-456-7893", "Rivera"],
)
def test_what_nobody_reads_before_it_goes_out_is_searched_for_every_trace(text):
    assert named_in(WHO, [text])


@pytest.mark.parametrize("text", ["Jordan was seen", "rivers and mud", "Reviewer 7F3A", ""])
def test_other_words_pass(text):
    assert named_in(WHO, [text]) == []


def test_a_clean_letter_goes_out(signed):
    assert outgoing_identity(signed, WHO, name="CM26-0012345 Final determination.pdf") == []
    assert outgoing_identity(signed, ()) == []
    assert outgoing_identity(signed, ("", "  ", OFFICE_SIGNS)) == []


@pytest.mark.parametrize("place", ["rationale", "summary", "number", "specialty", "finding"])
def test_a_name_in_any_field_is_found_with_its_place(key, place):
    case = make_case(1)
    text = "as I, Jordan Rivera, found"
    case = {
        "rationale": replace(case, items=(replace(case.items[0], rationale=text),)),
        "summary": replace(case, summary=text),
        "number": replace(case, number="Jordan-Rivera"),
        "specialty": replace(case, credentials=replace(case.credentials, specialty=text)),
        "finding": replace(case, findings=(Finding("f", "Jordan\u200b Rivera"),)),
    }[place]
    found = at(outgoing_identity(sign(render(case, attachment="whole case"), key), WHO))
    where = {
        "rationale": ("page", "attached data › items › 1 › rationale"),
        "summary": ("page", "attached data › summary"),
        "number": ("properties › Title", "attached data › number"),
        "specialty": ("page", "attached data › credentials › specialty"),
        "finding": ("attached data › findings › 1 › text",),
    }[place]
    assert set(where) <= {"page" if place.startswith("page") else place for place in found}


@pytest.mark.parametrize("words", ["DrRiveraagrees", "2026riverafinal", "x123456y"])
@pytest.mark.parametrize("where", ["the file › id", "the file › items › 1 › id", "the file's name"])
def test_a_name_run_into_other_words_is_found_where_there_are_no_sentences(words, where):
    name = f"{words}.json" if "name" in where else "a.json"
    data = {"id": words} if where == "the file › id" else {"items": [{"id": words}]} if "items" in where else {}
    assert at(outgoing_identity(msgspec.json.encode(data), WHO, name=name)) == [where]


def test_a_name_in_the_file_name_is_found(signed):
    assert at(outgoing_identity(signed, WHO, name="J Rivera.pdf")) == ["the file's name"]


@pytest.mark.parametrize(
    ("oid", "value", "place"),
    [
        (NameOID.COMMON_NAME, "Jordan Rivera", "certificate subject › common_name"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "jrivera", "certificate subject › organizational_unit_name"),
        (NameOID.LOCALITY_NAME, "A123456", "certificate subject › locality_name"),
        (NameOID.ORGANIZATION_NAME, "Rivera Medical", "certificate subject › organization_name"),
    ],
)
def test_a_name_in_the_certificate_is_found(unsigned, tmp_path, oid, value, place):
    path = write_p12(tmp_path / "k.p12", names=tuple({NameOID.COMMON_NAME: "IMR Reviewer", oid: value}.items()))
    pdf = sign(unsigned, SigningKey.load(path, PASSPHRASE))
    assert place in at(outgoing_identity(pdf, WHO))
    with pytest.raises(SigningError, match="names a person"):
        SigningKey.load(path, PASSPHRASE, identity=WHO)


@pytest.mark.parametrize("where", ["properties › Author", "the outline", "a note or field on a page", "the XMP metadata"])
def test_a_name_in_the_files_own_parts_is_found(unsigned, where):
    def note(pdf):
        rect = pikepdf.Array([0, 0, 9, 9])
        made = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=rect, Contents="Jordan Rivera")
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(made)]))

    def outline(pdf):
        with pdf.open_outline() as made:
            made.root.append(pikepdf.OutlineItem("Jordan Rivera", 0))

    def metadata(pdf):
        with pdf.open_metadata() as made:
            made["dc:description"] = "Jordan Rivera"

    def author(pdf):
        pdf.docinfo["/Author"] = "Rivera"

    plant = {"properties › Author": author, "the outline": outline, "the XMP metadata": metadata}.get(where, note)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned)) as pdf:
        plant(pdf)
        pdf.save(out)
    assert where in at(outgoing_identity(out.getvalue(), WHO))


def test_no_time_zone_tells_where_the_reviewer_works():
    away = timezone(timedelta(hours=-5))
    case = replace(make_case(1), attestations=(Attestation("no affiliation", datetime(2026, 11, 2, 9, tzinfo=away)),))
    (made,) = outgoing_case(case).attestations
    assert (made.made_at, made.made_at.utcoffset()) == (case.attestations[0].made_at, timedelta(0))


def test_data_and_certificates_that_go_out_alone_are_read():
    data = b'{"a": [{"Jordan Rivera": 1}], "npi": 1234567893}'
    assert at(outgoing_identity(data, WHO)) == ["the file › npi", "the file › a › 1"]
    assert at(outgoing_identity(b"words of Jordan\nRivera", WHO)) == ["the file"]
