"""What a check lets pass, and why: the exemptions beside what it would raise without them."""

from __future__ import annotations

import pytest

from imr_desktop.preflight import Context, Others, decided_items, run
from imr_desktop.preflight.polarity import last_word

from .builders import CONTEXT, RATIONALE, TODAY, case, item

FEWER = "Fewer sessions would be reasonable."


def raised(one, name, context=CONTEXT):
    return [problem for problem in run(one, context) if problem.check == name]


def written(rationale, **fields):
    return case(items=(item(rationale=rationale, **fields),))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The request is partially approved for one month.", 1),
        ("Utilization review partially approved the request.", 0),
        ("The claims administrator had it partially certified.", 0),
        ("If the request is modified, the record must say so.", 0),
        ("The request is modified to six visits by the claims administrator.", 1),
    ],
)
def test_another_ones_modification_is_no_disposition(sentence, expected):
    assert len(raised(written(f"{RATIONALE} {sentence}"), "quantity.modified")) == expected


@pytest.mark.parametrize(
    ("decision", "more", "expected"),
    [
        ("Upheld", "", 1),
        (None, "", 1),
        ("Overturned", "", 0),
        ("Upheld", " The request is decided as a whole.", 0),
        ("Upheld", " It cannot be modified here.", 0),
    ],
)
def test_fewer_would_do_is_raised_unless_overturned_or_said(decision, more, expected):
    one = written(f"{FEWER}{more} The request is not medically necessary.", decision=decision)
    assert len(raised(one, "quantity.partial")) == expected


@pytest.mark.parametrize(("after", "heard"), [(0, True), (1, True), (2, True), (3, True), (4, False), (5, False)])
def test_the_last_word_is_sought_in_the_last_four_sentences(after, heard):
    text = "The request is not medically necessary. " + "The knee was seen in May. " * after
    assert (last_word(text) is not None) == heard


def test_of_two_results_the_later_one_is_the_last_word():
    text = "The request is medically necessary. The knee was seen. The request is not medically necessary."
    assert last_word(text)[1] == "Upheld"


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Dr. Vance saw her in May.", "Dr. Vance"),
        ("Dr Vance saw her in May.", "Dr Vance"),
        ("Vance saw her in May.", ""),
        ("Dr. Vancey saw her in May.", ""),
    ],
)
def test_a_disclosed_person_is_found_by_title_and_surname(sentence, found):
    context = Context(today=TODAY, disclosures=("Ada Vance",))
    assert [one.quote for one in raised(written(f"{RATIONALE} {sentence}"), "conflict.disclosed", context)] == [found][
        : bool(found)
    ]


@pytest.mark.parametrize("end_state", [None, "withdrawn", "terminated", "settled", "ineligible"])
def test_an_item_that_ended_needs_no_condition(end_state):
    one = case(
        summary="The employee was seen on 11/16/2025.",
        items=(item(rationale="The MTUS does not recommend this device.", end_state=end_state),),
    )
    assert len(raised(one, "condition.missing")) == (end_state is None)


def test_an_earlier_state_of_the_same_case_is_no_other_case():
    def compared(**fields):
        other = decided_items(case(items=(item(decision="Upheld"),), **fields))
        return len(raised(case(), "earlier.outcome", Context(today=TODAY, others=Others(other))))

    assert compared(id="c0", number="CM25-0000007") == 1
    assert compared() == 0
    assert compared(number="CM25-0000007") == 0, "the same case, numbered since"
    assert compared(id="c0") == 0, "the same number, stored anew"


def test_the_other_side_in_the_request_is_a_problem_and_elsewhere_a_hint():
    asked = written("The request for an MRI of the right knee is supported.")
    alone = written("The right knee shows locking and an effusion.")
    assert [problem.flag for problem in raised(asked, "place.side")] == [False]
    assert [problem.flag for problem in raised(alone, "place.side")] == [True]
