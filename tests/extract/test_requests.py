"""Requests are read out of letters, applications and forms of many layouts, with counts and decisions."""

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract import understand
from imr_desktop.extract.requests import held_together, papers_found
from imr_desktop.extract.requests.care import names_care
from imr_desktop.record.layout import CHECKED, UNCHECKED, Rule, Spot, laid_out

from .records import APPLICATION, RFA, UR, read_of, taken, values

TABLE = """UTILIZATION REVIEW DETERMINATION
Treatment Requested                Dx        Units    Units        Outcome
                                             asked    certified
Physical therapy, right            M75.41    12       6            Modified
shoulder
MRI right shoulder (73221)         M75.41    1        0            Denied
Naproxen 550 mg                    M75.41    60       60           Certified
Rationale
The guideline supports a first trial.
"""
LABELS = """LINE 1 Physical therapy, right shoulder
Req Qty: 12 Appr Qty: 6
Disposition: PARTIAL CERT
LINE 2 MRI right shoulder
Req Qty: 1 Appr Qty: 0
Disposition: NONCERT
LINE 3 Naproxen 550 mg
Req Qty: 60 Appr Qty: 60
Disposition: CERT
"""
PROSE = """I recommend that the prospective request for 12 sessions of physical therapy for the right shoulder be
modified to 6 sessions. The request for 1 MRI of the right shoulder is not medically necessary. We are approving
your request for naproxen 550 mg #60. An earlier request of the same kind was approved.
"""
PAIRED = """THE FOLLOWING WAS ASKED FOR ON 02/18/2024:
(1) Physical therapy, right shoulder (12 sessions)
(2) MRI right shoulder (1 study)
(3) Naproxen 550 mg #60
OUTCOME:
(1) AUTHORIZED IN PART for 6 sessions ONLY
(2) NOT AUTHORIZED
(3) AUTHORIZED
"""
HEADINGS = """The following was modified:
- Physical therapy, right shoulder, 6 of 12 visits
The following was not certified:
- MRI right shoulder x 1
The following was certified:
- Naproxen 550 mg #60
"""
BOXES = """Q1. Is physical therapy, right shoulder, 12 visits medically necessary?
\u2610 Medically necessary    \u2610 Not medically necessary    \u2612 Partly: 6 visits
Q2. Is MRI right shoulder x 1 medically necessary?
\u2610 Medically necessary    \u2612 Not medically necessary    \u2610 Partly: ____
Q3. Is naproxen 550 mg #60 medically necessary?
\u2612 Medically necessary    \u2610 Not medically necessary    \u2610 Partly: ____
"""
MARKS = """Treatment                          Qty     Certified     Modified     Denied
Physical therapy, right shoulder   12                    X
MRI right shoulder                 1                                  X
Naproxen 550 mg                    60      X
"""


REFUSED = """Thank you for your form of 06/05/2025. Our physician looked at three services.
SERVICE NO. ONE
Physical therapy, right shoulder, 12 visits
Our physician could support only six visits. The other six visits could not be supported.

SERVICE NO. TWO
MRI right shoulder (1)
We said no. The worker completed 24 visits of acupuncture, which were approved in 2023.

SERVICE NO. THREE
Naproxen 550 mg #60
We said yes.
"""
ANSWERS = """QUESTION PUT TO THE REVIEWER: Should physical therapy, right shoulder, 12 visits, be approved?
ANSWER: Modified, 6 visits.
QUESTION PUT TO THE REVIEWER: Should MRI right shoulder x 1 be approved?
ANSWER: No. Plain films have not been taken.
QUESTION PUT TO THE REVIEWER: Should naproxen 550 mg #60 be approved?
ANSWER: Yes.
"""
SPOKEN = """On 6/6/2025 you asked us to approve 12 visits of physical therapy for the right shoulder, one MRI of the right
shoulder, and naproxen 550 mg #60.

I can approve 6 visits of physical therapy for the right shoulder. I cannot approve the MRI of the right shoulder. I can
approve naproxen 550 mg #60.
"""
SIGNS = """SVC   NAME                               REQ   APP   DISP
001   Physical therapy, right shoulder   12    6     M
002   MRI right shoulder                 1     0     NC
003   Naproxen 550 mg                    60    60    C
"""
SEMICOLONS = """OUTCOME: Physical therapy, right shoulder, 12 visits - modified to 6 visits; MRI right shoulder x 1 - adverse
determination; Naproxen 550 mg #60 - certified.
"""
LEGEND = """Service ordered                     Ordered    Allowed    Outcome
Physical therapy, right shoulder    12         6          M
MRI right shoulder                  1                     D
Naproxen 550 mg                     60         60         A
A = approved as ordered, M = approved in a smaller amount, D = denied
"""
LOG = """description=Physical therapy, right shoulder
units_requested=12 status=PARTIAL units_certified=6
description=MRI right shoulder
units_requested=1 status=NONCERTIFIED units_certified=0
description=Naproxen 550 mg
units_requested=60 status=CERTIFIED units_certified=60
"""
LATER = """Three issues were put to me.
Issue 1: Medical necessity of physical therapy, right shoulder (twelve (12) sessions)
Issue 2: Medical necessity of MRI right shoulder (one (1))
Issue 3: Medical necessity of naproxen 550 mg (#60)

Earlier determinations
  Date          Service                         Outcome
  01/02/2024    Acupuncture, right shoulder     denied

Conclusion

Issue 1: Partially certified at 6 sessions.
Issue 2: Adverse determination; non-certified.
Issue 3: Certified as requested.
"""
_LETTERS = [
    TABLE,
    LABELS,
    PROSE,
    PAIRED,
    HEADINGS,
    BOXES,
    MARKS,
    REFUSED,
    ANSWERS,
    SPOKEN,
    SIGNS,
    SEMICOLONS,
    LEGEND,
    LOG,
    LATER,
]


