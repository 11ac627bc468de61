"""Applications and requests in lists, tables and letters of people's own: what is disputed or asked for, and how much."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract.requests import papers_found
from imr_desktop.extract.requests.asking import asked_in_sentence
from imr_desktop.extract.requests.counts import asked_beside
from imr_desktop.extract.requests.evidence import by_rules
from imr_desktop.extract.requests.model import PAPERS
from imr_desktop.extract.requests.sheet import Sheet

DECIDED = """ATTACHMENT TO DWC FORM IMR
Applicant: Pat Roe          Claim: 0-1-GH

Item     What my doctor asked                              How many     UR said
A        Chiropractic                                      8            modified to 4
B        Lumbar discogram                                  1            denied
C        Heated recliner                                   1            denied

Not in dispute: follow-up visit (approved), gabapentin (approved).
"""
GIVEN = """IMR APPLICATION - continuation sheet
Listing of denied or modified treatment

No.   Treatment                                       Amount on RFA             Result in UR
1     Physical therapy                               18                         6 approved
2     Knee brace, hinged                             1                          denied
3     Gabapentin 600 mg                              90                         90 approved
"""
REMARKS = """Attachment to IMR application - treatment that was turned down

Right carpal tunnel release, endoscopic                                                     denied
    surgery at an ambulatory center

Pre-operative medical clearance                                                             denied
    incl. labs and EKG as the internist finds fit

Tramadol 50 mg                                                                              denied
    60 tablets, for after the operation
"""
COUNTED = """SUPPORTING STATEMENT (attached to DWC Form IMR)
The disputed care is:
   individual psychotherapy         20 sessions asked; 6 certified 1/5/2024
   hypnotherapy and relaxation      6 asked; not certified
Progress so far: 6 sessions in 2023, PHQ-9 from 25 to 21.
"""
ROMAN = """Schedule A to IMR application
Medical care which we ask the reviewer to find necessary:

I.   Arthroscopic left thumb debridement, x1
II.  Hand therapy after the operation, ten visits
III. Thumb spica orthosis

I. Petrov
"""
LETTER = """We hereby ask that the denial of March 12 be sent to independent medical review. In dispute are
extracorporeal shockwave therapy to the right elbow, six treatments, and occupational hand therapy, twice weekly for six
weeks. No issue of liability has been raised.
"""
WORKER = """I hurt my hip at work. They wrote to say no to the hip injection (right, 1 time) and no to a shower chair and
they only gave 4 of the 10 visits for pool therapy Dr. Poe asked for. The cane was paid.
"""
TWO_LINES = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
 Address                                     816 Bluff St, Long Beach CA 90802
 Denied or modified                          Norco 10/325mg #120 (partially approved #90), Soma 350mg #60
 services, goods, items                      (denied), UDS x 1 (denied)
"""
ISSUES = """IMR SUBMISSION
ISSUES
1. Whether left knee high tibial osteotomy is medically necessary.
2. Whether pre-surgical physical therapy, eight visits, is medically necessary.
"""
MINE = """Name of employee: Pat Roe
Address:
410 Foxglove Ct, Lodi
What they said no to:
- acupuncture, 8 visits
- shower chair, one, for after the operation
- Physical therapy 12 (they gave 2)
"""


def found(kind, paper, *, rules=False):
    kept = by_rules(Sheet.of([paper]), PAPERS[kind]).kept if rules else papers_found(kind, [paper])
    return {one.title: one.asked for one in kept}


@pytest.mark.parametrize(
    ("paper", "right"),
    [
        (DECIDED, {"Chiropractic": 8, "Lumbar discogram": 1, "Heated recliner": 1}),
        (GIVEN, {"Physical therapy": 18, "Knee brace, hinged": 1}),
        (
            REMARKS,
            {"Right carpal tunnel release, endoscopic": None, "Pre-operative medical clearance": None, "Tramadol 50 mg": 60},
        ),
        (COUNTED, {"individual psychotherapy": 20, "hypnotherapy and relaxation": 6}),
        (
            ROMAN,
            {
                "Arthroscopic left thumb debridement, x1": 1,
                "Hand therapy after the operation, ten visits": 10,
                "Thumb spica orthosis": None,
            },
        ),
        (
            LETTER,
            {
                "extracorporeal shockwave therapy to the right elbow, six treatments": 6,
                "occupational hand therapy, twice weekly for six weeks": 12,
            },
        ),
        (WORKER, {"hip injection (right, 1 time)": 1, "shower chair": None, "pool therapy": 10}),
        (TWO_LINES, {"Norco 10/325mg #120": 120, "Soma 350mg #60": 60, "UDS x 1": 1}),
        (ISSUES, {"left knee high tibial osteotomy": None, "pre-surgical physical therapy, eight visits": 8}),
        (MINE, {"acupuncture, 8 visits": 8, "shower chair": 1, "Physical therapy 12": 12}),
    ],
    ids=["decided", "given", "remarks", "counted", "roman", "letter", "worker", "lines", "issues", "mine"],
)
def test_rules_read_an_application_in_its_own_words(paper, right):
    assert found("imr application", paper, rules=True) == right


