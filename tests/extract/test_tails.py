"""A title ends with its amount: what stands behind that and tells no care is none of it."""

import pytest

from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.reading import papers_found
from imr_desktop.extract.requests.tails import shortened, without_tail


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Duloxetine 30 mg BID, #60, in place of ibuprofen", "Duloxetine 30 mg, #60"),
        ("Meloxicam 15 mg, one by mouth twice daily", "Meloxicam 15 mg"),
        ("Hand therapy 2x/wk, 5 wks, starting when the cast is off", "Hand therapy 2x/wk, 5 wks"),
        ("LSO brace, one, post-op", "LSO brace, one"),
        ("biofeedback, six sessions, to be given in the same visits", "biofeedback, six sessions"),
        ("MRI L-spine r/o HNP", "MRI L-spine"),
        ("TENS unit (two, for use at home)", "TENS unit (two)"),
    ],
)
def test_what_follows_an_amount_is_cut(title, short):
    assert without_tail(title)[0] == short


@pytest.mark.parametrize(
    "title",
    [
        "Physical therapy 2x6, left knee",
        "Lumbar epidural, L4-5, interlaminar",
        "X-ray of the hand, 3 views",
        "Percocet 5-325",
        "Tylenol #3",
        "Dental implants, teeth 19, 20, 29, 30",
        "MRI of the knee, one, with contrast",
        "Cold therapy unit, 14 day rental",
        "Home health aide, 4 hours/day x 5 days/week x 4 weeks",
        "Ibuprofen 800 mg, with 3 refills",
        "provocative CT imaging to follow",
        "knee brace, 1 unit",
    ],
)
def test_what_tells_which_care_it_is_stays(title):
    assert without_tail(title)[0] == title


def test_a_number_alone_before_a_tail_counts_where_a_paper_asks():
    one = Found("LSO brace, one, post-op", 0, "LSO brace, one, post-op")
    assert shortened([one], counts=True)[0].asked == 1
    assert shortened([one], counts=False)[0].asked is None


def test_two_requests_never_get_one_name():
    both = [Found(f"LSO brace, one, {when}", 0, "") for when in ("post-op", "at home")]
    assert [one.title for one in shortened(both, counts=True)] == [one.title for one in both]


def test_a_list_of_a_request_gives_titles_without_tails():
    listed = "1. Duloxetine 30 mg BID, #60, in place of ibuprofen\n2. Knee brace, one, post-op\n"
    page = f"REQUEST FOR AUTHORIZATION\nRequested:\n{listed}"
    assert [(one.title, one.asked) for one in papers_found("rfa", [page])] == [
        ("Duloxetine 30 mg, #60", 60),
        ("Knee brace, one", 1),
    ]
