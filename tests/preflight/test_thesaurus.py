"""What the thesaurus looks for in the words of a claim."""

from __future__ import annotations

import pytest

from imr_desktop.preflight import thesaurus
from imr_desktop.preflight.near import letters_of, spans, squeezed
from imr_desktop.record.find.fold import fold

ROWS = thesaurus._rows()  # noqa: SLF001


def test_no_name_that_is_found_is_passed_over_for_its_letters():
    missed = []
    for row in ROWS:
        for name in row.names:
            words = fold(name.rstrip("~").replace("*", "ing").replace("#", "12").replace("-", " ").upper())
            if spans(words, row.names) and not row.may_stand(squeezed(words.text)):
                missed.append(name)
    assert len(ROWS) > 100
    assert missed == []


@pytest.mark.parametrize(
    ("term", "letters"),
    [("x-ray*", ("xray",)), ("L#-S1", ("l", "s1")), ("straight leg raise~", ("strai", "leg", "rais")), ("++", ())],
)
def test_letters_of_a_term(term, letters):
    assert letters_of(term) == letters
