"""A document is a request for authorization by what it asks for, and a note of a visit stays one."""

from __future__ import annotations

import pytest

from imr_desktop.extract.parts.asking import answering, appealing, asking

ORDER = "Rx 1) Walking boot. Kindly authorize the above and fax your answer to 555-0100."
NOTE = (
    "Subjective: pain. Objective: tender. Work status: modified. I request authorization for six visits of physical therapy. "
    "Past medical history: none."
)
ANSWER = "The request for authorization dated 3/1/2024 was received. The treatment is not medically necessary."


@pytest.mark.parametrize(("text", "asks"), [(ORDER, True), (NOTE, False), (ANSWER, False)])
def test_who_asks_an_insurer_for_authorization(text, asks):
    assert (asking(text) > 0) is asks


SHEET = """Oakmere Claims, answer to request for authorization
RFA: 08/18/2025   In: 08/20/2025   Answer: 08/27/2025
Speech therapy   Result: Approved
A person who disagrees may apply for Independent Medical Review in 30 days.
"""
GRID = """UR SYSTEM REPORT 118
RFA 08/13/25  REC 08/14/25  DEC 08/21/25   MD REV: A. SAMPLE MD
STAT  RQST  APPV  DESCRIPTION
N     60    0     COLCHICINE 0.6 MG TAB
"""
APPLICATION = """Application for Independent Medical Review
Decision date: 08/21/2025   Disputed: colchicine, not approved by utilization review. I disagree; sent within 30 days.
"""


@pytest.mark.parametrize(
    ("text", "answers"), [(SHEET, True), (GRID, True), (ORDER, False), (NOTE, False), (APPLICATION, False)]
)
def test_what_answers_a_request_is_known_by_its_days_columns_and_words(text, answers):
    assert (answering(text) > 0) is answers


@pytest.mark.parametrize(
    ("text", "appeals"),
    [
        ("I am writing to appeal your denial of 03/01/2024.", True),
        ("We respectfully disagree with your reviewer's decision and attach the study.", True),
        ("I request that a different physician review this.", True),
        ("We ask you to reconsider.", True),
        ("If you appeal this decision, write within 30 days. Your appeal of our denial was received and is upheld.", False),
        (APPLICATION, False),
    ],
)
def test_who_appeals_against_a_decision(text, appeals):
    assert appealing(text) is appeals
