"""How much is asked for, in words, figures and columns of several kinds."""

import pytest

from imr_desktop.extract.requests.binding import count_in
from imr_desktop.extract.requests.reading import papers_found

TICKED = """REQUEST FOR AUTHORIZATION
Please authorize the services that are checked:
 \u2612  Physical therapy, right shoulder        2 x 6 = 12     \u2612   Orthopedic surgeon consultation      1 visit
 \u2612  Acupuncture, low back                   2 x 3 = 6      \u2612   Shoulder pulley set                  1
"""
DRUGS = """REQUEST FOR AUTHORIZATION
Drug                      Strength         Sig                #         Refills
Baclofen                  10 mg tab        1 po q6h prn       120       0
Pregabalin                75 mg cap        1 po bid           60        2
Celecoxib                 200 mg cap       1 po daily         30        1
"""


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("Diclofenac 1% gel, three 100-gram tubes", 3),
        ("Stellate ganglion block, left, series of three", 3),
        ("Lidocaine patch in the quantity of thirty", 30),
        ("Physical therapy, thirty-six visits", 36),
        ("Gabapentin 600 mg, one hundred and twenty tablets", 120),
        ("Gabapentin 600 mg, one three times daily, #90", 90),
        ("Three blocks, one each week", 3),
        ("HOME HEALTH AIDE 4 HRS/DAY X 7 DAYS/WK X 4 WKS", 112),
        ("Psychotherapy, weekly for 20 weeks", 20),
        ("PT, right wrist, 2w4", 8),
        ("Compounded cream, 60 gm", 60),
        ("Compounded cream, 60 gm tube", None),
        ("Gabapentin 600 mg, 1 po tid", None),
        ("Follow-up visit in four weeks", None),
        ("Re-evaluation six weeks after the procedure", None),
        ("24-hour blood pressure monitoring", None),
        ("Physical therapy, to begin two weeks after surgery, 12 visits", 12),
    ],
)
def test_words_tell_how_much_is_asked_for(words, amount):
    assert count_in(words) == amount


@pytest.mark.parametrize(
    ("form", "right"),
    [
        (
            TICKED,
            {
                "Physical therapy, right shoulder": 12,
                "Orthopedic surgeon consultation": 1,
                "Acupuncture, low back": 6,
                "Shoulder pulley set": 1,
            },
        ),
        (DRUGS, {"Baclofen": 120, "Pregabalin": 60, "Celecoxib": 30}),
    ],
    ids=["boxes side by side", "a column of amounts beside doses and refills"],
)
def test_each_request_has_the_amount_of_its_own_place(form, right):
    assert {one.title: one.asked for one in papers_found("rfa", [form])} == right
