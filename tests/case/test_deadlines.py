"""Deadlines are counted as the statute counts, from tables with dates."""

from datetime import UTC, date, datetime

import pytest

from imr_desktop.case import deadlines, edits
from imr_desktop.case.deadlines import add_working_days, deadline, holidays, judged_on
from imr_desktop.case.model import SignedLetter


@pytest.mark.parametrize(
    ("track", "due"), [("standard", date(2026, 4, 1)), ("expedited", date(2026, 3, 5)), ("formulary", date(2026, 3, 9))]
)
def test_each_track_has_its_period(track, due):
    case = edits.set_field(edits.set_dates(edits.new_case(), records_complete=date(2026, 3, 2)), track=track)
    found = deadline(case)
    assert (found.due, found.calculated) == (due, False)
    assert "4610.6(d)" in found.citation


def test_the_application_serves_where_the_records_date_is_unknown():
    found = deadline(edits.set_dates(edits.new_case(), application_received=date(2026, 3, 2)))
    assert (found.due, found.calculated) == (date(2026, 4, 1), True)


def test_the_assignment_comes_before_the_application():
    found = deadline(edits.set_dates(edits.new_case(), application_received=date(2026, 3, 2), assigned=date(2026, 3, 6)))
    assert (found.due, found.calculated) == (date(2026, 4, 5), True)


def test_the_clock_runs_until_the_case_is_signed_whatever_its_decision_date():
    case = edits.set_dates(edits.new_case(), decision=date(2016, 3, 30))
    assert judged_on(case, date(2026, 6, 1)) == date(2026, 6, 1)
    signed = edits.mark_signed(case, SignedLetter("letter.pdf", "0" * 64, datetime(2026, 5, 2, 3, tzinfo=UTC)))
    assert judged_on(signed, date(2026, 6, 1)) == date(2026, 5, 1)  # still the first of May in California


def test_without_a_date_there_is_no_deadline():
    assert deadline(edits.new_case()) is None


def test_working_days_skip_weekends_and_holidays():
    assert add_working_days(date(2026, 11, 25), 2) == date(2026, 12, 1)  # Thanksgiving, the day after, a weekend
    assert add_working_days(date(2026, 7, 2), 1) == date(2026, 7, 6)  # July 4 is a Saturday, kept on Friday
    assert add_working_days(date(2027, 12, 30), 1) == date(2028, 1, 3)  # so is New Year, kept in the year before
    assert date(2028, 1, 1) not in holidays(2028)


def test_the_holiday_list_changes_with_the_year():
    assert date(2021, 10, 11) in holidays(2021)
    assert date(2022, 10, 10) not in holidays(2022)
    assert date(2022, 9, 23) in holidays(2022)


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        ({"assigned": date(2019, 12, 31)}, 30),
        ({"assigned": date(2020, 1, 1)}, 20),
        ({"application_received": date(2019, 12, 31)}, 30),
        ({"assigned": date(2020, 1, 1), "application_received": date(2019, 12, 31)}, 20),
        ({}, 20),
    ],
)
def test_the_row_in_force_on_the_day_of_the_assignment_counts(monkeypatch, dates, days):
    common = {"track": "standard", "unit": "calendar", "starts": "records_complete", "fallbacks": [], "citation": "invented"}
    rows = [{**common, "from": date(2020, 1, 1), "days": 20}, {**common, "from": date(2013, 1, 1), "days": 30}]
    monkeypatch.setattr(deadlines, "_table", lambda name: {"determination": rows})
    found = deadline(edits.set_dates(edits.new_case(), records_complete=date(2026, 3, 2), **dates))
    assert (found.due - date(2026, 3, 2)).days == days
