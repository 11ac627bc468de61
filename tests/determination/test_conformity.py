"""veraPDF, the reference validator, finds nothing wrong in any kind of letter, and finds what is broken on purpose.

One Java runtime a process: the tests are few, so that few processes start one.
"""

from __future__ import annotations

import io
from datetime import date

import broken
import conformity
import msgspec
from conformity import ACCESSIBLE, ARCHIVAL, ARCHIVAL_LOOK, ARCHIVAL_TEXT, assert_conforms, broken_rules
from determination_support import make_case
from PIL import Image

from imr_desktop.case.model import IssuingOffice
from imr_desktop.case.parties import Parties, Party, Service
from imr_desktop.determination import logo, render
from imr_desktop.determination.cover import cover_letter, proof_of_service
from imr_desktop.determination.cover_layout import render_cover, render_proof

replace = msgspec.structs.replace
OFFICE = IssuingOffice("Example Review Organization", ("PO Box 12",), ("1-800-555-0100",), "Pat Example, MD")
EMPLOYEE = Party("employee", "Lee Example", address=("12 Elm Street", "Fresno, CA 93650"), served="mail")
PARTIES = Parties((EMPLOYEE,), service=Service(date(2026, 12, 4), "Sacramento, California", "Kim Example"))


def letters(signed: bytes):
    """Each kind of letter."""
    case = make_case()
    many = tuple(replace(case.items[number % 2], id=f"{number}") for number in range(12))
    documents = tuple(
        replace(case.documents[0], id=f"d{number}", first_page=3 * number + 1, last_page=3 * number + 3)
        for number in range(40)
    )
    yield signed
    yield render(replace(case, items=many, documents=documents))
    yield render(replace(case, documents=()))
    yield render(case, draft=True)


def papers():
    """What goes out beside a letter: a cover letter in each language, one with a picture, and the proof of service."""
    drawn = io.BytesIO()
    Image.new("RGB", (300, 60), "navy").save(drawn, "PNG")
    with logo.logo_sandbox() as sandbox:
        head = logo.plain(drawn.getvalue(), sandbox, 100_000)
    case = make_case()
    for language, picture in (("Spanish", head), ("English", b"")):
        office = replace(OFFICE, logo=picture)
        yield render_cover(cover_letter(case, replace(PARTIES, language=language), PARTIES.parties[0], office))
    yield render_proof(proof_of_service(case, PARTIES, OFFICE))


def test_every_kind_of_letter_conforms(unsigned, signed):
    conformity.require()
    assert_conforms(unsigned, ARCHIVAL, ACCESSIBLE, ARCHIVAL_TEXT, ARCHIVAL_LOOK)
    for letter in letters(signed):
        assert_conforms(letter)


def test_what_is_broken_on_purpose_is_reported(unsigned):
    conformity.require()
    whole = broken.saved(unsigned, broken.nothing)
    assert_conforms(whole)  # what is reported below is the breakage, not the saving
    unseen = [
        name
        for name, pdf in broken.all_broken(unsigned)
        if not broken_rules(pdf, ACCESSIBLE) and not broken_rules(pdf, ARCHIVAL)
    ]
    assert unseen == []


def test_cover_letters_in_both_languages_and_the_proof_of_service_conform():
    conformity.require()
    for paper in papers():
        assert_conforms(paper)
