"""Cells, columns and lines of a page: what belongs together is read together, and what does not is not."""

import pytest

from imr_desktop.extract.requests.columns import one_by_one
from imr_desktop.extract.requests.counts import asked_in
from imr_desktop.extract.requests.reading import papers_found
from imr_desktop.extract.requests.slips import righted

SIDEBAR = """Blue Alder Review
                                  Outcome of our review
WORKER                            We looked at the request of your office with care, and decided as follows.
Pat Quill
                                  Cold laser treatment, right ankle
CLAIM
BA-1177                           You asked: 2 times per week for 3 weeks.
HURT ON                           We authorize: 4 of 6 visits.
June 11, 2020
SENT                              Reason: four visits show as well as six whether the ankle gains by this treatment,
                                  and more of them may be asked for at any later time if the first have helped.
PHONE                             The notes tell of pain that comes in the morning only and leaves within the hour.
(555) 010-0173
                                  If you do not agree, the form that lies with this letter goes to the address on it.
BUREAU
Lodi                              It must be there within thirty days after the day on which this letter was served.
"""
WRAPPED = """REQUEST FOR AUTHORIZATION
────────────────────
Diagnosis       ICD-Code    Service/Good Requested      CPT/HCPCS   Other Information: (Frequency,
(Required)                                              Code        Duration, Quantity, etc.)
────────────────────
Disc disease    M51.16      Epidural injection, left    62323       One time; to be done at
with                        L5-S1, under                            the clinic within 60 days
radiculopathy,              fluoroscopy                             of approval
worse left
────────────────────
Insomnia        G47.00      Sleep study, overnight      95810       x1
────────────────────
"""
DRUGS = """RFA - DRUGS
Request date: 02/19/2025
Medication / strength           Directions              Disp.     Refills   Dx        New?
────────────────────
Baclofen 10 mg tablet           1 at bedtime            30        2         M62.838   No
────────────────────
Diclofenac 1% gel 100 g         2 g to knee 4x/day      3         0         M17.12    Yes
────────────────────
"""
CAPITALS = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
LIST EACH SERVICE THAT WAS DENIED:
1. RIGHT HIP INJECTION WITH FLUOROSCOPIC GUIDANCE
   AND KENALOG 40 MG
2. ACUPUNCTURE RIGHT HIP TWICE A WEEK FOR FOUR WEEKS
"""
INLINE = """REQUEST FOR AUTHORIZATION
Requested treatment: (1) Knee brace, hinged; (2)
Gym membership; (3) Baclofen 10 mg, number 60; (4)
Home visits by a nurse.
"""
CHOICE = """REQUEST FOR AUTHORIZATION
New Request / Resubmission / Expedited (circle one)
Resubmission - MRI report attached
Requested treatment: Surgical consultation, right shoulder
"""
PAIRS = """DRUG AUTHORIZATION REQUEST
Product        Zaleplon 10 mg capsule
Quantity       30      Day supply   30
Product        Baclofen 20 mg tablet
Quantity       60      Day supply   30
"""
TRACKER = """REQUEST FOR AUTHORIZATION, with what was decided before
Date        Service                         Amount      Status
1/10/2024   Physical therapy                12          Approved, used
6/30/2024   Work hardening                  20          Denied
8/14/2024   Aquatic therapy                 12          NEW REQUEST
8/14/2024   Suprascapular nerve block       1           NEW REQUEST
"""
DITTO = """REQUEST FOR AUTHORIZATION
Diagnosis              ICD-Code    Service/Good Requested       CPT/HCPCS   Other Information
Meniscus tear, left    S83.242A    Knee arthroscopy             29881       left
"                      "           Medical clearance
                                   before surgery               99203       1 visit
"                      "           Cold therapy unit            E0218
"""
CODES = """RFA page 1
M54.2        Neck pain            MRI cervical spine                         72141        x1
M54.2        Neck pain            Metaxalone 800 mg                                       #60
M79.7        Myalgia              Tai chi class, supervised                  -            x6
"""
BRACKETS = """RFA LINE 1
Service/Good Requested (Required): Work hardening program
Other Information (Frequency, Duration, Quantity, etc.): 5 days per week for 4 weeks
"""
IN_WORDS = """REQUEST FOR AUTHORIZATION
I ask your authorization for the care that follows:
  Biofeedback, six sessions;
  Sertraline 50 mg, thirty tablets with two refills.
