"""Dates are read in the ways records write them, and scores are not dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.extract.dates import find_dates, first_date

FORMS = [
    "{d:%m/%d/%Y}",
    "{d.month}/{d.day}/{d:%y}",
    "{d.month}-{d.day}-{d:%y}",
    "{d:%m-%d-%Y}",
    "{d:%Y-%m-%d}",
    "{d:%B} {d.day}, {d.year}",
    "{d:%b}. {d.day}, {d.year}",
    "{d.day} {d:%B} {d.year}",
    "{d.month}.{d.day}.{d.year}",
    "{d:%m-%d-}\n{d.year}",
]


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.sampled_from(FORMS))
def test_every_way_of_writing_a_date_gives_it_back(day, form):
    written = form.format(d=day)
    (found,) = find_dates(f"seen on {written}, then again")
    assert found.value == day
    assert f"seen on {written}, then again"[found.start : found.end] == written


@pytest.mark.parametrize(
    "text",
    [
        "6-8 of 10",
        "4/5",
        "pain 7/10",
        "L4-5, L5-S1",
        "10/325mg #60",
        "2/30/2016",
        "13/13/2013",
        "0/0/00",
        "December 9, 3026",
        "February 31, 2014",
        "Section 3.3.9",
        "C5-6-7",
        "12/24",
        "1/2/345",
        "",
    ],
)
def test_what_is_no_date_gives_nothing(text):
    assert first_date(text) is None


def test_two_digit_years_fall_in_the_life_of_a_claim():
    assert first_date("8/28/96").value == date(1996, 8, 28)
    assert first_date("3/3/07").value == date(2007, 3, 3)
