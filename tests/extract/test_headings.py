"""Items' headings are told from the prose before them."""

import pytest

from imr_desktop.extract import parse_determination

from .letters import Item, Letter, laid_out

TITLES = [
    "Physical therapy 2x6. Lumbar spine",
    "Follow-up with Dr. Placeholder in 4 weeks",
    "Home aide 4 hrs. per day, 3 days per wk. for 2 wks.",
    "one month supply of naproxen 500mg #60",
    "(Retro) tramadol 50mg #60 DOS: 10/14/16",
    "Associated service: cold unit, 7 day rental",
    "Consultation with a physician who is board certified in pain management, for the left shoulder and the neck",
    "Hot/cold wrap – large",
    "MRI of the knee (1.5 T): without contrast",
]
TAILS = [
    "The request is not medically necessary.",
    "The request is medically necessary and appropriate.",
    'Therefore, the request for "MRI" is not medically necessary (see above).',
    "Agree with non-certification.",
    "The request is not medically necessary",
    "This is not\nmedically necessary at this time",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_heading_begins_after_the_rationale(title):
    read = [_read_back(title, tail, width) for tail in TAILS for width in (60, 95)]
    wanted = [(title, "Overturned", f"The record is thin. {' '.join(tail.split())}") for tail in TAILS for _ in range(2)]
    assert read == wanted


def _read_back(title, tail, width):
    """The heading and the decision of the second item, and the rationale before it, of a letter laid out so wide."""
    letter = Letter(items=[Item("Ice pack", "Upheld", rationale=f"The record is thin. {tail}"), Item(title, "Overturned")])
    first, second = parse_determination([laid_out(letter, width)]).items
    return second.title, second.decision, first.rationale


@pytest.mark.parametrize(
    ("line_end", "joined"),
    [
        ("range of-\nmotion", "range of-motion"),
        ("range\u00ad\nd", "ranged"),
        ("non\x02certified", "non-certified"),
        ("10-28-\n2016", "10-28-2016"),
        ("a –\nb", "a – b"),
        ("left\u00a0knee", "left knee"),
        ("left\x0cknee", "left knee"),
    ],
)
def test_words_broken_at_line_ends_are_joined(line_end, joined):
    letter = laid_out(Letter(items=[Item("TITLE", "Upheld")])).replace("TITLE", f"Therapy {line_end}")
    (item,) = parse_determination([letter]).items
    assert item.title == f"Therapy {joined}"


def test_decision_words_in_prose_make_no_item():
    rationale = (
        "The prior decision was: Upheld. An earlier item was Overturned: that one differed.\nUpheld\n"
        "The request is not medically necessary."
    )
    (item,) = parse_determination([laid_out(Letter(items=[Item("Ice pack", "Upheld", rationale=rationale)]))]).items
    assert item.title == "Ice pack"


def test_what_is_missing_is_none():
    text = (
        "Case Number: CM26-0000009\nUR Denial Date: [redacted]\nHOW THE IMR FINAL DETERMINATION WAS MADE\nOne was chosen.\n"
        "CLINICAL CASE SUMMARY\nThe file is thin.\nIMR ISSUES, DECISIONS AND RATIONALES\nIce pack: Upheld\n"
    )
    found = parse_determination([text])
    assert (found.ur_denial_date, found.date_of_injury, found.age, found.sex, found.licensure) == (None,) * 5
    (item,) = found.items
    assert (item.title, item.reviewer_guideline, item.rationale) == ("Ice pack", None, None)
