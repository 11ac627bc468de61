"""Letters that list their requests in one place and decide them in another: by number, heading, sign, or in running text."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract.requests.allowing import figures_near
from imr_desktop.extract.requests.candidates import candidates
from imr_desktop.extract.requests.items import bound_items
from imr_desktop.extract.requests.learned import items_in
from imr_desktop.extract.requests.letter import Letter
from imr_desktop.extract.requests.reading import papers_found
from imr_desktop.extract.requests.rows import rows_of
from imr_desktop.extract.requests.sheet import Sheet
from imr_desktop.extract.requests.topics import spoken_of

BY_NUMBER = """Our answer to the request of May 2, 2024

  #1   MRI of the left knee without contrast
  #2   Aquatic therapy, left knee, 12 visits
  #3   Tramadol 50 mg #60

Request #1
The joint locks and the McMurray test is positive after four months of care. The study is needed and is certified.

Request #2
Land therapy was finished in March with gain. Water adds nothing that a home program would not. It is not certified.

Request #3
The drug has been taken for a year without a pain contract. For that reason it is denied.
"""

BY_HEADING = """Items under review
1) Oxycodone 10 mg #120
2) Carisoprodol 350 mg #30
3) Duloxetine 60 mg #30

OXYCODONE
Function has not changed and no taper was tried. Ninety tablets are allowed to begin one. Recommendation: Modify.

CARISOPRODOL
It is for two or three weeks only. Recommendation: Non-certify.

DULOXETINE
Nerve pain fell by half. Recommendation: Certify.
"""

BY_SIGN = """Utilization review determination

  Line   Treatment                                         Qty    Code
  1      Lumbar epidural steroid injection, L5-S1           1     N
  2      Physical therapy, low back                         12    M-6
  3      Gabapentin 300 mg                                  90    A
  4      Psychological evaluation                           1     D

Codes: A = authorized as asked. M = authorized with a change. N = not authorized. D = decision put off.
"""

TWO_TABLES = """CERTIFIED
Service                         Quantity
Chiropractic care, neck         6
Knee sleeve                     1

NON-CERTIFIED
Service                         Quantity
TENS unit purchase              1
"""


def decided(text: str) -> dict[str, tuple[str | None, float | None]]:
    """What a letter decides of the first word of each request, and how much it allows."""
    return {one.title.split()[0].lower(): (one.verdict, one.allowed) for one in papers_found("ur determination", [text])}


def letter_of(text: str) -> Letter:
    rows = candidates(rows_of(Sheet.of([text])), "ur")[0]
    return Letter(rows, items_in(rows))


def test_what_stands_under_a_request_s_number_decides_it():
    assert {name: verdict for name, (verdict, _) in decided(BY_NUMBER).items()} == {
        "mri": "certified",
        "aquatic": "denied",
        "tramadol": "denied",
    }


def test_what_stands_under_a_heading_of_its_name_decides_it_and_how_much():
    assert decided(BY_HEADING) == {
        "oxycodone": ("modified", 90),
        "carisoprodol": ("denied", 0),
        "duloxetine": ("certified", 30),
    }


def test_a_legend_says_what_signs_decide_and_decides_nothing_itself():
    assert decided(BY_SIGN) == {
        "lumbar": ("denied", 0),
        "physical": ("modified", 6),
        "gabapentin": ("certified", 90),
        "psychological": ("deferred", None),
    }


def test_a_decision_above_a_head_that_comes_again_is_of_the_table_below_it():
    found = decided(TWO_TABLES)
    assert found["chiropractic"][0] == found["knee"][0] == "certified"
    assert found["tens"] == ("denied", 0)


def test_a_sentence_is_of_the_request_spoken_of_and_of_no_other():
    letter = letter_of(BY_NUMBER)
    said = dict(zip((one.title.split()[0] for one in letter.items), spoken_of(letter), strict=True))
    assert [one.verdict for one in said["MRI"] if one.verdict] == ["certified"]
    assert {one.verdict for one in said["Tramadol"] if one.verdict} == {"denied"}


def figures(text: str, of: str) -> Sequence[float]:
    letter = letter_of(text)
    at = next(at for at, one in enumerate(letter.items) if one.title.startswith(of))
    ruled = bound_items(letter.rows, letter.items, decides=True)[at]
    return sorted(figures_near(letter, at, (ruled, None, ruled)))


def test_figures_in_words_and_of_how_often_are_likely_answers():
    text = "Requests:\n1. Acupuncture twice a week for six weeks. Four sessions are certified.\n2. Knee sleeve. Denied.\n"
    assert {2.0, 4.0, 6.0, 12.0} <= set(figures(text, "Acupuncture"))


@pytest.mark.parametrize("text", [BY_NUMBER, BY_HEADING, BY_SIGN])
def test_no_request_is_told_twice(text):
    titles = [one.title.split()[0] for one in papers_found("ur determination", [text])]
    assert len(titles) == len(set(titles))


@settings(deadline=None)  # the first one loads the tables
@given(st.text(alphabet=st.sampled_from("abMRI #12,.:()A=is certified\n"), max_size=300))
def test_any_letter_is_followed(text):
    letter = letter_of(text)
    assert len(spoken_of(letter)) == len(letter.items)