REFILLS = """MEDICATION REFILL AUTHORIZATION
 Drug and strength                      Sig                     #           Refills    ICD
 Buprenorphine patch 10 mcg/hr          apply 1 q 7 days        4           2          G89.4
 Gabapentin 800 mg tab                  1 tab TID               90          2          G62.9
 Diclofenac 1% gel                      2 g QID to knees        300 g       1          M17.0
"""
LINES = """MOBILITY ORDER SHEET  -  for authorization
Line       Item                                                       Qty            Rent/Buy      Reason
1          Hospital bed, semi-electric                                1              buy           T6 paraplegia
2          Slide board                                                1              buy           transfers
3          Underpads, disposable                                      120            buy, monthly  bowel program
"""
BESIDE = """SURGERY PRE-CERT
Please authorize: Left knee arthroscopy, knee crutches, 1 pair, and physical therapy of the left knee, 12 visits
Conservative tx: PT 12/12, ESI x1 (no help), Norco 5/325
Failed: clobetasol, tacrolimus ointment, hand NB-UVB 20 sessions
"""


@pytest.mark.parametrize(
    ("paper", "right"),
    [
        (REFILLS, {"Buprenorphine patch 10 mcg/hr": 4, "Gabapentin 800 mg tab": 90, "Diclofenac 1% gel": 300}),
        (LINES, {"Hospital bed, semi-electric": 1, "Slide board": 1, "Underpads, disposable": 120}),
        (
            BESIDE,
            {"Left knee arthroscopy": None, "knee crutches, 1 pair": 1, "physical therapy of the left knee, 12 visits": 12},
        ),
    ],
    ids=["refills", "lines", "beside"],
)
def test_rules_read_a_request_by_its_columns_and_lists(paper, right):
    assert found("rfa", paper, rules=True) == right


BOXES = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
Employer Name:                     Claim Number:          Date of Injury:      EAMS Case Number:
 Golden Furrow Packing             GF-20-118834           04/17/2024           ADJ17702213
Address:
 2218 W Ashbury Ct, Fresno CA 93722
List each specific requested medical services, goods, or items that were denied or modified in the space below.
 Physical therapy right shoulder 2x6; MR arthrogram right shoulder
"""


def test_employers_and_streets_are_no_care():
    right = {"Physical therapy right shoulder 2x6": 12, "MR arthrogram right shoulder": None}
    assert found("imr application", BOXES, rules=True) == found("imr application", BOXES) == right


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("20 sessions asked; 6 certified", 20),
        ("8 asked, none given", 8),
        ("18; only 6 were allowed", 18),
        ("36 denied", 36),
        ("requested 12, allowed 4", 12),
        ("6 approved", None),
        ("asked for 10/325 mg", None),
    ],
)
def test_a_remark_tells_what_was_asked_for(words, right):
    assert asked_beside(words) == right


@given(st.integers(2, 99), st.integers(1, 98), st.sampled_from(["visits", "sessions", "treatments"]))
@settings(max_examples=40, deadline=None)
def test_what_was_given_is_never_what_was_asked_for(asked, given_, unit):
    assert asked_beside(f"{asked} {unit} requested; {given_} certified") == asked


def test_sentences_that_only_dispute_are_read_in_papers_that_ask():
    sentence = "The denial of a left shoulder MRI should be overturned."
    assert [told.found.title for told in asked_in_sentence(sentence, 0, asks=True)] == ["left shoulder MRI"]
    assert list(asked_in_sentence(sentence, 0)) == []
