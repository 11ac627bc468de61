"""veraPDF, the reference validator, finds nothing wrong in any kind of letter, and finds what is broken on purpose.

One Java runtime a process: the tests are few, so that few processes start one.
"""

from __future__ import annotations

import broken
import conformity
import msgspec
from conformity import ACCESSIBLE, ARCHIVAL, ARCHIVAL_LOOK, ARCHIVAL_TEXT, assert_conforms, broken_rules
from determination_support import make_case

from imr_desktop.determination import render

replace = msgspec.structs.replace


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
