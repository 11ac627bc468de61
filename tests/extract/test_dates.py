"""Dates are read in the ways records write them, and scores are not dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.extract.dates import find_dates, first_date

from .records import read_of, taken, values

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


def test_of_two_days_of_one_month_the_last_is_told():
    assert [found.value for found in find_dates("January 14 and 21, 2025; March 3, 2024")] == [
        date(2025, 1, 21),
        date(2024, 3, 3),
    ]


def test_a_day_in_spanish_words_is_one():
    assert [found.value for found in find_dates("4 de marzo de 2024, 12 de Mayo del 2023, 31 de febrero de 2024")] == [
        date(2024, 3, 4),
        date(2023, 5, 12),
    ]


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


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("D.O.I. 03.14.24", "2024-03-14"),
        ("DOI - 14 Mar 2024", "2024-03-14"),
        ("DOI: 14-Mar-24", "2024-03-14"),
        ("Date(s) of injury \N{EN DASH} March 14, 2024", "2024-03-14"),
        ("D.O.B. 05.02.79   D.O.I. 03.14.24", "2024-03-14"),
        ("Date of injury: CT 01/01/2019 - 03/14/2024", "2019-01-01 2024-03-14"),
        ("DOI: March 14,2024", "2024-03-14"),
        ("DOI: CT 1/1/19-3/14/24", "2019-01-01 2024-03-14"),
        ("Dates of injury: 01/01/2019 through 03/14/2024", "2019-01-01 2024-03-14"),
        ("Date of injury: 01/01/2019 to present", None),
        ("Date of injury: cumulative trauma ending 03/14/2024", None),
        ("DOI: 03/14/2042", None),
        ("DOI: see section 10.2.19", None),
    ],
)
def test_an_injury_is_a_past_day_a_span_of_two_or_none_however_it_is_written(written, day):
    report = f"PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)\n{written}\nDate of exam: 08/12/2024\nLow back pain.\n"
    _, proposals = taken(read_of(report))
    found = [*values(proposals, "dates.injury"), *values(proposals, "dates.injury_until")]
    assert found == (day.split() if day else [])