def test_a_table_of_contents_lists_no_requests():
    contents = "TABLE OF CONTENTS\n1. Application for Independent Medical Review ........ 2\n2. MRI ........ 38\n"
    _, proposals = taken(read_of(contents, APPLICATION))
    assert values(proposals, "items.1")
    assert "MRI" not in str([one.value for one in proposals])


@pytest.mark.parametrize("letter", _LETTERS, ids=range(len(_LETTERS)))
def test_a_letter_is_read_whatever_its_layout(letter):
    found = papers_found("ur determination", [letter])
    words = ("physical therapy", "mri", "naproxen 550 mg")
    assert [next(word for word in words if word in one.title.lower()) for one in found] == list(words)
    assert [one.verdict for one in found] == ["modified", "denied", "certified"]
    assert [one.asked for one in found] == [12, 1, 60]
    assert [one.allowed for one in found] == [None if letter is MARKS else 6, 0, 60]


QUOTED = """ADVERSE DETERMINATION
Mr. Coe's physician has prescribed a cervical traction unit (1). He is treated with ibuprofen and takes Norco 10/325 mg.
The reviewer does not agree that the cervical traction unit is needed, and it is therefore denied.
Records reviewed:
Request for authorization, 03/01/2025
MRI of the neck, denied on 01/02/2024
Past treatment
Physical therapy, 12 sessions
Criteria
Traction is recommended as an option. Massage is not recommended.
How to disagree
You may ask for independent medical review when a physician certifies that surgery cannot wait.
"""


def test_what_a_letter_tells_quotes_or_instructs_is_no_request():
    found = papers_found("ur determination", [QUOTED])
    assert [(one.title, one.asked, one.verdict) for one in found] == [("cervical traction unit (1)", 1, "denied")]


LETTERHEAD = """SAMPLE MUTUAL CLAIMS (INVENTED)
Utilization Review Department
1 Example Way, Sampleton, CA 90000

NOTICE OF ADVERSE DETERMINATION
Requested treatment: Trigger point injections x 6, trapezius
Decision: Denied
Sample Mutual Claims (invented)
Utilization Review Department
"""


def test_a_letterhead_is_no_request():
    assert [one.title for one in papers_found("ur determination", [LETTERHEAD])] == [
        "Trigger point injections x 6, trapezius"
    ]


def test_what_is_listed_is_not_decided_by_a_letter_that_decides_several_ways():
    letter = (
        "UTILIZATION REVIEW DENIAL\nThese were asked for:\n  Massage therapy, neck, 6 visits\n\nKnee brace x 1 - approved\n"
    )
    assert [(one.title, one.verdict) for one in papers_found("ur determination", [letter])] == [
        ("Knee brace x 1", "certified")
    ]


def test_codes_and_what_stands_in_other_columns_are_no_part_of_a_title():
    assert [one.title for one in papers_found("ur determination", [TABLE])] == [
        "Physical therapy, right shoulder",
        "MRI right shoulder",
        "Naproxen 550 mg",
    ]


