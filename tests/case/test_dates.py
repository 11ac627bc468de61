"""Days: what is written is read again; what no calendar or no claim has is refused in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import dates


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_what_is_written_is_read(day):
    assert (
        dates.read(dates.written(day))
        == dates.read(day.isoformat())
        == dates.read(f" {day.month}/{day.day}/{day.year} ")
        == day
    )


@given(st.text(alphabet="0123456789/-. \u0663a", max_size=12))
def test_any_text_is_a_day_or_refused_in_words(text):
    try:
        day = dates.read(text, short_years=True)
    except ValueError:
        return
    assert day.year in dates.YEARS
    assert sum(letter.isdigit() for letter in text) <= 8


@pytest.mark.parametrize(
    "text", ["02/30/2024", "13/01/2024", "00/10/2024", "3/5/24", "3/5/202", "2024/3/5", "3-5-2024", "today", ""]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="write it as MM/DD/YYYY"):
        dates.read(text)


@pytest.mark.parametrize("text", ["01/01/0024", "0001-01-01", "12/31/9999", "1/1/1899", "1/1/2101"])
def test_years_no_claim_has_are_refused(text):
    with pytest.raises(ValueError, match="the year .* is not possible"):
        dates.read(text, short_years=True)


def test_short_years_are_read_where_they_may_be():
    assert dates.read("3/5/24", short_years=True) == date(2024, 3, 5)
    assert dates.read("3/5/68", short_years=True) == date(2068, 3, 5)
    assert dates.read("3/5/69", short_years=True) == date(1969, 3, 5)


def test_a_day_of_numbers_or_names():
    assert dates.day_of("07", "Sept.", 3, 41) == date(2007, 9, 3)
    assert dates.day_of("41", "1", "31", 41) == date(1941, 1, 31)
    assert dates.day_of("0041", 1, 31, 41) == date(41, 1, 31)
    assert dates.day_of(2024, "Smarch", 3, 41) is None
    assert dates.day_of(2023, 2, 29, 41) is None
    assert dates.day_of("", "", "", 41) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("3/4/07", date(2007, 3, 4)),
        ("03-04-1999", date(1999, 3, 4)),
        ("3.4.2007", date(2007, 3, 4)),
        ("2007-03-04", date(2007, 3, 4)),
        ("MARCH 4th,\n2007", date(2007, 3, 4)),
        ("22nd Sept. 2007", date(2007, 9, 22)),
        ("2/30/2007", None),
        ("March 2007", None),
        ("4/5", None),
        ("", None),
    ],
)
def test_the_day_that_words_name(words, day):
    assert dates.named(words, 41) == day


def test_moments_are_shown_on_this_clock():
    at = datetime(2024, 3, 5, 7, 8, 9).astimezone()
    assert dates.written_at(at) == "03/05/2024 07:08"
    assert dates.written_at(at, seconds=True) == "03/05/2024 07:08:09"
    assert dates.written(at) == "03/05/2024"
    assert dates.written(date(41, 1, 31)) == "01/31/0041"
    assert dates.written(None) == ""
