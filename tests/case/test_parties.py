"""Parties: where an address is, what is missing, and until when an appeal can be filed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import parties as codec
from imr_desktop.case.appeal import appeal_period, next_open
from imr_desktop.case.parties import Parties, Party, Service, gaps, place_of, tidy
from imr_desktop.errors import CaseInvalid, UsageError

EMPLOYEE = Party("employee", "Lee Example", address=("12 Elm Street", "Fresno, CA 93650"), served="mail")
PROVIDER = Party("requesting provider", "Ana Example, MD", "Example Spine", ("1 A St", "Reno, NV 89501"), served="mail")
ADMINISTRATOR = Party(
    "claims administrator", "", "Example Claims", email="claims@example.com", served="electronic", place="California"
)
ALL = Parties(
    (EMPLOYEE, PROVIDER, ADMINISTRATOR), service=Service(date(2026, 12, 4), "Sacramento, California", "Kim Example")
)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Fresno, CA 93650", "California"),
        ("Fresno CA 93650-1234", "California"),
        ("Los Angeles, California 90001", "California"),
        ("Reno, NV 89501", "another state"),
        ("Fresno", None),
        ("Fresno, CA", None),
        ("10115 Berlin, DE", None),
        ("Toronto, ON M5H 2N2", None),
        ("Somewhere, XX 12345", None),
        ("", None),
    ],
)
def test_where_an_address_is_shows_in_its_last_line_or_is_not_known(line, place):
    assert place_of(("1 A Street", line)) == place


@pytest.mark.parametrize(
    ("mailed", "place", "in_person", "last"),
    [
        (date(2026, 12, 4), "California", False, date(2027, 1, 8)),  # 35 days: a Friday
        (date(2026, 12, 4), "another state", False, date(2027, 1, 13)),
        (date(2026, 12, 4), "outside the United States", False, date(2027, 1, 25)),  # 01/23 is a Saturday
        (date(2026, 12, 4), "California", True, date(2027, 1, 4)),  # 01/03 is a Sunday
        (date(2026, 11, 27), "California", False, date(2027, 1, 4)),  # 01/01 is a holiday, then a weekend
        (date(2027, 11, 26), "California", False, date(2028, 1, 3)),  # kept on 12/31, a Friday, and a weekend after it
    ],
)
def test_the_last_day_to_appeal(mailed, place, in_person, last):
    period = appeal_period(mailed, place, in_person=in_person)
    assert period.last == last
    assert period.citations[0] == "Labor Code 4610.6(h); 8 CCR 10575(c)"


def test_no_day_is_named_where_the_address_is_of_no_known_place():
    assert appeal_period(date(2026, 12, 4), None) is None


@given(st.dates(date(2013, 1, 1), date(2090, 1, 1)))
def test_a_last_day_is_never_earlier_and_never_more_than_a_week_off(day):
    assert 0 <= (next_open(day) - day).days < 7
    assert next_open(day).weekday() < 5


def test_what_is_missing_is_named():
    assert list(gaps(ALL)) == []
    said = "\n".join(gaps(Parties((Party("employee", "Lee Example"), Party("employer", "", "Example Works", served="mail")))))
    for words in (
        "No requesting provider",
        "How Lee Example is served",
        "Example Works is served by mail and has no address",
        "date mailed",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("parties", "words"),
    [
        (Parties((EMPLOYEE, EMPLOYEE)), "Two parties are the employee"),
        (Parties((Party("employer"),)), "neither a name nor an organization"),
        (Parties((Party("employer", "\u200b\xad", " \u202e"),)), "neither a name nor an organization"),
        (Parties((Party("employer", "x" * 201),)), "has 201 letters"),
        (Parties(service=Service(date(206, 12, 4))), "has the year 206"),
    ],
)
def test_what_does_not_fit_is_said(parties, words):
    with pytest.raises(UsageError, match=words):
        tidy(parties)


@given(st.binary(max_size=200))
def test_any_bytes_are_parties_or_a_sentence(data):
    try:
        said = type(codec.decode(data, "The file")).__name__
    except CaseInvalid as error:
        said = error.sentence
    assert said.startswith(("Parties", "The file"))


def test_parties_come_back_as_they_were():
    assert codec.decode(codec.encode(ALL), "it") == ALL
    assert ALL.employee == EMPLOYEE
