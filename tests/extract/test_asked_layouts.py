"""Requests for authorization and applications in layouts of several kinds, each invented, and what each asks for."""

import pytest

from imr_desktop.extract.forms import ur_guidelines
from imr_desktop.extract.likeness import same_request
from imr_desktop.extract.pagetext import PagedText
from imr_desktop.extract.requests.reading import papers_found

RULE = "\u2500" * 20
STATE_FORM = f"""REQUEST FOR AUTHORIZATION
DWC Form RFA
{RULE}
Specialty                                NPI                   Telephone
Physical Medicine &                      1234567890            (559) 555-0101
Rehabilitation
{RULE}
Diagnosis             ICD-Code      Service/Good         CPT/HCPCS          Other Information:
(Required)            (Required)    Requested            Code (If known)    (Frequency, Duration
                                    (Required)                              Quantity, etc.)
Lumbar                M54.16        Left L4-L5           64483              1
radiculopathy                       transforaminal
                                    epidural injection
Lumbar                M54.16        Physical therapy     97110              2 times per week for 4
radiculopathy                                                               weeks
Lumbar sprain         S33.5XXA      Lidocaine patch                         #30
Requesting Physician Signature           Date: 3/3/2023
"""
OF_RECORDS = f"""Request for Authorization (RFA)
Employee: Wes Tully   Claim: 11-22
  #   Diagnosis / ICD-10                Requested service                 Freq / Dur / Qty        CPT
{RULE}
  1   Lumbar spondylosis without        Lumbar radiofrequency             1                       64635
      myelopathy (M47.816)              ablation, bilateral L3,                                   64636
                                        L4, L5
{RULE}
  2   Chronic pain syndrome             Cognitive behavioral              1 x week x 6            90834
      (G89.4)                           therapy                           weeks
{RULE}
Specialty                           Clinic
Anesthesiology & Pain               Summit Pain & Rehabilitation
Management                          Center
"""
BY_ASSESSMENT = """REQUEST FOR AUTHORIZATION
Treatment plan submitted for authorization
Assessment: Carpal tunnel syndrome, left - G56.02
   Plan: Occupational therapy, left hand
   Notes: a total of twelve sessions; auth to be obtained before service
DME: Wrist brace
The MRI of the left wrist dated 01/12/2021 was reviewed and is not repeated here.
Board Certified in Plastic Surgery and Surgery of the Hand
"""
LIST = """REQUEST FOR AUTHORIZATION
Requested treatment (list all):
Spinal cord stimulator trial; Psychological clearance for stimulator trial, x1; Extra depth orthopedic shoes, 2 total; Helmet
insert, #1; no other request is made at this time.
Diagnoses: Complex regional pain syndrome I of left lower limb G90.522; Hallux rigidus, left foot M20.22; all industrial.
"""
LETTER = """REQUEST FOR AUTHORIZATION
Please consider this a formal request for the following treatment:
1) Lumbar epidural steroid injection at L4-L5 on the left, under fluoroscopic guidance and sedation.
2) Aquatic therapy, twice a week for four weeks, to reduce pain and restore function.
Surgical history: left knee arthroscopy 2010
"""
TICKED = """ORDER SHEET / AUTHORIZATION REQUEST
Mark what is ordered.
\u2612   Dental implants with bone graft
     How many: 3
     Reason: Fracture of tooth [S02.5XXA]
\u2612   CBCT
     Reason: Dry mouth [R68.2]
\u2612   Occlusal guard
     How many: 1
"""
LABELS_BELOW = f"""APPLICATION FOR INDEPENDENT MEDICAL REVIEW
 Ana Ruiz                                       CT: 02-15-2021 to 07-10-2021
                                   Employee                                     Injured on
{RULE}
 09-01-2024                                     Corvus Review
            Utilization review letter of                                                By
 Overnight polysomnogram
                    Service in dispute (1)                                          Amount
 Consultation with a neurologist                1 unit
                    Service in dispute (2)                                          Amount
 Ana Ruiz                                                                       09-07-2024
                              Employee signs                                          Date
"""
TWO_COLUMNS = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
List each specific requested medical services, goods, or items that were denied or modified in the space below.
1. Left wrist MRI arthrogram                        3. Hand therapy 8 visits
2. Wrist splint x 1                                 4. ______________________
Request for Review and Consent to Obtain Medical Records
I request an independent medical review of the above-described requested medical treatment.
"""
STATEMENT = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
I am asking for an independent medical review because the company denied the right hip arthroscopy and the hip brace that my
doctor wants for me. They also turned down sertraline 100 mg #30. I tried therapy and two injections before.
"""


@pytest.mark.parametrize(
    ("kind", "form", "right"),
    [
        (
            "rfa",
            STATE_FORM,
            {
                "Left L4-L5 transforaminal epidural injection": 1,
                "Physical therapy 2 times per week for 4 weeks": 8,
                "Lidocaine patch": 30,
            },
        ),
        (
            "rfa",
            OF_RECORDS,
            {"Lumbar radiofrequency ablation, bilateral L3, L4, L5": 1, "Cognitive behavioral therapy 1 x week x 6 weeks": 6},
        ),
        ("rfa", BY_ASSESSMENT, {"Occupational therapy, left hand": 12, "Wrist brace": None}),
        (
            "rfa",
            LIST,
            {
                "Spinal cord stimulator trial": None,
                "Psychological clearance for stimulator trial, x1": 1,
                "Extra depth orthopedic shoes, 2 total": 2,
                "Helmet insert, #1": 1,
            },
        ),
        (
            "rfa",
            LETTER,
            {
                "Lumbar epidural steroid injection at L4-L5 on the left, under fluoroscopic guidance and sedation": None,
                "Aquatic therapy, twice a week for four weeks": 8,
            },
        ),
        ("rfa", TICKED, {"Dental implants with bone graft": 3, "CBCT": None, "Occlusal guard": 1}),
        ("imr application", LABELS_BELOW, {"Overnight polysomnogram": None, "Consultation with a neurologist": 1}),
        (
            "imr application",
            TWO_COLUMNS,
            {"Left wrist MRI arthrogram": None, "Hand therapy 8 visits": 8, "Wrist splint x 1": 1},
        ),
        ("imr application", STATEMENT, {"right hip arthroscopy": None, "hip brace": None, "sertraline 100 mg #30": 30}),
    ],
    ids=["state", "records", "assessment", "list", "letter", "ticked", "below", "columns", "statement"],
)
def test_a_paper_asks_for_what_it_asks_and_for_nothing_else(kind, form, right):
    assert {one.title: one.asked for one in papers_found(kind, [form])} == right


def test_an_amount_makes_no_other_care_of_a_title():
    assert same_request("Depth shoes 2", "Extra depth orthopedic shoes")
    assert not same_request("Phase 1 rehabilitation", "Phase 2 rehabilitation")


@pytest.mark.parametrize(
    ("letter", "cited"),
    [
        (
            "Criteria applied: Hand Disorders Guideline (ACOEM, 2019)\nService 2\nDescription: SCS trial\nStatus: APPROVED\n",
            "Hand Disorders Guideline (ACOEM, 2019)",
        ),
        (
            "Guidelines used:\nMTUS Chronic Pain Guideline\nODG Low Back, 2024\n\nReason",
            "MTUS Chronic Pain Guideline ODG Low Back, 2024",
        ),
    ],
    ids=["the next service", "two lines"],
)
def test_a_citation_ends_where_the_letter_goes_on_with_something_else(letter, cited):
    found = next(ur_guidelines(PagedText.of([letter])), None)
    assert found is not None
    assert found.value == cited
