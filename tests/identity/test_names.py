"""A name in one line is taken apart as people mean it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop import settings
from imr_desktop.identity.names import people


@pytest.mark.parametrize(
    ("line", "given_name", "middle", "surname"),
    [
        ("Ada Roe, MD, PhD, FACP", "Ada", "", "Roe"),
        ("Ada Q. Roe Jr., M.D., M.P.H.", "Ada", "Q.", "Roe"),
        ("Roe, Ada Q., MD", "Ada", "Q.", "Roe"),
        ("ADA ROE MD FACS", "ADA", "", "ROE"),
        ("Dr. Ada Roe", "Ada", "", "Roe"),
        ("Md. Rahim", "Md.", "", "Rahim"),
        ("Thuy Do, MD", "Thuy", "", "Do"),
        ("Michael Ma", "Michael", "", "Ma"),
        ("Pham Thi Lan", "Lan", "Thi", "Pham"),
        ("Luz de la Vega", "Luz", "", "de la Vega"),
        ("de la Vega, Luz", "Luz", "", "de la Vega"),
        ("Dr. June", "", "", "June"),
        ("Ada Roe, MD, XQZW", "Ada", "", "Roe"),
    ],
)
def test_fields(line, given_name, middle, surname):
    (one,) = people(line)
    assert (one.given, one.middle, one.surname) == (given_name, middle, surname)


def test_several_people_and_numbers():
    assert [one.surname for one in people("Ada Roe; Bo Poe\nMei Lin 李梅")] == ["Roe", "Poe", "Lin", "李梅"]
    assert people("A 54321")[0].licence == "A 54321"
    assert people("1234567893")[0].npi == "1234567893"
    assert people("a.roe@example.org")[0].email == "a.roe@example.org"
    assert people("M.D., FACP") == people(" - ") == ()


def test_the_settings_take_a_line_of_an_older_version():
    kept = settings.fielded({"reviewer_name": "Ada Q. Roe, MD; Bo Poe", "zoom": 110})
    assert kept["given_name"], kept["surname"] == ("Ada", "Roe")
    assert (kept["other_names"], kept["zoom"], "reviewer_name" in kept) == ("Bo Poe", 110, False)
    assert settings.fielded({"reviewer_name": ""})["surname"] == ""


@given(st.text(max_size=60))
def test_any_line(line):
    for one in people(line):
        assert one