FIRST = """UTILIZATION REVIEW DETERMINATION
Date of determination: 01/11/2025
1. MRI right shoulder: Denied.
2. Physical therapy, right shoulder, 8 visits: Modified, 4 visits approved.
"""
ON_APPEAL = """RECONSIDERATION OF ADVERSE DETERMINATION
UTILIZATION REVIEW
Date of determination: 02/20/2025
1. MRI right shoulder: The original denial is upheld. Not certified.
2. Physical therapy, right shoulder, 8 visits: The original modification is overturned. Certified for 8 visits.
This certification is valid for 90 days.
Jo Sample, RN, utilization review nurse
"""


def test_what_an_appeal_gave_is_no_more_in_dispute_and_no_signer_or_span_of_time_is_asked_for():
    read = read_of(FIRST, ON_APPEAL)
    case, _ = taken(read)
    found = understand(case, read, case.documents)
    appealed = [(one.title, one.allowed, one.decision) for one in found.requests if one.page == 2]
    assert appealed == [("MRI right shoulder", 0, "denied"), ("Physical therapy, right shoulder, 8 visits", 8, "certified")]
    assert [one.value["title"] for one in found.proposals if one.key.startswith("items.")] == ["MRI right shoulder"]


def test_certified_requests_are_not_in_dispute_and_differing_counts_are_told():
    application = APPLICATION.replace("2 times a week for 6 weeks", "3 times a week for 6 weeks")
    read = read_of(application, UR, RFA)
    case, proposals = taken(read)
    assert not any("Ice pack" in str(proposal.value) for proposal in proposals)
    assert values(proposals, "expected_items") == [2]
    together = held_together(understand(case, read, case.documents).requests)
    therapy = next(one for one in together if one.application and "therapy" in one.application.title)
    assert (therapy.application.asked, therapy.ur.asked, therapy.ur.allowed) == (18, 12, 4)
    assert therapy.relation == "quantity differs"
    assert [one.ur.title for one in together if one.application is None and one.ur] == ["Ice pack"]


UNLISTED = """UTILIZATION REVIEW DETERMINATION
Date of determination: 01/11/2025

The resonant humming whistle that was asked for is not medically necessary and is denied.

The patient breathes with ease. Nothing was asked for at home.
"""
ASKED_BY_NAME = """REQUEST FOR AUTHORIZATION
DWC Form RFA

Diagnosis             ICD-Code   Service or Good Requested    Quantity
Contusion of thorax   S20.219A   Resonant humming whistle       1
Contusion of thorax   S20.219A   Rib binder                   1
"""


def test_what_one_paper_names_is_known_in_the_others_and_proposed_only_where_they_say_it():
    alone, together = (read_of(*pages) for pages in ((UNLISTED,), (UNLISTED, ASKED_BY_NAME)))
    decided = []
    for read in (alone, together):
        case, _ = taken(read)
        found = understand(case, read, case.documents).requests
        decided.append([(one.title, one.decision) for one in found if one.source == "ur"])
    assert decided == [[], [("resonant humming whistle", "denied")]]


BELOW = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
 Pat Roe                                   02/20/2024
Name of employee                          Date of injury
 ADJ1234567                                01/11/2025
EAMS                                      Decision letter dated
 MRI of the right knee
Treatment denied or modified no. 1
 Knee brace, right, 1 unit
