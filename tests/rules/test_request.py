"""What requests say, in the forms they come in. All texts are invented."""

import json

import pytest

from imr_desktop.case.numbers import as_digits
from imr_desktop.rules import parse_request

CASES = {
    "Acupuncture x 6": {"count": 6, "total": 6},
    "Acupuncture X6": {"count": 6, "total": 6},
    "Trigger point injections x 6, both shoulders, one session": {"count": 6, "unit": "injection", "total": 6},
    "Four trigger point injections in a single session": {"count": 4, "unit": "injection", "total": 4},
    "Office visits times 3": {"count": 3, "unit": "visit", "total": 3},
    "six sessions of chiropractic care": {"count": 6, "unit": "session", "total": 6},
    "Six (6) visits of physical therapy": {"count": 6, "unit": "visit", "total": 6},
    "Eight (8) occupational therapy sessions": {"count": 8, "unit": "session", "total": 8},
    "PT 2 times a week for 4 weeks": {"per_week": 2, "weeks": 4, "total": 8, "count": None},
    "PT twice a week for 3 weeks": {"per_week": 2, "weeks": 3, "total": 6},
    "PT 2x/wk x 4 wks": {"per_week": 2, "weeks": 4, "total": 8},
    "PT 2x4": {"per_week": 2, "weeks": 4, "total": 8},
    "PT 3 times weekly for 6 weeks": {"per_week": 3, "weeks": 6, "total": 18},
    "PT two (2) times per week for six (6) weeks": {"per_week": 2, "weeks": 6, "total": 12},
    "PT two times a week times three weeks": {"per_week": 2, "weeks": 3, "total": 6},
    "PT 3 visits per week for 2 weeks": {"per_week": 3, "weeks": 2, "total": 6},
    "PT 2 times a week for 1 week (2)": {"per_week": 2, "weeks": 1, "count": 2, "total": 2},
    "12 visits, 2 times weekly for 6 weeks": {"count": 12, "unit": "visit", "per_week": 2, "weeks": 6, "total": 12},
    "Acupuncture 12 sessions (2x6)": {"count": 12, "per_week": 2, "weeks": 6, "total": 12},
    "8 sessions over 4 weeks": {"count": 8, "unit": "session", "weeks": 4, "total": 8},
    "Acupuncture 18 sessions": {"count": 18, "unit": "session", "total": 18},
    "twenty-four visits of PT": {"count": 24, "unit": "visit", "total": 24},
    "Gabapentin 300mg #60": {"pack": 60, "dose": "300mg", "count": None, "total": None},
    "Hydrocodone 10/325 #90": {"pack": 90, "dose": "10/325"},
    "Norco 10/325mg #60": {"pack": 60, "dose": "10/325mg"},
    "Zanaflex 7.5 mg #30 with 2 refills": {"pack": 30, "dose": "7.5 mg", "refills": 2},
    "Tylenol #3 #60": {"pack": 60},
    "Ibuprofen 800mg, no refills": {"refills": 0, "count": None},
    "Two refills of Naproxen 500mg #60": {"refills": 2, "pack": 60, "count": None},
    "Nerve conduction study QTY: 2": {"count": 2, "total": 2},
    "Nerve conduction study of both legs, 2": {"count": 2, "side": "bilateral"},
    "Flurbiprofen cream 20% 240g": {"pack": 240, "unit": "g", "dose": "20%"},
    "Diclofenac patch 1.3%": {"dose": "1.3%", "count": None},
    "one month supply of Lyrica 75mg": {"count": 1, "unit": "month supply", "total": None},
    "Tramadol 50mg one by mouth three times a day #45": {"count": None, "pack": 45},
    "Baclofen 10mg 1 tablet every 6 hours #90": {"count": None, "pack": 90},
    "MRI of the left knee, #1": {"count": 1, "side": "left", "body": ("knee",)},
    "One (1) x-ray of the pelvis": {"count": 1, "total": 1},
    "1 cold therapy unit": {"count": 1},
    "Manual acupuncture twelve visits (15 mins)": {"count": 12, "total": 12},
    "TENS unit (DOS 12/29/16)": {"count": None, "total": None, "pack": None},
    "Retrospective urine drug screen 03/04/2016, CPT 80307": {"count": None, "total": None},
    "ESI C5-6": {"count": None, "levels": ("C5-6",)},
    "Epidural injection L4-L5 and L5-S1": {"levels": ("L4-5", "L5-S1"), "count": None},
    "Medial branch blocks L3, L4, L5 bilaterally": {"levels": ("L3", "L4", "L5"), "side": "bilateral"},
    "Medial branch blocks L3-L4-L5": {"levels": ("L3", "L4", "L5")},
    "PT for the right shoulder and low back": {"side": "right", "body": ("shoulder", "lumbar spine")},
    "Therapy, left wrist and right knee": {"side": None, "body": ("wrist", "knee")},
    "EMG BLE": {"side": "bilateral", "body": ("lower extremity",)},
    "Bilateral C-spine trapezii": {"side": "bilateral", "body": ("cervical spine", "trapezius")},
    "Gauze 4x4": {"per_week": None, "total": None},
    "Meloxicam 15mg 1 tab daily #30 refills: 2": {"pack": 30, "refills": 2, "count": None},
    "Naproxen 500mg, one tablet twice daily #60": {"pack": 60, "count": None},
    "Foot therapy, 3 times weekly for 4 weeks, Quantity Requested: 12": {"count": 12, "total": 12},
    "Gabapentin 10%, ketamine 10%, lidocaine 5% cream 120gm": {"dose": "10%, 10%, 5%", "pack": 120, "unit": "g"},
    "Follow-up in 4-6 weeks": {"weeks": None, "count": None},
    "": {"count": None, "total": None, "body": ()},
}


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=list(CASES))
def test_what_is_stated(text, expected):
    request = parse_request(text)
    assert {name: getattr(request, name) for name in expected} == expected
    assert request.ambiguous is None


