"""The reviewer's name and numbers are found however they are written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from imr_desktop.case.model import Acknowledgement
from imr_desktop.preflight import Context, blocking, run

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
    assert problem.check in ("identity.name", "identity.surname")
    assert problem.overridable == (problem.check == "identity.surname")


@pytest.mark.parametrize("text", ["Anabel Nunezova was seen.", "An anatomic review.", "Ana Lopez was seen."])
def test_other_names(text):
    assert found(text, "Ana Núñez, M.D.") == []


@pytest.mark.parametrize("identity", ["Núñez, Ana", "Dr. Ana Núñez", "ana núñez"])
def test_the_setting_may_be_written_either_way(identity):
    assert found("Ana Nunez wrote this.", identity)


def test_a_surname_alone_is_passed_by_a_reason_for_that_place_alone():
    (problem,) = found("Nunez advised it.", "Ana Núñez")
    assert (problem.severity, problem.overridable, problem.fix.label) == ("must fix", True, "Remove")

    def blocked(*acknowledged):
        given = [Acknowledgement(one, "the treating physician", datetime.now(UTC)) for one in acknowledged]
        return blocking([problem], given)

    assert blocked() == (problem,)
    assert blocked("identity", "identity.surname") == (problem,), "a reason for the whole family passes no trace"
    assert blocked(problem.id) == ()
    (other,) = found("Nunez wrote to us.", "Ana Núñez")
    assert other.id != problem.id, "a reason holds for the words it was given for"


def test_a_sign_named_after_somebody_is_a_hint():
    (problem,) = found("the nunez sign", "Ana Núñez, M.D.")
    assert (problem.severity, problem.flag) == ("consider", True)


def test_a_sure_trace_is_not_passed():
    (problem,) = found("Ana Núñez advised it.", "Ana Núñez")
    given = Acknowledgement(problem.id, "it is the reviewer", datetime.now(UTC))
    assert blocking([problem], [given]) == (problem,)


def test_a_cited_author_with_a_frequent_name_is_a_hint():
    (problem,) = found("As shown (Chen, 2009).", "David Chen, MD")
    assert (problem.severity, problem.flag) == ("consider", True)
    assert blocking([problem], []) == ()


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