"""


def test_facts_beside_a_text_are_read_behind_it():
    read = one_by_one(SIDEBAR).split("\n")
    assert read.index("You asked: 2 times per week for 3 weeks.") < read.index("BA-1177")
    assert one_by_one(WRAPPED) == WRAPPED


def test_a_letter_with_facts_at_its_side_decides_what_its_text_decides():
    found = papers_found("ur determination", [SIDEBAR])
    assert [(one.title, one.asked, one.allowed, one.verdict) for one in found] == [
        ("Cold laser treatment, right ankle", 6, 4, "modified")
    ]


@pytest.mark.parametrize(
    ("kind", "form", "right"),
    [
        ("rfa", WRAPPED, {"Epidural injection, left L5-S1, under fluoroscopy": 1, "Sleep study, overnight": 1}),
        ("rfa", DRUGS, {"Baclofen 10 mg tablet": 30, "Diclofenac 1% gel 100 g": 3}),
        (
            "imr application",
            CAPITALS,
            {
                "RIGHT HIP INJECTION WITH FLUOROSCOPIC GUIDANCE AND KENALOG 40 MG": None,
                "ACUPUNCTURE RIGHT HIP TWICE A WEEK FOR FOUR WEEKS": 8,
            },
        ),
        (
            "rfa",
            INLINE,
            {
                "Knee brace, hinged": None,
                "Gym membership": None,
                "Baclofen 10 mg, number 60": 60,
                "Home visits by a nurse": None,
            },
        ),
        ("rfa", CHOICE, {"Surgical consultation, right shoulder": None}),
        ("rfa", IN_WORDS, {"Biofeedback, six sessions": 6, "Sertraline 50 mg, thirty tablets with two refills": 30}),
        ("rfa", PAIRS, {"Zaleplon 10 mg capsule": 30, "Baclofen 20 mg tablet": 60}),
        ("rfa", TRACKER, {"Aquatic therapy": 12, "Suprascapular nerve block": 1}),
        ("rfa", DITTO, {"Knee arthroscopy": None, "Medical clearance before surgery": 1, "Cold therapy unit": None}),
        ("rfa", CODES, {"MRI cervical spine": 1, "Metaxalone 800 mg": 60, "Tai chi class, supervised": 6}),
        ("rfa", BRACKETS, {"Work hardening program": 20}),
    ],
    ids=["wrapped", "drugs", "capitals", "inline", "choice", "words", "pairs", "tracker", "ditto", "codes", "brackets"],
)
def test_what_a_form_asks_for_is_read_whole(kind, form, right):
    assert {one.title: one.asked for one in papers_found(kind, [form])} == right


TYPED = """UTILIZATION REVIEW
   REQUEST                                  UNITS  RESULT        UNITS OK
   ---------------------------------------  -----  ------------  --------
   LEFT WRIST GANGLION REMOVAL                  1  CERTIFIED            1
   HAND THERAPY LEFT                           12  MODIFIED             8
   EKG BEFORE SURGERY                           1  NOT CERT             0

RATIONALE
EKG BEFORE SURGERY - LOW RISK PROCEDURE WITHOUT CARDIAC HISTORY.  NOT SUPPORTED.
"""
FACTS = """UTILIZATION REVIEW
────────────────────
Service 1          Inpatient rehabilitation, continued stay
────────────────────
Days requested     14 (01/22/2025 to 02/04/2025)
────────────────────
Days certified     7 (01/22/2025 to 01/28/2025)
────────────────────
Decision           Modified
────────────────────
Service 2          Low molecular weight heparin, enoxaparin 40 mg daily
────────────────────
Requested          14 doses
────────────────────
Certified          14 doses
────────────────────
Decision           Certified
────────────────────
"""


@pytest.mark.parametrize(
    ("letter", "right"),
    [
        (
            TYPED,
            [
                ("LEFT WRIST GANGLION REMOVAL", 1, 1, "certified"),
                ("HAND THERAPY LEFT", 12, 8, "modified"),
                ("EKG BEFORE SURGERY", 1, 0, "denied"),
            ],
        ),
        (
            FACTS,
            [
                ("Inpatient rehabilitation, continued stay", 14, 7, "modified"),
                ("Low molecular weight heparin, enoxaparin 40 mg", 14, 14, "certified"),
            ],
        ),
    ],
    ids=["typed", "facts"],
)
def test_a_letter_laid_out_in_lines_decides_what_they_decide(letter, right):
    found = papers_found("ur determination", [letter])
    assert [(one.title, one.asked, one.allowed, one.verdict) for one in found] == right


def test_hours_a_day_count_for_the_days_and_weeks_that_follow():
    assert asked_in("Home aide, four hours a day, five days a week, for two weeks") == 40
    assert asked_in("Visit within 30 days of approval") is None


@pytest.mark.parametrize(
    ("often", "long", "total", "asked"),
    [("2x/week", "6 weeks", "12", 12), ("2x/week", "6 weeks", "120", None), ("1 x a week", "8 weeks", "3", None)],
)
def test_a_total_that_how_often_and_how_long_contradict_is_not_told(often, long, total, asked):
    page = (
        "REQUEST FOR AUTHORIZATION\n\n"
        "Diagnosis          Service/Good requested        Frequency        Duration      Quantity\n"
        f"Lumbar strain      Physical therapy              {often:<17}{long:<14}{total}\n"
        "Knee pain          MRI of the left knee                                         1\n"
    )
    assert [one.asked for one in papers_found("rfa", [page])] == [asked, 1]


def test_a_total_behind_how_long_is_what_is_asked_for():
    assert asked_in("Therapy of the left shoulder for 6 weeks (12 total)") == 12
    assert asked_in("Rental of a walker for 6 weeks") == 6
    assert asked_in(righted("Cardiac rehabilitation (2x'week x 18 weeks)")) == 36
