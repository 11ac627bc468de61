"""Cover letters and the proof of service: true for every mix of decisions, in two languages, naming who is to be named."""

import re
from datetime import date
from itertools import product

import pytest
from msgspec.structs import replace

from imr_desktop.case.model import Case, ClaimDates, DisputedItem, IssuingOffice
from imr_desktop.case.parties import Parties, Party, Service
from imr_desktop.determination.cover import cover_letter, cover_name, form_of, proof_name, proof_of_service
from imr_desktop.determination.cover_layout import render_cover, render_proof
from imr_desktop.determination.cover_words import cover_paragraphs, cover_words
from imr_desktop.determination.pdfium import page_texts
from imr_desktop.errors import RenderError

OFFICE = IssuingOffice(
    "Example Review Organization",
    ("PO Box 12", "Sacramento, CA 95800"),
    ("1-800-555-0100",),
    "Pat Example, MD",
    "Help in other languages: 1-800-555-0101.",
)
EMPLOYEE = Party("employee", "Lee Example", address=("12 Elm Street", "Fresno, CA 93650"), served="mail")
PROVIDER = Party("requesting provider", "Ana Example, MD", address=("1 A Street", "Reno, NV 89501"), served="in person")
CLAIMS = Party(
    "claims administrator", "", "Example Claims", email="claims@example.com", served="electronic", place="California"
)
PARTIES = Parties(
    (EMPLOYEE, PROVIDER, CLAIMS),
    claim_number="W-100",
    adj_number="ADJ1234567",
    service=Service(date(2026, 12, 4), "Sacramento, California", "Kim Example"),
)
UPHELD = DisputedItem("a", "Physical therapy, 12 visits", decision="Upheld")
OVERTURNED = DisputedItem("b", "MRI of the lumbar spine", decision="Overturned")
ENDED = DisputedItem("c", "Functional capacity evaluation", end_state="terminated")


def case_of(*items):
    return Case("x", "CM26-0000123", dates=ClaimDates(injury=date(2024, 3, 5), decision=date(2026, 12, 3)), items=items)


def text_of(pdf):
    return " ".join(" ".join(page_texts(pdf)).split())


@pytest.mark.parametrize("mix", [mix for mix in product((False, True), repeat=3) if any(mix)])
def test_the_outcome_is_true_of_every_mix(mix):
    upheld, overturned, ended = mix
    case = case_of(*(item for item, there in zip((UPHELD, OVERTURNED, ENDED), mix, strict=True) if there))
    base = "partial" if upheld and overturned else "uphold" if upheld else "overturn" if overturned else "ended"
    assert form_of(case) == (f"{base}_rest" if ended and base != "ended" else base)
    made = cover_letter(case, PARTIES, CLAIMS, OFFICE)
    assert ("without a decision" in made.outcome) == ended
    assert any("within five working days" in part for part in made.effect) == overturned
    assert ("None of the disputed treatment" in made.outcome) == (mix == (True, False, False))
    assert ("All of the disputed treatment" in made.outcome) == (mix == (False, True, False))


def test_an_open_item_has_no_letter():
    for case in (case_of(UPHELD, DisputedItem("d", "MRI")), case_of()):
        with pytest.raises(RenderError, match="without a decision"):
            form_of(case)


def test_the_letter_says_what_it_has_to():
    said = text_of(render_cover(cover_letter(case_of(UPHELD, OVERTURNED), PARTIES, EMPLOYEE, OFFICE)))
    for words in (
        "Example Review Organization",
        "December 4, 2026",
        "Lee Example 12 Elm Street Fresno, CA 93650",
        "Claim number: W-100",
        "EAMS (ADJ) number: ADJ1234567",
        "Date of injury: March 5, 2024",
        "binds all parties",
        "five working days",
        "verified",
        "served on all other parties",
        "the last day to file is January 8, 2027",
        "5 days are added",
        "Help in other languages",
        "Pat Example, MD Medical Director",
        "Ana Example, MD (requesting provider)",
        "Example Claims (claims administrator)",
    ):
        assert words in said, words
    assert "Reno" not in said  # an address goes to its party alone


def test_the_last_day_is_each_ones_own():
    letters = {party.role: cover_letter(case_of(UPHELD), PARTIES, party, OFFICE).until for party in PARTIES.parties}
    assert "handed over in person, no days are added" in letters["requesting provider"]
    assert "last day to file is January 4, 2027" in letters["requesting provider"]
    assert "in California, 5 days" in letters["claims administrator"]
    with pytest.raises(RenderError, match="not clear"):
        cover_letter(case_of(UPHELD), PARTIES, replace(EMPLOYEE, address=("Somewhere",)), OFFICE)


