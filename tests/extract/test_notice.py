"""The notices of 2013, whose items are sentences and whose explanations follow under the same numbers."""

from datetime import date

import pytest

from imr_desktop.extract import parse_determination

from .letters import NOTICE


@pytest.mark.parametrize(
    "pages",
    [[NOTICE], NOTICE.split("\n\n"), [NOTICE.replace("\n\n", "\n")], [NOTICE.replace("\n", "\r\n")]],
    ids=["one page", "many pages", "no blank lines", "carriage returns"],
)
def test_a_notice_is_read(pages):
    found = parse_determination(pages)
    assert (found.case_number, found.age, found.sex) == ("CM13-9900002", 44, "female")
    assert (found.decision_date, found.date_of_injury, found.ur_denial_date) == (
        date(2013, 9, 30),
        date(2009, 4, 2),
        date(2013, 8, 20),
    )
    assert (found.application_received, found.date_assigned) == (date(2013, 8, 29), date(2013, 9, 12))
    assert (found.licensure, found.specialty) == ("California", "Physical Medicine and Rehabilitation, Pain Management")
    assert [(item.title, item.decision, item.rationale) for item in found.items] == [
        (
            "14 day work hardening program",
            "Upheld",
            "The file holds no test of capacity. The program is not medically necessary and appropriate.",
        ),
        (
            "six sessions of acupuncture",
            "Overturned",
            "Six visits are a first trial. The request is medically necessary and appropriate.",
        ),
    ]
    assert (
        found.items[0].claims_administrator_guideline
        == "The Claims Administrator based its decision on the Chronic Pain Guidelines."
    )
    assert found.items[1].reviewer_guideline == "The Expert Reviewer based his/her decision on the Acupuncture Guidelines."
