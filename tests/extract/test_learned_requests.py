"""Requests by learned weights: what rules do not know, said only as far as it is known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract.requests.both import alike
from imr_desktop.extract.requests.candidates import candidates
from imr_desktop.extract.requests.items import bound_items, decided_as
from imr_desktop.extract.requests.learned import items_in, weights_of
from imr_desktop.extract.requests.letter import Letter
from imr_desktop.extract.requests.model import MOST_DOUBT, Found
from imr_desktop.extract.requests.outcomes import doubted, outcomes_in
from imr_desktop.extract.requests.reading import papers_found
from imr_desktop.extract.requests.relations import Said
from imr_desktop.extract.requests.rows import rows_of
from imr_desktop.extract.requests.sheet import Sheet

LETTER = """UTILIZATION REVIEW DETERMINATION
Date: 03/04/2024

Request 1: Zorbelastin 40 mg, 30 tablets
Decision: Non-certified
Reason: The guideline does not support it.

Request 2: Hydrocapsular distension of the left shoulder
Decision: Certified

Request 3: Physical therapy, 12 visits
Decision: Modified, 6 visits are certified
"""


def marked(text):
    return candidates(rows_of(Sheet.of([text])), "ur")[0]


def test_what_no_list_knows_is_found_with_its_decision():
    found = {one.title.lower(): one for one in papers_found("ur determination", [LETTER])}
    drug = next(one for title, one in found.items() if "zorbelastin" in title)
    assert (drug.verdict, drug.asked) == ("denied", 30)
    assert next(one for title, one in found.items() if "distension" in title).verdict == "certified"
    therapy = next(one for title, one in found.items() if "therapy" in title)
    assert (therapy.verdict, therapy.asked, therapy.allowed) == ("modified", 12, 6)


def test_a_letter_that_asks_for_nothing_has_no_request():
    text = """Dear Ms. Tully,
We are writing about the appointment on March 3. Please bring your insurance card and a list of
your employers. The parking lot is behind the building. Call (559) 555-0101 with any question.
Sincerely, the front desk
"""
    assert papers_found("ur determination", [text]) == ()


def test_likelihoods_are_of_what_the_paper_can_say_and_add_up():
    rows = marked(LETTER)
    items = items_in(rows)
    assert items
    for decides, able in ((True, {"none", "certified", "modified", "denied", "deferred"}), (False, {"none", "asked"})):
        ruled = bound_items(rows, items, decides=decides)
        for likely in outcomes_in(Letter(rows, items), ruled, [None] * len(items), decides=decides):
            assert set(likely) == able
            assert sum(likely.values()) == pytest.approx(1)


def test_what_a_close_reading_contradicts_is_doubted_and_not_turned():
    likely = {"none": 0.1, "certified": 0.88, "denied": 0.02, "modified": 0.0, "deferred": 0.0}
    said = Said({"plainly": "denied", "row": "certified"}, {})
    made = doubted(likely, said)
    assert max(made, key=made.__getitem__) == "certified"
    assert made["certified"] / 0.9 <= 1 - MOST_DOUBT
    assert sum(made.values()) == pytest.approx(1)
    for other in ({"plainly": "certified"}, {"row": "denied"}, {}):
        assert doubted(likely, Said({"rule": "certified"} | other, {})) == likely


def test_a_certification_that_rests_on_other_rows_alone_must_be_surer():
    likely = {"none": 0.0, "certified": 0.85, "denied": 0.1, "modified": 0.05, "deferred": 0.0}
    made = doubted(likely, Said({"ruling below": "certified"}, {}))
    assert 1 - made["certified"] > MOST_DOUBT
    assert max(made, key=made.__getitem__) == "certified"
    assert doubted(likely, Said({"rule": "certified"}, {})) == likely
    surer = {**likely, "certified": 0.95, "denied": 0.0}
    assert doubted(surer, Said({"ruling below": "certified"}, {})) == surer


def test_an_unknown_decision_allows_no_amount():
    rows = marked(LETTER)
    item = next(one for one in items_in(rows) if "therapy" in one.title.lower())
    found = Found("Physical therapy", 0, "Physical therapy", asked=12, allowed=6, verdict="modified")
    assert decided_as(rows, item, found, None) == found._replace(verdict=None, allowed=None)
    assert decided_as(rows, item, found, "denied").allowed == 0
    assert decided_as(rows, item, found, "certified").allowed == 12


def test_one_treatment_said_twice_is_one_item():
    rows = marked(f"{LETTER}\nOn physical therapy: twelve visits were asked for.\n")
    titles = [Found(one.title, 0, "") for one in items_in(rows)]
    assert not any(alike(one, other) for at, one in enumerate(titles) for other in titles[at + 1 :])


def test_a_table_is_read_as_it_was_written():
    weights = weights_of("asked for\n1 2 3\n4 5 6\n7 8 9\nrow table\t-150 25 0\n")
    assert weights.vocabulary == {"asked", "for"}
    assert weights.steps == ((0.01, 0.02, 0.03), (0.04, 0.05, 0.06), (0.07, 0.08, 0.09))
    assert weights.traits == {"row table": (-1.5, 0.25, 0.0)}


@settings(deadline=None)  # the first one loads the tables
@given(st.text(alphabet=st.sampled_from("abcMRI 12.,:;()#-/\n|☒"), max_size=400))
def test_any_text_is_read_and_each_title_stands_in_it(text):
    rows = marked(text)
    for item in items_in(rows):
        for mention in item.mentions:
            parts = rows[mention.row].row.parts
            assert any(mention.title in words for part in parts for words in (part.label, part.text))
            assert all(any(word.part is part for part in parts) for word in mention.words)