Treatment denied or modified no. 2
"""


def test_values_above_their_labels_are_theirs():
    found = papers_found("imr application", [BELOW])
    assert [(one.title, one.asked) for one in found] == [("MRI of the right knee", None), ("Knee brace, right, 1 unit", 1)]


@given(st.permutations(["Acupuncture, neck, 8 visits", "Norco 10/325 mg #90", "MRI of the neck"]), st.sets(st.integers(0, 2)))
@settings(max_examples=30, deadline=None)
def test_what_stands_beside_an_empty_box_is_nobodys_word(items, ticked):
    lines = [f"{CHECKED if at in ticked else UNCHECKED} {item}" for at, item in enumerate(items)]
    application = "APPLICATION FOR IMR\nList of disputed treatment:\n" + "\n".join(lines) + "\nSignature: x"
    found = [one.title for one in papers_found("imr application", [application])]
    assert set(found) <= {item for at, item in enumerate(items) if at in ticked}
    assert len(found) == len(ticked)


_PARTS = [
    *TABLE.split(),
    *PROSE.split(),
    *BOXES.split(),
    "\n",
    "\n\n",
    "   ",
    "\f",
    "[ ]",
    "[X]",
    "12",
    "2x6",
    "(",
    ":",
    " - ",
    "\u2500" * 9,
]


@given(st.lists(st.sampled_from(_PARTS), max_size=120), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_stops_the_reading(parts, more):
    for kind in ("ur determination", "imr application", "rfa"):
        for one in papers_found(kind, [" ".join(parts), more]):
            assert one.title.strip()
            assert one.allowed is None or one.asked is None or one.allowed <= one.asked


def test_a_page_is_laid_out_by_place_with_boxes_level_and_rules_between():
    spots = [
        Spot(word, 40 + 60 * at, 100 * row + at, 40 + 60 * at + 5 * len(word), 100 * row + at + 10)
        for row in (1, 2)
        for at, word in enumerate(("Alpha", "Beta", "Gamma", "Delta"))
    ]
    random.Random(1).shuffle(spots)
    lines = laid_out(spots, [Rule(160, 0, 600)], slope=1 / 60, width=612).split("\n")
    assert [line.split() for line in lines if line.strip()][::2] == [["Alpha", "Beta", "Gamma", "Delta"]] * 2
    assert "  " in lines[0].strip()


@pytest.mark.parametrize(("letter", "space"), [(9, 9), (12, 18)], ids=["print", "typewriting"])
def test_close_columns_that_a_machine_saw_stand_apart_and_words_of_a_cell_do_not(letter, space):
    def row(top: int, *cells: str) -> Iterator[Spot]:
        left = 40
        for cell in cells:
            for word in cell.split():
                yield Spot(word, left, top, left + letter * len(word), top + 19)
                left += letter * len(word) + space
            left += 2 * space

    spots = [spot for at in range(1, 9) for spot in row(30 * at, "Units that were ordered", "Units allowed", "Outcome")]
    lines = {" | ".join(line.split("  ")) for line in laid_out(spots, width=1000).replace("   ", "  ").split("\n")}
    assert {re.sub(r"(?: \| ?)+", " | ", line) for line in lines} == {"Units that were ordered | Units allowed | Outcome"}


NARRATIVE = """July 9, 2024
Attn: Utilization Management
Ms. Roe has completed 12 sessions of physical therapy and was given an injection in March.
At this time I am requesting authorization for a left knee arthroscopy with partial meniscectomy. I am also requesting
authorization for 12 sessions of postoperative physical therapy.
Diagnosis: Medial meniscus tear, left (S83.222A)
"""
UNKNOWN_LABELS = """PRE-OPERATIVE WORKSHEET
PROCEDURE(S):      Left knee arthroscopy (29881)
                   Synovial biopsy, left knee (29875)
AFTERWARDS:        Physical therapy 2x4 left knee
DIAGNOSIS:         S83.222A
SURGEON:           Robin Quill, MD
"""
NO_HEAD = """RFA - continued
Worker: Pat Roe     Claim No: 55-0912
M17.12   Viscosupplementation injection, left knee    J7325   3
M25.562  Physical therapy left knee                   97110   2x/week x 5 weeks
"""
RATES = """THERAPY AUTHORIZATION REQUEST
Worker: Pat Roe            Injury: 10/02/2023
Discipline                 Times per week     Number of weeks      Region
Physical therapy           2                  6                    Left knee
Aquatic therapy            1                  4                    Left knee
"""
TWO_LISTS = """The following treatment is necessary and we respectfully request that it be certified:
   a) Cognitive behavioral therapy, 6 sessions
   b) Tramadol ER 100 mg, quantity 30
Diagnoses supporting the request:
   a) Chronic pain syndrome G89.4
