"""Letters of utilization review are read whatever their layout: requests, counts, decisions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract import understand
from imr_desktop.extract.requests import held_together, papers_found
from imr_desktop.extract.requests.saying import verdict_of

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


def test_what_is_listed_and_not_decided_is_given_without_a_decision_or_with_doubt():
    letter = (
        "UTILIZATION REVIEW DENIAL\nThese were asked for:\n  Massage therapy, neck, 6 visits\n\nKnee brace x 1 - approved\n"
    )
    massage, brace = papers_found("ur determination", [letter])
    assert (massage.title, massage.verdict is None or massage.doubt > 0.2) == ("Massage therapy, neck", True)
    assert (brace.title, brace.verdict, brace.doubt < 0.2) == ("Knee brace x 1", "certified", True)


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


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Your letter of May 19 appeals our denial of a left knee arthroscopy.", None),
        ("You appealed the denial of acupuncture; the denial is upheld.", "denied"),
        ("The denial of the knee arthroscopy is overturned and the procedure is approved.", "certified"),
        ("The denial of therapy is overturned in part: twelve visits are approved.", "modified"),
        ("You ask that we authorize an MRI of the lumbar spine.", None),
        ("The reviewer is not able to reach a decision within the time allowed.", None),
        ("Tizanidine 4 mg is recommended for non-certification.", "denied"),
    ],
)
def test_a_sentence_decides_what_it_decides_and_not_what_it_tells_of(sentence, said):
    assert verdict_of(sentence) == said


CITED = "\nGuidelines cited: MTUS Knee Disorders 2019.\n"


@pytest.mark.parametrize(
    ("rest", "shown"),
    [
        (CITED, 2),
        ("\nThe MRI right shoulder can wait." + CITED + "\nNaproxen 550 mg is no first choice.\n", 0),
        (CITED + "\nGuidelines cited: MTUS Opioids 2017.\n", 0),
        ('\nGuidelines cited: "An MRI is not recommended in the first month."\n', 0),
    ],
    ids=["the letter's", "between the items", "one for each", "about one of them"],
)
def test_a_guideline_that_is_cited_for_one_request_is_shown_at_no_other(rest, shown):
    letter = "UTILIZATION REVIEW DETERMINATION\n1. MRI right shoulder x 1\nDenied\n2. Naproxen 550 mg #60\nDenied\n"
    _, proposals = taken(read_of(f"{letter}\nRationale\nThe notes tell of no trial at home.\n{rest}"))
    items = [one.value for one in proposals if one.key.startswith("items.")]
    assert len(items) == 2
    assert sum("claims_administrator_guideline" in item for item in items) == shown


def test_the_guideline_of_one_letter_is_not_shown_at_the_item_of_another():
    letter = "UTILIZATION REVIEW DETERMINATION\nDate of determination: 11/0{day}/2025\n1. {what}\nDenied\n"
    first, second = letter.format(day=3, what="MRI right shoulder x 1"), letter.format(day=7, what="Naproxen 550 mg #60")
    _, proposals = taken(read_of(first + CITED, second))
    items = {one.value["title"]: one.value for one in proposals if one.key.startswith("items.")}
    assert [title for title, item in items.items() if "claims_administrator_guideline" in item] == ["MRI right shoulder x 1"]
