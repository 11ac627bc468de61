"""The reviewer's name and numbers are found however they are written."""

from __future__ import annotations

import pytest

from imr_desktop.preflight import Context, run

from .builders import TODAY, case, item


def found(text, *identity):
    problems = run(case(summary=f"{case().summary} {text}"), Context(today=TODAY, identity=identity))
    return [problem for problem in problems if problem.check.startswith("identity.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Núñez",
        "ANA NUNEZ",
        "ana nuñez",
        "A. Nunez",
        "A Núñez",
        "Ana M. Núñez",
        "Núñez, Ana",
        "NUNEZ, A.",
        "Dr. Nunez",
        "Ana  Nu\u0301n\u0303ez",
        "Ana\nNúñez",
        "Dr Ana Núñez",
        "Ana Nunez, MD",
    ],
)
def test_names(text):
    problem = found(f"Seen by {text}.", "Ana Núñez, M.D.")[0]
    assert problem.severity == "must fix"
    assert problem.check == "identity.name"


@pytest.mark.parametrize(
    "text", ["Anabel Nunezova was seen.", "An anatomic review.", "Ana Lopez was seen.", "the nunez sign"]
)
def test_other_names(text):
    assert found(text, "Ana Núñez, M.D.") == []


@pytest.mark.parametrize("identity", ["Núñez, Ana", "Dr. Ana Núñez", "ana núñez"])
def test_the_setting_may_be_written_either_way(identity):
    assert found("Ana Nunez wrote this.", identity)


def test_a_surname_alone_is_only_looked_at():
    assert [problem.severity for problem in found("Nunez advised it.", "Ana Núñez")] == ["consider"]


@pytest.mark.parametrize("text", ["G-98765", "G 98765", "g98765", "No. G98765"])
def test_numbers_of_the_reviewer(text):
    assert found(f"See {text} here.", "G98765")


def test_every_text_that_goes_out_is_read():
    for field in ("title", "requested", "in_dispute", "reviewer_guideline", "no_citation_reason", "rationale"):
        one = case(items=(item(**{field: f"{getattr(item(), field)} Ana Ortiz"}),))
        problems = run(one, Context(today=TODAY, identity=("Ana Ortiz",)))
        assert any(problem.check == "identity.name" and problem.place.field == field for problem in problems), field


def test_empty_words_match_nothing():
    assert found("Anything at all.", "", "  ", "-", "M.D.") == []