"""


@pytest.mark.parametrize(
    ("form", "titles", "asked"),
    [
        (NARRATIVE, ["left knee arthroscopy with", "sessions of postoperative"], [None, 12]),
        (UNKNOWN_LABELS, ["left knee arthroscopy", "synovial biopsy", "physical therapy 2x4"], [None, None, 8]),
        (NO_HEAD, ["viscosupplementation", "physical therapy left knee"], [3, 10]),
        (RATES, ["physical therapy", "aquatic therapy"], [12, 4]),
        (TWO_LISTS, ["cognitive", "tramadol"], [6, 30]),
    ],
    ids=range(5),
)
def test_an_authorization_nobody_laid_out_for_is_read_by_its_words(form, titles, asked):
    found = papers_found("rfa", [form])
    assert len(found) == len(titles)
    assert all(title in one.title.lower() for one, title in zip(found, titles, strict=True))
    assert [one.asked for one in found] == asked


ATTACHED = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
List of disputed treatment: see attached UR denial
Primary diagnosis: M75.101 rotator cuff tear
Example of treatment: 1. MRI of the low back
"""
SPOKEN = """On August 12, 2024 the carrier's reviewer denied authorization for eight sessions of acupuncture and modified the
request for Percocet 5/325 mg #60 to #30. I have had physical therapy before.
"""
COLUMNS = """Application for Independent Medical Review
Your details                    Treatment that was refused
Name: Pat Roe                   1. Cervical epidural injection
Claim: 5512                     2. Acupuncture x 8
"""


@pytest.mark.parametrize(
    ("form", "asked"), [(ATTACHED, []), (SPOKEN, [8, 60]), (COLUMNS, [None, 8])], ids=["attached", "told", "columns"]
)
def test_an_application_names_what_it_names_and_nothing_else(form, asked):
    assert [one.asked for one in papers_found("imr application", [form])] == asked


def test_a_paper_headed_as_a_request_is_one_and_the_mark_beside_a_choice_gives_the_track():
    form = "Portal: authorization request sent\nService      Units\nKnee brace      1\nAcupuncture, low back      8\n"
    read = read_of(form)
    case, _ = taken(read)
    assert [(one.source, one.asked) for one in understand(case, read, case.documents).requests] == [("rfa", 1), ("rfa", 8)]
    drawn = APPLICATION.replace("[ ] Regular [X] Expedited [ ] Retrospective", "Regular (X)   Expedited ( )")
    assert values(taken(read_of(drawn, UR))[1], "track") == ["standard"]


WHATEVER_WORDS = """UTILIZATION REVIEW DETERMINATION
1. Physical therapy, right knee, 12 visits - approved for 6 visits
2. Helmet insert - denied

Knee brace            1 (one)      Certified
Wobble board          2            Denied

ITEM 1 OF 2 Acupuncture, low back, 8 visits
CERTIFIED
ITEM 2 OF 2 Parking permit
NOT CERTIFIED
"""
ABOVE = """Utilization review determination
What can go ahead?
- Knee brace, right
What can not go ahead?
- Urine drug screen x 1
"""
COMPARED = """Utilization review determination
You asked on 9/2/2024 to approve an MRI of the neck, and acupuncture (12 visits).
MRI of the neck is turned down. You may have 2 per week for 3 weeks (6 total) of acupuncture for the neck, not the 2 per
week for 6 weeks (12 total) your doctor asked for. This was modified.
"""


@pytest.mark.parametrize(
    ("letter", "right"),
    [
        (
            WHATEVER_WORDS,
            {
                "Helmet insert": (None, 0),
                "Wobble board": (2, 0),
                "Parking permit": (None, 0),
                "Physical therapy, right knee, 12 visits": (12, 6),
            },
        ),
        (ABOVE, {"Knee brace, right": (None, None), "Urine drug screen x 1": (1, 0)}),
        (COMPARED, {"acupuncture for the neck": (12, 6)}),
    ],
    ids=["place", "above", "compared"],
)
def test_a_letter_is_read_by_where_things_stand_and_what_is_compared(letter, right):
    found = {one.title: (one.asked, one.allowed) for one in papers_found("ur determination", [letter])}
    assert {title: found.get(title, "missing") for title in right} == right


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Incentive spirometer", True),
        ("tinted safety Rx", True),
        ("F/U ophtho", True),
        ("IF unit rental", True),
        ("Rosuvastatin", True),
        ("seat belt", False),
        ("moderate compression fracture", False),
        ("rotator cuff tear", False),
    ],
)
def test_care_of_any_specialty_is_known_and_what_only_sounds_like_it_is_not(words, named):
    assert names_care(words) is named


PLAN = """REQUEST FOR AUTHORIZATION
Requested today:
   - Hernia support belt, 1 unit
   - Incentive spirometer
Not asked for now, but may be later:
   - MRI of the left hip
Diagnoses:
   M16.12 Unilateral primary osteoarthritis, left hip
"""


def test_what_is_not_asked_for_and_diagnoses_are_no_requests():
    assert [one.title for one in papers_found("rfa", [PLAN])] == ["Hernia support belt, 1 unit", "Incentive spirometer"]
