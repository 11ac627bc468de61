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
        ("PT rt ankle 2x6wks", 12),
        ("Post-op PT 3x/wk; 6 wks", 18),
        ("Home health aide, 6 hours/day x 14 days", 84),
        ("Home health aide, 4 hours daily for 14 days", 56),
        ("Naproxen 550 mg # 40", 40),
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


FILLED = """REQUEST FOR AUTHORIZATION
PLEASE AUTHORIZE CHECKED ITEMS:
  \u2612    Physical therapy                                visits: __10__
  \u2610    Occupational therapy                            visits: ____
  \u2612    Trigger point injections                        number: __4__
"""
NUMBERS = """REQUEST FOR AUTHORIZATION
Requesting authorization of:
    Service                                     #
    Individual psychotherapy                    6
    Interpreter, in person                      6
Nora Vane, LMFT     559-555-0111
"""
RUN_IN = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
List each specific requested medical services, goods, or items that were denied or modified in the space below.
L5-S1 lumbar fusion with instrumentation; vascular co-surgeon; 3
day inpatient stay; LSO brace x 1; front wheeled
walker x 1; home health visits 2x/wk x 2 wks
"""
IN_COMMAS = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
List each specific requested medical services, goods, or items that were denied or modified in the space below.
L4-L5 epidural steroid injection, aquatic therapy 2x6, Lidoderm 5% patch
#30
"""
DOTTED = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
MEMBER DISPUTES THE FOLLOWING:
INDIVIDUAL PSYCHOTHERAPY ........ ONCE A WEEK FOR 12 WEEKS
GROUP THERAPY ................... TWICE A MONTH FOR 3 MONTHS
"""


@pytest.mark.parametrize(
    ("kind", "page", "asked"),
    [
        ("rfa", FILLED, [10, 4]),
        ("rfa", NUMBERS, [6, 6]),
        ("imr application", RUN_IN, [None, None, 3, 1, 1, 4]),
        ("imr application", IN_COMMAS, [None, 12, 30]),
        ("imr application", DOTTED, [12, 6]),
    ],
    ids=["blanks filled in", "numbers beside", "semicolons", "commas", "dots"],
)
def test_each_item_keeps_its_own_amount(kind, page, asked):
    assert [one.asked for one in papers_found(kind, [page])] == asked
