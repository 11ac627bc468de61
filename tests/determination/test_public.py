"""The public copy holds nothing that is known of the people concerned, in whatever spelling it was written."""

from __future__ import annotations

import io

import msgspec
import pikepdf
import pytest
from determination_support import make_case
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case.model import Issue, IssuingOffice
from imr_desktop.determination import render
from imr_desktop.determination.known import Known, find, of_author
from imr_desktop.determination.pdfium import page_texts
from imr_desktop.determination.public import caught, public_case, public_copy, traces, without

replace = msgspec.structs.replace

JANE = Known("name", "Jane Q. Núñez-Peña", "employee")
SMITH = Known("name", "John Smithson, MD", "reviewer")
CLAIM = Known("number", "WC-2024-448812", "claim")
BORN = Known("date of birth", "1978-03-09", "employee")
STREET = Known("address", "12 Elm Street", "employee")
MAIL = Known("e-mail address", "jane@example.org", "employee")
HARBOR = Known("organization", "Harbor Review Services", "claims administrator")
MAY = Known("name", "Lee May", "employee")
PEOPLE = (JANE, SMITH, CLAIM, BORN, STREET, MAIL, HARBOR)


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page_texts(pdf)).split())


def with_summary(text: str):
    return replace(make_case(2), summary=text)


SPELLINGS = [
    "Jane Núñez-Peña",
    "NUÑEZ PEÑA, JANE",
    "nunez-pena",
    "Ms. Peña",
    "Nu\u00adnez-\nPen\u0303a",
    "JaneNunezPena",
    "N u n e z",
    "Nun\u0435z",  # a Cyrillic letter that looks like an e
    "Dr. J. Smithson",
    "Smith-\nson",
    "jsmithson",
    "SMITHSON's",
    "WC-2024-448812",
    "WC2024448812",
    "wc 2024 448812",
    "2024/448812",
    "03/09/1978",
    "3-9-78",
    "March 9, 1978",
    "Mar. 9th 1978",
    "9 March 1978",
    "1978-03-09",
    "19780309",
    "12 ELM  STREET",
    "Jane@Example.org",
    "HARBOR  REVIEW Services",
    "HarborReviewServices",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_known_thing_is_left_out_in_every_spelling(text):
    sentence = f"The worker, {text}, has pain."
    assert find(PEOPLE, sentence)
    bare = without(sentence, PEOPLE)
    assert text not in bare
    assert find(PEOPLE, bare) == []
    assert bare.startswith("The worker, ")
    assert bare.endswith(", has pain.")


def test_no_spelling_reaches_the_file():
    case = with_summary("\n\n".join(f"The worker, {text}, has pain." for text in SPELLINGS))
    copy = public_copy(case, PEOPLE)
    text = words(copy.pdf)
    assert [one for one in SPELLINGS if one in text] == []
    assert copy.found == traces(copy.pdf, PEOPLE) == ()
    assert set(traces(render(case), PEOPLE)) == {one.value for one in PEOPLE}
    assert sum(one.count for one in copy.removed if one.what.endswith("in a text")) >= len(SPELLINGS)


@pytest.mark.parametrize(
    "text",
    [
        "The knee is a pen. Smiths work; a smith is 12, Elmer. The street was not named.",
        "It may rain on May 3, 2016; the worker may rest. In may be wrong.",
        "Pain 3/9 on 03/10/1978 and 13/09/1978; L4-5, 448 and 88.",
        "Reviews are harbored by services.",
    ],
)
def test_other_words_stay(text):
    assert without(text, (*PEOPLE, MAY)) == text


def test_a_short_name_is_left_out_where_it_is_a_name():
    assert without("Mr. May rested on May 3. Lee came.", (MAY,)) == "Mr. [name] rested on May 3. [name] came."


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("call (559) 555-0100 or 559.555.0100", "call [telephone number] or [telephone number]"),
        ("SSN 123-45-6789", "SSN [social security number]"),
        ("SSN: xxx-xx-6789", "SSN: [social security number]"),
        ("DOB: 03/03/1978; born on March 3, 1978", "DOB: [date of birth]; born on [date of birth]"),
        ("MRN: 448812, claim number W-100", "MRN: [number], claim number [number]"),
        ("lives at 12 Oak Avenue, Apt 4, Fresno, CA 93650.", "lives at [address]."),
        ("P.O. Box 12", "[address]"),
        ("a.b@c.example.org", "[e-mail address]"),
        ("Dr. Roe and Mrs. Ann Doe agreed", "Dr. [name] and Mrs. [name] agreed"),
        ("Richard Roe, M.D., agreed", "[name], M.D., agreed"),
        (
            "SSN 123 45 6789, 123.45.6789, xxx-xx-6789, last four 6789",
            "SSN " + ", ".join(["[social security number]"] * 3) + ", last four [social security number]",
        ),
        ("+1 559 555 0100, 559/555-0100; tel 555-0100", "[telephone number], [telephone number]; tel [telephone number]"),
        ("MR# 448812; EAMS 12345678; Medicare 1EG4-TE5-MK73", "MR# [number]; EAMS [number]; Medicare [number]"),
        ("license plate 8ABC123", "license plate [number]"),
        ("lives at 1200 W. 3rd Ave., Oakland 94612", "lives at [address]"),
        ("jane (at) mail.example, jane at mail dot example", "[e-mail address], [e-mail address]"),
        ("see https://mail.example/~jane.", "see [web address]."),
        ("seen 03/03/2024 for pain 6/10 at L4-L5, CPT 20552, 12 sessions", None),
        ("MTUS 2016, pp. 122-123; Section 9792.24.2; (2007) 20:123-145", None),
        ("Norco 10/325 mg #120; BP 120/80; dr. of pain", None),
    ],
)
def test_what_is_private_by_its_form_is_left_out_whoever_it_is(text, bare):
    assert without(text, ()) == (bare or text)


