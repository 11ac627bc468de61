"""Small words of the window."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from imr_desktop.case.model import Case, ClaimDates
from imr_desktop.ui.wording import due_words, facts_line, judged_words, size_note, value_words


def test_counts_leave_citations_out_of_the_words():
    assert size_note("Neck pain 3\u20134/10 [p.\u00a037].") == "3 words \u00b7 1 citation"
    assert size_note(" \n ") == "Empty"


def test_only_a_day_is_shown_as_one():
    values = ("2024-02-29", date(2024, 2, 29), "2023-02-29", "left-sided", "CM24-12-34", 12.5, 24.0)
    assert [value_words(one) for one in values] == [
        "02/29/2024",
        "02/29/2024",
        "2023-02-29",
        "left-sided",
        "CM24-12-34",
        "12.5",
        "24",
    ]


def test_a_due_date_of_another_year_says_so_and_the_last_days_of_an_expedited_case_are_hours():
    today = date(2026, 11, 29)
    assert due_words(date(2016, 4, 20), today).when == "Was due Wed, Apr 20, 2016"
    now = datetime(2026, 11, 29, 22, 30)
    assert due_words(today, today, now=now).left == "1 hour left"
    assert due_words(date(2026, 12, 1), today, now=now).left == "49 hours left"
    assert due_words(today, today, now=now.replace(hour=23)).left == "Less than 1 hour left"
    changed = datetime(2026, 11, 1, 0, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert due_words(changed.date(), changed.date(), now=changed).left == "24 hours left"
    assert due_words(date(2026, 12, 9), today, now=now).left == "10 days left"
    assert due_words(date(2026, 11, 28), today, now=now).left == "1 day late"


def test_what_governs_is_judged_on_a_day_that_is_no_deadline():
    case = Case("c", dates=ClaimDates(ur_denial=date(2016, 1, 5)))
    assert judged_words(Case("c")) == "No date says which guideline edition governs"
    assert judged_words(case) == "Judged on the utilization review date 01/05/2016"
    decided = replace(case, dates=ClaimDates(decision=date(2016, 4, 6)))
    assert facts_line(decided, short=False) == "Judged on the decision date 04/06/2016"
