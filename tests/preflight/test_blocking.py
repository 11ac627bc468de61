"""What stands in the way of signing, and what an acknowledgement covers."""

from __future__ import annotations

import pytest

from imr_desktop.case.model import Acknowledgement
from imr_desktop.preflight import blocking, covers, run

from .builders import AT, CONTEXT, case, item

WORDS = "There is no documentation of a home program. The knee pain goes on. The request is medically necessary."


def acknowledged(problem: str, reason: str = "Old letter, no record.") -> tuple[Acknowledgement, ...]:
    return (Acknowledgement(problem, reason, AT),)


def test_must_fix_is_never_acknowledged_away():
    problems = run(case(items=(item(decision=None),)), CONTEXT)
    assert blocking(problems, acknowledged("item.undecided:1"))


def test_absence_without_a_record_is_acknowledged_as_one():
    problems = run(case(items=(item("a", rationale=WORDS), item("b", title="Ibuprofen", rationale=WORDS))), CONTEXT)
    assert {problem.id for problem in problems} == {"absence.rationale:1:1", "absence.rationale:2:1"}
    assert len(blocking(problems, ())) == 2
    assert blocking(problems, acknowledged("absence")) == ()
    assert blocking(problems, acknowledged("absence.rationale:1:1"))[0].id == "absence.rationale:2:1"


def test_an_acknowledgement_without_a_reason_covers_nothing():
    problems = run(case(items=(item(rationale=WORDS),)), CONTEXT)
    assert blocking(problems, acknowledged("absence", "  "))


def test_a_flag_never_blocks():
    problems = run(case(items=(item(rationale="The knee pain goes on after six visits of therapy."),)), CONTEXT)
    assert [problem.check for problem in problems] == ["outcome.closing"]
    assert blocking(problems, ()) == ()


@pytest.mark.parametrize(
    ("name", "problem", "expected"),
    [
        ("absence", "absence.rationale:1:3", True),
        ("absence.rationale:1", "absence.rationale:1:3", True),
        ("absence.rationale:1", "absence.rationale:11:3", False),
        ("abs", "absence.rationale:1:3", False),
        ("", "absence.rationale:1:3", False),
    ],
)
def test_covers(name, problem, expected):
    assert covers(name, problem) is expected
