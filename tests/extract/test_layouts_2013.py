"""What the layouts of 2013 were made from is read back, wherever their lines and pages break."""

import textwrap
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract import parse_determination

from .letters import Item, Letter
from .letters_2013 import notice, numbered

words = st.sampled_from(
    ["therapy", "injection", "left knee", "brace", "visits", "L4-5", "#60", "10/325mg", "TENS unit", "7.5 mg", "(6)"]
)
titles = st.lists(words, min_size=1, max_size=20).map(" ".join)
rationales = st.lists(words, min_size=4, max_size=40).map(
    lambda some: f"The file tells of {' '.join(some)}. It was read in full."
)
items = st.builds(Item, title=titles, decision=st.sampled_from(["Upheld", "Overturned"]), rationale=rationales)
days = st.dates(date(2005, 1, 1), date(2014, 12, 31))
letters = st.builds(
    Letter,
    number=st.just("CM13-9900003"),
    assigned=days,
    injury=days,
    decision=days,
    denial=days,
    received=days,
    licensure=st.sampled_from(["California", "Ohio"]),
    specialty=st.sampled_from(["Family Practice", "Internal Medicine"]),
    items=st.lists(items, min_size=1, max_size=6),
)


@pytest.mark.parametrize("layout", [numbered, notice])
@settings(deadline=None, max_examples=60)
@given(letters, st.integers(60, 130), st.sampled_from(["\n", "\n\n"]), st.data())
def test_a_letter_of_2013_is_read_back(layout, letter, width, gap, data):
    rows = gap.join("\n".join(textwrap.wrap(line, width, break_on_hyphens=False)) for line in layout(letter)).split("\n")
    cuts = sorted(data.draw(st.sets(st.integers(1, len(rows) - 1), max_size=3), label="page breaks"))
    pages = ["\n".join(rows[start:end]) for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
    found = parse_determination(pages)
    assert (found.case_number, found.age, found.sex) == (letter.number, 44, "female")
    assert (found.date_of_injury, found.decision_date, found.ur_denial_date) == (
        letter.injury,
        letter.decision,
        letter.denial,
    )
    assert (found.date_assigned, found.application_received) == (letter.assigned, letter.received)
    assert (found.licensure, found.specialty) == (letter.licensure, letter.specialty)
    assert [(item.title, item.decision, item.rationale) for item in found.items] == [
        (item.title, item.decision, item.rationale) for item in letter.items
    ]
    for number, item in enumerate(found.items, 1):
        assert item.claims_administrator_guideline == f"The Claims Administrator based its decision on {number} texts."
        assert item.reviewer_guideline.endswith(f"based his/her decision on {number} guidelines.")
