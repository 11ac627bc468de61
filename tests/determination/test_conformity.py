"""veraPDF, the reference validator, finds nothing wrong in any kind of letter, and finds what is broken on purpose.

One Java runtime a process: the tests are few, so that few processes start one.
"""

from __future__ import annotations

from datetime import date

import broken
import conformity
import msgspec
from conformity import ACCESSIBLE, ARCHIVAL, ARCHIVAL_LOOK, ARCHIVAL_TEXT, assert_conforms, broken_rules
from determination_support import make_case
from pieces_of_letters import document_of, pieces, png

from imr_desktop.case.model import Case, Issue, IssuingOffice
from imr_desktop.case.parties import Parties, Party, Service
from imr_desktop.determination import render, wording
from imr_desktop.determination.cover import cover_letter, proof_of_service
from imr_desktop.determination.cover_layout import render_cover, render_proof
from imr_desktop.determination.public import public_copy

replace = msgspec.structs.replace

SHAPED = """The findings were:
● Neck: 李梅, 김민준, Ակոբյան, Ἑλλάς
   ➢ left [p. 8]
☒ Back
1. First
2. Second

Date\tPain\tRange
01/02/2026\t6/10\t40°
02/03/2026\t\t50° ≦ 60°

Knee     6/10
Back     4/10"""


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
    yield render(of_an_office(case), attachment="none")
    shaped = replace(case, summary=SHAPED, number="CM26-● 1")
    yield render(shaped)
    yield public_copy(shaped, ()).pdf
    yield document_of(pieces)
    yield from sent_with_it()


OFFICE = IssuingOffice("Example Review Organization", ("PO Box 12",), director="Pat Example, MD", logo=png())


def of_an_office(case: Case) -> Case:
    """Issued by an office with a picture, in words that need typefaces of all kinds, a list and a table."""
    text = (
        "Signs \u2265 \u2194 \u0531\u0580\u0561:\n\u25cf one [p. 3]\n\u25cf two\n\nDate\tPain\n03/01/2026\t6/10\n04/01\t5/10"
    )
    items = (replace(case.items[0], rationale=text), *case.items[1:])
    return replace(case, items=items, issue=Issue(wording().edition, version=2, supersedes="ab" * 32, office=OFFICE))


def sent_with_it():
    """A cover letter in each language and the proof of service."""
    worker = Party("employee", "Lee Example", address=("12 Elm Street", "Fresno, CA 93650"), served="mail")
    claims = Party("claims administrator", "", "Example Claims", address=("1 A Street", "Fresno, CA 93650"), served="mail")
    parties = Parties(
        (worker, claims), language="Spanish", service=Service(date(2026, 12, 4), "Sacramento, California", "Kim Example")
    )
    for party in parties.parties:
        yield render_cover(cover_letter(make_case(), parties, party, OFFICE))
    yield render_proof(proof_of_service(make_case(), parties, OFFICE))


def test_every_kind_of_letter_conforms(unsigned, signed):
    conformity.require()
    assert_conforms(unsigned, ARCHIVAL, ACCESSIBLE, ARCHIVAL_TEXT, ARCHIVAL_LOOK)
    for letter in letters(signed):
        assert_conforms(letter)


def test_what_is_broken_on_purpose_is_reported():
    conformity.require()
    case = make_case(1)
    short = render(replace(case, items=(replace(case.items[0], rationale="No change [p. 14]."),)))
    whole = broken.saved(short, broken.nothing)
    assert_conforms(whole)  # what is reported below is the breakage, not the saving
    unseen = [
        name
        for name, pdf in broken.all_broken(short)
        if not broken_rules(pdf, ACCESSIBLE) and not broken_rules(pdf, ARCHIVAL)
    ]
    assert unseen == []
