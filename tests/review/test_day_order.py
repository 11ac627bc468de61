"""Days that were read and cannot follow each other are asked about, and not taken."""

from datetime import date

from imr_desktop.case.model import Case, ClaimDates, Document, SourceRef
from imr_desktop.extract import Proposal
from imr_desktop.review.day_order import questioned


def _asked(case: Case, **days: str) -> dict[str, str]:
    found = questioned(case, [Proposal(f"dates.{name}", day) for name, day in days.items()])
    return {one.key.removeprefix("dates."): one.note for one in found if one.doubt >= 0.5}


def test_a_letter_served_before_its_decision_is_a_question():
    assert _asked(Case("c"), ur_denial="2024-10-07", ur_served="2024-08-28") == {
        "ur_served": "Before the UR decision date: look at both days"
    }
    assert _asked(Case("c"), ur_denial="2024-10-07", ur_served="2024-10-07") == {}
    held = Case("c", dates=ClaimDates(ur_denial=date(2024, 10, 7)))
    assert list(_asked(held, ur_served="2024-08-28")) == ["ur_served"]


def test_one_day_that_all_others_are_before_is_the_question_and_not_they():
    days = {"ur_denial": "2024-10-07", "request_for_authorization": "2024-09-27"}
    assert list(_asked(Case("c"), injury="2025-02-14", **days)) == ["injury"]


def test_the_days_of_a_determination_stay_as_it_says_them():
    case = Case("c", documents=(Document("d", "f", "Letter", "determination", 1, 1),))
    days = {"dates.ur_denial": "2024-10-07", "dates.decision": "2024-08-28"}
    listed = [Proposal(key, day, (SourceRef("d", 1),)) for key, day in days.items()]
    assert list(questioned(case, listed)) == listed


def test_the_days_of_another_persons_pages_are_held_against_nothing():
    days = {"ur_denial": ("2024-10-07", 1), "ur_served": ("2024-08-28", 2)}
    listed = [Proposal(f"dates.{name}", day, (SourceRef("d", page),)) for name, (day, page) in days.items()]
    assert list(questioned(Case("c"), listed, others={2})) == listed
    assert list(questioned(Case("c"), listed)) != listed
