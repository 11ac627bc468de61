"""What one sentence decides, and what only uses a decision's words."""

import pytest

from imr_desktop.extract.requests.saying import verdict_of


@pytest.mark.parametrize(
    "sentence",
    [
        "The treating physician certified on January 3 that she could return to modified duty.",
        "Work hardening would be approved if the evaluation showed a gap.",
        "Once a diary shows otherwise, they may be certified.",
        "The brace may be approved on a new request.",
        "It could be certified if an x-ray showed instability.",
        "Had the study been positive, surgery would have been certified.",
        "In our letter of 9/2 the right carpal tunnel release was certified.",
        "The last injection was authorized by us a year ago.",
        "She had surgery that the carrier had authorized.",
        "Therapy was authorized initially after surgery.",
        "This drug is approved by the FDA for neuropathic pain.",
        "The device is FDA-approved.",
        "A request for surgery was denied last spring.",
        "His group health plan approved the scan.",
    ],
)
def test_what_would_be_or_was_or_others_say_decides_nothing(sentence):
    assert verdict_of(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        ("Work hardening would be approved if there were a job; as there is none it is denied.", "denied"),
        ("The MRI can be certified.", "certified"),
        ("Our physician has certified that the MRI is needed.", "certified"),
        ("We approve the brace, which was asked for last week.", "certified"),
        ("Six visits may be approved.", "certified"),
        ("It would not be approved by any guideline and is denied.", None),
        ("The request is approved.", "certified"),
    ],
)
def test_what_is_decided_beside_it_still_is(sentence, made):
    assert verdict_of(sentence) == made


@pytest.mark.parametrize(
    "no", ["can't approve", "can\u2019t certify", "won't authorize", "don't recommend", "couldn't certify"]
)
def test_a_shortened_no_is_no(no):
    assert verdict_of(f"We {no} any part of the request.") == "denied"


@pytest.mark.parametrize("no", ["isn't", "wasn\u2019t", "hasn't been", "aren't", "weren't"])
def test_a_shortened_no_behind_the_name_is_no(no):
    assert verdict_of(f"The brace {no} certified.") == "denied"


@pytest.mark.parametrize(
    "sentence",
    [
        "We decline to certify the brace.",
        "We withhold approval.",
        "The record is insufficient to support certification.",
        "Approval of the brace is not possible on this record.",
        "There is nothing to show that the brace is medically necessary.",
        "It is doubtful that the brace is medically necessary.",
        "The provider fails to show that the brace is medically necessary.",
        "Far from being medically necessary, the brace may do harm.",
    ],
)
def test_what_turns_a_certification_into_none(sentence):
    assert verdict_of(sentence) == "denied"


@pytest.mark.parametrize(
    "sentence",
    [
        "We certify eight visits and decline the other four.",
        "The urine drug screen is approved once instead of four times.",
        "We certify 6 visits rather than the 12 of the request.",
        "The therapy is certified, but only for six visits.",
        "The therapy is certified for half of what was asked.",
    ],
)
def test_less_than_was_asked_is_modified(sentence):
    assert verdict_of(sentence) == "modified"


@pytest.mark.parametrize(
    "sentence",
    [
        "There is nothing against it and the brace is certified.",
        "He failed to improve with rest and the injection is certified.",
        "The brace is approved in place of a cast.",
        "The generic drug is certified rather than the brand.",
    ],
)
def test_a_no_of_something_else_turns_nothing(sentence):
    assert verdict_of(sentence) == "certified"