OPEN = {
    "PT 2-3 times a week for 6 weeks": ({"per_week": None, "weeks": 6, "total": None}, "range"),
    "Chiropractic 1-2x/week x 6 weeks": ({"per_week": None, "weeks": 6, "total": None}, "range"),
    "Acupuncture 6-8 sessions": ({"count": None, "total": None}, "range"),
    "Acupuncture 2 times a week for 4-6 weeks": ({"per_week": 2, "weeks": None, "total": None}, "range"),
    "6 sessions 2 times a week for 4 weeks": ({"count": 6, "per_week": 2, "weeks": 4, "total": None}, "makes 8"),
    "6 PT visits and 8 acupuncture visits": ({"count": None, "total": None}, "different numbers"),
    "Fanciful cream (unknown quantity)": ({"count": None, "total": None}, "open"),
    "Physical therapy twice a week": ({"per_week": 2, "weeks": None, "total": None}, "how many weeks"),
    # Six sessions of several injections each are more than six injections, so that nobody can tell the total.
    "Trigger point injections x 6, trapezius": ({"count": 6, "unit": "injection", "total": None}, "one session"),
}


@pytest.mark.parametrize(("text", "expected"), OPEN.items(), ids=list(OPEN))
def test_what_is_open_is_asked(text, expected):
    values, words = expected
    request = parse_request(text)
    assert {name: getattr(request, name) for name in values} == values
    assert words in request.ambiguous
    assert request.ambiguous.endswith("?")


def test_the_remainder_is_what_counts():
    text = (
        "Massage 12 sessions was the original request. Massage 4 sessions was authorized by the Claims Administrator. "
        "The remaining IMR eligible portion of the original request, Massage 8 sessions is"
    )
    assert parse_request(text).total == 8


def test_the_whole_request_stays_in_dispute_where_it_says_so():
    text = (
        "Massage 12 sessions was the original request. The Claims Administrator authorized 4 sessions, leaving the "
        "original request IMR eligible. The original request, massage 12 sessions to the left calf is"
    )
    assert (parse_request(text).total, parse_request(text).body) == (12, ("leg",))


def test_number_words():
    assert as_digits("twenty four or twice") == "24 or 2 times"
    assert as_digits("six (6) but six (7)") == "6 but 6 (7)"


def test_real_letters_give_no_impossible_quantity(letters):
    titles = [item["title"] for case in json.loads((letters / "expected.json").read_text()) for item in case["items"]]
    requests = [parse_request(title) for title in titles]
    assert len(titles) > 100
    for title, request in zip(titles, requests, strict=True):
        for value in (request.count, request.total, request.per_week, request.weeks):
            assert value is None or 0 < value <= 400, title
        assert request.per_week is None or request.weeks is None or request.total, title


@pytest.mark.parametrize(
    "words",
    [
        "Chiropractic treatment, 12 visits (5 of 12 certified)",
        "Chiropractic 12 visits, certified 5 of the 12",
        "Chiropractic 12 visits, 5 out of 12 visits were approved",
        "PT 12 visits, 5 of 12 authorized, remaining 7 in dispute",
        "Physical therapy 12 visits, 7 of 12 denied",
    ],
)
def test_some_of_the_visits_asked_for_were_allowed(words):
    request = parse_request(words)
    assert (request.original, request.total) == (12, 7)
    assert request.authorized in (5, None)
