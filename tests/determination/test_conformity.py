"""veraPDF, the reference validator, finds nothing wrong in any kind of letter.

One Java runtime a process: the tests are few, so that few processes start one.
"""

from __future__ import annotations

import conformity
import msgspec
from conformity import ARCHIVAL_LOOK, ARCHIVAL_TEXT, assert_conforms
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
    assert_conforms(unsigned, ARCHIVAL_TEXT, ARCHIVAL_LOOK)
    for letter in letters(signed):
        assert_conforms(letter, ARCHIVAL_TEXT, ARCHIVAL_LOOK)