def test_the_employees_copy_is_in_spanish_where_that_was_said_and_no_other_is():
    parties = replace(PARTIES, language="Spanish")
    said = text_of(render_cover(cover_letter(case_of(UPHELD, OVERTURNED, ENDED), parties, EMPLOYEE, OFFICE)))
    for words in (
        "4 de diciembre de 2026",
        "5 de marzo de 2024",
        "Estimado(a) Lee Example",
        "MRI of the lumbar spine",
        "Revocada: es médicamente necesario",
        "Confirmada: la denegación se mantiene",
        "obliga a todas las partes",
        "el último día para presentarla es el 8 de enero de 2027",
        "Página 1 de",
    ):
        assert words in said, words
    assert not re.search(r"\b(the|and|medically|appeal|Date)\b", said.replace("MRI of the lumbar spine", "").replace(
        "Petition Appealing Administrative Director’s Independent Medical Review Determination", ""
    ).replace(OFFICE.language_help, ""))  # fmt: skip
    assert cover_letter(case_of(UPHELD), parties, CLAIMS, OFFICE).words.language == "en-US"


def test_both_languages_say_the_same_things():
    english, spanish = cover_words("English"), cover_words("Spanish")
    assert english.edition == spanish.edition
    assert len(english.months) == len(spanish.months) == 12
    for name in ("re", "outcome", "places", "roles"):
        assert list(getattr(english, name)) == list(getattr(spanish, name))
    assert list(english.table.decided) == list(spanish.table.decided)
    for one, other in ((english, spanish), (english.appeal, spanish.appeal), (english.effect, spanish.effect)):
        for name in one.__struct_fields__:
            mine, theirs = getattr(one, name), getattr(other, name)
            if isinstance(mine, str):
                assert sorted(re.findall(r"{\w+}", mine)) == sorted(re.findall(r"{\w+}", theirs)), name
    assert (len(english.appeal.must), len(english.appeal.ground)) == (len(spanish.appeal.must), len(spanish.appeal.ground))


def test_the_proof_of_service_names_each_and_how():
    said = text_of(render_proof(proof_of_service(case_of(UPHELD), PARTIES, OFFICE)))
    for words in (
        "I, Kim Example, declare",
        "I work for Example Review Organization, PO Box 12, Sacramento, CA 95800.",
        "On December 4, 2026, at Sacramento, California",
        "Lee Example (employee) 12 Elm Street Fresno, CA 93650 By first-class mail",
        "claims@example.com By e-mail",
        "By personal delivery: I handed",
        "under penalty of perjury",
    ):
        assert words in said, words


def test_braces_and_markup_in_names_stay_as_they_are():
    party = replace(EMPLOYEE, name="Lee {number} <b>Example</b> & Co")
    said = text_of(render_cover(cover_letter(case_of(UPHELD), replace(PARTIES, parties=(party,)), party, OFFICE)))
    assert "Dear Lee {number} <b>Example</b> & Co:" in said


def test_the_same_letter_has_the_same_bytes_and_carries_nothing_else():
    one, two = (render_cover(cover_letter(case_of(UPHELD), PARTIES, EMPLOYEE, OFFICE)) for _ in "ab")
    assert one == two
    assert b"EmbeddedFile" not in one


def test_file_names_carry_no_persons_name():
    attorney = Party("employee's attorney", "Robin Example")
    assert cover_name(case_of(UPHELD), 2, attorney) == "CM26-0000123 Cover letter 2 employees attorney.pdf"
    assert proof_name(case_of(UPHELD)) == "CM26-0000123 Proof of service.pdf"


@pytest.mark.parametrize("count", range(1, 12))
def test_no_signature_stands_alone_on_a_page(count):
    items = tuple(replace(UPHELD, id=f"{number}") for number in range(count))
    parties = replace(
        PARTIES, parties=(EMPLOYEE, PROVIDER, CLAIMS, *[Party("other", f"Other {n}", address=("1 A",)) for n in range(count)])
    )
    letter = next(
        page
        for page in page_texts(render_cover(cover_letter(case_of(*items), parties, EMPLOYEE, OFFICE)))
        if "Sincerely" in page
    )
    assert "Information and Assistance Unit" in letter
    proof = next(
        page for page in page_texts(render_proof(proof_of_service(case_of(*items), parties, OFFICE))) if "Executed" in page
    )
    assert "By personal delivery: I handed" in proof


def test_an_office_words_a_paragraph_of_one_language_otherwise():
    own = {"cover.Spanish.closing": "Respetuosamente,", "cover.English.appeal.must.2": "be signed under penalty of perjury;"}
    assert set(own) <= set(cover_paragraphs())
    spanish = cover_letter(case_of(UPHELD), replace(PARTIES, language="Spanish"), EMPLOYEE, OFFICE, own).words
    english = cover_letter(case_of(UPHELD), PARTIES, EMPLOYEE, OFFICE, own).words
    assert (spanish.closing, english.closing) == ("Respetuosamente,", "Sincerely,")
    assert english.appeal.must[1] == "be signed under penalty of perjury;"
    assert spanish.appeal.must == cover_words("Spanish").appeal.must
    assert (
        proof_of_service(case_of(UPHELD), PARTIES, OFFICE, {"cover.English.proof.title": "Service"}).words.proof.title
        == "Service"
    )
