"""Applications and requests for authorization are read however they ask, and nothing else in them is asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract import understand
from imr_desktop.extract.requests import papers_found
from imr_desktop.record.layout import CHECKED, UNCHECKED

from .records import APPLICATION, UR, read_of, taken, values

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


@pytest.mark.parametrize(
    "heading", ["Treatment that was denied", "Requested care that was not approved, or not approved in full"]
)
def test_the_first_line_below_a_full_heading_is_no_rest_of_it(heading):
    items = ["MRI of the neck", "knee brace, 1 unit", "Acupuncture, 8 visits"]
    application = "\n".join(("APPLICATION FOR INDEPENDENT MEDICAL REVIEW", "", heading, *items))
    assert [one.title for one in papers_found("imr application", [application])] == items


@given(st.permutations(["Acupuncture, neck, 8 visits", "Norco 10/325 mg #90", "MRI of the neck"]), st.sets(st.integers(0, 2)))
@settings(max_examples=30, deadline=None)
def test_what_stands_beside_an_empty_box_is_nobodys_word(items, ticked):
    lines = [f"{CHECKED if at in ticked else UNCHECKED} {item}" for at, item in enumerate(items)]
    application = "APPLICATION FOR IMR\nList of disputed treatment:\n" + "\n".join(lines) + "\nSignature: x"
    found = [one.title for one in papers_found("imr application", [application])]
    assert set(found) <= {item for at, item in enumerate(items) if at in ticked}
    assert len(found) == len(ticked)


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
        (NARRATIVE, ["left knee arthroscopy with", "postoperative physical therapy"], [None, 12]),
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


def test_an_application_tells_what_was_decided_only_where_the_row_of_an_item_says_it():
    form = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
Requested services that were denied or modified
 No.  Treatment                       Amount    UR said
 1    Right ankle fusion,             1         denied
      arthroscopic
 2    Physical therapy, ankle         12        modified to 6
 3    Norco 10/325                    90        60 approved
 4    Knee scooter, purchase          1
"""
    told = {one.title: one.verdict for one in papers_found("imr application", [form])}
    assert list(told.values()) == ["denied", "modified", "modified", None]
    bare = form.replace("denied\n", "\n").replace("modified to 6", "").replace("60 approved", "")
    assert {one.verdict for one in papers_found("imr application", [bare])} == {None}


@pytest.mark.parametrize(("box", "asked"), [("\u2610", []), ("\u2612", ["rfa"])])
def test_a_report_asks_only_where_its_box_for_that_is_ticked(box, asked):
    report = (
        "PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)\nPatient: Vale, Rosa\n"
        f"\u2612 Periodic report   \u2610 Released from care\n{box} Request for authorization\nDate of exam: 4/16/2024\n"
        "Treatment plan:\n1. Physical therapy, 12 visits, for the low back.\nAnn Sample, MD\n"
    )
    read = read_of(report)
    case, _ = taken(read)
    assert [one.source for one in understand(case, read, case.documents).requests] == asked
