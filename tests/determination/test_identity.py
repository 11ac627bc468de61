"""The last gate: a reviewer's identity is found wherever it hides, and nothing else is."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.x509.oid import NameOID
from determination_support import PASSPHRASE, make_case, write_p12

from imr_desktop.case.model import Finding
from imr_desktop.determination import SigningKey, outgoing_identity, render, sign
from imr_desktop.determination.identity import named_in

WHO = ("Jordan Peña Rivera, MD", "A 123456", "1234567893")
replace = msgspec.structs.replace


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("signed Jordan Rivera", WHO[:1]),
        ("RIVERA, JORDAN", WHO[:1]),
        ("J. Rivera M.D.", WHO[:1]),
        ("Jordan P. Rivera", WHO[:1]),
        ("jordan\u00adpena\u200brivera", WHO[:1]),
        ("JordanPeñaRivera", WHO[:1]),
        ("Lic. A123456", WHO[1:2]),
        ("license a-123456", WHO[1:2]),
        ("NPI 1234567893", WHO[2:]),
        ("NPI 123-456-7893", WHO[2:]),
        ("Ms. Rivera was seen", ()),
        ("Jordan was seen", ()),
        ("123456", ()),
        ("", ()),
        ("rivers and mud", ()),
    ],
)
def test_spellings(text, found):
    assert tuple(named_in(WHO, [text])) == found


def test_a_clean_letter_goes_out(signed):
    assert outgoing_identity(signed, WHO, name="CM26-0012345 Final determination.pdf") == []
    assert outgoing_identity(signed, ()) == []
    assert outgoing_identity(signed, ("", "  ")) == []


@pytest.mark.parametrize("place", ["rationale", "summary", "number", "specialty", "finding"])
def test_a_name_in_any_field_is_found(key, place):
    case = make_case(1)
    text = "as I, Jordan Rivera, found"
    case = {
        "rationale": replace(case, items=(replace(case.items[0], rationale=text),)),
        "summary": replace(case, summary=text),
        "number": replace(case, number="Jordan-Rivera"),
        "specialty": replace(case, credentials=replace(case.credentials, specialty=text)),
        "finding": replace(case, findings=(Finding("f", "Jordan\u200b Rivera"),)),
    }[place]
    assert outgoing_identity(sign(render(case, attachment="whole case"), key), WHO) == [WHO[0]]


def test_a_name_in_the_file_name_is_found(signed):
    assert outgoing_identity(signed, WHO, name="J Rivera.pdf") == [WHO[0]]


def test_a_name_in_the_certificate_is_found(unsigned, tmp_path):
    path = write_p12(tmp_path / "k.p12", names=((NameOID.COMMON_NAME, "Jordan Rivera"),))
    pdf = sign(unsigned, SigningKey.load(path, PASSPHRASE))
    assert outgoing_identity(pdf, WHO) == [WHO[0]]
