"""Acute, subacute, chronic: one table of law, counted in calendar months, and nothing said where a day is in doubt."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case.model import Case, ClaimDates, Fact
from imr_desktop.rules import evaluate_case
from imr_desktop.rules.phases import months_of_complaint, phase_of


def case_of(injury, summary=""):
    return Case(id="c", summary=summary, dates=ClaimDates(injury=injury))


@pytest.mark.parametrize(
    ("injury", "day", "phase"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), "acute"),
        (date(2026, 1, 1), date(2026, 1, 31), "acute"),
        (date(2026, 1, 1), date(2026, 2, 1), "subacute"),
        (date(2026, 1, 1), date(2026, 3, 31), "subacute"),  # day 89
        (date(2026, 1, 1), date(2026, 4, 1), "chronic"),  # day 90 is three months here
        (date(2026, 5, 1), date(2026, 7, 31), "subacute"),  # and day 91 is not here
        (date(2026, 5, 1), date(2026, 8, 1), "chronic"),
        (date(2025, 11, 30), date(2026, 2, 27), "subacute"),
        (date(2025, 11, 30), date(2026, 2, 28), "chronic"),  # February has no 30th
    ],
)
def test_three_calendar_months_are_chronic(injury, day, phase):
    assert phase_of(case_of(injury), day) == (phase, "")


@pytest.mark.parametrize(
    ("injury", "day", "why"),
    [
        (None, date(2026, 1, 1), "no date of injury"),
        (date(2026, 1, 1), None, "no date of injury"),
        (date(2026, 1, 2), date(2026, 1, 1), "no date of injury before the day"),
        (date(2010, 1, 1), date(2016, 7, 27), "no law of 07/27/2016"),
        (date(2007, 6, 1), date(2007, 6, 14), "no law of 06/14/2007"),
    ],
)
def test_what_is_not_known_is_said(injury, day, why):
    phase, said = phase_of(case_of(injury), day)
    assert phase == ""
    assert why in said


def test_the_law_of_the_day_counts():
    assert phase_of(case_of(date(2016, 7, 10)), date(2016, 7, 27)).phase == "acute"
    assert phase_of(case_of(date(2010, 1, 1)), date(2016, 7, 28)).phase == "chronic"


def test_another_day_of_injury_leaves_the_phase_open_only_where_it_tells_another():
    injury, summary = date(2026, 1, 1), "An industrial injury on January 5, 2026."
    near = case_of(injury, summary)
    assert phase_of(near, date(2026, 3, 1)).phase == "subacute"
    assert months_of_complaint(near, date(2026, 3, 1)) == 2
    assert phase_of(near, date(2026, 4, 2)).why.startswith("The phase is not known: the summary names another day")
    assert months_of_complaint(near, date(2026, 4, 2)) is None
    assert phase_of(near, date(2026, 4, 5)).phase == "chronic"
    after = case_of(injury, "An industrial injury on January 5, 2027.")
    assert phase_of(after, date(2026, 3, 1)).phase == ""


@given(st.dates(date(2016, 7, 28), date(2030, 1, 1)), st.integers(0, 800))
def test_months_and_phase_never_part(day, days):
    case = case_of(day - timedelta(days))
    phase, months = phase_of(case, day).phase, months_of_complaint(case, day)
    assert months is not None
    assert phase == ("acute" if months < 1 else "subacute" if months < 3 else "chronic")


@pytest.mark.parametrize(("day", "phase"), [(date(2026, 3, 31), "subacute"), (date(2026, 4, 1), "chronic")])
def test_the_governing_text_and_the_criteria_read_the_same_phase(packs, make_case, day, phase):
    case = make_case("Norco 10/325mg #60", dates=ClaimDates(injury=date(2026, 1, 1), decision=day))
    (report,) = evaluate_case(case, packs)
    assert report.governing.phase == phase
    assert {one.inputs["history.phase"] for one in report.criteria if "history.phase" in one.inputs} == {phase}


def test_a_fact_of_the_reviewer_goes_before_the_count(packs, make_case):
    dates = ClaimDates(injury=date(2026, 1, 1), decision=date(2026, 1, 20))
    (report,) = evaluate_case(make_case("Norco 10/325mg #60", dates=dates, facts=[Fact("history.phase", "chronic")]), packs)
    assert {one.inputs["history.phase"] for one in report.criteria if "history.phase" in one.inputs} == {"chronic"}