def test_only_what_may_be_published_is_in_the_copy():
    office = IssuingOffice("Example Review", ("1 Main Street", "Sacramento"), ("(916) 555-0100",), "Ann Director, MD")
    case = replace(make_case(2), issue=Issue("2026-12", 2, "ab" * 32, office=office))
    case = replace(case, ur_deadline="Ms. Zephyrine Vale must apply by June 1, 2026.", ur_specialty="Zephyrology")
    copy = public_copy(case, ())
    text = words(copy.pdf)
    assert traces(copy.pdf, [Known("name", "Zephyrine Vale", "employee"), Known("organization", "Zephyrology", "")]) == ()
    assert b"Zephyr" not in msgspec.json.encode(public_case(case, (), keep_number=False))
    for gone in (case.number, "Okafor", "Harbor", "Main Street", "555-0100", "Ann", "Director, MD", "abab"):
        assert gone not in text
    for kept in ("03/03/2024", "California", "Upheld", "Overturned", "taut bands", "public copy"):
        assert kept in text
    counts = {one.what: one.count for one in copy.removed}
    assert counts["case number"] == counts["attachment"] == counts["signature"] == 1
    assert counts["authors of documents"] == counts["titles of documents"] == 2
    with pikepdf.open(io.BytesIO(copy.pdf)) as document:
        assert not document.attachments
        assert "/AcroForm" not in document.Root
    assert "DRAFT" not in text


def test_the_number_stays_where_it_is_asked_for():
    case = make_case(1)
    assert case.number in words(public_copy(case, (), keep_number=True).pdf)
    assert public_copy(case, (), keep_number=True).found == ()


def test_questions_name_their_place():
    case = with_summary("A 92-year-old man whose wife Ann came; account 12345678.")
    copy = public_copy(case, ())
    assert {(one.what, one.place) for one in copy.questions} == {
        ("an age above 89", "summary"),
        ("words that lead to a name", "summary"),
        ("a long number", "summary"),
    }


def test_a_name_that_every_letter_says_is_no_proof_of_anything():
    copy = public_copy(make_case(1), (Known("name", "Ann Final"),))
    assert copy.ambiguous == ("Ann Final",)
    assert copy.found == ()


def test_a_trace_anywhere_in_a_file_is_found():
    pdf = public_copy(make_case(1), ()).pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.docinfo["/Keywords"] = "Smith\u00adson"
        changed = io.BytesIO()
        document.save(changed)
    assert traces(changed.getvalue(), (SMITH,)) == (SMITH.value,)
    assert traces(pdf + b"% WC-2024-448812\n", (CLAIM,)) == (CLAIM.value,)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.Root.Hidden = document.make_stream(b"(Nunez-Pena) Tj")
        changed = io.BytesIO()
        document.save(changed)
    assert traces(changed.getvalue(), (JANE,)) == (JANE.value,)


@pytest.mark.parametrize(
    ("author", "kind"),
    [
        ("L. Okafor, MD", "name"),
        ("Okafor, Lena", "name"),
        ("Harbor Review Services", "organization"),
        ("Okafor Medical Group", "organization"),
        ("Treating physician", None),
        ("", None),
    ],
)
def test_who_made_a_document_is_known(author, kind):
    known = of_author(author)
    assert (known.kind if known else None) == kind


@pytest.mark.parametrize("piece", ["w", "A-", "1", "a.", "1/", "A ", "n ", "@a", "12 Elm "])
def test_endless_text_is_searched_in_one_go(piece):
    text = piece * (60_000 // len(piece))
    assert len(without(text, PEOPLE)) <= 2 * len(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_cut_at_the_places_found(text):
    for found in (find(PEOPLE, text), caught(text)):
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert find(PEOPLE, without(text, PEOPLE)) == []


@pytest.mark.parametrize(
    "text", ["12 Elm", "95801", "March 1978", "3/1978", "9 de marzo de 1978", "marzo 9, 1978", "Mar. 9 '78"]
)
def test_a_part_of_an_address_or_of_a_birthday_is_left_out(text):
    people = (*PEOPLE, Known("address", "Tehachapi, CA 95801", "employee"))
    assert text not in without(f"As said, {text}, of it.", people)


def test_a_city_alone_and_words_that_lead_to_a_name_are_asked_about():
    text = "Seen in Tehachapi. The interpreter Luis came; Ana Ruiz, a 48 year old, and the adjuster, Tom, too."
    copy = public_copy(with_summary(text), (*PEOPLE, Known("address", "Tehachapi, CA 95801", "employee")))
    assert {one.words for one in copy.questions} == {"Tehachapi", "interpreter Luis", "Ana Ruiz, a 48 year", "adjuster, Tom"}


def test_a_kind_of_document_that_names_somebody_names_nobody_in_the_copy():
    case = make_case(1)
    first = replace(case.documents[0], type="letter of John Smithson, SSN 123-45-6789", title="")
    copy = public_copy(replace(case, documents=(first, *case.documents[1:])), PEOPLE)
    assert copy.found == ()
    assert "123-45" not in words(copy.pdf)
