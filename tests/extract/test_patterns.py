"""Words that are looked for in a text in small letters are small themselves: a capital among them would never be found."""

import re

import pytest

from imr_desktop.extract.packet.tables import record_names, saying_absent
from imr_desktop.extract.parts import asking, day_labels
from imr_desktop.extract.patterns import in_small_letters

CAPITAL = re.compile(r"(?<!\\)[A-Z]")
ASKING = ("outright", "beside", "tells", "answers", "granting", "appealing")


@pytest.mark.parametrize(
    "patterns",
    [
        [made for made in vars(day_labels).values() if isinstance(made, re.Pattern) and not made.flags & re.IGNORECASE],
        [*(one.words for one in record_names()), *saying_absent()],
        [pattern for name in ASKING for pattern in asking._patterns(name)],
    ],
    ids=["days", "records", "asking"],
)
def test_what_is_looked_for_in_small_letters_is_small(patterns):
    assert len(patterns) > 5
    assert not [pattern.pattern for pattern in patterns if CAPITAL.search(pattern.pattern)]


def test_each_letter_keeps_its_place():
    assert in_small_letters("DATE of İnjury") == "date of İnjury"
    assert in_small_letters("Date: 01/02/2024") == "date: 01/02/2024"
